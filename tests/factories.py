"""Builders: plain functions that make one thing with sensible values; any value can be said instead."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from accounts.models import User
from accounts.services import create_user
from foundation.permissions import SYSTEM, RoleCode

NOW = datetime(2024, 11, 5, 1, 41, tzinfo=UTC)
PASSWORD = "một câu ngắn dễ nhớ"
_numbers = count(1)


def make_user(**overrides: Any) -> User:
    """An account of the standing office that need not change its password."""
    values: dict[str, Any] = {
        "actor": SYSTEM,
        "username": f"canbo{next(_numbers)}",
        "full_name": "Nguyễn Thị Hòa",
        "password": PASSWORD,
        "roles": [RoleCode.OFFICE],
        "must_change_password": False,
        "now": NOW,
    }
    return create_user(**values | overrides)
