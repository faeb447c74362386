"""A table of awards of earlier years: what each row asks for, and everything that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.clock import local_date
from foundation.tables.lines import Columns, Line, LineFault
from foundation.vietnamese import plain, sort_key
from movements.given import CODE_LENGTH, Given, code_of, fault_of_days
from movements.given_choices import FormOfAward, list_forms, type_names
from movements.given_people import People
from movements.given_queries import list_kept_keys
from participants.models import Participant

TYPE, CODE, NAME, YEAR, AWARD, ISSUER, REFERENCE, DECIDED = range(8)
TITLES = (
    _l("Loại"),
    _l("Mã"),
    _l("Tên"),
    _l("Năm thành tích"),
    _l("Hình thức khen thưởng"),
    _l("Cấp tặng"),
    _l("Số quyết định"),
    _l("Ngày quyết định"),
)
KNOWN_TITLES = (
    ("loai", "nhom doi tuong", "type"),
    ("ma", "ma don vi", "code"),
    ("ten", "ho ten", "ho va ten", "ten don vi", "name"),
    ("nam", "nam thanh tich", "year", "year of the achievement"),
    ("hinh thuc", "hinh thuc khen", "hinh thuc khen thuong", "award", "form of award"),
    ("cap tang", "cap khen", "issuer", "given by"),
    ("so quyet dinh", "quyet dinh", "decision", "decision number"),
    ("ngay quyet dinh", "ngay", "decided on", "decision date"),
)
MOST_ROWS = 2_000
COLUMNS = Columns(TITLES, KNOWN_TITLES, (NAME, YEAR, AWARD), MOST_ROWS)
LONGEST = {NAME: 200, AWARD: 300, ISSUER: 300, REFERENCE: 300}
Tell = Callable[[int, str], None]
DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(slots=True)
class Judged:
    """All rows, the awards to be kept, those that are on the list already, and every fault at once."""

    lines: Sequence[Line]
    awards: list[Given] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    def fault_at(self, row: int, column: int) -> str | None:
        """The fault of one cell."""
        return next((one.text for one in self.faults if (one.row, one.column) == (row, column)), None)


def judge(lines: Sequence[Line], now: datetime) -> Judged:
    """What the rows ask for, and everything that is wrong with them."""
    people = People({line.cells[CODE] for line in lines}, {line.cells[NAME] for line in lines})
    reader = _Reader(people, _types(), list_forms(), local_date(now))
    judged = Judged(lines)
    kept = list_kept_keys()
    first: dict[tuple[int, int, str], int] = {}
    for line in lines:
        given = reader.read(line, judged.faults)
        if given is None:
            continue
        key = (given.participant.id, given.year, given.award)
        if key in first:
            text = _("Đã ghi ở dòng %(row)s. Bỏ một dòng.", row=first[key])
            judged.faults.append(LineFault(line.number, NAME, text))
        elif key in kept:
            judged.known.append(line)
        else:
            judged.awards.append(given)
        first.setdefault(key, line.number)
    judged.faults.sort(key=lambda one: (one.row, one.column))
    return judged


@dataclass(frozen=True)
class _Reader:
    people: People
    types: Mapping[str, str]
    forms: Sequence[FormOfAward]
    today: date

    def read(self, line: Line, faults: list[LineFault]) -> Given | None:
        """The award of one row; None where something is wrong with it."""
        before = len(faults)

        def fault(column: int, text: str) -> None:
            faults.append(LineFault(line.number, column, text))

        cells = line.cells
        for column, most in LONGEST.items():
            if len(cells[column]) > most:
                fault(column, _("Ghi nhiều nhất %(n)s ký tự.", n=most))
        participant = self._participant(line, fault)
        year = self._year(cells[YEAR], fault)
        form = self._form(cells[AWARD], participant, fault)
        decided_on = self._day(cells[DECIDED], fault)
        if participant is None or year is None or form is None or len(faults) > before:
            return None
        given = Given(
            participant=participant,
            year=year,
            award=form.code,
            award_name=form.name,
            issuer=cells[ISSUER] or form.issuer,
            achievement=form.achievement,
            award_kind=form.award_kind,
            reference=cells[REFERENCE],
            decided_on=decided_on,
        )
        wrong = fault_of_days(given, self.today)
        if wrong is not None:
            fault(YEAR if wrong[0] == "year" else DECIDED, wrong[1])
            return None
        return given

    def _participant(self, line: Line, fault: Tell) -> Participant | None:
        kind, code, name = (line.cells[column] for column in (TYPE, CODE, NAME))
        if not code and not name:
            fault(NAME, _("Ghi tên hoặc mã của đơn vị, hộ, cá nhân."))
            return None
        type_code = self.types.get(plain(kind), "")
        if kind and not type_code:
            fault(TYPE, _("Không có loại “%(name)s”. Xem trang Hướng dẫn của biểu mẫu.", name=kind))
            return None
        found, wrong = self.people.find(type_code, code, name)
        if found is None:
            fault(CODE if code else NAME, wrong)
        elif code and name and sort_key(name) != found.sort_key:
            fault(
                NAME,
                _("Mã %(code)s là của “%(known)s”. Sửa mã hoặc tên.", code=found.code, known=found.name),
            )
            return None
        return found

    def _year(self, text: str, fault: Tell) -> int | None:
        if text.isascii() and text.isdecimal() and len(text) == 4:
            return int(text)
        fault(YEAR, _("Ghi năm của thành tích, ví dụ 2023."))
        return None

    def _form(self, text: str, participant: Participant | None, fault: Tell) -> FormOfAward | None:
        """A known form by its code or name, of the participant's type first; any other by its words."""
        if not text or not code_of(text):
            fault(AWARD, _("Ghi hình thức khen thưởng, ví dụ Giấy khen của Chủ tịch UBND huyện."))
            return None
        same = [form for form in self.forms if plain(text) in (plain(form.code), plain(form.name))]
        type_code = participant.type_code if participant is not None else ""
        own = [form for form in same if type_code in form.types or not form.types]
        if own or same:
            return (own or same)[0]
        return FormOfAward(code_of(text)[:CODE_LENGTH], text)

    def _day(self, text: str, fault: Tell) -> date | None:
        if not text:
            return None
        for form in DAY_FORMATS:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        fault(DECIDED, _("Ghi ngày có trong lịch, ví dụ 20/12/2023."))
        return None


def _types() -> dict[str, str]:
    """What a row may call a type: its code or its name, without marks."""
    return {plain(text): code for code, name in type_names().items() for text in (code, name)}
