"""Tables of households as people hand them in: pasted text or a file, a header in words, rows of cells.

Nothing here knows the database; what the cells mean is judged in `judging`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from bulk_entry.columns import CODE, NAME, Column
from bulk_entry.words import folded
from criteria.entry_titles import PARTS
from foundation.tables.values import Table

MOST_ROWS = 5_000
LONGEST_CELL = 500
_WORDS: Mapping[str, tuple[str, ...]] = {
    CODE: ("mã", "mã số", "mã hộ", "mã đối tượng", "id", "code"),
    NAME: (
        *("tên", "tên hộ", "hộ", "họ tên", "họ và tên", "chủ hộ", "tên chủ hộ", "họ tên chủ hộ", "name"),
        *("họ và tên chủ hộ", "hộ gia đình", "tên hộ gia đình"),
    ),
}


@dataclass(slots=True)
class TypedRow:
    """One row as it was handed in. `number` is what the person sees beside it. A column that the table lacks
    has no cell. `base` is what the cells showed when the form was taken, where that is known; `mark` is what
    the page knew of the household's state.
    """

    number: int
    cells: dict[str, str]
    base: Mapping[str, str] | None = None
    mark: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells.values())


@dataclass(slots=True)
class Handed:
    """The rows of a table, and what is wrong with it as a whole; `ignored` are titles of unknown columns."""

    rows: list[TypedRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def pasted_rows(text: str) -> list[list[str]]:
    """The cells of what was copied from a spreadsheet: tabs, line ends, and quoted cells that hold either."""
    rows: list[list[str]] = [[]]
    place = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    while place < len(text):
        cell, place, end = _next_cell(text, place)
        rows[-1].append(" ".join(cell.split()))
        if end == "\n":
            rows.append([])
        elif end == "\t" and place >= len(text):
            rows[-1].append("")
    return [row for row in rows if any(row)]


def _next_cell(text: str, start: int) -> tuple[str, int, str]:
    """A cell, where the next one begins, and the sign between the two."""
    if text[start] == '"':
        quoted = _quoted(text, start)
        if quoted is not None:
            return quoted
    stops = [found for sign in "\t\n" if (found := text.find(sign, start)) >= 0]
    stop = min(stops, default=len(text))
    return text[start:stop], stop + 1, text[stop : stop + 1]


def _quoted(text: str, start: int) -> tuple[str, int, str] | None:
    """A quoted cell; None where the mark at its beginning belongs to the text."""
    place = start + 1
    while (place := text.find('"', place)) >= 0:
        after = text[place + 1 : place + 2]
        if after == '"':
            place += 2
            continue
        if after in ("", "\t", "\n"):
            return text[start + 1 : place].replace('""', '"'), place + 2, after
        return None
    return None


def titles_of(columns: Sequence[Column]) -> dict[str, str]:
    """Every title by which a column is known, without what does not count, with the column's key."""
    known: dict[str, str] = {}
    for column in columns:
        for title in _titles(column):
            known.setdefault(folded(title), column.key)
    return known


def is_header(columns: Sequence[Column], titles: Iterable[str]) -> bool:
    """Whether a row is a header: at least two columns are known, or the name alone."""
    known = titles_of(columns)
    found = {key for title in titles if title and (key := _key(known, title))}
    return len(found) > 1 or found == {NAME}


def hand_in(columns: Sequence[Column], header: Sequence[str] | None, rows: "Iterable[TypedCells]") -> Handed:
    """The rows of a table by column. Without a header the columns are in the order of the form, with the code
    in front or without it.
    """
    handed = Handed()
    keys = _keys(columns, header, handed) if header is not None else None
    for number, cells in rows:
        if len(handed.rows) == MOST_ROWS:
            handed.faults.append(
                _("Bảng có hơn %(most)s dòng. Chia thành nhiều bảng rồi nhập từng bảng.", most=MOST_ROWS)
            )
            break
        if keys is None:
            keys = _keys_by_order(columns, len(cells), handed)
        row = TypedRow(number, {key: _cell(text) for key, text in zip(keys, cells, strict=False) if key})
        if not row.is_blank:
            handed.rows.append(row)
    if not handed.rows and not handed.faults:
        handed.faults.append(_("Bảng chưa có dòng nào. Mỗi hộ ghi một dòng, dưới dòng tiêu đề."))
    return handed


TypedCells = tuple[int, Sequence[str]]


def from_pasted(columns: Sequence[Column], text: str) -> Handed:
    """What was pasted from a spreadsheet."""
    rows = pasted_rows(text)
    if rows and is_header(columns, rows[0]):
        return hand_in(columns, rows[0], list(enumerate(rows[1:], start=2)))
    return hand_in(columns, None, list(enumerate(rows, start=1)))


def from_table(columns: Sequence[Column], table: Table) -> Handed:
    """What a file holds."""
    return hand_in(columns, table.header, [(row.number, row.cells) for row in table.rows])


def _cell(text: str) -> str:
    """The text of a cell, kept as the kind of text it is (a figure, a date) where nothing must go."""
    tidy = " ".join(text.split())
    return text if tidy == text else tidy


def _titles(column: Column) -> Iterator[str]:
    yield from (column.full_title, *_WORDS.get(column.key, ()))
    if not column.subject:
        return
    parts = (column.part, column.label, *PARTS.get(column.part, ())) if column.part else ("",)
    names = (column.subject, f"{column.subject} {column.title}", column.title)
    for name in names:
        for part in parts:
            yield from (f"{name}.{part}", f"{name} {part}", f"{name}: {part}") if part else (name,)


def _key(known: Mapping[str, str], title: str) -> str | None:
    whole = folded(title).replace(" :", ":")
    if whole in known:
        return known[whole]
    first = whole.split(" ")[0].rstrip(".:;)-–")
    return known.get(first) if first not in ("mã", "tên", "hộ") else None


def _keys(columns: Sequence[Column], header: Sequence[str], handed: Handed) -> list[str | None]:
    known = titles_of(columns)
    keys: list[str | None] = []
    for title in header:
        key = _key(known, title) if title else None
        if key is not None and key in keys:
            handed.faults.append(
                _("Hai cột cùng là “%(title)s”. Giữ lại một cột.", title=_title(columns, key))
            )
            key = None
        elif key is None and title and folded(title) not in _NUMBERING:
            handed.ignored.append(title)
        keys.append(key)
    if NAME not in keys and CODE not in keys:
        handed.faults.append(_("Không thấy cột tên hộ. Ghi “Tên hộ” ở đầu cột tên rồi dán lại."))
    return keys


_NUMBERING = frozenset({"stt", "số tt", "tt", "#", "no.", "điểm", "tình trạng"})


def _title(columns: Sequence[Column], key: str) -> str:
    return next(column.full_title for column in columns if column.key == key)


def _keys_by_order(columns: Sequence[Column], width: int, handed: Handed) -> list[str | None]:
    keys: list[str | None] = [column.key for column in columns]
    if width == len(keys):
        return keys
    if width == 1 or width == len(keys) - 1:
        return keys[1 : width + 1]
    handed.faults.append(
        _(
            "Bảng dán vào có %(width)s cột và không có dòng tiêu đề. Dán cả dòng tiêu đề, hoặc dán đủ "
            "%(columns)s cột theo thứ tự của bảng.",
            width=width,
            columns=len(keys) - 1,
        )
    )
    return [None] * width
