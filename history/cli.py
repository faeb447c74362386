"""Commands on the record."""

import click
from flask.cli import AppGroup

from history import services

history = AppGroup("history", help="The record of what was done.")


@history.command("verify")
def verify() -> None:
    """Prove that no entry was changed or removed; exit 1 and name the first that was."""
    verdict = services.verify()
    if verdict.fault:
        raise click.ClickException(verdict.fault)
    click.echo(f"{verdict.entries} entries, unbroken; head {verdict.head}")
