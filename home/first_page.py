"""What the first page says to one person: the year, its stages, and the steps that wait for this role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from accounts.models import User
from foundation.permissions import Permission, can
from movements.models import MovementYear, Stage, StageCode
from movements.queries import find_current_year

STAGE_NAMES: dict[StageCode, LazyString] = {
    StageCode.REGISTRATION: _l("Đăng ký"),
    StageCode.SELF_SCORING: _l("Tự chấm"),
    StageCode.VERIFICATION: _l("Thẩm định"),
    StageCode.OBJECTION: _l("Phúc tra"),
    StageCode.COUNCIL: _l("Hội đồng"),
    StageCode.DECISION: _l("Quyết định"),
    StageCode.ARCHIVE: _l("Lưu trữ"),
}


@dataclass(frozen=True)
class StageLine:
    """One stage as the reader sees it: past, running or ahead."""

    name: str
    opens_at: datetime
    closes_at: datetime
    past: bool
    running: bool


@dataclass(frozen=True)
class Step:
    """Something that this person can do next: the words of the link, why, and where it leads."""

    title: str
    hint: str
    url: str


@dataclass(frozen=True)
class FirstPage:
    """All that the page shows."""

    today: datetime
    year: MovementYear | None
    stages: Sequence[StageLine]
    steps: Sequence[Step]


def build_first_page(user: User, now: datetime) -> FirstPage:
    """The page of this person at this instant."""
    year = find_current_year(now)
    stages = [_line(stage, now) for stage in year.stages] if year else []
    return FirstPage(today=now, year=year, stages=stages, steps=_steps(user, year))


def _line(stage: Stage, now: datetime) -> StageLine:
    return StageLine(
        name=str(STAGE_NAMES[stage.code]),
        opens_at=stage.opens_at,
        closes_at=stage.closes_at,
        past=stage.closes_at <= now,
        running=stage.is_open(now),
    )


def _steps(user: User, year: MovementYear | None) -> list[Step]:
    offered = (
        (
            Permission.VIEW_RANKING,
            "awards.index",
            _("Xem xếp hạng và lý do của từng đơn vị"),
            _("Bảng xếp hạng theo từng loại đối tượng; bấm “Vì sao” để đọc căn cứ của mỗi kết quả"),
        ),
        (
            Permission.MANAGE_USERS,
            "accounts.list_accounts",
            _("Quản lý tài khoản"),
            _("Xem ai đang dùng hệ thống, cấp lại mật khẩu, khóa tài khoản"),
        ),
    )
    return [
        Step(title=title, hint=hint, url=url_for(endpoint))
        for permission, endpoint, title, hint in offered
        if can(user, permission)
        and endpoint in current_app.view_functions
        and (year or permission != Permission.VIEW_RANKING)
    ]
