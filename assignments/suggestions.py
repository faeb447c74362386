"""One account for each unit that has none, as rows of the table that is otherwise uploaded."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import User
from accounts.rules import ROLE_NAMES
from assignments.models import UnitMember
from assignments.sheet_file import list_account_units
from assignments.sheet_values import TITLES
from foundation.database import db
from foundation.permissions import RoleCode
from foundation.tables.lines import Line
from foundation.vietnamese import plain
from participants.models import Participant

# The first word of the account name, and the words of a unit's own name that it replaces.
PREFIXES: dict[str, tuple[str, tuple[str, ...]]] = {
    "commune": ("xa", ("xa", "thi tran", "phuong")),
    "hamlet": ("ap", ("ap", "khom")),
    "agency": ("", ()),
    "enterprise": ("dn", ("cong ty tnhh", "cong ty co phan", "doanh nghiep tu nhan", "hop tac xa")),
}
# Long words of agencies as people shorten them.
SHORT = (
    ("lao dong - thuong binh va xa hoi", "ldtbxh"),
    ("nong nghiep va phat trien nong thon", "nnptnt"),
    ("tai nguyen va moi truong", "tnmt"),
    ("giao duc va dao tao", "gddt"),
    ("tai chinh - ke hoach", "tckh"),
    ("kinh te va ha tang", "ktht"),
    ("van phong hdnd va ubnd", "vp.ubnd"),
    ("uy ban mttq viet nam", "mttq"),
    ("lien hiep phu nu", "lhpn"),
    ("ban chi huy quan su", "quansu"),
    ("bao hiem xa hoi", "bhxh"),
    ("dich vu nong nghiep", "dvnn"),
)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """How many units of a type have no account."""

    type_code: str
    units: Sequence[Participant]


def list_gaps() -> list[Gap]:
    """The units without an open account, by type; officials are entered by their unit."""
    taken = set(
        db.session.scalars(
            select(UnitMember.participant_id).join(User, User.id == UnitMember.user_id).where(User.active)
        )
    )
    by_type: dict[str, list[Participant]] = {code: [] for code in PREFIXES}
    for unit in list_account_units():
        if unit.type_code in by_type and unit.id not in taken:
            by_type[unit.type_code].append(unit)
    return [Gap(code, units) for code, units in by_type.items() if units]


def suggest_lines(gaps: Sequence[Gap], type_codes: Collection[str]) -> list[Line]:
    """A row for each unit of these types that has no account, numbered as in a spreadsheet."""
    taken = set(db.session.scalars(select(User.username)))
    shared = _shared_codes()
    rows = [_row(unit, taken, shared) for gap in gaps if gap.type_code in type_codes for unit in gap.units]
    return [Line(number, cells) for number, cells in enumerate(rows, start=2)]


def _shared_codes() -> set[str]:
    """The codes that units of several types bear, so that the type must stand before them."""
    count = Counter(unit.code.casefold() for unit in list_account_units())
    return {code for code, times in count.items() if times > 1}


def _row(unit: Participant, taken: set[str], shared: Collection[str]) -> tuple[str, ...]:
    username = free_name(unit, taken)
    taken.add(username)
    role = RoleCode.COMMUNE if unit.type_code == "commune" else RoleCode.UNIT
    name = f"UBND {unit.name[0].lower()}{unit.name[1:]}" if unit.type_code == "commune" else unit.name
    code = f"{unit.type_code}:{unit.code}" if unit.code.casefold() in shared else unit.code
    cells = [username, name, "", str(ROLE_NAMES[role]), code]
    return (*cells, *([""] * (len(TITLES) - len(cells))))


def free_name(unit: Participant, taken: Collection[str]) -> str:
    """An account name that says whose it is and that nobody has: ap.phuochoa; where two hamlets share a name,
    with their commune; at last with a number.
    """
    prefix, own_words = PREFIXES.get(unit.type_code, ("", ()))
    name = _joined(prefix, _short(unit.name, own_words))
    tried = [name]
    if unit.parent is not None:
        above = PREFIXES.get(unit.parent.type_code, ("", ()))[1]
        tried.append(_joined(name, _short(unit.parent.name, above)))
    tried += [f"{name}{number}" for number in range(2, len(taken) + 3)]
    return next(one for one in tried if one not in taken)


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)[:LONGEST].rstrip(".")


def _short(name: str, without: Sequence[str]) -> str:
    words = plain(name)
    for start in without:
        if words.startswith(f"{start} "):
            words = words[len(start) + 1 :]
            break
    for long, short in SHORT:
        words = words.replace(long, short)
    words = re.sub(r"\s+(huyen|huyen chau thanh)$", "", words)
    return re.sub(r"[^a-z0-9.]", "", words)
