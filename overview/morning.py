"""What the office hears each morning, while something is due: who is late, and what waits for whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from accounts.queries import list_users_with_roles
from foundation.clock import local_date
from foundation.database import db
from foundation.formats import day, number
from foundation.permissions import SYSTEM, RoleCode
from messages.models import MessageKind
from messages.services import tell
from movements.deadlines import deadline_of, is_running
from movements.models import MovementYear, StageCode
from overview.duties_to_submit import HOUSEHOLD, deadline_of_row, is_unsubmitted, list_rows
from overview.queries import Progress
from overview.words import STATE_NAMES
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from verification.models import Objection, Return, SecondCheck

NAMED = 20
AHEAD = timedelta(days=7)
PATIENCE = timedelta(days=2)


def tell_office(year: MovementYear, now: datetime) -> int:
    """Tell the office how the year stands; returns how many accounts were told, none when nothing is due."""
    rows = list_rows(year, now)
    waiting = _waiting(year, now)
    if not _is_anything_due(year, rows, waiting, now):
        return 0
    late = [row for row in rows if _is_late(year, row, now)]
    told = tell(
        actor=SYSTEM,
        users=list_users_with_roles({RoleCode.OFFICE}),
        kind=MessageKind.MORNING,
        title=lambda: _title(year, late, now),
        body=lambda: "\n\n".join(_body(rows, late, waiting)),
        path="/tien-do",
        occasion=f"morning/{year.id}/{local_date(now).isoformat()}",
        now=now,
    )
    return len(told)


def _waiting(year: MovementYear, now: datetime) -> dict[str, int]:
    """What waits for somebody, by what it is."""
    of_year = Scorecard.movement_year_id == year.id
    returns = (
        select(func.count(func.distinct(Return.scorecard_id)))
        .join(Scorecard, Scorecard.id == Return.scorecard_id)
        .where(
            of_year,
            Scorecard.status == ScorecardStatus.RETURNED,
            Return.answered_at.is_(None),
            Return.returned_at <= now - PATIENCE,
        )
    )
    objections = (
        select(func.count())
        .select_from(Objection)
        .join(Scorecard, Scorecard.id == Objection.scorecard_id)
        .where(of_year, Objection.answer.is_(None), Objection.withdrawn_at.is_(None))
    )
    counts = {
        "returns": db.session.scalar(returns) or 0,
        "objections": db.session.scalar(objections) or 0,
        "checks": _count_differing(year),
    }
    return {name: count for name, count in counts.items() if count}


def _count_differing(year: MovementYear) -> int:
    """Second checks that differ from the first and were not settled yet."""
    checks = db.session.scalars(
        select(SecondCheck)
        .join(Scorecard, Scorecard.id == SecondCheck.scorecard_id)
        .where(
            Scorecard.movement_year_id == year.id,
            SecondCheck.made_at.is_not(None),
            SecondCheck.settled_at.is_(None),
        )
        .order_by(SecondCheck.id)
    )
    return sum(1 for check in checks if check.entry != _first(check))


def _first(check: SecondCheck) -> Any:
    levels = check.scorecard.assessments
    first = next((one for one in levels if one.level is AssessmentLevel.OFFICE), None)
    return None if first is None else first.entries.get(check.criterion)


def _is_late(year: MovementYear, row: Any, now: datetime) -> bool:
    deadline = deadline_of_row(year, row)
    return is_unsubmitted(row) and deadline is not None and deadline <= now


def _is_anything_due(year: MovementYear, rows: Sequence[Any], waiting: dict[str, int], now: datetime) -> bool:
    """Something waits; or self-scoring ends within a week and somebody has not submitted; or it has ended,
    somebody is late, and verification still runs.
    """
    if waiting:
        return True
    if not any(is_unsubmitted(row) for row in rows):
        return False
    deadline = deadline_of(year, StageCode.SELF_SCORING)
    if deadline is None:
        return False
    if now < deadline:
        return is_running(year, StageCode.SELF_SCORING, now) and deadline - now <= AHEAD
    checked_until = deadline_of(year, StageCode.VERIFICATION) or deadline + AHEAD
    return now < checked_until and any(_is_late(year, row, now) for row in rows)


def _title(year: MovementYear, late: Sequence[Any], now: datetime) -> str:
    if late:
        return ngettext(
            "Sáng %(day)s: %(num)s phiếu quá hạn chưa nộp",
            "Sáng %(day)s: %(num)s phiếu quá hạn chưa nộp",
            len(late),
            day=day(now),
        )
    return _("Sáng %(day)s: tình hình năm thi đua %(year)s", day=day(now), year=year.year)


def _body(rows: Sequence[Any], late: Sequence[Any], waiting: dict[str, int]) -> list[str]:
    counts = Counter(row.progress for row in rows)
    states = [f"{STATE_NAMES[one]}: {number(counts[one])}" for one in Progress if counts[one]]
    parts = ["\n".join([_("Tất cả %(count)s phiếu", count=number(len(rows))), *states])]
    names = [row.name for row in late if not row.type_code.startswith(HOUSEHOLD)]
    households = len(late) - len(names)
    if names:
        listed = ", ".join(names[:NAMED])
        if len(names) > NAMED:
            listed = _("%(names)s và %(n)s nơi khác", names=listed, n=len(names) - NAMED)
        parts.append(_("Quá hạn chưa nộp: %(names)s.", names=listed))
    if households:
        parts.append(ngettext("Quá hạn chưa nộp: %(num)s hộ.", "Quá hạn chưa nộp: %(num)s hộ.", households))
    parts += [_waiting_line(name, count) for name, count in waiting.items()]
    return parts


def _waiting_line(name: str, count: int) -> str:
    if name == "returns":
        return ngettext(
            "%(num)s phiếu trả lại từ hai ngày trước chưa được nộp lại.",
            "%(num)s phiếu trả lại từ hai ngày trước chưa được nộp lại.",
            count,
        )
    if name == "objections":
        return ngettext(
            "%(num)s đề nghị phúc tra chưa được trả lời.",
            "%(num)s đề nghị phúc tra chưa được trả lời.",
            count,
        )
    return ngettext(
        "%(num)s tiêu chí thẩm định lần hai khác lần đầu, chờ quyết định.",
        "%(num)s tiêu chí thẩm định lần hai khác lần đầu, chờ quyết định.",
        count,
    )
