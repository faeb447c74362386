"""The sessions of the council: the list, the room itself, what is projected, and the sign of a change."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import (
    agenda_views,
    ballot_views,
    conflict_views,
    hold_views,
    item_views,
    member_views,
    result_views,
    session_views,
    vote_views,
)
from council.loading import page_of
from council.models import SessionState
from council.queries import find_state_token, list_sessions
from foundation.access import requires
from foundation.errors import NotFound
from foundation.permissions import Permission

blueprint = Blueprint("council", __name__)
for pages in (
    session_views,
    member_views,
    agenda_views,
    item_views,
    conflict_views,
    vote_views,
    ballot_views,
    result_views,
    hold_views,
):
    pages.register(blueprint)


@blueprint.get("/phien-hop")
@requires(Permission.VIEW_SESSION)
def index() -> ResponseReturnValue:
    """Every session; the one that sits first."""
    sessions = list_sessions()
    sitting = [one for one in sessions if one.state is SessionState.OPEN]
    return render_template("council/index.html", sessions=sessions, sitting=sitting)


@blueprint.get("/phien-hop/<int:session_id>")
@requires(Permission.VIEW_SESSION)
def session(session_id: int) -> ResponseReturnValue:
    """The room: what is on now, what was decided, who sits there; or the same for the screen on the wall."""
    page = page_of(current_user, session_id)
    token = find_state_token(session_id)
    asked = request.args.get("view", "")
    template = "council/projection.html" if asked == "projection" else "council/session.html"
    return render_template(template, page=page, token=token)


@blueprint.get("/phien-hop/<int:session_id>/trang-thai")
@requires(Permission.VIEW_SESSION)
def state(session_id: int) -> ResponseReturnValue:
    """A sign that changes whenever the page would, for pages that keep themselves fresh."""
    token = find_state_token(session_id)
    if token is None:
        raise NotFound(_("Không có phiên họp này. Mở danh sách phiên họp từ danh mục."))
    return jsonify(token=token)
