"""The database: one declarative base, naming convention, exact types, one transaction door.

SQLite and PostgreSQL behave alike here: constraint names are fixed so that batch migrations find
them, instants are stored in UTC, and points are whole numbers of millionths, so that sums and
sorting are exact on both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    MetaData,
    TypeDecorator,
    event,
    inspect,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session

from foundation import write_turn

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of every model."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; kept in UTC, also where the database forgets the zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; an instant without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Points(TypeDecorator[Decimal]):
    """Exact points, kept as a whole number of millionths; more than six decimals is refused."""

    impl = BigInteger
    cache_ok = True
    SCALE = 1_000_000

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """To millionths."""
        if value is None:
            return None
        scaled = Decimal(value) * self.SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than six decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """To a plain decimal."""
        return None if value is None else Decimal(value).scaleb(-6).normalize()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Turn on what SQLite leaves off: foreign keys, and readers that do not block the writer."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    # A row that is put in the place of another one counts as deleted, for the triggers too.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def begin_writing(patience: float | None = None) -> None:
    """From here on nobody else writes until the transaction ends: what is read now still stands when it is
    written. Safe to repeat.

    On SQLite this takes the one lock on writing, in turn; who reads first and writes later would be refused
    at once where somebody wrote in between. PostgreSQL needs none of it: there rows are held, see `lock_row`.
    A request waits half a minute, then raises Busy; commands and jobs wait as long as it takes. `patience` in
    seconds is for who would rather not write than wait longer.
    """
    _begin_writing(db.session(), patience)


def _begin_writing(session: Session, patience: float | None = None) -> None:
    if patience is None and has_request_context():
        patience = write_turn.PATIENCE
    connection = session.connection()
    if connection.dialect.name == "sqlite" and not _is_in_transaction(connection):
        write_turn.take_turn(session, connection, patience)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            # Somebody writes past the queue: a tool at the database file itself.
            if "locked" not in str(error.orig):
                raise
            raise write_turn.busy() from error


@event.listens_for(Session, "before_flush")
def _write_in_turn(session: Session, *_rest: Any) -> None:
    """Whoever writes without having asked for it takes the turn now."""
    _begin_writing(session)


@event.listens_for(Session, "do_orm_execute")
def _change_in_turn(asked: ORMExecuteState) -> None:
    """The same for rows that are changed without being loaded."""
    if asked.is_insert or asked.is_update or asked.is_delete:
        _begin_writing(asked.session)


def lock_row(model: type[Base], key: int) -> Any:
    """The row with this id, read anew and held until the transaction ends, or None.

    Of two who change the same row at once, the second waits here and then sees what the first wrote. SQLite
    knows no lock on a row: there the one lock on writing is taken before reading.
    """
    begin_writing()
    statement = select(model).where(inspect(model).primary_key[0] == key).with_for_update(of=model)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _is_in_transaction(connection: Connection) -> bool:
    bare: Any = connection.connection.dbapi_connection
    return bool(bare.in_transaction)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what was done inside, or undo all of it. Services never commit; views, jobs, CLI open this."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
