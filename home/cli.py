"""What bin/run asks before it starts the server."""

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade

from accounts.cli import describe_accounts


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate the database, then say who can sign in, as `accounts show` does."""
    upgrade()
    click.echo(describe_accounts())
