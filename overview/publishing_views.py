"""The page that publishes criteria: what they are, what they change, what becomes of open scorecards."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from criteria.document import read_document
from criteria.models import CriteriaSet
from criteria.other_years import list_other_years
from criteria.queries import find_criteria_set, find_published
from criteria.rubrics import rubric_of
from criteria.services import FaultyDocumentError
from criteria.versions import changes_between
from criteria.wording import fault_text
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import NotFound
from foundation.permissions import Permission
from movements.models import MovementYear
from movements.queries import find_year
from overview import publishing
from overview.words import STATE_NAMES
from scorecards.following import preview_following


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    address = "/nam/<int:year_id>/tieu-chi/<int:set_id>/ban-hanh"
    blueprint.add_url_rule(address, view_func=publish, methods=["GET", "POST"])


@requires(Permission.EDIT_CRITERIA)
def publish(year_id: int, set_id: int) -> ResponseReturnValue:
    """Publish a draft: first what it is and what its check says; then from now on it never changes."""
    year = find_year(year_id)
    draft = find_criteria_set(set_id)
    if year is None or draft is None or draft.movement_year_id != year.id:
        raise NotFound(_("Năm này không có bộ tiêu chí đó."))
    if request.method == "GET":
        return _page(year, draft)
    if request.form.get("seen", draft.sha256) != draft.sha256:
        flash(_("Bản nháp vừa được thay bằng bản khác. Xem lại rồi ban hành."), "wait")
        return redirect(url_for("overview.publish", year_id=year.id, set_id=draft.id))
    first = find_published(year.id) is None
    try:
        with transaction():
            count = publishing.publish(actor=current_user, year=year, criteria_set=draft, now=now())
    except FaultyDocumentError as error:
        flash(error.message, "stop")
    else:
        flash(_said(year, draft, count, first=first), "info")
    return redirect(url_for("movements.criteria", year_id=year.id))


def _said(year: MovementYear, published: CriteriaSet, count: int, *, first: bool) -> str:
    if first:
        return _("Đã ban hành bộ tiêu chí năm %(year)s. Việc mở năm đã xong.", year=year.year)
    done = _("Đã ban hành bản số %(version)s.", version=published.version)
    if not count:
        return done
    return f"{done} " + ngettext(
        "%(num)s phiếu đang lập chuyển sang bản này.", "%(num)s phiếu đang lập chuyển sang bản này.", count
    )


def _page(year: MovementYear, draft: CriteriaSet) -> ResponseReturnValue:
    if draft.published_at is not None:
        flash(_("Bộ tiêu chí này đã được ban hành."), "wait")
        return redirect(url_for("movements.criteria", year_id=year.id))
    reading, standing = read_document(draft.document.encode()), find_published(year.id)
    renewed = standing is not None and reading.rubric is not None
    return render_template(
        "overview/publish.html",
        year=year,
        draft=draft,
        rubric=reading.rubric,
        findings=reading.findings,
        elsewhen=list_other_years(draft.document, year.year),
        standing=standing,
        changes=changes_between(rubric_of(standing), rubric_of(draft)) if standing and renewed else [],
        following=preview_following(year, draft) if renewed else None,
        states=STATE_NAMES,
        fault_text=fault_text,
    )
