"""Several people at the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from foundation.database import db, transaction
from foundation.errors import Conflict


def at_once(app, deeds: list[Callable[[], None]]) -> list[str]:
    """Do all of them at the same moment; "done", or the name of the conflict each of them ended with."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], None]) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    deed()
            except Conflict as error:
                return type(error).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))
