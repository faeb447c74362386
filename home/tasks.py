"""What waits for a person: each line leads to the page where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from accounts.models import User
from assignments.models import ChargeKind
from assignments.queries import list_cluster_ids
from awards.charges import charges_of
from awards.queries import RunLine, list_runs
from awards.run_facts import facts_of
from council.models import SessionState
from council.queries import list_ahead_for
from council.result_queries import list_seals_of_year
from criteria.queries import find_published
from documents.next_paper import next_paper
from foundation.formats import moment
from foundation.permissions import Permission, can
from home.own_cards import OwnCard
from home.queries import (
    count_hamlets_of,
    count_scorecards,
    is_anybody_assigned,
)
from movements.deadlines import deadline_of, is_running, stage_of
from movements.models import MovementYear, StageCode
from movements.queries import list_years
from scorecards.models import AssessmentLevel, ScorecardStatus
from verification.mark_queries import list_standing
from verification.objection_queries import count_waiting_objections
from verification.queries import Asked, list_queue
from verification.queue_states import QueueState
from verification.rules import obstacle_of_time
from verification.second_check_queries import count_checks_to_make, count_differences

VERIFIED = frozenset({ScorecardStatus.VERIFIED, ScorecardStatus.SEALED})


@dataclass(frozen=True, slots=True)
class Task:
    """The words of the link, why, where it leads, and until when."""

    title: str
    hint: str
    url: str
    due: datetime | None = None


def list_tasks(
    user: User, year: MovementYear | None, run: RunLine | None, cards: list[OwnCard], now: datetime
) -> list[Task]:
    """Everything that waits for this person, what is nearest to its role first."""
    tasks = list(_of_the_council(user))
    if year is not None:
        tasks += _of_units(user, year, cards, now)
        tasks += _of_verifiers(user, year, now)
        tasks += _of_the_office(user, year, run, now)
    tasks += _of_the_result(user, run)
    tasks += _of_holds(user, run, year)
    tasks += _of_readers(user, run)
    tasks += _of_the_administrator(user)
    return tasks


def _of_units(user: User, year: MovementYear, cards: list[OwnCard], now: datetime) -> Iterator[Task]:
    for card in cards[1:]:
        if card.with_unit and card.writable:
            yield Task(
                _("Chấm điểm: %(name)s", name=card.unit.name),
                _("Phiếu khác mà tài khoản này phụ trách"),
                url_for("scorecards.my_scorecards"),
                card.closes,
            )
    if can(user, Permission.ENTER_HOUSEHOLDS) and count_hamlets_of(user.id):
        due = deadline_of(year, StageCode.SELF_SCORING)
        yield Task(
            _("Hộ của ấp: nhập, sửa, nộp cả danh sách"),
            _("Dán từ bảng tính được; hoặc tải biểu mẫu về điền rồi nộp lại"),
            url_for("bulk_entry.hamlets"),
            due if is_running(year, StageCode.SELF_SCORING, now) else None,
        )


def _of_verifiers(user: User, year: MovementYear, now: datetime) -> Iterator[Task]:
    queue = list_queue(actor=user, year=year, asked=Asked())
    waiting = (
        0
        if queue is None
        else sum(queue.counts.get(one, 0) for one in (QueueState.WAITING, QueueState.DOING))
    )
    if waiting:
        yield Task(
            _("Kiểm tra %(count)s phiếu đã nộp", count=waiting)
            if queue is not None and queue.level is AssessmentLevel.GROUP
            else _("Thẩm định %(count)s phiếu đã nộp", count=waiting),
            _("Phiếu nộp sớm nhất đứng trước; có thể chấp nhận cùng lúc các tiêu chí không vướng mắc"),
            url_for("verification.index"),
            deadline_of(year, StageCode.VERIFICATION),
        )
    checks = count_checks_to_make(user.id, year.id) if can(user, Permission.VERIFY_SCORECARD) else 0
    if checks and obstacle_of_time(user, year, now) is None:
        yield Task(
            _("Thẩm định lần hai %(count)s tiêu chí", count=checks),
            _("Chấm độc lập theo minh chứng, không xem kết quả lần một"),
            url_for("verification.second_checks"),
            deadline_of(year, StageCode.VERIFICATION),
        )


def _of_the_office(user: User, year: MovementYear, run: RunLine | None, now: datetime) -> Iterator[Task]:
    if can(user, Permission.ANSWER_OBJECTION):
        yield from _objections(year, now)
    if can(user, Permission.SETTLE_CHECK) and (differing := count_differences(year.id)):
        yield Task(
            _("Xử lý %(count)s chỗ hai lần thẩm định khác nhau", count=differing),
            _("Lấy số lần một, lần hai hoặc số khác, kèm lý do"),
            url_for("verification.differences"),
        )
    if can(user, Permission.SEAL_RUN):
        yield from (_seal(one, None) for one in _unsealed_before(year) if is_ready_to_seal(one, now))
        if is_ready_to_seal(year, now):
            yield _seal(year, run)


def _objections(year: MovementYear, now: datetime) -> Iterator[Task]:
    """What waits to be answered; from the day on which units may object, the list in any case."""
    stage, waiting = stage_of(year, StageCode.OBJECTION), count_waiting_objections(year.id)
    if waiting:
        title = _("Trả lời %(count)s đề nghị phúc tra", count=waiting)
        hint = _("Đề nghị gửi trước đứng trước; trả lời xong đơn vị đọc được ngay")
    elif stage is not None and stage.opens_at <= now:
        title = _("Xem đề nghị phúc tra năm %(year)s", year=year.year)
        hint = _("Không có đề nghị nào chờ trả lời; đề nghị đã trả lời, đã rút vẫn giữ ở đây")
    else:
        return
    yield Task(title, hint, url_for("verification.list_objections", nam=year.id))


def is_ready_to_seal(year: MovementYear, now: datetime) -> bool:
    """Whether evaluating a year is the next thing to do: it has published criteria and scorecards, and the
    verification is over, by its date or because every scorecard is verified.
    """
    cards = count_scorecards(year.id)
    if not cards or find_published(year.id) is None:
        return False
    stage = stage_of(year, StageCode.VERIFICATION)
    return set(cards) <= VERIFIED or (stage is not None and stage.closes_at <= now)


def _unsealed_before(year: MovementYear) -> list[MovementYear]:
    """The years before this one that were never evaluated."""
    done = {run.movement_year_id for run in list_runs()}
    return [one for one in list_years() if one.year < year.year and one.id not in done]


def _seal(year: MovementYear, run: RunLine | None) -> Task:
    if run and run.movement_year_id == year.id:
        title = _("Đánh giá lại năm %(year)s", year=year.year)
        hint = _("Khi số liệu hoặc tiêu chí đã thay đổi; lần đánh giá trước vẫn được giữ nguyên")
    else:
        title = _("Đánh giá và chốt kết quả năm %(year)s", year=year.year)
        hint = _("Tính điểm, xếp hạng và đề xuất khen thưởng từ các phiếu đã thẩm định")
    return Task(title, hint, url_for("awards.seal", year_id=year.id))


def _of_the_council(user: User) -> Iterator[Task]:
    """The sessions of a member, the one that sits now before all that is prepared."""
    for session in list_ahead_for(user.id) if can(user, Permission.VIEW_SESSION) else ():
        url = url_for("council.session", session_id=session.id)
        if session.state is SessionState.OPEN:
            yield Task(_("Vào phiên họp đang họp"), session.title, url)
            continue
        hint = _(
            "Họp %(moment)s. Đọc trước các nội dung; có liên quan đến ai thì khai trước khi họp",
            moment=moment(session.meets_at),
        )
        yield Task(_("Chuẩn bị phiên họp xét năm %(year)s", year=session.year), hint, url)


def _of_the_result(user: User, run: RunLine | None) -> Iterator[Task]:
    """What the council decided last: the result of its session, and the paper that comes next."""
    sealed = list_seals_of_year(run.movement_year_id) if run and can(user, Permission.VIEW_SESSION) else ()
    if not run or not sealed:
        return
    last = sealed[-1]
    yield Task(
        _("Xem kết quả phiên họp thứ %(n)s năm %(year)s", n=last.number, year=run.year),
        _("Hội đồng đã quyết định, chốt lúc %(at)s", at=moment(last.sealed_at)),
        url_for("council.result", session_id=last.id),
    )
    coming = next_paper(last.id, run.movement_year_id) if can(user, Permission.ISSUE_PAPER) else None
    if coming is not None:
        endpoint, arguments = coming.address
        yield Task(
            _("Văn bản kế tiếp của phiên họp: %(kind)s", kind=coming.kind.name),
            _(
                "Bước %(step)s/%(steps)s: biên bản, tờ trình, quyết định, bảng kê tiền thưởng, báo cáo",
                step=coming.step,
                steps=coming.steps,
            ),
            url_for(endpoint, **arguments),
        )


def _of_holds(user: User, run: RunLine | None, year: MovementYear | None) -> Iterator[Task]:
    """Who is kept back or barred, in the current year and in that of the latest run."""
    if not can(user, Permission.LAY_HOLD):
        return
    years = {year.id: year.year} if year is not None else {}
    years |= {run.movement_year_id: run.year} if run is not None else {}
    for year_id, number in years.items():
        count = len(list_standing(year_id))
        if count:
            yield Task(
                _("Xem %(count)s căn cứ chưa xét, loại trừ của năm %(year)s", count=count, year=number),
                _("Có kết luận xác minh thì gỡ; việc mới phát sinh thì ghi, cả khi kết quả đã chốt"),
                url_for("council.holds", nam=year_id),
            )


def _of_readers(user: User, run: RunLine | None) -> Iterator[Task]:
    if run and can(user, Permission.VIEW_RANKING):
        yield from _of_the_charged(user, run)
        hint = _("Bảng xếp hạng theo từng loại đối tượng; bấm “Vì sao” để đọc căn cứ của mỗi kết quả")
        yield Task(
            _("Xem xếp hạng năm %(year)s", year=run.year), hint, url_for("awards.ranking", run_id=run.id)
        )
    if run and can(user, Permission.PRINT_LIST) and not list_seals_of_year(run.movement_year_id):
        hint = _("Lấy từ kết quả đã chốt, đúng thể thức văn bản; xem trước rồi tải PDF")
        url = url_for("documents.commendation_list", run_id=run.id)
        yield Task(_("In danh sách đề nghị khen thưởng"), hint, url)


def _of_the_charged(user: User, run: RunLine) -> Iterator[Task]:
    """The ranking of each cluster that a council member is in charge of."""
    if not list_cluster_ids(user.id, ChargeKind.COUNCIL):
        return
    for one in charges_of(facts_of(run), user):
        yield Task(
            _("Xếp hạng %(group)s năm %(year)s", group=one.name, year=run.year),
            _("Cụm, khối được giao phụ trách"),
            url_for("awards.ranking", run_id=run.id, type=one.type_code, group=one.group_key),
        )


def _of_the_administrator(user: User) -> Iterator[Task]:
    if not can(user, Permission.MANAGE_USERS):
        return
    hint = _("Xem ai đang dùng hệ thống, cấp lại mật khẩu, khóa hoặc mở tài khoản")
    yield Task(_("Quản lý tài khoản"), hint, url_for("assignments.list_accounts"))
    if not is_anybody_assigned():
        yield Task(
            _("Giao đơn vị cho tài khoản"),
            _("Chưa tài khoản nào được giao đơn vị nên chưa ai tự chấm được"),
            url_for("assignments.list_accounts"),
        )
