"""Supplementary sessions: what earlier sessions of the year left open comes before the council once more.

Whose hold was lifted takes the place that was kept (Decree 152/2025, Article 4.4); what was put off returns;
a newer run says anew who is recommended, after all that was given. What the council refused stays refused.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from awards.decided import Line, recommend_with
from awards.run_facts import facts_of
from council.after_decisions import Addition, Changes
from council.agenda import drop_items, put_items
from council.agenda_from_run import ItemDraft, QuestionDraft
from council.conflicts import refresh_conflicts
from council.decisions import decisions_of, is_decided, rulings_of_document
from council.equals import equals_among
from council.following import drafts_of
from council.holding import hold_to_prepare, touch
from council.models import CouncilSession, SessionKind
from council.queries import find_run_line
from council.question_texts import text_on_minutes
from council.result_queries import list_sealed_of_year
from council.rules import RECOMMENDED, is_untouched
from council.still_held import StillHeld, still_held
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import Actor
from history.services import record
from scorecards.models import Scorecard
from verification.mark_queries import Standing, list_standing

Key = tuple[int, str]


def fill_supplementary(*, actor: Actor, session_id: int, version: int | None, now: datetime) -> int:
    """Make the agenda of a supplementary session from what was left open; how many cases that are.

    Raises Conflict for a regular session, once something was voted on, and where nothing was left open.
    """
    session = hold_to_prepare(actor, session_id, version)
    if session.kind is not SessionKind.SUPPLEMENTARY:
        raise Conflict(_("Đây là phiên thường kỳ: lập chương trình từ kết quả đánh giá."))
    if any(not is_untouched(question) for item in session.items for question in item.questions):
        raise Conflict(_("Đã biểu quyết nên không lập lại chương trình được; thêm hoặc bỏ từng nội dung."))
    count = offer_left_open(actor, session, now)
    if not count:
        raise Conflict(
            " ".join(
                [_("Các phiên trước không để lại việc gì xét được lúc này."), *words_on_still_held(session)]
            )
        )
    touch(session)
    return count


def offer_left_open(actor: Actor, session: CouncilSession, now: datetime) -> int:
    """Put what was left open on the agenda of a session that is held; returns the number of cases."""
    lines = list_left_open(session)
    if not lines:
        return 0
    drop_items(session, [item for item in session.items if not item.notes.strip()])
    changes = Changes(
        approvals=[Addition(line, "") for line in lines if line.status == RECOMMENDED],
        ties=[(tie, "") for tie in equals_among(lines)],
    )
    drafts = drafts_of(facts_of(find_run_line(session.run_id)), changes)
    minutes = ItemDraft(text_on_minutes(), [QuestionDraft(text_on_minutes())], procedural=True)
    made = put_items(session, [*drafts, minutes])
    released = [line.name for line in lines if line.participant_id in list_released(session)]
    if released:
        with force_locale("vi"):
            made[0].notes = _("Đã có kết luận xác minh, xét tiếp: %(names)s.", names=", ".join(released))
    refresh_conflicts(session, now)
    record(
        actor=actor,
        action="session:agenda-made",
        subject=("council_session", session.id),
        after={"items": [one.title for one in session.items]},
        now=now,
    )
    return len(lines)


def list_left_open(session: CouncilSession) -> list[Line]:
    """Whom the session's run recommends, or finds equal, after everything that was decided in the year so far
    and every hold that was lifted, and on whom no session has ruled. Whoever bears a ground that was laid
    since waits: nothing is given while it is verified.
    """
    lines = _unruled(session)
    kept_back = {one.scorecard.participant_id for one in _standing_on(session, lines)}
    return [line for line in lines if not (line.status == RECOMMENDED and line.participant_id in kept_back)]


def list_still_held(session: CouncilSession) -> list[StillHeld]:
    """Who was left open and still waits for the end of a verification, with the grounds."""
    lines = [line for line in _unruled(session) if line.status == RECOMMENDED]
    return list(still_held(session.movement_year_id, list(_documents(session)), lines))


def words_on_still_held(session: CouncilSession) -> Iterator[str]:
    """One sentence on each who still waits, and why."""
    for one in list_still_held(session):
        grounds = "; ".join(ground.name for ground in one.grounds)
        yield _("%(name)s chưa xét được: %(grounds)s.", name=one.name, grounds=grounds)


def _standing_on(session: CouncilSession, lines: Sequence[Line]) -> list[Standing]:
    return list_standing(session.movement_year_id, {line.participant_id for line in lines}) if lines else []


def _unruled(session: CouncilSession) -> list[Line]:
    """Every line that is due and on which no session has ruled."""
    decisions = decisions_of(session)
    lines = recommend_with(session.run, decisions, released=list_released(session), all_types=True)
    closed = set(_closed(session))
    return [
        line
        for line in lines
        if line.is_due
        and not is_decided(decisions, line.participant_id, line.award)
        and (line.participant_id, line.award) not in closed
    ]


def list_released(session: CouncilSession) -> set[int]:
    """Those whose place earlier sessions of the year kept, and whose scorecard bears no hold any more."""
    held = {one["participant"] for document in _documents(session) for one in document["holds"]}
    return held - _still_held(session.movement_year_id, held)


def _closed(session: CouncilSession) -> Iterator[Key]:
    """What earlier sessions of the year closed: refused, or left out for a reason."""
    for document in _documents(session):
        for award, participant, _granted in rulings_of_document(document):
            yield participant, award
        for case in document["left_out"]["cases"]:
            yield case["participant"], case["award"]


def _documents(session: CouncilSession) -> Iterator[dict[str, Any]]:
    for one in list_sealed_of_year(session.movement_year_id):
        if one.number < session.number:
            yield json.loads(one.document or "{}")


def _still_held(movement_year_id: int, participants: Collection[int]) -> set[int]:
    cards = db.session.execute(
        select(Scorecard.participant_id, Scorecard.holds).where(
            Scorecard.movement_year_id == movement_year_id, Scorecard.participant_id.in_(participants)
        )
    )
    return {card.participant_id for card in cards if card.holds}
