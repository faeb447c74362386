"""What the record calls accounts, and whom it means by a name that a reader typed."""

import unicodedata
from collections.abc import Collection, Mapping

from sqlalchemy import select

from accounts.models import User
from foundation.database import db
from foundation.permissions import SYSTEM


def name_users(ids: Collection[str]) -> Mapping[str, str]:
    """The names of accounts by their number."""
    rows = db.session.execute(
        select(User.id, User.full_name, User.username).where(User.id.in_(map(int, ids)))
    )
    return {str(number): f"{name} ({username})" for number, name, username in rows}


def find_people(words: str) -> list[int | None]:
    """The numbers of the accounts whose name or account name holds these words, with marks or without; None
    among them where the words name the system itself.
    """
    wanted = _plain(words)
    rows = db.session.execute(select(User.id, User.full_name, User.username).order_by(User.id))
    found: list[int | None] = [row.id for row in rows if wanted in _plain(f"{row.full_name} {row.username}")]
    return [*found, None] if wanted in _plain(SYSTEM.actor_name) else found


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in spread if not unicodedata.combining(sign)).split())


NAMES = {"user": name_users}
