"""The pages of judging many: what would be accepted at once, and the households of one hamlet."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from assignments.scope import require_sight
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, NotFound
from foundation.permissions import Permission
from movements.queries import find_current_year
from participants.queries import find_participant
from verification.forms import AcceptForm, address_of, read_asked
from verification.households import build_hamlet, list_hamlets
from verification.queries import list_waiting_ids
from verification.undisputed import MOST_AT_ONCE, accept_undisputed, preview_undisputed
from verification.wording import DOUBTS


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/tham-dinh/chap-nhan", view_func=accept, methods=both)
    blueprint.add_url_rule("/tham-dinh/ho", view_func=households)


@requires(Permission.VIEW_SCORECARD)
def accept() -> ResponseReturnValue:
    """What accepting all that is undisputed would do, then the deed."""
    ids = _asked_ids()
    form = AcceptForm()
    if form.validate_on_submit():
        try:
            with transaction():
                done = accept_undisputed(
                    actor=current_user,
                    scorecard_ids=ids,
                    digest=form.digest.data,
                    finishing=form.finishing.data,
                    now=now(),
                )
        except Conflict as conflict:
            flash(conflict.message, "wait")
        else:
            words = ngettext("Đã chấp nhận %(num)s tiêu chí", "Đã chấp nhận %(num)s tiêu chí", done.accepted)
            flash(words + ".", "info")
            return redirect(_back(ids))
    preview = preview_undisputed(actor=current_user, scorecard_ids=ids, now=now())
    form.digest.data = preview.digest
    return render_template(
        "verification/accept.html",
        preview=preview,
        form=form,
        doubts=DOUBTS,
        back=_back(ids),
        address=address_of(read_asked(request.args)[0]),
        most=MOST_AT_ONCE,
        cut=len(ids) == MOST_AT_ONCE,
    )


@requires(Permission.VIEW_SCORECARD)
def households() -> ResponseReturnValue:
    """The households of one hamlet in a table, each with its claim and how far it has come."""
    year = find_current_year(now())
    if year is None:
        raise NotFound(_("Chưa có năm thi đua."))
    number = request.args.get("ap", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        return render_template("verification/hamlets.html", hamlets=list_hamlets(current_user, year))
    hamlet = find_participant(int(number))
    if hamlet is None:
        raise NotFound(_("Không có ấp này."))
    require_sight(current_user, hamlet)
    page = read_asked(request.args)[1]
    return render_template(
        "verification/households.html",
        page=build_hamlet(current_user, year, hamlet, page, now()),
        address=address_of,
    )


def _asked_ids() -> list[int]:
    """The scorecards named in the address, or else those that wait in the queue as the address cuts it."""
    named = [int(text) for text in request.args.getlist("phieu") if text.isdecimal() and len(text) <= 9]
    if named:
        return named[:MOST_AT_ONCE]
    year = find_current_year(now())
    asked, _page = read_asked(request.args)
    if year is None:
        return []
    number = request.args.get("ap", "")
    below = int(number) if number.isdecimal() and len(number) <= 9 else None
    cut = replace(asked, state=None, below_id=below)
    return list_waiting_ids(actor=current_user, year=year, asked=cut, limit=MOST_AT_ONCE)


def _back(ids: list[int]) -> str:
    number = request.args.get("ap", "")
    if number.isdecimal():
        return url_for("verification.households", ap=number)
    if request.args.get("phieu") and len(ids) == 1:
        return url_for("verification.scorecard", scorecard_id=ids[0])
    return url_for("verification.index", **address_of(read_asked(request.args)[0]))
