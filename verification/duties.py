"""What somebody judges: at which level, whose scorecards, which criteria."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true

from assignments.models import VerifierDuty
from assignments.queries import in_clusters, list_duties
from assignments.scope import cluster_id_of
from foundation.permissions import Actor, Permission, RoleCode, can
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard
from verification.chain import checked_by, checks_as_group
from verification.group_entries import entering_desk
from verification.plan import Desk

GROUP, OFFICE = AssessmentLevel.GROUP, AssessmentLevel.OFFICE


def working_level(actor: Actor) -> AssessmentLevel | None:
    """At which level somebody judges; None where nowhere."""
    if can(actor, Permission.VERIFY_SCORECARD):
        return OFFICE
    return GROUP if can(actor, Permission.CHECK_SCORECARD) else None


@dataclass(frozen=True, slots=True)
class Duties:
    """All that one person judges, so that many scorecards can be looked at without asking again."""

    level: AssessmentLevel
    everything: bool
    duties: Sequence[VerifierDuty] = ()

    @property
    def in_part(self) -> bool:
        """Whether some duty names criteria, so that of a scorecard only a part is theirs."""
        return not self.everything and any(duty.criteria is not None for duty in self.duties)

    def desk(self, type_code: str, cluster_id: int | None) -> Desk | None:
        """What they judge of a scorecard that their level reaches; None where nothing."""
        if self.everything:
            return Desk(self.level, None, office=self.level is OFFICE)
        fitting = [duty for duty in self.duties if fits(duty, type_code, cluster_id)]
        return Desk(self.level, codes_of(fitting), office=False) if fitting else None


def duties_of(actor: Actor, level: AssessmentLevel) -> Duties:
    """What somebody judges at a level."""
    if level is GROUP or RoleCode.OFFICE in actor.role_codes:
        return Duties(level, everything=True)
    return Duties(level, everything=False, duties=list_duties(actor.actor_id))


def desk_for(actor: Actor, scorecard: Scorecard) -> Desk | None:
    """What somebody judges of a scorecard; None where nothing."""
    participant = scorecard.participant
    level = working_level(actor)
    if level is None:
        return None
    if level is GROUP and not checks_as_group(actor, participant):
        return entering_desk(actor, scorecard)
    return duties_of(actor, level).desk(participant.type_code, cluster_id_of(participant))


def fits(duty: VerifierDuty, type_code: str, cluster_id: int | None) -> bool:
    """Whether a duty concerns participants of this type in this cluster."""
    return duty.type_code == type_code and duty.cluster_id in (None, cluster_id)


def codes_of(duties: Sequence[VerifierDuty]) -> frozenset[str] | None:
    """The criteria and sections of these duties together; None is all."""
    if any(duty.criteria is None for duty in duties):
        return None
    return frozenset(code for duty in duties for code in duty.criteria or ())


def within_duties(actor: Actor, level: AssessmentLevel) -> ColumnElement[bool]:
    """The condition on Participant that somebody judges at this level: `desk_for`, for lists."""
    if level is GROUP:
        return checked_by(actor)
    if RoleCode.OFFICE in actor.role_codes:
        return true()
    parts = [is_within_duty(duty) for duty in list_duties(actor.actor_id)]
    return or_(*parts) if parts else false()


def is_within_duty(duty: VerifierDuty) -> ColumnElement[bool]:
    """The condition on Participant that a duty concerns it: `fits`, for lists."""
    of_type = Participant.type_code == duty.type_code
    if duty.cluster_id is None:
        return of_type
    return and_(of_type, Participant.id.in_(in_clusters([duty.cluster_id])))
