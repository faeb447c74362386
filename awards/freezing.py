"""Standings held still: while a freeze is in force, no other run of the year is sealed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from awards.models import EvaluationRun, Freeze
from awards.rules import can_freeze_standings
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.formats import day
from foundation.permissions import SYSTEM, Actor
from history.services import record


def find_freeze(movement_year_id: int) -> Freeze | None:
    """The freeze of a year that is in force, with its run and who froze it."""
    return db.session.scalars(
        select(Freeze)
        .where(Freeze.movement_year_id == movement_year_id, Freeze.lifted_at.is_(None))
        .options(joinedload(Freeze.run), joinedload(Freeze.frozen_by))
    ).one_or_none()


def refuse_while_frozen(movement_year_id: int) -> None:
    """Raise Conflict where the standings of the year are frozen: says since when, why, and what to do."""
    freeze = find_freeze(movement_year_id)
    if freeze is not None:
        raise Conflict(
            _(
                "Xếp hạng đang giữ nguyên ở lần đánh giá %(number)s từ ngày %(day)s: %(reason)s "
                "Thôi giữ nguyên trước, rồi đánh giá lại.",
                number=freeze.run.number,
                day=day(freeze.frozen_at),
                reason=_sentence(freeze.reason),
            )
        )


def freeze_standings(*, actor: Actor, run: EvaluationRun, reason: str, now: datetime) -> Freeze:
    """Hold a year's standings at one run. Raises NotAllowed, DomainError without a reason, Conflict where
    they are frozen already.
    """
    _require(actor)
    freeze = Freeze(
        movement_year_id=run.movement_year_id,
        run_id=run.id,
        reason=_said(reason, _("Ghi lý do giữ nguyên xếp hạng, ví dụ: chuẩn bị họp Hội đồng.")),
        frozen_at=now,
        frozen_by_id=actor.actor_id,
    )
    if find_freeze(run.movement_year_id) is not None:
        raise Conflict(_("Xếp hạng của năm này đã được giữ nguyên rồi."))
    db.session.add(freeze)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("Vừa có người khác giữ nguyên xếp hạng. Tải lại trang để xem.")) from error
    record(
        actor=actor,
        action="standings:frozen",
        subject=("evaluation_run", run.id),
        after={"reason": freeze.reason},
        now=now,
    )
    return freeze


def lift_freeze(*, actor: Actor, freeze: Freeze, reason: str, now: datetime) -> None:
    """Let the standings move again. Raises NotAllowed, DomainError without a reason, Conflict where somebody
    lifted it already, or where a session of the council holds them.
    """
    _require(actor)
    said = _said(reason, _("Ghi lý do thôi giữ nguyên xếp hạng, ví dụ: có phiếu phúc tra được chấp nhận."))
    if freeze.lifted_at is not None:
        raise Conflict(_("Xếp hạng này đã thôi giữ nguyên rồi. Tải lại trang để xem."))
    if freeze.frozen_by_id is None and actor is not SYSTEM:
        raise Conflict(
            _("Xếp hạng giữ nguyên vì %(reason)s. Chốt hoặc hủy phiên họp trước.", reason=freeze.reason)
        )
    freeze.lifted_at, freeze.lifted_by_id, freeze.lift_reason = now, actor.actor_id, said
    record(
        actor=actor,
        action="standings:moving",
        subject=("evaluation_run", freeze.run_id),
        before={"reason": freeze.reason},
        after={"reason": said},
        now=now,
    )


def _require(actor: Actor) -> None:
    if actor is not SYSTEM and not can_freeze_standings(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng và Chủ tịch Hội đồng được giữ nguyên xếp hạng."))


def _said(reason: str, otherwise: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(otherwise, field="reason")
    return reason


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
