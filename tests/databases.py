"""A migrated database, renewed by copying: a file for SQLite, a template for PostgreSQL.

Beside the empty one other states can be kept, such as one with the sample accounts: made once by each worker,
copied ever after.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from foundation.database import db

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
EMPTY = "empty"


def let_go(app: Flask) -> None:
    """End the application's connections."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class FreshDatabase(Protocol):
    """One database that can be made new again, empty or in a state that was kept."""

    url: str

    @property
    def kept(self) -> Collection[str]: ...

    def prepare(self, app: Flask) -> None: ...
    def keep(self, app: Flask, state: str) -> None: ...
    def renew(self, app: Flask, state: str = EMPTY) -> None: ...
    def release(self, app: Flask) -> None: ...


class SqliteDatabase:
    """A file, and copies of it in each kept state, which are laid over it again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "test.db"
        self.url = f"sqlite:///{self.file}"
        self._kept: set[str] = set()

    @property
    def kept(self) -> Collection[str]:
        return self._kept

    def prepare(self, app: Flask) -> None:
        with app.app_context():
            event.listen(db.engine, "connect", _spare_the_disk)
            upgrade()
        self.keep(app, EMPTY)

    def keep(self, app: Flask, state: str) -> None:
        """From now on the state in which the database stands can be had again by this name."""
        with app.app_context():
            db.session.remove()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        shutil.copy(self.file, self._copy_of(state))
        self._kept.add(state)

    def renew(self, app: Flask, state: str = EMPTY) -> None:
        """Lay the copy over it in one step: a server's late request then finds either the old or the new."""
        let_go(app)
        fresh = self.file.with_suffix(".fresh")
        shutil.copy(self._copy_of(state), fresh)
        self._forget_journals()
        fresh.replace(self.file)
        self._forget_journals()

    def _copy_of(self, state: str) -> Path:
        return self.folder / f"{state}.kept"

    def _forget_journals(self) -> None:
        for leftover in (f"{self.file}-wal", f"{self.file}-shm"):
            Path(leftover).unlink(missing_ok=True)

    def release(self, app: Flask) -> None:
        let_go(app)


def _spare_the_disk(connection: Any, _record: Any) -> None:
    """What a test writes need not outlive a power cut: nobody waits for a busy disk."""
    connection.execute("PRAGMA synchronous=OFF")


class PostgresqlDatabase:
    """A database of this worker, under a new name each time it is made again from a template.

    The one before it is dropped one turn later, when the server has ended its connections: who drops at once
    waits for that, a tenth of a second each time.
    """

    def __init__(self, server: str, door: psycopg.Connection) -> None:
        self._door = door
        self._count = 0
        self._templates: dict[str, str] = {}
        self._worn: list[str] = []
        self.name = self._new_name()
        head, _, query = server.partition("?")
        self.url = f"{head.rpartition('/')[0]}/{self.name}?{query}"

    @property
    def kept(self) -> Collection[str]:
        return self._templates

    def _new_name(self) -> str:
        self._count += 1
        return f"test_{WORKER}_{self._count}"

    def _make(self, more: str = "") -> None:
        self._drop(self.name)
        self._door.execute(f"CREATE DATABASE {self.name} {more}")

    def _drop(self, *names: str) -> None:
        for name in names:
            self._door.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _lead_in(self, _dialect: Any, _record: Any, _given: Any, parameters: dict[str, Any]) -> None:
        """Whoever connects reaches the newest."""
        parameters["dbname"] = self.name

    def prepare(self, app: Flask) -> None:
        self._make()
        with app.app_context():
            event.listen(db.engine, "do_connect", self._lead_in)
            upgrade()
        self.keep(app, EMPTY)

    def keep(self, app: Flask, state: str) -> None:
        """From now on the state in which the database stands can be had again by this name."""
        let_go(app)
        self._templates[state] = self.name
        self.renew(app, state)

    def renew(self, app: Flask, state: str = EMPTY) -> None:
        let_go(app)
        self._drop(*self._worn)
        self._worn = [] if self.name in self._templates.values() else [self.name]
        self.name = self._new_name()
        self._make(f"TEMPLATE {self._templates[state]}")

    def release(self, app: Flask) -> None:
        let_go(app)
        self._drop(self.name, *self._worn, *self._templates.values())


@contextmanager
def fresh_database(folder: Path) -> Iterator[FreshDatabase]:
    """SQLite in the folder, or the server that TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield SqliteDatabase(folder)
        return
    with psycopg.connect(server.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as door:
        yield PostgresqlDatabase(server, door)
