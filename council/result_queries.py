"""Reads of sealed sessions: their documents, never their rows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from awards.queries import AnyRow
from council.models import CouncilSession, SessionState
from council.result_reading import SealedSession
from council.verifying import is_intact
from foundation.database import db


def find_sealed(session_id: int) -> CouncilSession | None:
    """A sealed session with its document; None where there is none, or it is not sealed."""
    statement = (
        select(CouncilSession)
        .where(CouncilSession.id == session_id, CouncilSession.state == SessionState.SEALED)
        .options(undefer(CouncilSession.document))
    )
    return db.session.scalars(statement).one_or_none()


def list_sealed_of_run(run_id: int) -> Sequence[CouncilSession]:
    """The sealed sessions on one run, in the order in which they met."""
    return _listed(CouncilSession.run_id == run_id)


def list_sealed_of_year(movement_year_id: int) -> Sequence[CouncilSession]:
    """The sealed sessions of a year, in the order in which they met."""
    return _listed(CouncilSession.movement_year_id == movement_year_id)


def list_seals_of_year(movement_year_id: int) -> Sequence[AnyRow]:
    """Number, seal and hour of sealing of the sealed sessions of a year, without their documents."""
    columns = (CouncilSession.id, CouncilSession.number, CouncilSession.seal, CouncilSession.sealed_at)
    statement = select(*columns).where(
        CouncilSession.movement_year_id == movement_year_id, CouncilSession.state == SessionState.SEALED
    )
    return db.session.execute(statement.order_by(CouncilSession.number)).all()


def read_sealed(session: CouncilSession) -> SealedSession | None:
    """What a sealed session says; None where its document is not the one that was sealed."""
    if session.document is None or session.seal is None or not is_intact(session):
        return None
    return SealedSession.from_text(session.document, session.seal)


def _listed(condition: object) -> Sequence[CouncilSession]:
    statement = (
        select(CouncilSession)
        .where(condition, CouncilSession.state == SessionState.SEALED)  # type: ignore[arg-type]
        .options(undefer(CouncilSession.document))
    )
    return db.session.scalars(statement.order_by(CouncilSession.number)).all()
