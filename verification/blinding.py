"""Keeping somebody blind: until their second checks of a scorecard are made, its other doors are closed.

The doors are closed by default: every address that names such a scorecard, its participant or an objection to
it, in whatever room, but for the pages of the second check itself.
"""

from collections.abc import Collection

from flask import Blueprint, jsonify, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from foundation.clock import now
from foundation.database import db
from foundation.json_errors import wants_json
from foundation.permissions import Actor, Permission, can
from scorecards.models import Scorecard
from verification.models import Objection, SecondCheck
from verification.rules import obstacle_of_time
from verification.second_check_queries import list_blinding_ids

HIDDEN = "record_hidden"
OPEN = frozenset({"verification.second_check", "verification.try_check"})


def register(blueprint: Blueprint) -> None:
    """Stand before every door of the application, and say what the record keeps back."""

    def bind(state: BlueprintSetupState) -> None:
        state.app.extensions[HIDDEN] = hidden_for

    blueprint.record(bind)
    blueprint.before_app_request(stop)


def hidden_for(actor: Actor) -> Collection[int]:
    """The scorecards of which the actor may see no figure but the claim."""
    return list_blinding_ids(actor.actor_id, now()) if can(actor, Permission.VERIFY_SCORECARD) else ()


def stop() -> ResponseReturnValue | None:
    """Before a page: whoever is to judge a scorecard blind is shown the way to do so first."""
    if request.endpoint in OPEN or not current_user.is_authenticated:
        return None
    asked = _asked()
    if not any(asked.values()):
        return None
    hidden = set(hidden_for(current_user))
    found = sorted(hidden & _scorecards(asked)) if hidden else []
    if not found:
        return None
    words = _(
        "Phiếu này giao tài khoản này thẩm định lần hai. Chấm xong phần đó thì các trang của phiếu mở lại."
    )
    if wants_json():
        return jsonify(message=words), 403
    card = db.session.get_one(Scorecard, found[0])
    late = obstacle_of_time(current_user, card.movement_year, now())
    return render_template("verification/blind.html", card=card, words=words, late=late), 403


def _asked() -> dict[str, set[int]]:
    """What an address and a form name, by kind."""
    named: dict[str, set[int]] = {}
    for kind in ("scorecard_id", "participant_id", "objection_id", "check_id"):
        value = (request.view_args or {}).get(kind)
        named[kind] = {value} if isinstance(value, int) else set()
    said = [*request.args.getlist("phieu"), *request.args.getlist("scorecard_id")]
    named["scorecard_id"] |= {
        int(text) for text in said if text.isascii() and text.isdecimal() and len(text) < 10
    }
    return named


def _scorecards(asked: dict[str, set[int]]) -> set[int]:
    found = set(asked["scorecard_id"])
    of_unit = select(Scorecard.id).where(Scorecard.participant_id.in_(asked["participant_id"]))
    of_objection = select(Objection.scorecard_id).where(Objection.id.in_(asked["objection_id"]))
    of_check = select(SecondCheck.scorecard_id).where(SecondCheck.id.in_(asked["check_id"]))
    for name, statement in (
        ("participant_id", of_unit),
        ("objection_id", of_objection),
        ("check_id", of_check),
    ):
        if asked[name]:
            found |= set(db.session.scalars(statement))
    return found
