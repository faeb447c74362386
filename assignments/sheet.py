"""Judging a table of accounts: what each row asks for, and everything that is wrong with it.

A row is texts; the same reading serves an uploaded file, the preview that is sent back, and the accounts
that the product itself suggests.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _

from accounts.rules import canonical
from assignments.sheet_cells import (
    Known,
    faults_of_roles,
    faults_of_words,
    known_to,
    read_clusters,
    read_duties,
    read_roles,
    read_units,
)
from assignments.sheet_values import (
    DUTIES,
    EMAIL,
    HEADS,
    NAME,
    ROLES,
    UNITS,
    USERNAME_COLUMN,
    WATCHES,
    NewAccount,
    Sheet,
)
from foundation.tables.lines import Line, LineFault


def judge(lines: Sequence[Line], now: datetime) -> Sheet:
    """What the rows ask for, and everything that is wrong with them."""
    known, faults = known_to(lines, now), list[LineFault]()
    accounts = [_account(line, known, faults) for line in lines]
    faults += _repeated(lines, USERNAME_COLUMN, _("Tên đăng nhập này đã ghi ở dòng %(row)s."))
    faults += _repeated(lines, EMAIL, _("Thư điện tử này đã ghi ở dòng %(row)s."))
    return Sheet(lines, accounts, sorted(faults, key=lambda one: (one.row, one.column)))


def _account(line: Line, known: Known, faults: list[LineFault]) -> NewAccount:
    def fault(column: int, text: str) -> None:
        faults.append(LineFault(line.number, column, text))

    username, name, email = (line.cells[column].strip() for column in (USERNAME_COLUMN, NAME, EMAIL))
    account = NewAccount(line.number, canonical(username), " ".join(name.split()), canonical(email) or None)
    for column, text in faults_of_words(account, known):
        fault(column, text)
    account.roles = read_roles(line.cells[ROLES], known, fault)
    account.units = list(read_units(line.cells[UNITS], known, fault))
    account.heads = read_clusters(line.cells[HEADS], HEADS, known, fault)
    account.watches = read_clusters(line.cells[WATCHES], WATCHES, known, fault)
    account.duties = read_duties(line.cells[DUTIES], known, fault)
    if account.roles:
        for column, text in faults_of_roles(account):
            fault(column, text)
    return account


def _repeated(lines: Sequence[Line], column: int, words: str) -> Iterator[LineFault]:
    first: dict[str, int] = {}
    for line in lines:
        value = canonical(line.cells[column])
        if value and value in first:
            yield LineFault(line.number, column, words.replace("%(row)s", str(first[value])))
        first.setdefault(value, line.number)
