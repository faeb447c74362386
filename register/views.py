"""The register on the screen and as a workbook, and the numbers that were given outside this product."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from register import public_views
from register.forms import ContinueForm
from register.lines import lines_of
from register.naming import series_name
from register.numbers import ROLL, continue_from
from register.queries import find_counter, list_counters, list_register, list_years_of_register
from register.services import can_issue
from register.workbook import make_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("register", __name__)
public_views.register(blueprint)


@blueprint.get("/so-van-ban")
@requires(Permission.PRINT_LIST)
def index() -> ResponseReturnValue:
    """What has a number in a calendar year, series by series; one series, or what says some words."""
    years, year = list_years_of_register(), _year()
    chosen, said = request.args.get("so", ""), request.args.get("tim", "").strip()[:100]
    counters = list_counters(year)
    shown = [one for one in counters if chosen in ("", one.series)]
    return render_template(
        "register/index.html",
        year=year,
        years=sorted({*years, year, local_date(now()).year}, reverse=True),
        counters=counters,
        register=lines_of(year, shown, list_register(year, words=bool(said)), said),
        chosen=chosen,
        said=said,
        names={one.series: series_name(one.series) for one in counters},
        roll=ROLL,
        may_issue=can_issue(current_user),
    )


@blueprint.get("/so-van-ban/tep")
@requires(Permission.PRINT_LIST)
def export() -> ResponseReturnValue:
    """The whole register of a year as a workbook."""
    year = _year()
    content = make_workbook(year, lines_of(year, list_counters(year), list_register(year, words=True)))
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"so-van-ban-{year}.xlsx")


@blueprint.route("/so-van-ban/so-ngoai", methods=["GET", "POST"])
@requires(Permission.ISSUE_PAPER)
def continue_series() -> ResponseReturnValue:
    """Note up to which number a series was given outside this product."""
    year, series = _year(), request.args.get("so", "")
    held = find_counter(series, year)
    if held is None:
        raise NotFound(_("Không có dãy số này trong năm. Mở lại từ sổ văn bản."))
    form = ContinueForm()
    if form.validate_on_submit():
        try:
            with transaction():
                continue_from(
                    actor=current_user,
                    series=series,
                    year=year,
                    last=form.last.data or 0,
                    reason=form.reason.data or "",
                    sure=form.sure.data,
                    now=now(),
                )
            flash(_("Đã ghi. Số kế tiếp là %(n)s.", n=(form.last.data or 0) + 1))
            return redirect(url_for("register.index", year=year))
        except DomainError as error:
            show_beside_field(form, error)
    page = render_template(
        "register/continue_series.html", form=form, year=year, held=held, name=series_name(series)
    )
    return page, 422 if form.errors else 200


def _year() -> int:
    """The calendar year that is asked for; else the latest with numbers, or this one."""
    asked = request.args.get("year", type=int)
    if asked:
        return asked
    years = list_years_of_register()
    return years[0] if years else local_date(now()).year
