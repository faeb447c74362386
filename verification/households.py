"""The households of a hamlet as one table, for those who judge them by the hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from criteria.queries import find_published
from criteria.rubrics import rubric_of
from foundation.database import db
from foundation.permissions import Actor
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard
from verification.duties import within_duties, working_level
from verification.queries import Asked, Line, Queue, list_queue
from verification.queue_states import QueueState
from verification.second_check_queries import list_blinding_ids

HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Hamlet:
    """One hamlet with its households' scorecards, a page of them."""

    hamlet: Participant
    asked: Asked
    queue: Queue | None
    hidden: frozenset[int] = frozenset()

    def claimed(self, line: Line) -> Decimal | None:
        """The total that a household claims."""
        return self._total(line, AssessmentLevel.SELF)

    def found(self, line: Line) -> Decimal | None:
        """The total of what the queue's level found so far; nothing where the reader is to check blind."""
        if line.scorecard.id in self.hidden:
            return None
        return self._total(line, self.queue.level) if self.queue is not None else None

    def _total(self, line: Line, level: AssessmentLevel) -> Decimal | None:
        return next((one.total for one in line.scorecard.assessments if one.level is level), None)

    @property
    def waiting(self) -> int:
        """How many households are still to be judged."""
        counts = self.queue.counts if self.queue is not None else {}
        return counts.get(QueueState.WAITING, 0) + counts.get(QueueState.DOING, 0)


@dataclass(frozen=True, slots=True)
class HamletLine:
    """One hamlet in the list, with how many of its households have handed in."""

    hamlet: Participant
    households: int


def _household_types(year: MovementYear) -> list[str]:
    """The types whose participants are households, as the published criteria say."""
    published = find_published(year.id)
    if published is None:
        return []
    return [one.code for one in rubric_of(published).types if one.category == HOUSEHOLD]


def build_hamlet(actor: Actor, year: MovementYear, hamlet: Participant, page: int, now: datetime) -> Hamlet:
    """The hamlet's households: all that were handed in, whatever their state."""
    asked = Asked(below_id=hamlet.id, every_state=True)
    queue = list_queue(actor=actor, year=year, asked=asked, page=page)
    return Hamlet(hamlet, asked, queue, frozenset(list_blinding_ids(actor.actor_id, now)))


def list_hamlets(actor: Actor, year: MovementYear) -> Sequence[HamletLine]:
    """The participants right above submitted scorecards of the kind that comes in great numbers."""
    level = working_level(actor)
    if level is None:
        return []
    parent = aliased(Participant)
    statement = (
        select(parent, func.count())
        .select_from(Scorecard)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .join(parent, parent.id == Participant.parent_id)
        .where(
            Scorecard.movement_year_id == year.id,
            Scorecard.submitted_at.is_not(None),
            Participant.type_code.in_(_household_types(year)),
            within_duties(actor, level),
        )
        .group_by(parent.id)
        .order_by(parent.precedence, parent.sort_key, parent.id)
    )
    return [HamletLine(row[0], row[1]) for row in db.session.execute(statement)]
