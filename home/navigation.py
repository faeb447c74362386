"""The main menu: for each person the pages they may open."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from accounts.models import User
from foundation.permissions import Permission, can


@dataclass(frozen=True)
class Item:
    """One entry of the menu: where it leads, its word, and who sees it."""

    endpoint: str
    label: LazyString
    permission: Permission

    @property
    def url(self) -> str:
        """Its address."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the reader is in this part of the product."""
        here = request.endpoint or ""
        return here == self.endpoint or here.rpartition(".")[0] == self.endpoint.rpartition(".")[0]


MENU: tuple[Item, ...] = (
    Item("home.index", _l("Tổng quan"), Permission.OWN_ACCOUNT),
    Item("awards.index", _l("Xếp hạng"), Permission.VIEW_RANKING),
    Item("documents.latest_list", _l("Văn bản"), Permission.PRINT_LIST),
    Item("assignments.list_accounts", _l("Tài khoản"), Permission.ASSIGN_PEOPLE),
)


def menu_for(user: User) -> list[Item]:
    """The entries this person may open."""
    return [item for item in MENU if can(user, item.permission)]
