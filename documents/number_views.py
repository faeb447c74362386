"""Giving up the number of a paper whose file never came."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from documents.paper_forms import ReasonForm
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import NotFound
from foundation.permissions import Permission
from register.queries import find_paper, list_certificates
from register.rules import check_waits
from register.services import give_up


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule(
        "/van-ban/<int:paper_id>/huy-so", view_func=give_up_number, methods=["GET", "POST"]
    )


@requires(Permission.ISSUE_PAPER)
def give_up_number(paper_id: int) -> ResponseReturnValue:
    """Give the number up, with a reason; what this does is said before it is done."""
    found = find_paper(paper_id)
    if found is None:
        raise NotFound(_("Không có văn bản này. Mở lại từ trang Văn bản."))
    check_waits(found)
    form = ReasonForm()
    form.reason.description = _(
        "Ghi trong sổ và nhật ký. Trang kiểm tra chỉ nói số đã hủy, không hiện lý do."
    )
    if form.validate_on_submit():
        with transaction():
            give_up(actor=current_user, paper=found, reason=form.reason.data or "", now=now())
        flash(_("Đã hủy số. Sổ ghi số này là đã hủy, chưa phát hành."))
        return redirect(url_for("documents.paper", paper_id=paper_id))
    rolls = [one.roll for one in list_certificates(paper_id)]
    page = render_template("documents/give_up.html", paper=found, form=form, rolls=rolls)
    return page, 422 if form.errors else 200
