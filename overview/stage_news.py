"""Telling those concerned that a stage opens or closes, once for each stage and date."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from accounts.models import User
from accounts.queries import list_users_with_roles
from foundation.permissions import SYSTEM, RoleCode
from history.services import record
from messages.models import MessageKind
from messages.services import Words, tell
from movements.calendars import CONCERNED
from movements.models import MovementYear, Stage, StageCode
from movements.wording import STAGE_NAMES, deadline_text
from overview.duties_to_submit import (
    deadline_of_row,
    is_unsubmitted,
    list_rows,
    list_tasks,
    load_accounts,
)
from overview.reminders import body_of, path_of

PATHS = {
    StageCode.REGISTRATION: "/cham-diem",
    StageCode.SELF_SCORING: "/cham-diem",
    StageCode.VERIFICATION: "/tham-dinh",
    StageCode.OBJECTION: "/cham-diem",
}
_UNIT_STAGES = frozenset({StageCode.REGISTRATION, StageCode.SELF_SCORING, StageCode.OBJECTION})


def open_stage(stage: Stage, now: datetime) -> str:
    """A stage opens: enter it in the record, and tell those concerned unless it has closed meanwhile."""
    year = stage.movement_year
    _record("year:stage-opened", stage, stage.opens_at, now)
    if stage.closes_at <= now:
        return f"{stage.code} {year.year} opened and closed while the clock was off"
    told = _tell(
        stage,
        _concerned(stage.code),
        lambda: _("Giai đoạn %(stage)s năm %(year)s đã mở", stage=STAGE_NAMES[stage.code], year=year.year),
        lambda: _opening_body(stage),
        f"stage-opened/{stage.id}/{stage.opens_at.isoformat()}",
        now,
    )
    return f"{stage.code} {year.year} opened, {told} told"


def close_stage(stage: Stage, now: datetime) -> str:
    """A stage closes: enter it in the record and tell those concerned. Scorecards that were not submitted
    are locked by the date itself; each unit hears in what state it stands, and whom to ask.
    """
    year = stage.movement_year
    _record("year:stage-closed", stage, stage.closes_at, now)
    occasion = f"stage-closed/{stage.id}/{stage.closes_at.isoformat()}"
    told = 0
    if stage.code is StageCode.SELF_SCORING:
        told += _tell_locked(stage, occasion, now)
    told += _tell(
        stage,
        _concerned(stage.code),
        lambda: _("Giai đoạn %(stage)s năm %(year)s đã đóng", stage=STAGE_NAMES[stage.code], year=year.year),
        lambda: _closing_body(stage),
        occasion,
        now,
    )
    return f"{stage.code} {year.year} closed, {told} told"


def close_extensions(year: MovementYear, due_at: datetime, now: datetime) -> str:
    """The later door that single units were given closes: those that have not submitted hear so."""
    rows = [row for row in list_rows(year, now) if row.extended_until == due_at]
    tasks = list_tasks(
        year,
        rows,
        lambda row: is_unsubmitted(row) and deadline_of_row(year, row) == due_at,
        load_accounts(),
    )
    told = 0
    for task in tasks:
        told += len(
            tell(
                actor=SYSTEM,
                users=[task.user],
                kind=MessageKind.STAGE,
                title=lambda: _("Hạn được gia thêm đã hết, phiếu chưa nộp đã khóa"),
                body=lambda task=task: "\n\n".join([*body_of(task), _whom_to_ask(year)]),  # type: ignore[misc]
                path=path_of(task),
                occasion=f"extension-closed/{year.id}/{due_at.isoformat()}",
                now=now,
            )
        )
    return f"extensions of {year.year} ended, {told} told"


def _tell_locked(stage: Stage, occasion: str, now: datetime) -> int:
    """Those whose time ended with the stage and who have not submitted."""
    year = stage.movement_year

    def wanted(row: object) -> bool:
        deadline = deadline_of_row(year, row)
        return is_unsubmitted(row) and deadline is not None and deadline <= now

    told = 0
    for task in list_tasks(year, list_rows(year, now), wanted, load_accounts()):
        told += len(
            tell(
                actor=SYSTEM,
                users=[task.user],
                kind=MessageKind.STAGE,
                title=lambda: _("Giai đoạn Tự chấm năm %(year)s đã đóng, còn phiếu chưa nộp", year=year.year),
                body=lambda task=task: "\n\n".join(  # type: ignore[misc]
                    [
                        _(
                            "Phiếu chưa nộp đã khóa từ %(deadline)s; những gì đã nhập vẫn được giữ.",
                            deadline=deadline_text(stage.closes_at),
                        ),
                        *body_of(task),
                        _whom_to_ask(year),
                    ]
                ),
                path=path_of(task),
                occasion=occasion,
                now=now,
            )
        )
    return told


def _whom_to_ask(year: MovementYear) -> str:
    return _(
        "Cần nộp thêm, hỏi Thường trực Hội đồng (%(body)s) để được gia hạn, có nêu lý do.",
        body=year.movement.standing_body,
    )


def _opening_body(stage: Stage) -> str:
    closes = deadline_text(stage.closes_at)
    words = {
        StageCode.REGISTRATION: _(
            "Các đơn vị đăng ký thi đua, hộ đăng ký thoát nghèo đến %(closes)s.", closes=closes
        ),
        StageCode.SELF_SCORING: _("Nhập số liệu, dẫn minh chứng và nộp phiếu đến %(closes)s.", closes=closes),
        StageCode.VERIFICATION: _("Phiếu đã nộp chờ thẩm định đến %(closes)s.", closes=closes),
        StageCode.OBJECTION: _(
            "Xem kết quả thẩm định; nếu chưa đồng ý, gửi đề nghị phúc tra từng tiêu chí đến %(closes)s.",
            closes=closes,
        ),
        StageCode.COUNCIL: _("Hội đồng xem xếp hạng, căn cứ và biểu quyết đến %(closes)s.", closes=closes),
    }
    return words.get(stage.code) or _("Đến %(closes)s.", closes=closes)


def _closing_body(stage: Stage) -> str:
    closes = deadline_text(stage.closes_at)
    if stage.code is StageCode.SELF_SCORING:
        return _("Phiếu của đơn vị đã nộp đủ và chuyển sang thẩm định. Đóng lúc %(closes)s.", closes=closes)
    return _("Đóng lúc %(closes)s.", closes=closes)


def _concerned(code: StageCode) -> list[User]:
    """Units only where they have something to score; the office always."""
    users = list_users_with_roles(CONCERNED[code] | {RoleCode.OFFICE})
    if code not in _UNIT_STAGES:
        return users
    acting = {user.id for members in load_accounts().values() for user in members}
    units = frozenset({RoleCode.UNIT, RoleCode.COMMUNE})
    return [user for user in users if user.id in acting or user.role_codes - units]


def _tell(
    stage: Stage, users: Iterable[User], title: Words, body: Words, occasion: str, now: datetime
) -> int:
    office = [user for user in users if RoleCode.OFFICE in user.role_codes]
    others = [user for user in users if RoleCode.OFFICE not in user.role_codes]
    return sum(
        len(
            tell(
                actor=SYSTEM,
                users=group,
                kind=MessageKind.STAGE,
                title=title,
                body=body,
                path=path,
                occasion=occasion,
                now=now,
            )
        )
        for group, path in ((office, "/tien-do"), (others, PATHS.get(stage.code, "/")))
    )


def _record(action: str, stage: Stage, at: datetime, now: datetime) -> None:
    after = {"year": stage.movement_year.year, "stage": stage.code.value, "at": at.isoformat()}
    subject = ("movement_year", stage.movement_year_id)
    record(actor=SYSTEM, action=action, subject=subject, after=after, now=now)
