"""Taking turns to write to SQLite: in the order of asking, and without polling.

SQLite has one lock on writing. Whoever finds it taken asks again after ever longer pauses, so that under load
a late comer may be served first and somebody waits for seconds. Here threads and processes queue on a lock of
the operating system beside the database; it ends with the transaction, or with the process.
"""

import fcntl
from typing import IO, Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

HELD = "write_turn"
SUFFIX = "-turn"


def take_turn(session: Session, connection: Connection) -> None:
    """Wait until it is this transaction's turn to write; at once where it has the turn already."""
    path = connection.engine.url.database
    if HELD in session.info or not path or path == ":memory:":
        return
    turn = open(f"{path}{SUFFIX}", "wb")  # noqa: SIM115, PTH123 - kept open until the transaction ends
    fcntl.flock(turn, fcntl.LOCK_EX)
    session.info[HELD] = turn


@event.listens_for(Session, "after_transaction_end")
def _pass_on(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is not None:
        return
    turn: IO[Any] | None = session.info.pop(HELD, None)
    if turn is not None:
        turn.close()
