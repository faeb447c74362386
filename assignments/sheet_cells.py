"""Reading the cells of a row that asks for an account; what cannot be read is told cell by cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flask_babel import gettext as _
from sqlalchemy import select

from accounts.models import User
from accounts.rules import ROLE_NAMES, USERNAME
from assignments.kinds import list_kinds
from assignments.models import ChargeKind
from assignments.rules import ACTING_ROLES, CHARGE_ROLES, VERIFYING_ROLES, can_verify_in
from assignments.sheet_values import (
    DUTIES,
    EMAIL,
    HEADS,
    NAME,
    ROLES,
    UNITS,
    USERNAME_COLUMN,
    WATCHES,
    NewAccount,
)
from foundation.database import db
from foundation.permissions import RoleCode
from foundation.tables.lines import Line
from foundation.vietnamese import plain, sort_key
from participants.models import Cluster, Participant
from participants.queries import list_clusters

EMAIL_FORM = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+")
_SEVERAL = re.compile(r"[;,\n]")
Tell: TypeAlias = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may name, read once for all rows."""

    usernames: frozenset[str]
    emails: frozenset[str]
    units: Mapping[str, Sequence[Participant]]
    clusters: Mapping[str, Sequence[Cluster]]
    clustered: frozenset[str]
    kinds: Mapping[str, str]
    roles: Mapping[str, RoleCode]


def known_to(lines: Sequence[Line], now: datetime) -> Known:
    """What the cells of these rows may name, in a few reads."""
    codes = {_bare(name) for line in lines for name in _several(line.cells[UNITS])}
    units: dict[str, list[Participant]] = {}
    for unit in _units_with(codes):
        units.setdefault(unit.code.casefold(), []).append(unit)
    clusters: dict[str, list[Cluster]] = {}
    for cluster in list_clusters():
        for name in {cluster.code.casefold(), sort_key(cluster.name)}:
            clusters.setdefault(name, []).append(cluster)
    kinds = {name: kind.code for kind in list_kinds(now) for name in (kind.code, plain(kind.name))}
    roles = {name: RoleCode(code) for code, text in ROLE_NAMES.items() for name in (code, plain(str(text)))}
    roles |= _VIETNAMESE_ROLES
    rows = db.session.execute(select(User.username, User.email)).all()
    return Known(
        usernames=frozenset(row.username for row in rows),
        emails=frozenset(row.email for row in rows if row.email),
        units=units,
        clusters=clusters,
        clustered=frozenset(one.type_code for several in clusters.values() for one in several),
        kinds=kinds,
        roles=roles,
    )


# As the template writes them, whatever the language of the page.
_VIETNAMESE_ROLES = {
    "quan tri he thong": RoleCode.ADMIN,
    "thuong truc hoi dong": RoleCode.OFFICE,
    "thanh vien hoi dong": RoleCode.COUNCIL,
    "chu tich hoi dong": RoleCode.CHAIR,
    "to tham dinh": RoleCode.VERIFIER,
    "van thu": RoleCode.CLERK,
    "xa, thi tran": RoleCode.COMMUNE,
    "don vi": RoleCode.UNIT,
}


def _units_with(codes: Iterable[str]) -> Iterator[Participant]:
    """The participants in force with these codes, in any case; a few hundred codes a read."""
    wanted = sorted({form for code in codes for form in (code, code.upper(), code.lower())})
    for start in range(0, len(wanted), 900):
        some = wanted[start : start + 900]
        statement = select(Participant).where(Participant.code.in_(some), Participant.valid_to.is_(None))
        yield from db.session.scalars(statement.order_by(Participant.id))


def _bare(name: str) -> str:
    return name.rpartition(":")[2].strip()


def _several(text: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]


def faults_of_words(account: NewAccount, known: Known) -> Iterator[tuple[int, str]]:
    """What is wrong with account name, name and e-mail, by column."""
    if not account.username:
        yield USERNAME_COLUMN, _("Ghi tên đăng nhập, ví dụ xa.anninh.")
    elif not USERNAME.fullmatch(account.username):
        yield (
            USERNAME_COLUMN,
            _("Tên đăng nhập gồm 2 đến 60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối."),
        )
    elif account.username in known.usernames:
        yield (
            USERNAME_COLUMN,
            _("Tên đăng nhập “%(name)s” đã có. Chọn tên khác.", name=account.username),
        )
    if not account.full_name:
        yield NAME, _("Ghi tên người hoặc đơn vị dùng tài khoản.")
    elif len(account.full_name) > 200:
        yield NAME, _("Ghi nhiều nhất %(max)s ký tự.", max=200)
    if account.email and (len(account.email) > 254 or not EMAIL_FORM.fullmatch(account.email)):
        yield EMAIL, _("Nhập đúng dạng, ví dụ anninh@soctrang.gov.vn.")
    elif account.email in known.emails:
        yield EMAIL, _("Thư điện tử này đã thuộc về một tài khoản khác.")


def faults_of_roles(account: NewAccount) -> Iterator[tuple[int, str]]:
    """Ties that none of the roles allows, by column."""
    roles = set(account.roles)
    if account.units and not roles & ACTING_ROLES:
        yield UNITS, _("Chỉ vai trò “Đơn vị” hoặc “Xã, thị trấn” mới gắn với đơn vị.")
    if account.heads and not roles & CHARGE_ROLES[ChargeKind.HEAD]:
        yield HEADS, _("Trưởng cụm, khối phải có vai trò “Đơn vị” hoặc “Xã, thị trấn”.")
    if account.watches and not roles & CHARGE_ROLES[ChargeKind.COUNCIL]:
        yield WATCHES, _("Chỉ thành viên hoặc Chủ tịch Hội đồng phụ trách cụm, khối.")
    if account.duties and not roles & VERIFYING_ROLES:
        yield DUTIES, _("Chỉ vai trò “Tổ thẩm định” mới được giao thẩm định.")


def read_roles(text: str, known: Known, fault: Tell) -> list[RoleCode]:
    """Roles divided by semicolons; one of the names holds a comma."""
    if not text.strip():
        fault(ROLES, _("Ghi vai trò, ví dụ Đơn vị. Nhiều vai trò thì cách nhau bằng dấu chấm phẩy."))
    found = []
    for name in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        role = known.roles.get(plain(name))
        if role is None:
            names = "; ".join(map(str, ROLE_NAMES.values()))
            fault(ROLES, _("Không có vai trò “%(name)s”. Chọn trong: %(names)s.", name=name, names=names))
        elif role not in found:
            found.append(role)
    return found


def read_units(text: str, known: Known, fault: Tell) -> Iterator[Participant]:
    """The units whose codes the cell holds; a code that two types share needs its type before it."""
    for name in dict.fromkeys(_several(text)):
        kind, _colon, code = name.rpartition(":")
        matching = known.units.get(code.strip().casefold(), ())
        if kind:
            wanted = known.kinds.get(plain(kind.strip()))
            matching = [unit for unit in matching if unit.type_code == wanted]
        if not matching:
            fault(UNITS, _("Không có đơn vị mang mã “%(code)s”. Xem mã ở trang Mã đơn vị.", code=name))
        elif len(matching) > 1:
            examples = ", ".join(f"{unit.type_code}:{unit.code}" for unit in matching)
            fault(
                UNITS,
                _(
                    "Mã “%(code)s” có ở nhiều nhóm. Ghi rõ một trong: %(examples)s.",
                    code=name,
                    examples=examples,
                ),
            )
        else:
            yield matching[0]


def read_clusters(text: str, column: int, known: Known, fault: Tell) -> list[Cluster]:
    """The clusters whose codes or names the cell holds."""
    found: list[Cluster] = []
    for name in dict.fromkeys(_several(text)):
        cluster = _cluster(name, known)
        if cluster is None:
            fault(column, _("Không có cụm, khối mang mã “%(code)s”.", code=name))
        elif cluster not in found:
            found.append(cluster)
    return found


def _cluster(name: str, known: Known) -> Cluster | None:
    matching = known.clusters.get(name.casefold()) or known.clusters.get(sort_key(name)) or ()
    return matching[0] if len(matching) == 1 else None


def read_duties(text: str, known: Known, fault: Tell) -> list[tuple[str, Cluster | None]]:
    """Types by code or name, each alone or with a cluster: "hamlet" or "commune@CUM-1"."""
    found: list[tuple[str, Cluster | None]] = []
    for name in dict.fromkeys(part.strip() for part in re.split(r"[;\n]", text) if part.strip()):
        kind_name, at, cluster_name = name.partition("@")
        kind = known.kinds.get(plain(kind_name.strip()))
        cluster = _cluster(cluster_name.strip(), known) if at else None
        if kind is None:
            names = ", ".join(sorted(set(known.kinds.values())))
            fault(DUTIES, _("Không có nhóm “%(name)s”. Chọn trong: %(names)s.", name=kind_name, names=names))
        elif at and (cluster is None or not can_verify_in(cluster, kind, known.clustered)):
            fault(DUTIES, _("Không có cụm, khối “%(name)s” của nhóm này.", name=cluster_name))
        else:
            found.append((kind, cluster))
    return found
