"""How migrations run: on the application's own engine, in one transaction, with every room's tables known."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import BigInteger, DateTime, LargeBinary

from app import modules
from foundation.columns import CompressedText
from foundation.database import Points, UtcDateTime, db

modules("models")


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Our own types are written as what they are in the database: migrations import no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return f"sa.{DateTime.__name__}(timezone=True)"
    if kind == "type" and isinstance(item, Points):
        return f"sa.{BigInteger.__name__}()"
    if kind == "type" and isinstance(item, CompressedText):
        return f"sa.{LargeBinary.__name__}()"
    return False


def run() -> None:
    """Run what was asked for."""
    current_app.config["SETTINGS"].instance.mkdir(parents=True, exist_ok=True)
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=render_item, **arguments
        )
        with context.begin_transaction():
            context.run_migrations()


run()
