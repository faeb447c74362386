"""The slip with the recovery codes: snapshot → HTML → PDF."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from foundation.clock import local_date
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render


@dataclass(frozen=True)
class RecoverySlip:
    """What stands on the slip."""

    name: str
    username: str
    codes: tuple[str, ...]
    day: date
    sample: bool


def make_slip(user: User, codes: list[str], now: datetime) -> bytes:
    """The PDF of one person's codes."""
    slip = RecoverySlip(user.full_name, user.username, tuple(codes), local_date(now), user.is_sample)
    return make_pdf(render("recovery_codes.html", slip))
