"""What the grid page shows: the households of a hamlet as rows of cells, with what is wrong beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from assignments.keeping import may_keep_households, obstacle_to_keeping
from bulk_entry.columns import CODE, NAME, Column
from bulk_entry.household_table import TypedRow
from bulk_entry.judging import Clash, JudgedRow, Judgement
from bulk_entry.state import Household, State
from bulk_entry.to_scoring import Fault, shown_text
from foundation.errors import DomainError
from foundation.formats import number
from foundation.permissions import Actor

PAGE_ROWS = 200
BLANK_ROWS = 3


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: what stands in it, and what is said of it."""

    column: Column
    text: str
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. `points` is what the household has so far, `missing` how many figures are not entered yet."""

    number: int
    household: Household | None
    mark: str
    cells: Sequence[GridCell]
    points: Decimal | None = None
    missing: int = 0

    @property
    def name(self) -> str:
        """The name in the row."""
        return next((cell.text for cell in self.cells if cell.column.key == NAME), "")

    @property
    def is_locked(self) -> bool:
        """Whether the scorecard is no longer with those who enter it."""
        return self.household is not None and not self.household.is_open

    @property
    def faults(self) -> list[GridCell]:
        """The cells of which something is said."""
        return [cell for cell in self.cells if cell.fault is not None]


@dataclass(frozen=True, slots=True)
class GridPage:
    """The page. `may_enter` says that the reader keeps these households and the calendar allows it now;
    otherwise `obstacle` may say why not. `is_typed` says that the rows are what somebody typed, not what
    stands on record.
    """

    state: State
    rows: Sequence[GridRow]
    keeps: bool
    obstacle: str | None
    page: int = 1
    pages: int = 1
    is_typed: bool = False
    fault_count: int = 0
    clash_count: int = 0
    obstacles: Sequence[str] = field(default_factory=tuple)

    @property
    def may_enter(self) -> bool:
        """Whether anything can be entered here now."""
        return self.keeps and self.obstacle is None

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in order."""
        return self.state.table.columns

    @property
    def total(self) -> int:
        """How many households are on record."""
        return len(self.state.households)

    @property
    def open_count(self) -> int:
        """How many of them are not handed in."""
        return sum(1 for one in self.state.households if one.is_open)


def page_of(actor: Actor, state: State, page: int, now: datetime) -> GridPage:
    """A page of what stands on record, with blank rows at the end of the last one."""
    pages = max(1, -(-len(state.households) // PAGE_ROWS))
    page = min(max(1, page), pages)
    start = (page - 1) * PAGE_ROWS
    rows = [
        _recorded(state, household, place)
        for place, household in enumerate(state.households[start : start + PAGE_ROWS], start=start + 1)
    ]
    keeps = may_keep_households(actor, state.hamlet)
    obstacle = obstacle_to_keeping(actor, state.year, now) if keeps else None
    if keeps and obstacle is None and page == pages:
        rows += blank_rows(state, len(state.households) + 1)
    return GridPage(state, rows, keeps, obstacle, page, pages)


def page_of_one(actor: Actor, state: State, household_id: int | None, now: datetime) -> GridPage:
    """One household alone, or a blank one."""
    rows = [_recorded(state, one, 1) for one in state.households if one.id == household_id]
    keeps = may_keep_households(actor, state.hamlet)
    obstacle = obstacle_to_keeping(actor, state.year, now) if keeps else None
    return GridPage(state, rows or blank_rows(state, 1)[:1], keeps, obstacle)


def page_of_typed(state: State, judgement: Judgement, obstacles: Sequence[str]) -> GridPage:
    """What was typed, kept as it was, with all that is wrong beside it."""
    rows = [_typed(state, row) for row in judgement.rows]
    last = max((row.number for row in rows), default=0)
    return GridPage(
        state=state,
        rows=[*rows, *blank_rows(state, last + 1)],
        keeps=True,
        obstacle=None,
        is_typed=True,
        fault_count=judgement.fault_count,
        clash_count=judgement.clash_count,
        obstacles=obstacles,
    )


def blank_rows(state: State, first: int) -> list[GridRow]:
    """Rows for new households."""
    cells = [GridCell(column, "") for column in state.table.columns]
    return [GridRow(number, None, "", cells) for number in range(first, first + BLANK_ROWS)]


def _recorded(state: State, household: Household, number: int) -> GridRow:
    cells = [GridCell(column, household.shown.get(column.key, "")) for column in state.table.columns]
    points = state.table.points(household.attributes, household.entries)
    return GridRow(number, household, household.mark, cells, points.total, len(points.missing))


def _typed(state: State, row: JudgedRow) -> GridRow:
    told: dict[str, Fault] = {}
    for fault in [*clash_faults(row), *row.faults]:
        told.setdefault(fault.key, fault)
    household = row.household
    code = household.code if household else row.typed.cells.get(CODE, "")
    shown: Mapping[str, str] = household.shown if household else {}
    texts = {**shown, **row.typed.cells, CODE: code}
    cells = [
        GridCell(column, shown_text(texts.get(column.key, "")), told.get(column.key))
        for column in state.table.columns
    ]
    mark = household.mark if household else ""
    points = row.points
    return GridRow(
        row.typed.number,
        household,
        mark,
        cells,
        points.total if points else None,
        len(points.missing) if points else 0,
    )


def clash_faults(row: JudgedRow) -> list[Fault]:
    """Of each cell that was changed elsewhere meanwhile, what stands there now."""
    return [Fault(clash.key, clash_text(clash)) for clash in row.clashes]


def clash_text(clash: Clash) -> str:
    """What happened to a cell that was changed in two places, and what to do."""
    empty = _("để trống")
    if clash.base is None:
        return _(
            "Nơi khác vừa sửa ô này thành “%(now)s” — lưu lần nữa để giữ số của bạn, hoặc ghi lại số kia.",
            now=clash.now or empty,
        )
    return _(
        "Sau khi tải mẫu, ô này đã được sửa thành “%(now)s” — lưu để lấy số trong tệp, hoặc ghi lại số kia.",
        now=clash.now or empty,
    )


def as_answer(judgement: Judgement, decimals: int) -> list[dict[str, Any]]:
    """The rows as the page's script reads them: what is wrong, points, and the marks of what stands now."""
    return [
        {
            "n": row.typed.number,
            "code": row.household.code if row.household else "",
            "mark": row.household.mark if row.household else "",
            "faults": [
                {"key": fault.key, "text": fault.text, "warning": fault.is_warning}
                for fault in [*clash_faults(row), *row.faults]
            ],
            "points": number(row.points.total, decimals) if row.points else "",
            "missing": len(row.points.missing) if row.points else 0,
        }
        for row in judgement.rows
    ]


def typed_rows(data: Sequence[Any]) -> list[TypedRow]:
    """The rows that the script sends; what is not text is left out, what is no row raises DomainError."""
    return [_typed_row(row, place) for place, row in enumerate(data, start=1)]


def _typed_row(row: Any, place: int) -> TypedRow:
    cells = row.get("cells", {}) if isinstance(row, dict) else None
    if not isinstance(cells, dict):
        raise DomainError(_("Không đọc được bảng gửi lên. Tải lại trang rồi nhập."))
    line, mark = row.get("n", place), row.get("mark", "")
    return TypedRow(
        line if isinstance(line, int) else place,
        {str(key): " ".join(text.split()) for key, text in cells.items() if isinstance(text, str)},
        mark=mark if isinstance(mark, str) else "",
    )
