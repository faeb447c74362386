"""The pages of the overview."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, NotFound
from foundation.formats import number
from foundation.permissions import Permission
from movements.models import MovementYear
from movements.queries import find_current_year, find_year, list_years
from overview import publishing_views, reminding
from overview.board import BY, build_board
from overview.export import SPREADSHEET, workbook_name, write_workbook
from overview.forms import ReminderForm, arguments_of, read_chosen
from overview.kinds import list_kinds
from overview.queries import Chosen, count_chosen
from overview.tasks import EXPORT_TASK, given
from overview.words import CHOICES, STATE_NAMES
from tasks.offering import offer, rows_at_once

blueprint = Blueprint("overview", __name__)
publishing_views.register(blueprint)
FASTER = 15
"""A row of this spreadsheet takes so much less time than one of the ranking's."""


@blueprint.get("/tien-do")
@requires(Permission.VIEW_OVERVIEW)
def index() -> ResponseReturnValue:
    """Who has come how far in a year."""
    year = _year()
    if year is None:
        return render_template("overview/empty.html")
    kinds = list_kinds(year.id)
    chosen = read_chosen(request.args, kinds)
    by = request.args.get("by", "type")
    board = build_board(
        current_user,
        year,
        kinds,
        chosen,
        by if by in BY else "type",
        max(1, request.args.get("page", 1, int)),
        now(),
    )
    return render_template(
        "overview/index.html",
        year=year,
        years=list_years(),
        board=board,
        chosen=chosen,
        arguments_of=arguments_of,
        states=STATE_NAMES,
        choices=CHOICES,
    )


@blueprint.route("/tien-do/bang-tinh", methods=["GET", "POST"])
@requires(Permission.VIEW_OVERVIEW)
def export() -> ResponseReturnValue:
    """The chosen set as a spreadsheet; a large one in the background."""
    year = _chosen_year()
    kinds = list_kinds(year.id)
    chosen, at = read_chosen(request.args, kinds), now()
    rows = count_chosen(current_user, year, chosen, at)
    if rows > rows_at_once() * FASTER:
        return offer(
            kind=EXPORT_TASK,
            title=_("Bảng tính tiến độ %(year)s", year=year.year),
            params={"year": year.id, "asked": given(arguments_of(chosen))},
            said=_("Bảng này có %(n)s dòng.", n=number(rows)),
            back=url_for("overview.index", year=year.id, **arguments_of(chosen)),
        )
    stream, names = BytesIO(), {kind.code: kind.name for kind in kinds}
    write_workbook(stream, current_user, year, names, chosen, at)
    stream.seek(0)
    return send_file(stream, SPREADSHEET, as_attachment=True, download_name=workbook_name(year, at))


@blueprint.route("/tien-do/nhac", methods=["GET", "POST"])
@requires(Permission.REMIND_UNITS)
def remind() -> ResponseReturnValue:
    """Remind the chosen set: first whom it reaches, then send."""
    year = _chosen_year()
    chosen = read_chosen(request.args, list_kinds(year.id))
    form, stale = ReminderForm(), None
    if form.validate_on_submit():
        try:
            told = _send(year, chosen, form)
        except Conflict as conflict:
            stale = conflict.message
        else:
            flash(_("Đã gửi lời nhắc đến %(count)s tài khoản.", count=told), "info")
            return redirect(url_for("overview.index", year=year.id, **arguments_of(chosen)))
    plan = reminding.plan_reminder(current_user, year, chosen, now())
    form.digest.data = plan.digest
    if request.method == "GET":
        form.words.data = reminding.usual_words(year, now())
    page = render_template(
        "overview/remind.html", year=year, chosen=chosen, plan=plan, form=form, stale=stale
    )
    return page, 409 if stale else 422 if form.errors else 200


def _send(year: MovementYear, chosen: Chosen, form: ReminderForm) -> int:
    with transaction():
        return reminding.remind(
            actor=current_user,
            year=year,
            chosen=chosen,
            words=form.words.data or "",
            digest=form.digest.data or "",
            now=now(),
        )


def _year() -> MovementYear | None:
    asked = request.args.get("year", type=int)
    if asked is None:
        return find_current_year(now())
    year = find_year(asked)
    if year is None:
        raise NotFound(_("Không có năm thi đua này."))
    return year


def _chosen_year() -> MovementYear:
    year = _year()
    if year is None:
        raise NotFound(_("Chưa có năm thi đua nào."))
    return year
