"""Ballot papers before anybody votes: which questions stand on one, and opening it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, insert, select

from council.attendance import require_quorum
from council.ballot_electorate import FEWEST, list_voters, questions_of, voters_of
from council.ballot_papers import longest_choice
from council.ballot_rules import rules_for
from council.casting import put_into_urn
from council.conflicts import require_declared
from council.counting import count_quorum
from council.electorate import electorate_of
from council.holding import hold_to_run, require_open, touch
from council.models import (
    Ballot,
    BallotState,
    CouncilSession,
    Method,
    Question,
    QuestionState,
    RollEntry,
)
from council.urn import CastSlip, new_urn, room_for
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Actor
from history.services import record

LONGEST_TITLE = 300


def list_open_to_ballot(session: CouncilSession) -> list[Question]:
    """The questions to be voted on in secret that wait and stand on no paper, in the order of the agenda."""
    return [
        one
        for item in session.items
        for one in item.questions
        if one.method is Method.SECRET and one.ballot_id is None and one.state is QuestionState.PENDING
    ]


def prepare_ballot(
    *, actor: Actor, session_id: int, question_ids: Collection[int], title: str, now: datetime
) -> Ballot:
    """Put these questions on one paper. Raises NotAllowed, DomainError where none is chosen, Conflict where
    one of them can stand on no paper (any more).
    """
    session = hold_to_run(actor, session_id)
    free = {one.id: one for one in list_open_to_ballot(session)}
    if not question_ids:
        raise DomainError(_("Chọn ít nhất một câu cho phiếu bầu."), field="questions")
    if not set(question_ids) <= free.keys():
        raise Conflict(_("Có câu vừa được đưa vào phiếu khác hoặc không bỏ phiếu kín nữa. Chọn lại."))
    number = _next_number(session)
    ballot = Ballot(session_id=session.id, number=number, title=_titled(title, number))
    db.session.add(ballot)
    db.session.flush()
    for key in question_ids:
        free[key].ballot_id = ballot.id
    db.session.flush()
    _record(actor, "ballot:prepared", ballot, now, questions=[one.text for one in questions_of(ballot)])
    touch(session)
    return ballot


def drop_ballot(*, actor: Actor, session_id: int, number: int, now: datetime) -> None:
    """Take a paper back that nobody voted on yet; its questions are free again."""
    ballot = hold_ballot(actor, session_id, number)
    if ballot.state is not BallotState.PREPARED:
        raise Conflict(_("Phiếu này đã mở nên không thôi dùng được; có thể hủy lượt bỏ phiếu."))
    for one in ballot.questions:
        one.ballot_id = None
    db.session.flush()
    _record(actor, "ballot:dropped", ballot, now)
    session = ballot.session
    db.session.delete(ballot)
    touch(session)


def open_ballot(*, actor: Actor, session_id: int, number: int, now: datetime) -> Ballot:
    """Let members vote: write the roll, make an empty urn. Raises NotAllowed; Conflict without a quorum,
    before everybody declared what concerns them, where fewer than three may vote on a question, and where it
    is open or over.
    """
    ballot = hold_ballot(actor, session_id, number)
    require_open(ballot.session)
    if ballot.state is not BallotState.PREPARED:
        raise Conflict(_("Phiếu này đã mở bỏ phiếu rồi."))
    require_quorum(ballot.session)
    require_declared(ballot.session)
    obstacles = list_obstacles(ballot)
    if obstacles:
        raise Conflict(" ".join(obstacles))
    _write_roll(ballot)
    put_into_urn(ballot, *new_urn(ballot.id, _capacity(ballot)))
    ballot.state, ballot.opened_at = BallotState.OPEN, now
    for one in ballot.questions:
        one.state = QuestionState.VOTING
    db.session.flush()
    _record(actor, "ballot:opened", ballot, now, voters=len(list_voters(ballot)))
    touch(ballot.session)
    return ballot


def list_obstacles(ballot: Ballot) -> list[str]:
    """Why the paper as it stands cannot be voted on in secret, each with what to do."""
    faults: list[str] = [] if ballot.questions else [_("Phiếu không còn câu nào. Thôi dùng phiếu này.")]
    for place, question in enumerate(questions_of(ballot), start=1):
        voters = len(voters_of(question))
        if voters < FEWEST:
            faults.append(
                _(
                    "Câu %(place)s chỉ có %(n)s người được bỏ phiếu; dưới %(fewest)s người thì biết được ai "
                    "bầu thế nào. Chờ thêm người đến, hoặc đưa câu này ra biểu quyết giơ tay.",
                    place=place,
                    n=voters,
                    fewest=FEWEST,
                )
            )
        quorum = count_quorum(rules_for(question), electorate_of(ballot.session, question))
        if not quorum["met"]:
            faults.append(
                _(
                    "Câu %(place)s cần ít nhất %(needed)s thành viên có mặt, hiện có %(present)s.",
                    place=place,
                    needed=quorum["needed"],
                    present=quorum["present"],
                )
            )
    return faults


def hold_ballot(actor: Actor, session_id: int, number: int) -> Ballot:
    """The ballot with its session, both held by whoever runs the session until the transaction ends."""
    session = hold_to_run(actor, session_id)
    ballot_id = next((one.id for one in session.ballots if one.number == number), None)
    ballot: Ballot | None = lock_row(Ballot, ballot_id) if ballot_id is not None else None
    if ballot is None:
        raise NotFound(_("Không có phiếu bầu này trong phiên họp."))
    return ballot


def _next_number(session: CouncilSession) -> int:
    last = select(func.max(Ballot.number)).where(Ballot.session_id == session.id)
    return (db.session.scalar(last) or 0) + 1


def _titled(title: str, number: int) -> str:
    with force_locale("vi"):  # it is kept and printed
        title = " ".join(title.split()) or _("Phiếu bầu số %(n)s", n=number)
    if len(title) > LONGEST_TITLE:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_TITLE), field="title")
    return title


def _write_roll(ballot: Ballot) -> None:
    members: Sequence[int] = sorted(one.id for one in list_voters(ballot))
    rows = [{"ballot_id": ballot.id, "member_id": one, "voted": False, "written": False} for one in members]
    db.session.execute(insert(RollEntry), rows)


def _capacity(ballot: Ballot) -> int:
    """Room for every slip that can come, each as long as it can be: the urn's size tells nothing."""
    longest = [
        CastSlip(one.id, "0" * 64, longest_choice(one))
        for one in ballot.questions
        for _voter in range(len(electorate_of(ballot.session, one).eligible))
    ]
    return room_for(longest)


def _record(actor: Actor, action: str, ballot: Ballot, now: datetime, **told: object) -> None:
    record(
        actor=actor,
        action=action,
        subject=("council_session", ballot.session_id),
        after={"ballot": ballot.number, **told},
        now=now,
    )
