"""Inserting very many rows fast and in bounded memory, by each database's own quickest way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from foundation.database import Base, db

CHUNK_ROWS = 10_000
SQLITE_CACHE_KIB = 128 * 1024

Row = Sequence[Any]
Progress = Callable[[int], None]


def insert_rows(
    model: type[Base],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    progress: Progress | None = None,
) -> int:
    """Insert rows of a model within the present transaction and return how many there were.

    Each row holds the values of `columns` in their order; columns that are not named take the default
    of the database. `progress` hears after each chunk how many rows are in. Objects already loaded
    into the session are not touched. No more than a chunk is held in memory.
    """
    db.session.flush()
    connection = db.session.connection()
    table = model.metadata.tables[model.__tablename__]
    names = [connection.dialect.identifier_preparer.quote(name) for name in columns]
    target = f"{connection.dialect.identifier_preparer.format_table(table)} ({', '.join(names)})"
    send = _copy if connection.dialect.name == "postgresql" else _execute_many
    prepared = _as_stored(connection, table, columns, rows)
    done = 0
    with _room_for_indices(connection):
        while chunk := list(islice(prepared, CHUNK_ROWS)):
            send(connection, target, chunk)
            done += len(chunk)
            if progress is not None:
                progress(done)
    return done


@contextmanager
def _room_for_indices(connection: Connection) -> Iterator[None]:
    """Give SQLite more memory for pages meanwhile: indices fill in random order."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def _as_stored(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver wants them: JSON as text, points as whole numbers, and so on."""
    dialect = connection.dialect
    types = [table.c[name].type for name in columns]
    processors = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in types]
    converted = [(index, process) for index, process in enumerate(processors) if process is not None]
    for row in rows:
        stored = list(row)
        for index, process in converted:
            stored[index] = process(stored[index])
        yield tuple(stored)


def _execute_many(connection: Connection, target: str, chunk: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" for _ in chunk[0])
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES ({marks})", chunk)  # noqa: S608 - names from the models


def _copy(connection: Connection, target: str, chunk: list[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in chunk:
            copy.write_row(row)


def continue_numbering(model: type[Base]) -> None:
    """Let the database number on after rows whose `id` was given to it; SQLite does so by itself."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        return
    table = model.metadata.tables[model.__tablename__]
    last = connection.scalar(select(func.max(table.c.id)))
    if last is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
        connection.execute(sequence, {"name": table.name, "last": last})
