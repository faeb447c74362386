"""The words of every reason: one place, so that page, spreadsheet, annex and each language say the same.

`Wording(...).say(reason)` gives one sentence. Points are written with the decimals of the document.
"""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from awards import wording_awards, wording_smallest
from scorecards import wording_points
from scorecards.figures import plain
from scorecards.wording import PointsWording, Sentence
from scoring.reasons import Fact
from scoring.rubric import ParticipantType, Rubric


class Wording(PointsWording):
    """The words for one participant type of a document: for points, place and award.

    `groups` names the groups (key of a group's parts → name) where the parts themselves are no names.
    """

    sentences: Mapping[str, Sentence] = {
        **wording_points.SENTENCES,
        **wording_awards.SENTENCES,
        **wording_smallest.SENTENCES,
    }

    def __init__(
        self,
        rubric: Rubric,
        kind: ParticipantType,
        groups: Mapping[tuple[str, ...], str] | None = None,
    ) -> None:
        super().__init__(rubric, kind)
        self._groups = groups or {}

    def group(self, label: Fact | Sequence[str]) -> str:
        """The name of a group; the whole movement where all of a type are compared."""
        parts = tuple(label) if isinstance(label, tuple) else ()
        if parts in self._groups:
            return self._groups[parts]
        return ", ".join(part for part in parts if part)

    def places(self, facts: Mapping[str, Fact]) -> str:
        """How a quota was counted and rounded, as a sum one can follow."""
        if facts.get("count") is not None:
            text = _("%(n)s suất", n=plain(facts["places"]))
        else:
            text = _(
                "%(base)s × %(percent)s%% = %(exact)s, %(rounding)s: %(places)s suất",
                base=plain(facts["base"]),
                percent=plain(facts["percent"]),
                exact=plain(facts["exact"]),
                rounding=_rounding(str(facts["rounding"])),
                places=plain(facts["places"]),
            )
        limits = []
        if facts.get("minimum"):
            limits.append(_("ít nhất %(n)s", n=plain(facts["minimum"])))
        if facts.get("maximum") is not None:
            limits.append(_("nhiều nhất %(n)s", n=plain(facts["maximum"])))
        return f"{text} ({', '.join(limits)})" if limits else text


def _rounding(mode: str) -> str:
    return {
        "floor": _("làm tròn xuống"),
        "ceiling": _("làm tròn lên"),
        "half_up": _("làm tròn nửa lên"),
    }[mode]
