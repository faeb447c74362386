"""Closing a secret ballot: opening the urn, writing all slips at once, counting, wiping what led there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from council.ballot_board import PaperVotes, check_board, slips_of_board
from council.ballot_electorate import FEWEST, counted_electorate, questions_of
from council.ballot_preparing import hold_ballot
from council.ballot_rules import rules_for
from council.casting import put_into_urn, read_urn, tick
from council.counting import Choice, Electorate, Tally, count_approval, count_choice, electorate_of_tally
from council.holding import touch
from council.models import (
    Attendance,
    Ballot,
    BallotState,
    Question,
    QuestionKind,
    RollEntry,
    Slip,
)
from council.settling import settle_question, unsettle_question
from council.urn import CastSlip, open_urn, sorted_slips
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record

LONGEST_REASON = 500


def close_ballot(
    *, actor: Actor, session_id: int, number: int, paper: PaperVotes | None = None, now: datetime
) -> Ballot:
    """Close, count and settle every question of the paper. `paper`: what the counting board read from papers.

    All slips are written together in the order of their marks, urn and key are wiped, and the roll is written
    anew, so that neither bears the order in which members voted. After the transaction the caller scrubs what
    the database left behind (`council.ballot_scrubbing`). Raises FaultyBoardError for papers that do not add
    up, Conflict where fewer than three voted on a question, or the quorum was lost: then nothing is opened,
    and the ballot goes on or is made void.
    """
    ballot = hold_ballot(actor, session_id, number)
    _require_open(ballot)
    inside = open_urn(ballot.id, *read_urn(ballot))
    if paper is not None and paper.members:
        check_board(ballot, paper)
        _tick_papers(ballot, paper)
        inside = [*inside, *slips_of_board(ballot, paper)]
    tallies = _count(ballot, inside)
    _keep(ballot, inside)
    ballot.state, ballot.closed_at = BallotState.CLOSED, now
    for question, tally in tallies:
        settle_question(question, tally, now)
    _record(actor, "ballot:closed", ballot, now, results=[_told(*one) for one in tallies])
    touch(ballot.session)
    return ballot


def void_ballot(*, actor: Actor, session_id: int, number: int, reason: str, now: datetime) -> Ballot:
    """Break an open ballot off, uncounted: what was cast is destroyed unread, its questions wait again."""
    ballot = hold_ballot(actor, session_id, number)
    _require_open(ballot)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(_("Ghi lý do hủy, ví dụ: mới có hai người bỏ phiếu."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    put_into_urn(ballot, None)
    _write_roll_anew(ballot)
    ballot.state, ballot.closed_at, ballot.void_reason = BallotState.VOID, now, reason
    for one in list(ballot.questions):
        unsettle_question(one)
        one.ballot_id = None
    db.session.flush()
    _record(actor, "ballot:voided", ballot, now, reason=reason)
    touch(ballot.session)
    return ballot


def count_question(
    question: Question, electorate: Electorate, choices: Sequence[Choice], casting: list[int] | None = None
) -> Tally:
    """The tally of one question under its own rules. `casting`: as `Question.casting_vote` keeps it: numbers
    of candidates, or for an approval 1 to agree and 0 to disagree.
    """
    rules = rules_for(question)
    if question.kind is QuestionKind.APPROVE:
        word = None if casting is None else "agree" if casting == [1] else "disagree"
        return count_approval(rules, electorate, choices, casting=word)
    numbers = [one.number for one in question.candidates]
    return count_choice(rules, electorate, question.places or 0, numbers, choices, casting=casting)


def list_choices(question: Question) -> list[Choice]:
    """What was voted on a question of a closed ballot, in the order of the marks."""
    statement = select(Slip.choice).where(Slip.question_id == question.id).order_by(Slip.mark)
    return list(db.session.scalars(statement))


def electorate_of_ballot(ballot: Ballot, question: Question) -> Electorate:
    """Who is counted on a question of this ballot: once it is counted, those who were."""
    if question.tally is not None:
        return electorate_of_tally(question.tally)
    db.session.expire(ballot, ["roll"])
    voted = frozenset(one.member_id for one in ballot.roll if one.voted)
    wrote = frozenset(one.member_id for one in ballot.roll if one.voted and one.written)
    return counted_electorate(question, voted, wrote)


def _require_open(ballot: Ballot) -> None:
    if ballot.state is not BallotState.OPEN:
        raise Conflict(_("Phiếu này không đang mở bỏ phiếu. Tải lại trang để xem kết quả."))


def _tick_papers(ballot: Ballot, paper: PaperVotes) -> None:
    wrote = {one.id for one in ballot.session.members if one.attendance is Attendance.WRITTEN}
    for member_id in paper.members:
        if not tick(ballot.id, member_id, written=member_id in wrote):
            raise Conflict(_("Có thành viên được đánh dấu bỏ phiếu giấy vừa bỏ phiếu trên máy. Xem lại."))


def _count(ballot: Ballot, inside: Iterable[CastSlip]) -> list[tuple[Question, Tally]]:
    choices: dict[int, list[Choice]] = {}
    for slip in sorted_slips(inside):
        choices.setdefault(slip.question_id, []).append(slip.choice)
    questions = questions_of(ballot)
    _require_enough([len(choices.get(one.id, ())) for one in questions])
    tallies = [
        (one, count_question(one, electorate_of_ballot(ballot, one), choices[one.id])) for one in questions
    ]
    if any(tally["result"] == "no_quorum" for _question, tally in tallies):
        raise Conflict(
            _("Không còn đủ số thành viên có mặt theo quy tắc. Chờ đủ người, hoặc hủy lượt bỏ phiếu này.")
        )
    return tallies


def _require_enough(received: Sequence[int]) -> None:
    few = [(place, n) for place, n in enumerate(received, start=1) if n < FEWEST]
    if few:
        place, n = few[0]
        raise Conflict(
            _(
                "Câu %(place)s mới nhận %(n)s phiếu. Kiểm khi dưới %(fewest)s phiếu thì biết được ai bầu thế "
                "nào, nên chưa mở hòm phiếu. Chờ thêm phiếu, hoặc hủy lượt này rồi biểu quyết giơ tay.",
                place=place,
                n=n,
                fewest=FEWEST,
            )
        )


def _keep(ballot: Ballot, inside: Iterable[CastSlip]) -> None:
    rows = [
        {"question_id": slip.question_id, "mark": slip.mark, "choice": slip.choice}
        for slip in sorted_slips(inside)
    ]
    db.session.execute(insert(Slip), rows)
    put_into_urn(ballot, None)
    _write_roll_anew(ballot)


def _write_roll_anew(ballot: Ballot) -> None:
    """The same roll in the order of its members, all rows at once: where a database keeps changed rows in the
    order of their changes, that order was the order of voting.
    """
    held = select(RollEntry.member_id, RollEntry.voted, RollEntry.written)
    statement = held.where(RollEntry.ballot_id == ballot.id).order_by(RollEntry.member_id)
    rows = [{"ballot_id": ballot.id, **row._mapping} for row in db.session.execute(statement)]  # noqa: SLF001
    db.session.execute(delete(RollEntry).where(RollEntry.ballot_id == ballot.id))
    db.session.execute(insert(RollEntry), rows)
    db.session.expire(ballot, ["roll"])


def _told(question: Question, tally: Tally) -> str:
    """A count in one line of the record."""
    if tally["kind"] == "approve":
        return f"{question.text}: {tally['rate']}"
    names = {one.number: one.name for one in question.candidates}
    votes = ", ".join(f"{names[line['number']]} {line['votes']}" for line in tally["votes"])
    return f"{question.text}: {votes}"


def _record(actor: Actor, action: str, ballot: Ballot, now: datetime, **told: object) -> None:
    voted = [one.voted for one in ballot.roll]
    record(
        actor=actor,
        action=action,
        subject=("council_session", ballot.session_id),
        after={"ballot": ballot.number, "voters": len(voted), "received": sum(voted), **told},
        now=now,
    )
