"""Judging the rows of a table against what stands on record: every fault at once, cell by cell.

A row is found again by its code, or by its name where it has none. What comes out of a table without faults
is a plan: only what differs, exactly as it will be kept.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from bulk_entry.columns import CODE, NAME
from bulk_entry.household_table import LONGEST_CELL, TypedRow
from bulk_entry.state import Household, State
from bulk_entry.to_scoring import Fault, Points, Read
from bulk_entry.words import folded
from foundation.vietnamese import sort_key
from participants.rules import NAME_LENGTH

_SUMS = ("tổng", "cộng", "tổng cộng", "tổng số", "người lập", "ghi chú")
NO_CELLS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that was changed elsewhere since the page or form was taken. `base` is None where nobody knows
    what stood there.
    """

    key: str
    base: str | None
    now: str
    typed: str


@dataclass(slots=True)
class JudgedRow:
    """One row and what was found: the household it is of (None for a new one), its name, what its cells say,
    what is wrong, what clashes, and the points that it would have.
    """

    typed: TypedRow
    household: Household | None = None
    name: str = ""
    read: Read = field(default_factory=Read)
    faults: list[Fault] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    points: Points | None = None

    @property
    def stops(self) -> list[Fault]:
        """What keeps the table from being taken."""
        return [fault for fault in self.faults if not fault.is_warning]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rows of a table, judged."""

    rows: Sequence[JudgedRow]

    @property
    def fault_count(self) -> int:
        """How many cells must be put right."""
        return sum(len(row.stops) for row in self.rows)

    @property
    def clash_count(self) -> int:
        """How many cells were changed elsewhere meanwhile."""
        return sum(len(row.clashes) for row in self.rows)


def judge(state: State, rows: Sequence[TypedRow]) -> Judgement:
    """Every row with all its faults."""
    judged = [JudgedRow(row) for row in rows if not row.is_blank]
    for one in judged:
        _find(state, one)
    _refuse_twice(judged)
    state.table.settle([(one.typed.cells, _shown(one.household)) for one in judged])
    for one in judged:
        _compare(state, one)
        _read(state, one)
    return Judgement(judged)


def _shown(household: Household | None) -> Mapping[str, str]:
    return NO_CELLS if household is None else household.shown


def _find(state: State, row: JudgedRow) -> None:
    """Whose row it is, and whether its code and its name may stand."""
    cells = row.typed.cells
    code, name = cells.get(CODE, "").strip(), tidy_name(cells.get(NAME, ""))
    row.name = name
    if code:
        row.household = state.by_code.get(code.casefold())
        if row.household is None:
            row.faults.append(Fault(CODE, _no_such_code(state, code)))
            return
        if NAME not in cells:
            row.name = row.household.name
    fault = name_fault(row.name)
    if fault is not None:
        row.faults.append(Fault(NAME, fault))
        return
    _find_by_name(state, row)


def _find_by_name(state: State, row: JudgedRow) -> None:
    namesakes = state.by_name.get(sort_key(row.name), ())
    if row.household is None and len(namesakes) == 1:
        row.household = namesakes[0]
    elif row.household is None and namesakes:
        codes = ", ".join(one.code for one in namesakes)
        row.faults.append(Fault(CODE, _("Có nhiều hộ cùng tên này — ghi mã của hộ: %(codes)s.", codes=codes)))
    elif row.household is not None and sort_key(row.household.name) != sort_key(row.name) and namesakes:
        row.faults.append(Fault(NAME, _taken(namesakes[0].name, namesakes[0].code)))
    if row.household is None and not row.faults:
        other = next((one for one in state.elsewhere if sort_key(one.name) == sort_key(row.name)), None)
        if other is not None:
            row.faults.append(Fault(NAME, _in_other_table(state, other.type_code, other.code)))


def _taken(name: str, code: str) -> str:
    return _(
        "Ấp đã có “%(name)s”, mã %(code)s — nếu là hộ khác thì ghi thêm để phân biệt, ví dụ “Hộ ông Lý Sa "
        "Rây (con ông Sáu)”.",
        name=name,
        code=code,
    )


def _in_other_table(state: State, type_code: str, code: str) -> str:
    kind = state.table.rubric.type(type_code)
    return _(
        "Hộ này đang ở bảng “%(kind)s”, mã %(code)s — nhập ở bảng đó; nếu đã chuyển diện thì cho thôi ở bảng "
        "đó trước; nếu là hộ khác cùng tên thì ghi thêm để phân biệt.",
        kind=kind.name if kind else type_code,
        code=code,
    )


def _no_such_code(state: State, code: str) -> str:
    other = next((one for one in state.elsewhere if one.code.casefold() == code.casefold()), None)
    if other is not None:
        return _in_other_table(state, other.type_code, other.code)
    return _("Bảng này không có hộ mã “%(code)s” — để trống nếu là hộ mới, hệ thống tự cấp mã.", code=code)


def tidy_name(text: str) -> str:
    """A name as it is kept."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def name_fault(name: str) -> str | None:
    """Why this cannot be the name of a household; None if it can."""
    if not name:
        return _("Chưa có tên hộ — ghi tên, ví dụ “Hộ ông Lý Sa Rây”.")
    if len(name) > NAME_LENGTH:
        return _("Tên dài quá %(length)s ký tự — rút gọn lại.", length=NAME_LENGTH)
    if not sum(sign.isalpha() for sign in name) > 1 or not name.isprintable():
        return _("“%(name)s” không phải là tên hộ — ghi tên, ví dụ “Hộ ông Lý Sa Rây”.", name=name[:40])
    if folded(name).rstrip(": ") in _SUMS:
        return _("Đây là dòng cộng hoặc ghi chú, không phải một hộ — xóa dòng này.")
    return None


def _refuse_twice(rows: Iterable[JudgedRow]) -> None:
    """Refuse the second of two rows for one household, or for two new ones of one name."""
    first: dict[int | str, JudgedRow] = {}
    for row in rows:
        key = row.household.id if row.household else sort_key(row.name)
        if not key:
            continue
        other = first.setdefault(key, row)
        if other is not row:
            text = _(
                "Trùng với dòng %(row)s — bỏ một dòng; nếu là hai hộ cùng tên thì ghi thêm để phân biệt.",
                row=other.typed.number,
            )
            row.faults.append(Fault(NAME if NAME in row.typed.cells else CODE, text))


def _compare(state: State, row: JudgedRow) -> None:
    """Keep only the cells that were changed, and find those that were changed elsewhere too."""
    household, typed = row.household, row.typed
    if household is None:
        return
    moved = bool(typed.mark) and typed.mark != household.mark
    if typed.base is None and not moved:
        return
    for key, text in list(typed.cells.items()):
        if key == CODE or key not in state.table.by_key:
            continue
        normal, now = state.table.normal(key, text), state.table.normal(key, household.shown.get(key, ""))
        base = None if typed.base is None else typed.base.get(key, "")
        if base is not None and normal == base:
            # Untouched in the form: what stands on record now stays.
            typed.cells[key] = household.shown.get(key, "")
        elif normal != now and (base is None or now != base):
            row.clashes.append(Clash(key, base, household.shown.get(key, ""), text))


def _read(state: State, row: JudgedRow) -> None:
    """What the cells say, and the points that the household would have."""
    household, cells = row.household, row.typed.cells
    for key, text in cells.items():
        if len(text) > LONGEST_CELL:
            row.faults.append(Fault(key, _("Dài quá %(length)s ký tự — rút gọn lại.", length=LONGEST_CELL)))
    if any(len(text) > LONGEST_CELL for text in cells.values()):
        return
    attributes: Mapping[str, Any] = household.attributes if household else {}
    entries: Mapping[str, Any] = household.entries if household else {}
    row.read = state.table.read(cells, attributes, _shown(household))
    row.faults += row.read.faults
    if household is not None and not household.is_open and _differs(row):
        row.faults.append(Fault(_changed_key(state, row), _closed_text(household)))
    after = with_changes(attributes, row.read.attributes)
    row.points = state.table.points(after, with_changes(entries, row.read.entries))


def _closed_text(household: Household) -> str:
    return _(
        "Phiếu của “%(name)s” đã nộp, không sửa ở đây được — rút phiếu của hộ về trước, hoặc ghi lại như cũ.",
        name=household.name,
    )


def _differs(row: JudgedRow) -> bool:
    household = row.household
    return household is None or bool(
        row.name != household.name
        or row.read.entries
        or any(household.attributes.get(code) != value for code, value in row.read.attributes.items())
    )


def _changed_key(state: State, row: JudgedRow) -> str:
    """The first cell that is not as it was shown."""
    shown = _shown(row.household)
    keys = [one.key for one in state.table.columns if one.key in row.typed.cells and one.key != CODE]
    return next((key for key in keys if row.typed.cells[key] != shown.get(key, "")), NAME)


def with_changes(record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A record after changes; None takes a value away."""
    after = {**record, **changes}
    return {key: value for key, value in after.items() if value is not None}
