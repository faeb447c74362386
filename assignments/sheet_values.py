"""What a table of accounts is made of: its columns, its rows as typed, what they ask for, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from foundation.permissions import RoleCode
from foundation.tables.lines import Line, LineFault
from participants.models import Cluster, Participant

USERNAME_COLUMN, NAME, EMAIL, ROLES, UNITS, HEADS, WATCHES, DUTIES = range(8)
TITLES = (
    _l("Tên đăng nhập"),
    _l("Tên người hoặc đơn vị"),
    _l("Thư điện tử"),
    _l("Vai trò"),
    _l("Mã đơn vị"),
    _l("Trưởng cụm, khối"),
    _l("Hội đồng phụ trách cụm, khối"),
    _l("Thẩm định nhóm"),
)
# The titles that a file may bear, whatever the language of the page: Vietnamese without marks, and English.
KNOWN_TITLES: tuple[tuple[str, ...], ...] = (
    ("ten dang nhap", "tai khoan", "username", "account name"),
    (
        "ten nguoi hoac don vi",
        "name of the person or unit",
        "ho ten",
        "ho va ten",
        "ten don vi",
        "ho ten/ten don vi",
        "full name",
    ),
    ("thu dien tu", "email", "e-mail"),
    ("vai tro", "roles", "role"),
    ("ma don vi", "don vi", "units", "unit codes"),
    ("truong cum, khoi", "truong cum", "head of cluster"),
    ("hoi dong phu trach cum, khoi", "cum phu trach", "hoi dong phu trach", "council: in charge of"),
    ("tham dinh nhom", "tham dinh", "verifies types"),
)
REQUIRED = (USERNAME_COLUMN, NAME, ROLES)
MOST_ROWS = 1000


@dataclass(slots=True)
class NewAccount:
    """An account that a row asks for."""

    number: int
    username: str
    full_name: str
    email: str | None
    roles: list[RoleCode] = field(default_factory=list)
    units: list[Participant] = field(default_factory=list)
    heads: list[Cluster] = field(default_factory=list)
    watches: list[Cluster] = field(default_factory=list)
    duties: list[tuple[str, Cluster | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows with what they ask for, and every fault at once."""

    lines: Sequence[Line]
    accounts: Sequence[NewAccount]
    faults: Sequence[LineFault]

    def fault_at(self, row: int, column: int) -> str | None:
        """The fault of one cell."""
        return next((one.text for one in self.faults if (one.row, one.column) == (row, column)), None)
