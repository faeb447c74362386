"""Reads of submissions and of what is cited, always in a total order."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from scorecards.models import Citation, Scorecard, Submission


def find_scorecard_by_id(scorecard_id: int) -> Scorecard | None:
    """The scorecard with this id."""
    return db.session.get(Scorecard, scorecard_id)


def list_submissions(scorecard_id: int) -> Sequence[Submission]:
    """Every handing-in of a scorecard, the latest first."""
    statement = select(Submission).where(Submission.scorecard_id == scorecard_id)
    return db.session.scalars(statement.order_by(Submission.number.desc())).all()


def find_submission(scorecard_id: int, number: int) -> Submission | None:
    """One handing-in by its number."""
    statement = select(Submission).where(Submission.scorecard_id == scorecard_id, Submission.number == number)
    return db.session.scalars(statement).one_or_none()


def find_last_submission(scorecard_id: int, before: int | None = None) -> Submission | None:
    """The latest handing-in, or the latest with a number below `before`."""
    statement = select(Submission).where(Submission.scorecard_id == scorecard_id)
    if before is not None:
        statement = statement.where(Submission.number < before)
    return db.session.scalars(statement.order_by(Submission.number.desc()).limit(1)).one_or_none()


def last_number(scorecard_id: int) -> int:
    """How often the scorecard was handed in."""
    statement = select(func.max(Submission.number)).where(Submission.scorecard_id == scorecard_id)
    return db.session.scalar(statement) or 0


def list_standing_citations(scorecard_id: int) -> Sequence[Citation]:
    """What a scorecard cites now, with the files, in the order of citing."""
    return list_standing_citations_of([scorecard_id])


def list_standing_citations_of(scorecard_ids: Sequence[int]) -> Sequence[Citation]:
    """What several scorecards cite now, with the files, in the order of citing."""
    statement = (
        select(Citation)
        .where(Citation.scorecard_id.in_(scorecard_ids), Citation.removed_at.is_(None))
        .options(joinedload(Citation.evidence_file))
        .order_by(Citation.id)
    )
    return db.session.scalars(statement).all()
