"""First passwords on paper: snapshot → HTML → PDF, several slips to a page, cut along the lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.rules import ROLE_NAMES
from assignments.people import Person
from foundation.clock import local_date
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render

IN_A_ROW = 2
ROWS_ON_A_PAGE = 4


@dataclass(frozen=True)
class Slip:
    """What one person is handed: whose account, its name, and the password that works once."""

    name: str
    unit: str
    roles: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class SlipPages:
    """The slips by page and row, with the address at which to sign in."""

    site: str
    day: date
    pages: Sequence[Sequence[Sequence[Slip]]]
    sample: bool


def make_slips(people: Sequence[tuple[Person, str]], *, site: str, now: datetime) -> bytes:
    """The PDF of these accounts with their one-time passwords. Nothing of it is kept."""
    slips = [_slip(person, password) for person, password in people]
    rows = [slips[start : start + IN_A_ROW] for start in range(0, len(slips), IN_A_ROW)]
    pages = [rows[start : start + ROWS_ON_A_PAGE] for start in range(0, len(rows), ROWS_ON_A_PAGE)]
    sample = any(person.user.is_sample for person, _ in people)
    return make_pdf(render("account_slips.html", SlipPages(site, local_date(now), pages, sample)))


def _slip(person: Person, password: str) -> Slip:
    user = person.user
    return Slip(
        name=user.full_name,
        unit=", ".join(name for name in person.units if name != user.full_name),
        roles=", ".join(str(ROLE_NAMES[role.name]) for role in user.roles),
        username=user.username,
        password=password,
    )
