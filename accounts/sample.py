"""Sample accounts, at least one for each role, for a product that shows itself. Whom they speak for is said
in `assignments.sample`.
"""

from datetime import datetime

from accounts.models import User
from accounts.queries import find_user_by_name
from accounts.services import create_user
from foundation.permissions import Actor, RoleCode

SAMPLE_PASSWORD = "ChauThanh@2024"  # noqa: S105 - public on purpose

SAMPLE_ACCOUNTS: tuple[tuple[str, RoleCode, str], ...] = (
    ("quantri", RoleCode.ADMIN, "Quản trị hệ thống huyện"),
    ("noivu", RoleCode.OFFICE, "Phòng Nội vụ"),
    ("hoidong", RoleCode.COUNCIL, "Thành viên Hội đồng"),
    ("chutich", RoleCode.CHAIR, "Chủ tịch Hội đồng"),
    ("thamdinh", RoleCode.VERIFIER, "Phòng LĐ-TB&XH"),
    ("vanthu", RoleCode.CLERK, "Văn thư huyện"),
    ("xa", RoleCode.COMMUNE, "UBND xã An Ninh"),
    ("ap", RoleCode.UNIT, "Ấp Phước Hòa"),
    ("banganh", RoleCode.UNIT, "Phòng Nông nghiệp và PTNT"),
    ("doanhnghiep", RoleCode.UNIT, "Hợp tác xã bò sữa An Ninh"),
    ("cumtruong", RoleCode.COMMUNE, "UBND xã Thuận Hòa"),
    ("thamdinh2", RoleCode.VERIFIER, "Phòng Tài chính - Kế hoạch"),
    ("hoidong2", RoleCode.COUNCIL, "Phó Chủ tịch UBND huyện"),
    ("hoidong3", RoleCode.COUNCIL, "Trưởng phòng Nội vụ"),
    ("hoidong4", RoleCode.COUNCIL, "Trưởng phòng LĐ-TB&XH"),
    ("hoidong5", RoleCode.COUNCIL, "Trưởng phòng Tài chính - Kế hoạch"),
    ("hoidong6", RoleCode.COUNCIL, "Chủ tịch UBMTTQ huyện"),
    ("hoidong7", RoleCode.COUNCIL, "Chủ tịch Hội LHPN huyện"),
    ("hoidong8", RoleCode.COUNCIL, "Bí thư Huyện đoàn"),
)
# Who also acts for a unit, and so has a conflict of interest in the council.
FURTHER_ROLES: dict[str, RoleCode] = {"hoidong8": RoleCode.UNIT}


def ensure_sample_accounts(*, actor: Actor, now: datetime) -> list[User]:
    """Make the missing sample accounts; those that exist are left as they are. Returns all of them."""
    return [_ensure(actor, now, *account) for account in SAMPLE_ACCOUNTS]


def _ensure(actor: Actor, now: datetime, username: str, role: RoleCode, full_name: str) -> User:
    return find_user_by_name(username) or create_user(
        actor=actor,
        username=username,
        full_name=full_name,
        password=SAMPLE_PASSWORD,
        roles=[role, *(further for name, further in FURTHER_ROLES.items() if name == username)],
        must_change_password=False,
        is_sample=True,
        now=now,
    )
