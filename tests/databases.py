"""A migrated database, renewed by copying: a file for SQLite, a template for PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade

from foundation.database import db

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


class FreshDatabase(Protocol):
    """One database that can be made new again."""

    url: str

    def prepare(self, app: Flask) -> None: ...
    def renew(self, app: Flask) -> None: ...
    def release(self, app: Flask) -> None: ...


class SqliteDatabase:
    """A file, and a migrated copy of it that is laid over it again."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.db"
        self.template = folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def prepare(self, app: Flask) -> None:
        with app.app_context():
            upgrade()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        shutil.copy(self.file, self.template)

    def renew(self, app: Flask) -> None:
        """Lay the copy over it in one step: a server's late request then finds either the old or the new."""
        self.release(app)
        fresh = self.file.with_suffix(".fresh")
        shutil.copy(self.template, fresh)
        self._forget_journals()
        fresh.replace(self.file)
        self._forget_journals()

    def _forget_journals(self) -> None:
        for leftover in (f"{self.file}-wal", f"{self.file}-shm"):
            Path(leftover).unlink(missing_ok=True)

    def release(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


class PostgresqlDatabase:
    """A database of this worker, made again from its migrated template."""

    def __init__(self, server: str) -> None:
        self.server = server.replace("postgresql+psycopg://", "postgresql://")
        self.name = f"test_{WORKER}"
        head, _, query = self.server.partition("?")
        self.url = f"{head.rpartition('/')[0]}/{self.name}?{query}"

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app: Flask) -> None:
        self._execute(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)",
            f"CREATE DATABASE {self.name}",
        )
        with app.app_context():
            upgrade()
            db.engine.dispose()
        self._execute(f"ALTER DATABASE {self.name} RENAME TO {self.name}_template")

    def renew(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._execute(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template",
        )

    def release(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._execute(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)",
        )


@contextmanager
def fresh_database(folder: Path) -> Iterator[FreshDatabase]:
    """SQLite in the folder, or the server that TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL")
    yield PostgresqlDatabase(server) if server else SqliteDatabase(folder)
