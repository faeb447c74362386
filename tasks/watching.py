"""Beside the work a thread stands that notes how far it is, shows that the process lives, and hears of the
owner's wish to cancel, so that the work itself never waits for the database to say so.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from flask import Flask

from foundation.database import begin_writing, db, transaction
from foundation.errors import Busy
from tasks import shelf
from tasks.handlers import CancelledError, EndingError, LostError
from tasks.taking import Told, note_progress, require_wanted

LOG = logging.getLogger("tasks")
SECONDS = 0.5
BEAT = timedelta(seconds=5)
PATIENCE = 5.0


class Watcher(Thread):
    """Looks twice a second; writes only where the work told something new, or to show that it lives.

    `tell` is what the work calls: it notes what is told and raises what the watcher, or whoever ends the
    process (`is_ending`), has to say to the work.
    """

    def __init__(
        self,
        app: Flask,
        task_id: int,
        holder: str,
        *,
        clock: Callable[[], datetime],
        is_ending: Callable[[], bool],
    ) -> None:
        super().__init__(name="task-watcher", daemon=True)
        self._app = app
        self._task_id, self._holder = task_id, holder
        self._clock, self._is_ending = clock, is_ending
        self._told = self._written = Told()
        self._written_at = clock()
        self._news: CancelledError | LostError | None = None
        self._over = Event()

    def tell(self, done: int, total: int, said: str) -> None:
        """How far the work is; see `handlers.Tell`."""
        self._told = Told(max(0, done), max(0, total), said)
        if self._news is not None:
            raise self._news
        if self._is_ending():
            raise EndingError

    def run(self) -> None:
        """Look until the work is over, or no longer wanted."""
        while self._news is None and not self._over.wait(SECONDS):
            self.look()

    def look(self) -> None:
        """Look once."""
        try:
            with self._app.app_context():
                shelf.beat()
                require_wanted(self._task_id, self._holder)
                self._write()
        except (CancelledError, LostError) as stop:
            self._news = stop
        except Busy:
            return
        except Exception:
            # The next look may find the database again.
            LOG.exception("task %s: its progress could not be noted", self._task_id)

    def end(self) -> None:
        """The work is over."""
        self._over.set()
        self.join()

    def _write(self) -> None:
        told, now = self._told, self._clock()
        if told == self._written and now - self._written_at < BEAT:
            return
        db.session.rollback()
        with transaction():
            # Others who write go first; so does our own work, which may be writing its result just now.
            begin_writing(PATIENCE)
            note_progress(self._task_id, self._holder, told, now)
        self._written, self._written_at = told, now
