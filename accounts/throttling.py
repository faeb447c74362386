"""Slowing down whoever guesses passwords; in the database, so that it holds across workers and restarts."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from accounts.models import SignInFailure
from accounts.rules import canonical
from foundation.database import db

WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME_AND_ADDRESS = 5
FAILURES_PER_NAME = 30
FAILURES_PER_ADDRESS = 60


def wait_before_next(name: str, address: str, now: datetime) -> timedelta:
    """How long this address must wait before it may try this name again; zero when it may try now.

    One place guessing one name is stopped early; a whole office behind one address, and an owner whose
    name others guess, much later.
    """
    here = SignInFailure.address == address
    named = SignInFailure.name == canonical(name)
    return max(
        _wait(named & here, FAILURES_PER_NAME_AND_ADDRESS, now),
        _wait(named, FAILURES_PER_NAME, now),
        _wait(here, FAILURES_PER_ADDRESS, now),
    )


def _wait(which: ColumnElement[bool], allowed: int, now: datetime) -> timedelta:
    recent = which & (SignInFailure.at > now - WINDOW)
    if (db.session.scalar(select(func.count()).where(recent)) or 0) < allowed:
        return timedelta(0)
    latest = (
        select(SignInFailure.at).where(recent).order_by(SignInFailure.at.desc()).offset(allowed - 1).limit(1)
    )
    reached = db.session.scalar(latest)
    return timedelta(0) if reached is None else reached + WINDOW - now


def note_failure(name: str, address: str, now: datetime) -> None:
    """Remember a wrong password, and forget those too old to matter."""
    forget_old_failures(now)
    db.session.add(SignInFailure(name=canonical(name)[:254], address=address[:45], at=now))


def forget_old_failures(now: datetime) -> int:
    """Forget the wrong passwords too old to matter; returns how many they were."""
    result = db.session.execute(delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
    return int(getattr(result, "rowcount", 0))


def forget_failures(name: str, address: str) -> None:
    """The right password came: this place may err again."""
    here = (SignInFailure.name == canonical(name)) & (SignInFailure.address == address)
    db.session.execute(delete(SignInFailure).where(here))
