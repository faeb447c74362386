"""A hamlet with its head, in a year under the district's own criteria; and tables of households."""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from accounts.models import User
from assignments.services import assign_unit
from bulk_entry.household_table import TypedRow, from_pasted
from bulk_entry.services import preview
from bulk_entry.tables import table_of
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from movements.models import MovementYear, StageCode
from movements.services import create_movement, start_year
from participants.models import Participant
from participants.services import create_participant
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import publish

PRESET = Path(__file__).parent.parent / "criteria" / "presets" / "chau-thanh.yaml"
POOR = "household_poor"
NOT_POOR = "household_not_poor"
HEAD = (
    "Tên hộ\tDiện hộ\tCó vay vốn Ngân hàng Chính sách xã hội\tHN1.1\tHN2.1\tHN2.2 tử số\tHN2.2 mẫu số\t"
    "HN2.3 trước\tHN2.3 sau\tHN3.3"
)


class Hamlet:
    """The hamlet, its year, its head, its commune with an account, and an account of the office."""

    def __init__(self, code: str = "31600-01", now: datetime | None = None) -> None:
        self.year = make_year() if now is None else running_year(now)
        publish(self.year, preset(self.year.year))
        self.commune = make_commune()
        self.unit = make_hamlet(self.commune, code, "Ấp Hòa Long")
        self.head = make_user(username="truong.ap", full_name="Trần Văn Sáu", roles=[RoleCode.UNIT])
        self.officer = make_user(username="xa.anninh", full_name="UBND xã", roles=[RoleCode.COMMUNE])
        self.office = make_user(username="noi.vu", roles=[RoleCode.OFFICE])
        assign_unit(actor=SYSTEM, user=self.head, participant=self.unit, now=NOW)
        assign_unit(actor=SYSTEM, user=self.officer, participant=self.commune, now=NOW)

    def table(self, type_code: str = POOR, actor=None):
        return table_of(actor or self.head, self.unit, self.year, type_code)

    def preview(self, text: str, type_code: str = POOR, actor=None, now=NOW, **more):
        """What comes of pasting a text."""
        rows = from_pasted(self.table(type_code, actor).columns, text).rows
        return self.preview_rows(rows, type_code, actor, now, **more)

    def preview_rows(self, rows: list[TypedRow], type_code: str = POOR, actor=None, now=NOW, **more):
        return preview(
            actor=actor or self.head,
            hamlet=self.unit,
            year=self.year,
            type_code=type_code,
            rows=rows,
            now=now,
            **more,
        )


def preset(year: int) -> str:
    """The district's criteria, said to be of this year."""
    return PRESET.read_text(encoding="utf-8").replace("\nyear: 2024\n", f"\nyear: {year}\n")


def running_year(now: datetime) -> MovementYear:
    """A year in which self-scoring runs at this instant."""
    movement = create_movement(
        actor=SYSTEM,
        now=now,
        name="Châu Thành chung tay vì người nghèo",
        period_from=date(now.year, 1, 1),
        period_to=date(now.year, 12, 31),
        district_name="Châu Thành",
        province_name="Sóc Trăng",
        standing_body="Phòng Nội vụ",
    )
    span = (now - timedelta(days=1), now + timedelta(days=9))
    calendar = {StageCode.SELF_SCORING: span}
    return start_year(actor=SYSTEM, movement=movement, year=now.year, calendar=calendar, now=now)


def bind_sample_head(hamlet: Hamlet) -> None:
    """Let the sample account of a unit act for the hamlet."""
    user = db.session.scalars(select(User).where(User.username == "ap")).one()
    assign_unit(actor=SYSTEM, user=user, participant=hamlet.unit, now=NOW)


def make_hamlet(commune: Participant, code: str, name: str) -> Participant:
    return create_participant(actor=SYSTEM, now=NOW, code=code, name=name, type_code="hamlet", parent=commune)


FAMILIES = ("Lý", "Trần", "Thạch", "Sơn", "Nguyễn", "Lâm", "Kim", "Danh", "Võ", "Đặng")
GIVEN = ("Sa Rây", "Văn Hòa", "Thị Út", "Minh Đức", "Sà Phươl", "Thị Lệ", "Quốc Thắng", "Ngọc Ánh")
LEVELS = ("Hiệu quả, hộ khác làm theo", "Hiệu quả trong hộ", "Mới làm, chưa rõ hiệu quả", "Chưa có")


def pasted(count: int, start: int = 1) -> str:
    """A table of poor households as it is copied from a spreadsheet."""
    return "\r\n".join([HEAD, *("\t".join(cells(number)) for number in range(start, start + count))]) + "\r\n"


def cells(number: int) -> list[str]:
    """The cells of one household: its loan and its figures follow from its number."""
    who = f"Hộ {'bà' if number % 3 else 'ông'} {FAMILIES[number % 10]} {GIVEN[number // 10 % 8]} {number}"
    loan = number % 2 == 0
    return [
        who,
        ("Hộ nghèo", "hộ cận nghèo")[number % 2],
        "có" if loan else "không",
        ("Có", "không", "x")[number % 3],
        LEVELS[number % 4],
        "-" if number % 7 == 0 else str(number % 3),
        "-" if number % 7 == 0 else "3",
        "1.500",
        f"1.{600 + number % 90},5",
        "Giữ được vốn, thu nhập chưa tăng" if loan else "",
    ]
