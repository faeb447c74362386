"""What the pages of this room show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from authorities.bonus import Money, Recipient
from authorities.findings import findings
from authorities.models import BaseSalary, BonusRate, Dated, Issuer, RoundingRule, Signer
from authorities.money import BonusUnknownError, money_of
from authorities.paper_kinds import kinds_told
from authorities.queries import list_all
from authorities.rules import DAY
from authorities.sections import BY_MODEL, SECTIONS, Section
from authorities.wording import CERTAINTIES, span


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a list shows it. `kinds` are the papers that it is for, empty where all; `money` what an
    individual, a household and a collective get, None where they do not.
    """

    entry: Any
    name: str
    span: str
    kinds: str
    certainty: str
    money: tuple[Money | None, ...] = ()

    @property
    def area(self) -> str:
        """The place whose issuer it is, or signs for; empty where it is for all."""
        issuer = self.entry.issuer if isinstance(self.entry, Signer) else self.entry
        return issuer.area if isinstance(issuer, Issuer) else ""

    @property
    def has_kinds(self) -> bool:
        """Whether it says for which papers it is."""
        return hasattr(self.entry, "paper_kinds")


@dataclass(frozen=True, slots=True)
class Part:
    """One table: the entries in force on the day, and how many there are of all times."""

    section: Section
    lines: tuple[Line, ...]
    total: int

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The entries by the area that they are for, where they are for one; else all under no name."""
        return [(area, list(lines)) for area, lines in groupby(self.lines, key=lambda one: one.area)]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything in force on a day, what is wrong, and the nearest days on which something changes."""

    day: date
    parts: tuple[Part, ...]
    findings: tuple[str, ...]
    earlier: date | None
    later: date | None

    @property
    def unsure(self) -> int:
        """How many entries of the day nobody has held against the official text."""
        return sum(1 for part in self.parts for line in part.lines if not line.entry.is_sure)


def page_on(day: date, today: date) -> Page:
    """The page of a day; one statement for each table."""
    entries = {section.model: list_all(section.model) for section in SECTIONS}
    holding = {model: [one for one in rows if one.holds_on(day)] for model, rows in entries.items()}
    changes = sorted(_changes(entries.values()))
    parts = tuple(
        Part(
            section,
            tuple(_line(one, holding) for one in _in_order(holding[section.model])),
            len(entries[section.model]),
        )
        for section in SECTIONS
    )
    return Page(
        day=day,
        parts=parts,
        findings=tuple(findings(entries, day, today)),
        earlier=max((one - DAY for one in changes if one <= day), default=None),
        later=min((one for one in changes if one > day), default=None),
    )


def lines_of(section: Section) -> list[Line]:
    """All entries of a table, the latest period first."""
    return [_line(one, {}) for one in reversed(list_all(section.model))]


def line_of(entry: Dated) -> Line:
    """One entry."""
    return _line(entry, {})


def _changes(tables: Any) -> set[date]:
    rows = [one for rows in tables for one in rows]
    begins = {one.valid_from for one in rows}
    return begins | {one.valid_to + DAY for one in rows if one.valid_to and one.valid_to < date.max - DAY}


def _in_order(rows: Sequence[Any]) -> list[Any]:
    if rows and isinstance(rows[0], Signer):
        place = {one.issuer_id: (one.issuer.order_no, one.issuer.code, one.issuer_id) for one in rows}
        return sorted(rows, key=lambda one: (place[one.issuer_id], one.order_no, one.id))
    return sorted(rows, key=lambda one: (getattr(one, "order_no", 0), one.id))


def _line(entry: Any, holding: dict[type[Any], list[Any]]) -> Line:
    return Line(
        entry=entry,
        name=BY_MODEL[type(entry)].name(entry),
        span=span(entry),
        kinds=kinds_told(getattr(entry, "paper_kinds", [])),
        certainty=str(CERTAINTIES[entry.certainty]),
        money=_money(entry, holding) if isinstance(entry, BonusRate) else (),
    )


def _money(rate: BonusRate, holding: dict[type[Any], list[Any]]) -> tuple[Money | None, ...]:
    salaries, rules = holding.get(BaseSalary, []), holding.get(RoundingRule, [])
    if not salaries or not rules:
        return ()
    return tuple(_money_or_none(rate, one, salaries[-1], rules[-1]) for one in Recipient)


def _money_or_none(
    rate: BonusRate, recipient: Recipient, salary: BaseSalary, rule: RoundingRule
) -> Money | None:
    try:
        return money_of(rate, recipient, salary, rule)
    except BonusUnknownError:
        return None
