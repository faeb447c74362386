"""Whoever has a second check of a scorecard to make reads no total of its unit: on the ranking its points are
left out, and the other pages of a run wait until the check is made.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from awards.board import Board, BoardRow
from awards.forms import Asked
from awards.models import EvaluationRun
from foundation.clock import now
from foundation.database import db
from foundation.json_errors import wants_json
from foundation.permissions import Actor, Permission, can
from participants.models import Participant
from scorecards.models import Scorecard
from verification.second_check_queries import list_blinding_ids

OPEN = frozenset({"awards.ranking"})
RUN = "run_id"


def register(blueprint: Blueprint) -> None:
    """Stand before every page that names a run, in whatever room."""
    blueprint.before_app_request(stop)


def list_hidden(actor: Actor, movement_year_id: int, now: datetime) -> list[Participant]:
    """The participants of a year whose totals the actor may not read yet, by number."""
    if not can(actor, Permission.VERIFY_SCORECARD):
        return []
    cards = list_blinding_ids(actor.actor_id, now)
    if not cards:
        return []
    statement = (
        select(Participant)
        .join(Scorecard, Scorecard.participant_id == Participant.id)
        .where(Scorecard.id.in_(cards), Scorecard.movement_year_id == movement_year_id)
        .order_by(Participant.id)
    )
    return list(db.session.scalars(statement))


def veil(board: Board, hidden: Collection[int]) -> Board:
    """The board without what tells how these participants scored: points, outcome, and what is drawn or said
    of places near theirs. Of nobody a place is told, since the one that is missing would be theirs.
    """
    if not hidden:
        return board
    rows = (_veiled(row) if row.participant_id in hidden else row for row in board.rows)
    return replace(board, rows=tuple(_placeless(row) for row in rows), ties=(), near=())


def without_order(asked: Asked) -> Asked:
    """The same in the order of names and of every outcome: other orders tell how those scored whose points
    are left out.
    """
    return replace(asked, selection=replace(asked.selection, sort="name", descending=False, outcome=""))


def _placeless(row: BoardRow) -> BoardRow:
    return replace(row, place="", tie="", heading="", line=None, marks=replace(row.marks, change=None))


def _veiled(row: BoardRow) -> BoardRow:
    return replace(row, veiled=True, self_x=None, total_x=None, hint="", grade="", linked=False)


def stop() -> ResponseReturnValue | None:
    """Before a page of a run: whoever is blind in its year is told why it waits, and what to do."""
    run_id = (request.view_args or {}).get(RUN)
    if run_id is None or request.endpoint in OPEN or not current_user.is_authenticated:
        return None
    run = db.session.get(EvaluationRun, run_id)
    hidden = list_hidden(current_user, run.movement_year_id, now()) if run is not None else []
    if not hidden:
        return None
    words = words_on(hidden)
    if wants_json():
        return jsonify(message=words), 403
    return render_template("awards/blind.html", run=run, words=words), 403


def words_on(hidden: Collection[Participant]) -> str:
    """Why something is left out."""
    return _(
        "Tài khoản này còn thẩm định lần hai phiếu của %(names)s nên chưa xem được điểm đã thẩm định.",
        names=", ".join(one.name for one in hidden),
    )
