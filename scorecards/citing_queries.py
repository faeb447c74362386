"""Reads of citations and of the files they name, always in a total order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from assignments.scope import visible
from foundation.database import db
from foundation.permissions import Actor
from participants.models import Participant
from scorecards.models import Citation, Scorecard, Submission
from scorecards.submission_rules import WITH_THE_UNIT


@dataclass(frozen=True, slots=True)
class Use:
    """Where a file is cited: by whose scorecard, for which criterion, which pages."""

    scorecard_id: int
    participant_id: int
    participant_name: str
    criterion: str
    page: str | None


def find_citation(scorecard_id: int, citation_id: int) -> Citation | None:
    """A citation that stands on a scorecard, with its file."""
    return db.session.scalars(
        select(Citation)
        .where(
            Citation.id == citation_id,
            Citation.scorecard_id == scorecard_id,
            Citation.removed_at.is_(None),
        )
        .options(joinedload(Citation.evidence_file))
    ).one_or_none()


def list_uses(file_ids: Collection[int]) -> dict[int, list[Use]]:
    """By file, where it is cited now. One query."""
    statement = (
        select(Citation, Participant.id, Participant.name)
        .join(Scorecard, Scorecard.id == Citation.scorecard_id)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Citation.evidence_file_id.in_(file_ids), Citation.removed_at.is_(None))
        .order_by(Participant.precedence, Participant.sort_key, Citation.criterion, Citation.id)
    )
    uses: dict[int, list[Use]] = {}
    for citation, unit_id, name in db.session.execute(statement):
        use = Use(citation.scorecard_id, unit_id, name, citation.criterion, citation.page)
        uses.setdefault(citation.evidence_file_id or 0, []).append(use)
    return uses


def is_cited_in_sight(actor: Actor, file_id: int) -> bool:
    """Whether a scorecard that the actor may read cites the file now."""
    statement = (
        select(Citation.id)
        .join(Scorecard, Scorecard.id == Citation.scorecard_id)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Citation.evidence_file_id == file_id, Citation.removed_at.is_(None), visible(actor))
    )
    return db.session.scalar(statement.limit(1)) is not None


def is_cited_or_handed_in(file_id: int) -> bool:
    """Whether something cites the file now, or a scorecard was handed in while it did."""
    handed_in = (
        select(Submission.id)
        .where(
            Submission.scorecard_id == Citation.scorecard_id,
            Submission.submitted_at >= Citation.cited_at,
            Submission.submitted_at <= Citation.removed_at,
        )
        .exists()
    )
    statement = select(Citation.id).where(
        Citation.evidence_file_id == file_id, or_(Citation.removed_at.is_(None), handed_in)
    )
    return db.session.scalar(statement.limit(1)) is not None


def list_citations_at(participant_id: int, movement_year_id: int, moment: datetime) -> Sequence[Citation]:
    """What a participant's scorecard of a year cited at an instant, with the files, in the order of citing;
    what was taken back since is among it.
    """
    statement = (
        select(Citation)
        .join(Scorecard, Scorecard.id == Citation.scorecard_id)
        .where(
            Scorecard.participant_id == participant_id,
            Scorecard.movement_year_id == movement_year_id,
            Citation.cited_at <= moment,
            or_(Citation.removed_at.is_(None), Citation.removed_at > moment),
        )
        .options(joinedload(Citation.evidence_file))
        .order_by(Citation.id)
    )
    return db.session.scalars(statement).all()


def list_withdrawn_of(file_id: int) -> Sequence[Citation]:
    """The citations of a file that were taken back."""
    statement = select(Citation).where(Citation.evidence_file_id == file_id, Citation.removed_at.is_not(None))
    return db.session.scalars(statement.order_by(Citation.id)).all()


def is_with_others(file_id: int) -> bool:
    """Whether a scorecard that has left its unit cites the file now: others judge, or have judged, by it."""
    statement = (
        select(Citation.id)
        .join(Scorecard, Scorecard.id == Citation.scorecard_id)
        .where(
            Citation.evidence_file_id == file_id,
            Citation.removed_at.is_(None),
            Scorecard.status.not_in(WITH_THE_UNIT),
        )
    )
    return db.session.scalar(statement.limit(1)) is not None
