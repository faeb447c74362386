"""What a kind of paper is, and what every paper is given: head, signature, legal bases, mark."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from documents.bodies import Bodies
from documents.paper import Header, Mark, Signature
from documents.replacing import Replaced
from register.services import Reward


class Source(StrEnum):
    """What papers are drawn from; `documents.materials` reads each of them by its key."""

    SESSION = "session"
    PLANNED_SESSION = "planned"
    BALLOT = "ballot"
    RUN = "run"
    GROUP = "group"
    SCORECARD = "scorecard"
    NOMINEE = "nominee"
    DECISION = "decision"
    YEAR = "year"


class Shape(StrEnum):
    """How the clerk fills a field in: one line, several lines, a day, one of some choices, or yes and no."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the clerk adds to this kind of paper. `choices` are offered from the material."""

    name: str
    label: LazyString
    shape: Shape = Shape.LINE
    hint: LazyString | str = ""
    required: bool = False
    longest: int = 2_000
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the register and the dated facts give a paper. `texts` is what the clerk entered, by field;
    `day` is the day by which everything dated was looked up; `mark` is None while it is a draft; `replaces`
    is the issued paper in whose place it comes.
    """

    header: Header
    signature: Signature
    bases: tuple[str, ...]
    day: date
    bodies: Bodies
    texts: Mapping[str, str]
    mark: Mark | None = None
    draft: bool = True
    replaces: Replaced | None = None

    def text(self, name: str) -> str:
        """What was entered, without blanks around it."""
        return self.texts.get(name, "").strip()

    def lines(self, name: str) -> tuple[str, ...]:
        """What was entered, line by line, without those that are empty."""
        return tuple(line.strip() for line in self.texts.get(name, "").splitlines() if line.strip())


Build = Callable[[Any, Frame], Any]
"""The snapshot of a material (`documents.materials.Material`) in a frame."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a paper says as long as the clerk writes nothing else, by the bodies of the area that issues it: a
    text that is still the usual one of another area or tier follows when the day or the issuer changes.
    """

    texts: Mapping[str, str]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper. `code` is also the kind under which `authorities` keeps signers and bases; `part`
    is whose paper it is (committee, council, standing); `symbol` its abbreviation (QĐ), empty for a paper
    without number. `build` makes the snapshot of a material and a frame, `template` prints it; `rewards` are
    the certificates that it gives. `signed`: somebody signs it, and it goes to somebody. `usual` takes the
    place of `defaults` and `recipients` where these depend on who issues; `remarks` are what the clerk should
    know before it is issued; `facts_as` is another kind by whose signers and bases it goes. `dated`: place
    and day stand in the head; minutes tell both in their words (Decree 30/2020, Appendix III, form 1.9).
    `to_chair`: it goes to the chairman of the committee, who chairs the council too, so another signs for the
    council unless one is chosen.
    `headed_by` is the field that says whose paper it is, where that is none of our issuers.
    `words_take` is about how many seconds its words take, of a material and what the clerk entered, told
    without making them.
    """

    code: str
    name: LazyString
    source: Source
    part: str
    symbol: str
    template: str
    build: Build
    subject: Callable[[Any], str]
    fields: tuple[Field, ...] = ()
    defaults: Callable[[Any], Mapping[str, str]] = lambda _material: {}
    recipients: tuple[str, ...] = ()
    rewards: Callable[[Any, Any], Sequence[Reward]] | None = None
    signed: bool = True
    usual: Callable[[Any, Bodies], Usual] | None = None
    remarks: Callable[[Any, Any], Sequence[str]] = lambda _material, _snapshot: ()
    facts_as: str = ""
    words_take: Callable[[Any, Mapping[str, str]], float] = lambda _material, _texts: 0.0
    dated: bool = True
    to_chair: bool = False
    headed_by: str = ""

    @property
    def facts_code(self) -> str:
        """The kind under which signers and legal bases are kept."""
        return self.facts_as or self.code
