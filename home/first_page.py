"""What the first page says to one person: the year, its stages and results, and the steps of this role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from accounts.models import User
from awards.preparation import count_missing_scorecards
from awards.queries import RunLine, list_runs
from foundation.clock import local_date
from foundation.permissions import Permission, can
from home.queries import count_scorecards
from movements.models import MovementYear, Stage
from movements.queries import find_current_year, list_years
from movements.wording import STAGE_NAMES
from scorecards.models import ScorecardStatus


@dataclass(frozen=True)
class StageLine:
    """One stage as the reader sees it: past, running or ahead, with its first and last day."""

    name: str
    first_day: date
    last_day: date
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
    """All that the page shows. `without` counts those who have no scorecard; `steps` starts with the one that
    matters most to this role.
    """

    today: datetime
    year: MovementYear | None
    stages: Sequence[StageLine]
    scorecards: Mapping[ScorecardStatus, int]
    without: int
    run: RunLine | None
    steps: Sequence[Step]


def build_first_page(user: User, now: datetime) -> FirstPage:
    """The page of this person at this instant."""
    year = find_current_year(now)
    if year is None:
        return FirstPage(now, None, [], {}, 0, None, _steps(user, None, None))
    run = next((run for run in list_runs() if run.movement_year_id == year.id), None)
    stages = [_line(stage, now) for stage in year.stages]
    cards, without = count_scorecards(year.id), count_missing_scorecards(year)
    return FirstPage(now, year, stages, cards, without, run, _steps(user, year, run))


def _line(stage: Stage, now: datetime) -> StageLine:
    return StageLine(
        name=str(STAGE_NAMES[stage.code]),
        first_day=local_date(stage.opens_at),
        last_day=local_date(stage.closes_at - timedelta(microseconds=1)),
        past=stage.closes_at <= now,
        running=stage.is_open(now),
    )


def _steps(user: User, year: MovementYear | None, run: RunLine | None) -> list[Step]:
    steps = []
    if year and can(user, Permission.SEAL_RUN):
        steps.append(_seal_step(year, run))
        steps += [_seal_step(earlier, None) for earlier in _unsealed_before(year)]
    if run and can(user, Permission.VIEW_RANKING):
        steps.append(_ranking_step(run))
    if run and can(user, Permission.PRINT_LIST):
        steps.append(_list_step(run))
    if can(user, Permission.MANAGE_USERS):
        steps.append(_accounts_step())
    return steps


def _unsealed_before(year: MovementYear) -> list[MovementYear]:
    """The years before this one that were never evaluated."""
    done = {run.movement_year_id for run in list_runs()}
    return [one for one in list_years() if one.year < year.year and one.id not in done]


def _seal_step(year: MovementYear, run: RunLine | None) -> Step:
    if run:
        title = _("Đánh giá lại năm %(year)s", year=year.year)
        hint = _("Khi số liệu hoặc tiêu chí đã thay đổi; lần đánh giá trước vẫn được giữ nguyên")
    else:
        title = _("Đánh giá và chốt kết quả năm %(year)s", year=year.year)
        hint = _("Tính điểm, xếp hạng và đề xuất khen thưởng từ các phiếu đã thẩm định")
    return Step(title, hint, url_for("awards.seal", year_id=year.id))


def _ranking_step(run: RunLine) -> Step:
    hint = _("Bảng xếp hạng theo từng loại đối tượng; bấm “Vì sao” để đọc căn cứ của mỗi kết quả")
    return Step(_("Xem xếp hạng năm %(year)s", year=run.year), hint, url_for("awards.index"))


def _list_step(run: RunLine) -> Step:
    hint = _("Lấy từ kết quả đã chốt, đúng thể thức văn bản; xem trước rồi tải PDF")
    url = url_for("documents.commendation_list", run_id=run.id)
    return Step(_("In danh sách đề nghị khen thưởng"), hint, url)


def _accounts_step() -> Step:
    hint = _("Xem ai đang dùng hệ thống, cấp lại mật khẩu, khóa hoặc mở tài khoản")
    return Step(_("Quản lý tài khoản"), hint, url_for("assignments.list_accounts"))
