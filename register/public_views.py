"""The page on which anybody asks whether a paper is genuine: no signing in, no trace but a count.

What visitors ask is written nowhere in the record: it would flood it, and who asks is nobody's business.
Codes that are none are counted for each address in memory (`foundation.limits`).
"""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import public
from foundation.limits import limiter
from register.answers import answer_for
from register.codes import CHECK_PATH, read_code, spelled

LONGEST = 40


def _checks_allowed() -> str:
    return str(current_app.config["SETTINGS"].checks_allowed)


def _misses_allowed() -> str:
    return str(current_app.config["SETTINGS"].misses_allowed)


def _is_miss(answer: Response) -> bool:
    return answer.status_code == 404


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule(CHECK_PATH, view_func=ask)
    blueprint.add_url_rule(f"{CHECK_PATH}/<code>", view_func=check)


@public
@limiter.limit(_checks_allowed)
def ask() -> ResponseReturnValue:
    """Where anybody enters the code of a paper; a slip of the pen is told by the code itself."""
    typed = request.args.get("ma", "").strip()[:LONGEST]
    if not typed:
        return _page("register/ask.html", 200, typed="", fault=None)
    code = read_code(typed)
    if code is None:
        fault = _("Mã gồm 12 chữ và số, ví dụ K7Q4-9ZTW-2M5H. Xem lại mã in ở cuối văn bản.")
        return _page("register/ask.html", 422, typed=typed, fault=fault)
    return redirect(url_for("register.check", code=code))


@public
@limiter.limit(_checks_allowed)
@limiter.limit(_misses_allowed, deduct_when=_is_miss)
def check(code: str) -> ResponseReturnValue:
    """Whether a paper is genuine and in force, with the least that makes the answer useful.

    A code that cannot be one is looked for like any other, and answered in the same words.
    """
    answer = answer_for(spelled(code))
    return _page("register/check.html", 200 if answer else 404, answer=answer, typed=code[:LONGEST])


def _page(template: str, status: int, **shown: object) -> Response:
    """A page that no browser keeps, no search engine lists, and whose address goes to no other site."""
    answer = make_response(render_template(template, **shown), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
