"""Taking turns to write to SQLite: in the order of asking, and without polling.

SQLite has one lock on writing. Whoever finds it taken asks again after ever longer pauses, so that under load
a late comer may be served first and somebody waits for seconds. Here threads and processes queue on a lock of
the operating system beside the database; it ends with the transaction, or with the process.
"""

import fcntl
from threading import Event, Lock, Thread
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from foundation.errors import Busy

HELD = "write_turn"
SUFFIX = "-turn"
PATIENCE = 30.0


def take_turn(session: Session, connection: Connection, patience: float | None = None) -> None:
    """Wait until it is this transaction's turn to write; at once where it has the turn already. Raises Busy
    after so many seconds of `patience`; without it waits as long as it takes.
    """
    path = connection.engine.url.database
    if HELD in session.info or not path or path == ":memory:":
        return
    session.info[HELD] = _turn(f"{path}{SUFFIX}", patience)


def busy() -> Busy:
    """What somebody is told whose turn did not come."""
    return Busy(
        _(
            "Hệ thống đang bận nên việc vừa bấm chưa được lưu. Bấm lại sau ít phút; những gì đã nhập còn "
            "trên trang."
        )
    )


def _turn(path: str, patience: float | None) -> IO[Any]:
    turn = open(path, "wb")  # noqa: SIM115, PTH123 - kept open until the transaction ends
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | (0 if patience is None else fcntl.LOCK_NB))
    except BlockingIOError:
        turn.close()
        waiting = _Waiting(path)
        waiting.start()
        given = waiting.until(patience)
        if given is None:
            raise busy() from None
        return given
    return turn


class _Waiting(Thread):
    """Somebody in the queue. The lock itself knows no end of waiting, so a thread stands there; a turn that
    comes after its owner went away is passed on at once.
    """

    def __init__(self, path: str) -> None:
        super().__init__(name="write-turn", daemon=True)
        self._path = path
        self._turn: IO[Any] | None = None
        self._gone = False
        self._mutex = Lock()
        self._given = Event()

    def run(self) -> None:
        """Stand in the queue."""
        turn = open(self._path, "wb")  # noqa: SIM115, PTH123 - as above
        fcntl.flock(turn, fcntl.LOCK_EX)
        with self._mutex:
            if not self._gone:
                self._turn = turn
                self._given.set()
                return
        turn.close()

    def until(self, patience: float | None) -> IO[Any] | None:
        """The turn, or None where it did not come within so many seconds."""
        self._given.wait(patience)
        with self._mutex:
            self._gone = self._turn is None
            return self._turn


@event.listens_for(Session, "after_transaction_end")
def _pass_on(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is not None:
        return
    turn: IO[Any] | None = session.info.pop(HELD, None)
    if turn is not None:
        turn.close()
