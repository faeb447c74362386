"""The first page, what the layout shows on every page, and the door for a watchman."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from accounts.queries import is_sample_data
from accounts.rules import ROLE_NAMES
from foundation.access import public, requires
from foundation.clock import now
from foundation.permissions import Permission
from home.first_page import build_first_page
from home.navigation import menu_for
from movements.queries import find_current_year
from overview.words import STATE_NAMES
from scheduling.services import last_beat
from scorecards.card_page import time_left

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """What is waiting for me."""
    at = now()
    page = build_first_page(current_user, at)
    return render_template("home/index.html", page=page, states=STATE_NAMES, now=at, time_left=time_left)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Whether pages can be served: the process answers and the database reads; and when the clock last looked
    what is due, which a watchman may find too long ago.
    """
    try:
        beat = last_beat(now())
    except SQLAlchemyError:
        return {"status": "database unavailable"}, 503
    return {"status": "ok", "clock": beat.isoformat() if beat else None}


@blueprint.app_context_processor
def furnish() -> dict[str, Any]:
    """What the layout shows on every page; the page that reports a fault does without."""
    try:
        return _furniture()
    except SQLAlchemyError:
        return {"navigation": [], "role_names": "", "sample_data": False, "movement_place": ""}


def _furniture() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {"navigation": [], "role_names": "", "sample_data": is_sample_data(), "movement_place": ""}
    return {
        "navigation": menu_for(current_user) if request.endpoint else [],
        "role_names": ", ".join(str(ROLE_NAMES[code]) for code in sorted(current_user.role_codes)),
        "sample_data": is_sample_data(),
        "movement_place": _place(),
    }


def _place() -> str:
    year = find_current_year(now())
    if year is None:
        return ""
    district = year.movement.district_name
    return _("%(district)s, năm %(year)s", district=district[:1].upper() + district[1:], year=year.year)
