"""One-time passwords by the dozen: made and hashed before anything is written, since hashing takes long and
must not keep the database locked.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from flask import Flask, current_app

from accounts.services import hash_of, one_time_password


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """A password that somebody is handed once, and what is kept of it."""

    plain: str = field(repr=False)
    hashed: str = field(repr=False)


def issue_passwords(count: int) -> list[OneTimePassword]:
    """So many one-time passwords, hashed by every core of the machine."""
    plain = [one_time_password() for _ in range(count)]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def hashed(password: str) -> str:
        with app.app_context():
            return hash_of(password)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [OneTimePassword(*pair) for pair in zip(plain, pool.map(hashed, plain), strict=True)]
