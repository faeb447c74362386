"""What an account must be."""

import re

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from foundation.permissions import Actor, Permission, RoleCode, can

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")

ROLE_NAMES: dict[str, LazyString] = {
    RoleCode.ADMIN: _l("Quản trị hệ thống"),
    RoleCode.OFFICE: _l("Thường trực Hội đồng"),
    RoleCode.COUNCIL: _l("Thành viên Hội đồng"),
    RoleCode.CHAIR: _l("Chủ tịch Hội đồng"),
    RoleCode.VERIFIER: _l("Tổ thẩm định"),
    RoleCode.CLERK: _l("Văn thư"),
    RoleCode.COMMUNE: _l("Xã, thị trấn"),
    RoleCode.UNIT: _l("Đơn vị"),
}


def can_manage_accounts(actor: Actor | None) -> bool:
    """Whether the actor may make and close accounts and give new passwords."""
    return can(actor, Permission.MANAGE_USERS)


def canonical(name: str) -> str:
    """An account name or e-mail as it is kept and compared."""
    return name.strip().lower()


def is_long_enough(password: str) -> bool:
    """Whether a new password has an allowed length, counted in characters."""
    return SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD


def veiled(email: str | None) -> str | None:
    """Enough to know the address again, not enough to write to it: the record has many readers."""
    if email is None:
        return None
    name, _at, domain = email.rpartition("@")
    return f"{name[:2]}…@{domain}"
