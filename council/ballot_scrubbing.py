"""Scrubbing what the database leaves behind of a secret ballot: old pages, journals, dead rows, keys.

Called after each transaction that changed an urn, never inside one; safe to repeat, and a failure stops
nobody: without the key, which closing removes, old urns are noise.
"""

import logging

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from council.models import Ballot, BallotState
from council.urn import list_halves, shred_half
from foundation.database import db

log = logging.getLogger(__name__)
TABLES = ("ballot", "ballot_roll", "ballot_slip")
PATIENCE = 500
"""Milliseconds to wait for readers before the journal of SQLite is emptied another time."""


def erase_traces() -> None:
    """Shred the keys of ballots that are over, then empty the journal (SQLite) or clear dead rows
    (PostgreSQL).
    """
    _shred_keys()
    try:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "sqlite":
                _empty_journal(connection)
            else:
                _clear_dead_rows(connection)
    except SQLAlchemyError as error:
        log.warning("the leftovers of a ballot stay until the next one is scrubbed: %s", error)


def _shred_keys() -> None:
    halves = list_halves()
    if not halves:
        return
    statement = select(Ballot.id).where(Ballot.id.in_(halves), Ballot.state == BallotState.OPEN)
    opened = set(db.session.scalars(statement))
    db.session.rollback()
    for ballot_id in halves:
        if ballot_id not in opened:
            shred_half(ballot_id)


def _empty_journal(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
    connection.exec_driver_sql("PRAGMA busy_timeout=10000")


def _clear_dead_rows(connection: Connection) -> None:
    for table in TABLES:
        connection.exec_driver_sql(f"VACUUM {table}")
