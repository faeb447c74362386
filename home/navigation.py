"""The main menu: for each person the pages they may open."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from accounts.models import User
from assignments.models import ChargeKind
from assignments.queries import list_cluster_ids, list_units
from foundation.permissions import Permission, RoleCode, can

OWN_PLACES = frozenset({"scorecards.list_evidence", "messages.list_letters"})
"""Pages of the menu that share a room with another page of the menu."""

ELSEWHERE = {
    "overview.publish": "movements.list_years",
    **dict.fromkeys(
        (
            "movements.list_given",
            "movements.enter_given",
            "movements.import_given",
            "movements.revoke_given",
            "movements.settle_given",
        ),
        "council.index",
    ),
}
"""Pages that belong to an entry of the menu in another room."""

HOUSEHOLDS_BELOW = frozenset({"hamlet", "commune"})


def is_above_households(user: User) -> bool:
    """Whether the account acts for a hamlet or a commune, which have households."""
    return any(unit.type_code in HOUSEHOLDS_BELOW for unit in list_units(user.id))


def is_verifying(user: User) -> bool:
    """Whether scorecards come before this person as verifier."""
    return can(user, Permission.VERIFY_SCORECARD)


def is_checking(user: User) -> bool:
    """Whether they come before this person as commune, or as head of a cluster."""
    if is_verifying(user):
        return False
    if RoleCode.COMMUNE in user.role_codes:
        return True
    return can(user, Permission.CHECK_SCORECARD) and bool(list_cluster_ids(user.id, ChargeKind.HEAD))


def is_not_at_the_years(user: User) -> bool:
    """Whether the page of the years, which leads there, is not theirs."""
    return not can(user, Permission.MANAGE_MOVEMENT)


def is_without_papers(user: User) -> bool:
    """Whether the page of the papers, which leads there, is not theirs."""
    return not can(user, Permission.PRINT_LIST)


@dataclass(frozen=True)
class Item:
    """One entry of the menu: where it leads, its word, who may open it, and who has use for it."""

    endpoint: str
    label: LazyString
    permission: Permission
    use: Callable[[User], bool] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the reader is in this part of the product."""
        here = request.endpoint or ""
        here = ELSEWHERE.get(here, here)
        if here in OWN_PLACES or self.endpoint in OWN_PLACES:
            return here == self.endpoint
        return here.rpartition(".")[0] == self.endpoint.rpartition(".")[0]


MENU: tuple[Item, ...] = (
    Item("home.index", _l("Tổng quan"), Permission.OWN_ACCOUNT),
    Item("scorecards.my_scorecards", _l("Chấm điểm"), Permission.SCORE_SELF),
    Item("bulk_entry.hamlets", _l("Ấp và hộ"), Permission.ENTER_HOUSEHOLDS, is_above_households),
    Item("scorecards.list_evidence", _l("Minh chứng"), Permission.SCORE_SELF),
    Item("verification.index", _l("Thẩm định"), Permission.VIEW_SCORECARD, is_verifying),
    Item("verification.index", _l("Kiểm tra"), Permission.VIEW_SCORECARD, is_checking),
    Item("overview.index", _l("Tiến độ"), Permission.VIEW_OVERVIEW),
    Item("awards.index", _l("Xếp hạng"), Permission.VIEW_RANKING),
    Item("council.index", _l("Phiên họp"), Permission.VIEW_SESSION),
    Item("documents.index", _l("Văn bản"), Permission.PRINT_LIST),
    Item("documents.list_templates", _l("Mẫu văn bản"), Permission.MANAGE_TEMPLATES, is_without_papers),
    Item("authorities.index", _l("Thẩm quyền"), Permission.VIEW_AUTHORITIES, is_not_at_the_years),
    Item("movements.list_years", _l("Năm, tiêu chí"), Permission.MANAGE_MOVEMENT),
    Item("assignments.list_accounts", _l("Tài khoản"), Permission.ASSIGN_PEOPLE),
    Item("messages.list_letters", _l("Hộp thư đi"), Permission.READ_OUTBOX),
    Item("history.list_history", _l("Nhật ký"), Permission.VIEW_HISTORY),
)


def menu_for(user: User) -> list[Item]:
    """The entries this person may open and has some use for."""
    return [item for item in MENU if can(user, item.permission) and (not item.use or item.use(user))]
