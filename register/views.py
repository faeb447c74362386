"""The register on the screen, and the page on which anybody asks whether a paper is genuine."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import public, requires
from foundation.clock import local_date, now
from foundation.permissions import Permission
from register.answers import answer_for
from register.codes import CHECK_PATH, read_code
from register.queries import list_register, list_series, list_years_of_register

blueprint = Blueprint("register", __name__)


@blueprint.get("/so-van-ban")
@requires(Permission.PRINT_LIST)
def index() -> ResponseReturnValue:
    """What has a number in a calendar year, series by series."""
    years = list_years_of_register()
    this_year = local_date(now()).year
    year = request.args.get("year", type=int) or (years[0] if years else this_year)
    return render_template(
        "register/index.html", year=year, years=years, papers=list_register(year), series=list_series(year)
    )


@blueprint.get(CHECK_PATH)
@public
def ask() -> ResponseReturnValue:
    """Where anybody enters the code of a paper."""
    typed = request.args.get("ma", "").strip()
    if not typed:
        return render_template("register/ask.html", typed="", fault=None)
    code = read_code(typed)
    if code is None:
        fault = _("Mã gồm 12 chữ và số, ví dụ K7Q4-9ZTW-2M5H. Xem lại mã in ở cuối văn bản.")
        return render_template("register/ask.html", typed=typed, fault=fault), 422
    return redirect(url_for("register.check", code=code))


@blueprint.get(f"{CHECK_PATH}/<code>")
@public
def check(code: str) -> ResponseReturnValue:
    """Whether a paper is genuine and in force, with the least that makes the answer useful."""
    read = read_code(code)
    answer = answer_for(read) if read else None
    return render_template("register/check.html", answer=answer, typed=code[:40]), 200 if answer else 404
