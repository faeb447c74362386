"""Commands on scorecards: the sample."""

import sys
import time

import click
from flask.cli import AppGroup

from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import SYSTEM
from scorecards.sample import load_sample

sample = AppGroup("sample", help="The sample district.")


@sample.command("load")
@click.option("--households", type=int, default=300, show_default=True, help="0 to 1,000,000.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same district.")
def load(households: int, seed: int) -> None:
    """Make the sample district and its year in an empty database."""
    telling = _Telling()
    try:
        with transaction():
            load_sample(actor=SYSTEM, now=now(), seed=seed, households=households, progress=telling)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    finally:
        telling.end()


class _Telling:
    """Says on the error stream, at most once a second, how far the work is."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 1
        self._told = False

    def __call__(self, rows: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 1
        self._told = True
        click.echo(f"\r  {rows:,}".replace(",", "."), err=True, nl=not sys.stderr.isatty())

    def end(self) -> None:
        """Finish the line."""
        if self._told and sys.stderr.isatty():
            click.echo(err=True)
