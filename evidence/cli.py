"""Keeping the store of evidence tidy from the command line."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from evidence import services
from foundation.clock import now
from foundation.permissions import SYSTEM

evidence = AppGroup("evidence", help="The store of evidence files.")


@evidence.command("sweep")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(min=1), help="Keep younger contents."
)
def sweep(days: int) -> None:
    """Remove contents that no file refers to any more."""
    removed = services.sweep(actor=SYSTEM, older_than=now() - timedelta(days=days))
    click.echo(f"Đã dọn {removed} nội dung không còn tệp nào dùng. Contents removed: {removed}.")
