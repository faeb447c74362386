"""The lists of a session as typed: members line by line, and who came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.attendance import Mark
from council.membership import MemberLine
from council.models import Attendance, CouncilSession, Seat

SPARE = 3
MOST = 60
FIELDS = ("id", "user", "name", "position", "seat", "order")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line as the form shows it; `number` names its fields."""

    number: int
    id: str = ""
    user: str = ""
    name: str = ""
    position: str = ""
    seat: str = Seat.MEMBER.value
    votes: bool = True
    order: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody is meant."""
        return not (self.user or self.name.strip())


def rows_of(session: CouncilSession) -> list[MemberRow]:
    """The members of a session, and a few lines to be filled."""
    rows = [
        MemberRow(
            number,
            str(one.id),
            str(one.user_id or ""),
            one.name,
            one.position,
            one.seat.value,
            one.votes,
            str(one.order_no),
        )
        for number, one in enumerate(session.members)
    ]
    return with_spare(rows)


def rows_of_lines(lines: Sequence[MemberLine]) -> list[MemberRow]:
    """Lines that somebody may take over."""
    rows = [
        MemberRow(
            number,
            user=str(one.user_id or ""),
            name=one.name,
            position=one.position,
            seat=one.seat.value,
            votes=one.votes,
            order=str(number + 1),
        )
        for number, one in enumerate(lines)
    ]
    return with_spare(rows)


def with_spare(rows: Sequence[MemberRow]) -> list[MemberRow]:
    """The rows with a few blank ones behind."""
    last = max((row.number for row in rows), default=-1)
    return [*rows, *(MemberRow(number) for number in range(last + 1, last + 1 + SPARE))]


def read_rows(typed: Mapping[str, Any]) -> list[MemberRow]:
    """The lines that a form sent, without those that were blanked or ticked to be left out, in the order of
    the numbers typed beside them.
    """
    rows = []
    for number in range(MOST):
        said = {name: str(typed.get(f"m-{number}-{name}", "")) for name in FIELDS}
        row = MemberRow(number, votes=bool(typed.get(f"m-{number}-votes")), **said)
        if not row.is_blank and not typed.get(f"m-{number}-drop"):
            rows.append(row)
    return sorted(rows, key=lambda row: (_number(row.order) or MOST, row.number))


def lines_of(rows: Sequence[MemberRow]) -> list[MemberLine]:
    """The rows as the service takes them."""
    return [
        MemberLine(
            name=row.name,
            position=row.position,
            seat=Seat(row.seat) if row.seat in set(Seat) else Seat.MEMBER,
            votes=row.votes,
            user_id=_number(row.user),
            id=_number(row.id),
        )
        for row in rows
    ]


def read_marks(session: CouncilSession, typed: Mapping[str, Any]) -> dict[int, Mark]:
    """What a form says of each member's presence, with what it showed before."""
    marks = {}
    for one in session.members:
        said = typed.get(f"a-{one.id}", "")
        if said in set(Attendance):
            seen = typed.get(f"s-{one.id}", "")
            marks[one.id] = Mark(
                Attendance(said),
                str(typed.get(f"r-{one.id}", "")),
                Attendance(seen) if seen in set(Attendance) else None,
            )
    return marks


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
