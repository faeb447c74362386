"""The words for points, wherever they are shown: on a scorecard, beside a ranking, on paper.

`PointsWording(...).say(reason)` gives one sentence. Points are written with the decimals of the document.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from foundation.formats import number
from scorecards import wording_points
from scoring.reasons import Fact, Reason
from scoring.rubric import ParticipantType, Rubric

Sentence = Callable[[Any, Reason], str]


class PointsWording:
    """The words for points of one participant type of a document."""

    sentences: Mapping[str, Sentence] = wording_points.SENTENCES

    def __init__(self, rubric: Rubric, kind: ParticipantType) -> None:
        self.rubric, self.kind = rubric, kind
        self._nodes = {node.code: node.name for node in kind.nodes()}

    def say(self, reason: Reason) -> str:
        """The reason as one sentence in the reader's language."""
        return self.sentences[reason.code](self, reason)

    def working(self, reason: Reason) -> str:
        """The same without the name of its node, which stands just above it."""
        text = self.say(reason).removeprefix(self.node(reason.node) + ": ")
        return text[:1].upper() + text[1:]

    def points(self, value: Fact) -> str:
        """Points with the document's decimals; a word where there are none."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return number(Decimal(value), self.rubric.decimals)
        return _("chưa có")

    def node(self, code: str) -> str:
        """A node with its code and name; the whole where there is no code."""
        if not code:
            return _("Tổng điểm")
        name = self._nodes.get(code, "")
        return f"{code}. {name}" if name else code
