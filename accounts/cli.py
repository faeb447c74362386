"""Commands for whoever keeps the machine."""

import click
from flask.cli import AppGroup

from accounts import queries, sample, services, two_factor
from accounts.models import User
from accounts.rules import ROLE_NAMES
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import SYSTEM, RoleCode

accounts = AppGroup("accounts", help="Accounts and passwords.")


@accounts.command("create-admin")
@click.option("--username", default="quantri", show_default=True)
@click.option("--full-name", default="Quản trị hệ thống", show_default=True)
@click.option("--email")
def create_admin(username: str, full_name: str, email: str | None) -> None:
    """Make an administrator with a one-time password, printed once."""
    password = services.one_time_password()
    try:
        with transaction():
            services.create_user(
                actor=SYSTEM,
                username=username,
                full_name=full_name,
                email=email,
                password=password,
                roles=[RoleCode.ADMIN],
                now=now(),
            )
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{username}  {password}")


@accounts.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give an account a one-time password, printed once; it must be changed at the next sign-in."""
    user = queries.find_user_by_name(username)
    if user is None:
        raise click.ClickException(f"no account is named {username}")
    with transaction():
        password = services.reset_password(actor=SYSTEM, user=user, now=now())
    click.echo(f"{user.username}  {password}")


@accounts.command("reset-two-factor")
@click.argument("username")
def reset_two_factor(username: str) -> None:
    """Let somebody who lost phone and recovery codes sign in by password alone."""
    user = queries.find_user_by_name(username)
    if user is None:
        raise click.ClickException(f"no account is named {username}")
    with transaction():
        two_factor.reset_two_factor(actor=SYSTEM, user=user, now=now())
    click.echo(f"{user.username} signs in by password alone")


@accounts.command("create-sample")
def create_sample() -> None:
    """Make the sample accounts that are missing."""
    with transaction():
        sample.ensure_sample_accounts(actor=SYSTEM, now=now())


@accounts.command("show")
def show() -> None:
    """Say whether anybody can sign in: `none`, `real`, or the sample accounts with their password."""
    click.echo(describe_accounts())


def describe_accounts() -> str:
    """One word, `none` or `real`, or one line for each sample account."""
    users = queries.list_sample_users()
    if not users:
        return "real" if queries.is_any_user() else "none"
    width = max(len(user.username) for user in users)
    return "\n".join(
        f"{user.username:<{width}}  {sample.SAMPLE_PASSWORD}  {user.full_name} ({_roles(user)})"
        for user in users
    )


def _roles(user: User) -> str:
    return ", ".join(str(ROLE_NAMES[code]) for code in sorted(user.role_codes))
