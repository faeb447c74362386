"""What the council decided on those whom a run ranks: shown beside the run's own words, which stay.

The council's room stands above this one: it puts a function into `app.extensions["council_rulings"]`, which
tells the rulings of a year.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from foundation.permissions import Actor, Permission, can
from movements.deadlines import stage_of
from movements.models import MovementYear, StageCode

RULINGS = "council_rulings"


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling: `outcome` is granted, refused, held, graded or deferred; `proposed`: a higher level gives
    the award. Of a grade `award_name` is what it is called; `reason` says why a question was put off.
    """

    participant_id: int
    award_name: str
    outcome: str
    proposed: bool
    session_id: int
    session_number: int
    reason: str = ""
    is_grade: bool = False

    @property
    def is_deferred(self) -> bool:
        """Whether the council put it off, so that it is still to be decided."""
        return self.outcome == "deferred"

    @property
    def words(self) -> str:
        """What was decided, as it reads after "Hội đồng đã quyết định:"."""
        if self.outcome == "granted" and self.proposed:
            return _("đề nghị cấp trên tặng %(award)s", award=self.award_name)
        if self.outcome == "granted":
            return _("tặng %(award)s", award=self.award_name)
        if self.outcome == "held":
            return _("giữ suất %(award)s, chờ kết luận xác minh", award=self.award_name)
        if self.outcome == "graded":
            return _("xếp loại %(grade)s", grade=self.award_name)
        return _("không tặng %(award)s", award=self.award_name)

    @property
    def put_off(self) -> str:
        """That the question was put off, why, and where it is decided: a whole sentence."""
        values = {"award": self.award_name, "reason": self.reason.rstrip(". ")}
        if self.reason:
            return _("Hội đồng hoãn xét %(award)s: %(reason)s; xét ở phiên bổ sung.", **values)
        return _("Hội đồng hoãn xét %(award)s; xét ở phiên bổ sung.", **values)


@dataclass(frozen=True, slots=True)
class Session:
    """A sealed session of the year."""

    id: int
    number: int
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class CouncilWord:
    """The sealed sessions of a year and what they decided, by participant; what is later stands. `linked`:
    the reader may open the sessions. `key` tells this word from every other, for what is kept.
    """

    sessions: Sequence[Session] = ()
    rulings: Mapping[int, Sequence[Ruled]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    linked: bool = False

    def of(self, participant_id: int) -> Sequence[Ruled]:
        """What was decided on one participant."""
        return [one for one in self.rulings.get(participant_id, ()) if not one.is_deferred]

    def put_off(self, participant_id: int) -> Sequence[Ruled]:
        """What was put off of one participant and not decided since."""
        return [one for one in self.rulings.get(participant_id, ()) if one.is_deferred]

    def grade_of(self, participant_id: int) -> str:
        """The grade that was decided on; empty where the council said nothing of it."""
        graded = (one.award_name for one in self.of(participant_id) if one.outcome == "graded")
        return next(graded, "")

    def graded(self, participant_id: int, evaluated: str) -> str:
        """The grade that stands, as papers and pages write it: the decided one, with what the evaluation came
        to where that is another.
        """
        decided = self.grade_of(participant_id) or evaluated
        if decided == evaluated or not evaluated:
            return decided
        return _("%(decided)s (đánh giá: %(evaluated)s)", decided=decided, evaluated=evaluated)


SILENT = CouncilWord()
Teller = Callable[[int], CouncilWord]


def may_read_word(actor: Actor, year: MovementYear, now: datetime) -> bool:
    """Whether the actor may read what the council decided: who may read its sessions, at once; everybody else
    once the year's time for the decision has come, which is when it is made known.
    """
    stage = stage_of(year, StageCode.DECISION)
    return can(actor, Permission.VIEW_SESSION) or (stage is not None and stage.opens_at <= now)


def word_for(actor: Actor, year: MovementYear, now: datetime) -> CouncilWord:
    """What the actor may read of the council's decisions of a year."""
    tell: Teller | None = current_app.extensions.get(RULINGS)
    if tell is None or not may_read_word(actor, year, now):
        return SILENT
    word = tell(year.id)
    linked = can(actor, Permission.VIEW_SESSION)
    return CouncilWord(word.sessions, word.rulings, word.key, linked=linked)
