"""The sample district with its accounts, and what tests of assigning look up in it."""

from accounts.queries import find_user_by_name
from assignments.sheet_values import TITLES, Line
from foundation.permissions import SYSTEM
from scorecards.sample import load_sample
from tests.factories import NOW

HEAD = ";".join(str(title) for title in TITLES)


def sample():
    """The sample district without households, with its accounts tied to it."""
    load_sample(actor=SYSTEM, now=NOW, households=0)


def number_of(app, name):
    with app.app_context():
        return find_user_by_name(name).id


def lines(*rows):
    """Lines of the table of accounts, filled up with empty cells."""
    return [Line(at, (*row, *[""] * (len(TITLES) - len(row)))) for at, row in enumerate(rows, start=2)]
