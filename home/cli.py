"""What bin/run asks before it starts the server, and the sample, which lays something into every room."""

import sys
import time

import click
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade

from accounts.cli import describe_accounts
from authorities.loading import load_facts_of_district, load_national_facts
from awards.sample import load_earlier_year
from council.sample import load_session
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import SYSTEM
from scorecards.sample import load_sample
from verification.sample import load_current_year
from verification.sample_marks import note_marks

LARGE = 1_000
"""Households beyond which a sample is for measuring, and evaluating it would take longer than loading it."""

sample = AppGroup("sample", help="The sample district.")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate the database, enter what is known of the law, say who can sign in as `accounts show` does."""
    upgrade()
    with transaction():
        load_national_facts(actor=SYSTEM, now=now())
    click.echo(describe_accounts())


@sample.command("load")
@click.option("--households", type=int, default=300, show_default=True, help="0 to 1,000,000.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same district.")
def load(households: int, seed: int) -> None:
    """Make the sample district, its year 2024 with a session of the council, the sealed year before and
    the present year, in an empty database. With more than LARGE households nothing is evaluated.
    """
    telling = _Telling()
    try:
        with transaction():
            load_sample(actor=SYSTEM, now=now(), seed=seed, households=households, progress=telling)
            load_current_year(actor=SYSTEM, now=now(), seed=seed)
            note_marks()
            load_national_facts(actor=SYSTEM, now=now())
            load_facts_of_district(actor=SYSTEM, now=now())
            if households <= LARGE:
                load_earlier_year(actor=SYSTEM, now=now(), seed=seed)
                load_session(actor=SYSTEM, now=now())
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
