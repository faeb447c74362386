"""The pages of households: which hamlets, the grid of one, what will change, one household, letting go."""

from typing import Any, cast

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import User
from bulk_entry import form_views, handing_in_views, household_views, shared_evidence_views
from bulk_entry.forms import PasteForm, TakeForm, rows_from_form
from bulk_entry.grid_page import as_answer, page_of, page_of_typed, typed_rows
from bulk_entry.hamlets import hamlet_lines
from bulk_entry.household_table import TypedRow, from_pasted
from bulk_entry.pending import content_of, find_pending, forget
from bulk_entry.services import KIND, Previewed, apply, changes_in, preview, state_for
from bulk_entry.state import load_state
from bulk_entry.tables import hamlet_of, kinds_of, table_of
from bulk_entry.years import year_of_work
from foundation.access import requires
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Permission
from participants.models import Participant

blueprint = Blueprint("bulk_entry", __name__)
household_views.register(blueprint)
handing_in_views.register(blueprint)
form_views.register(blueprint)
shared_evidence_views.register(blueprint)


@blueprint.get("/ho")
@requires(Permission.VIEW_SCORECARD)
def hamlets() -> ResponseReturnValue:
    """The hamlets whose households the reader may see; straight on where there is one."""
    year = year_of_work()
    lines = hamlet_lines(_actor(), [kind.code for kind in kinds_of(year)])
    if len(lines) == 1:
        return redirect(url_for("bulk_entry.grid", hamlet_id=lines[0].id))
    return render_template("bulk_entry/hamlets.html", year=year, lines=lines, kinds=kinds_of(year))


@blueprint.get("/ho/<int:hamlet_id>")
@requires(Permission.VIEW_SCORECARD)
def grid(hamlet_id: int) -> ResponseReturnValue:
    """The households of a hamlet as a spreadsheet, one type at a time."""
    hamlet, year = hamlet_of(_actor(), hamlet_id), year_of_work()
    table = table_of(_actor(), hamlet, year, request.args.get("loai"))
    state = load_state(table, hamlet, year)
    page = page_of(_actor(), state, request.args.get("trang", 1, int), now())
    return render_template(
        "bulk_entry/grid.html", page=page, kinds=kinds_of(year), saved="xong" in request.args
    )


@blueprint.post("/ho/<int:hamlet_id>")
@requires(Permission.ENTER_HOUSEHOLDS)
def save_grid(hamlet_id: int) -> ResponseReturnValue:
    """The grid as it was typed: to what will change, or back with all that is wrong."""
    hamlet, year = hamlet_of(_actor(), hamlet_id), year_of_work()
    table = table_of(_actor(), hamlet, year, request.form.get("loai"))
    return _previewed(hamlet, table.kind.code, rows_from_form(request.form, table.columns), "grid")


@blueprint.post("/ho/<int:hamlet_id>/kiem-tra")
@requires(Permission.ENTER_HOUSEHOLDS)
def check_grid(hamlet_id: int) -> ResponseReturnValue:
    """For the page's script: what is wrong in the rows, and where to go on if they are to be saved."""
    hamlet, sent = hamlet_of(_actor(), hamlet_id), request.get_json()
    if not isinstance(sent, dict) or not isinstance(sent.get("rows"), list):
        raise DomainError(_("Không đọc được bảng gửi lên. Tải lại trang rồi nhập."))
    with transaction():
        found = _preview(hamlet, sent.get("loai"), typed_rows(sent["rows"]), "grid")
        if not sent.get("save"):
            db.session.rollback()
        decimals = found.state.table.rubric.decimals
        return jsonify(
            rows=as_answer(found.judgement, decimals),
            faults=found.judgement.fault_count,
            clashes=found.judgement.clash_count,
            obstacles=list(found.obstacles),
            next=_preview_url(hamlet_id, found) if sent.get("save") and found.pending else None,
        )


@blueprint.route("/ho/<int:hamlet_id>/dan", methods=["GET", "POST"])
@requires(Permission.ENTER_HOUSEHOLDS)
def paste(hamlet_id: int) -> ResponseReturnValue:
    """A whole table at once, copied from a spreadsheet."""
    hamlet, year = hamlet_of(_actor(), hamlet_id), year_of_work()
    table = table_of(_actor(), hamlet, year, request.values.get("loai"))
    form, faults = PasteForm(), []
    if form.validate_on_submit():
        handed = from_pasted(table.columns, form.text.data or "")
        faults = handed.faults
        if not faults:
            for title in handed.ignored:
                flash(_("Cột “%(title)s” không có trong bảng này, đã bỏ qua.", title=title[:60]), "wait")
            return _previewed(hamlet, table.kind.code, handed.rows, "paste")
    status = 422 if form.errors or faults else 200
    return render_template(
        "bulk_entry/paste.html", form=form, faults=faults, hamlet=hamlet, table=table, year=year
    ), status


@blueprint.route("/ho/<int:hamlet_id>/xem-truoc/<token>", methods=["GET", "POST"])
@requires(Permission.ENTER_HOUSEHOLDS)
def take(hamlet_id: int, token: str) -> ResponseReturnValue:
    """What a table will change; then the deed."""
    hamlet, year, form = hamlet_of(_actor(), hamlet_id), year_of_work(), TakeForm()
    if form.validate_on_submit():
        try:
            type_code = _type_of(token, hamlet_id)
            with transaction():
                taken = apply(
                    actor=_actor(),
                    token=token,
                    hamlet=hamlet,
                    year=year,
                    seen=form.seen.data or "",
                    now=now(),
                )
        except NotFound:
            # The second of two taps: the first has written the table.
            flash(_("Bảng này đã ghi, hoặc đã bỏ. Dưới đây là số đang lưu."), "info")
            return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id))
        except Conflict as error:
            flash(error.message, "wait")
            return redirect(url_for("bulk_entry.take", hamlet_id=hamlet_id, token=token))
        flash(
            _(
                "Đã ghi: %(new)s, %(changed)s.",
                new=ngettext("%(num)d hộ mới", "%(num)d hộ mới", taken.new),
                changed=ngettext("%(num)d hộ thay đổi", "%(num)d hộ thay đổi", taken.changed),
            ),
            "info",
        )
        return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=type_code, xong=1))
    pending = find_pending(_actor(), token, KIND, now(), subject_id=hamlet.id)
    state = state_for(_actor(), pending, hamlet, year)
    form.seen.data = state.digest
    return render_template(
        "bulk_entry/preview.html", form=form, state=state, changes=changes_in(state, pending), token=token
    )


@blueprint.post("/ho/<int:hamlet_id>/bo/<token>")
@requires(Permission.ENTER_HOUSEHOLDS)
def discard(hamlet_id: int, token: str) -> ResponseReturnValue:
    """Throw a preview away."""
    hamlet_of(_actor(), hamlet_id)
    with transaction():
        pending = find_pending(_actor(), token, KIND, now(), subject_id=hamlet_id)
        type_code = content_of(pending)["type_code"]
        forget(pending)
    flash(_("Đã bỏ bản xem trước, chưa ghi gì."), "info")
    return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=type_code))


def _type_of(token: str, hamlet_id: int) -> str:
    pending = find_pending(_actor(), token, KIND, now(), subject_id=hamlet_id)
    return str(content_of(pending)["type_code"])


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001


def _preview(hamlet: Participant, type_code: Any, rows: list[TypedRow], source: str) -> Previewed:
    return preview(
        actor=_actor(),
        hamlet=hamlet,
        year=year_of_work(),
        type_code=str(type_code) if type_code else None,
        rows=rows,
        source=source,
        now=now(),
    )


def _previewed(hamlet: Participant, type_code: str, rows: list[TypedRow], source: str) -> ResponseReturnValue:
    with transaction():
        found = _preview(hamlet, type_code, rows, source)
        url = _preview_url(hamlet.id, found)
    if url is not None:
        return redirect(url)
    if not found.judgement.rows:
        flash(_("Bảng chưa có hộ nào. Mỗi hộ ghi một dòng."), "wait")
        return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet.id, loai=type_code))
    page = page_of_typed(found.state, found.judgement, found.obstacles)
    return render_template("bulk_entry/grid.html", page=page, kinds=kinds_of(found.state.year)), 422


def _preview_url(hamlet_id: int, found: Previewed) -> str | None:
    if found.pending is None:
        return None
    return url_for("bulk_entry.take", hamlet_id=hamlet_id, token=found.pending.token)
