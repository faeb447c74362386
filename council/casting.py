"""Casting a vote in a secret ballot: the roll says that a member voted, the urn what was voted, and nothing
says both. See docs/secret-ballot.md.
"""

from collections.abc import Mapping
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import CursorResult, select, update

from council.ballot_electorate import questions_for
from council.ballot_papers import check_paper
from council.ballot_receipts import mark_of, read_receipt
from council.counting import Choice
from council.holding import member_for
from council.models import Attendance, Ballot, BallotState, Question, RollEntry, SessionMember, Slip
from council.urn import CastSlip, UrnLostError, fill_urn, open_urn
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import Actor, Permission, can


class AlreadyVotedError(Conflict):
    """The member has voted. `counted` says whether it was with this very receipt: then all is well."""

    def __init__(self, *, counted: bool) -> None:
        super().__init__(_("Bạn đã bỏ phiếu rồi. Mỗi thành viên bỏ một phiếu; phiếu gửi lần này không tính."))
        self.counted = counted


class BallotClosedError(Conflict):
    """The ballot takes no votes: not yet, or no more."""


def voter_of(actor: Actor, ballot: Ballot) -> SessionMember:
    """The member as whom the actor votes in this ballot.

    Raises NotAllowed without the right to vote or without a vote in this session, Trespass for who does not
    sit in it at all.
    """
    if not can(actor, Permission.VOTE):
        raise NotAllowed(_("Chỉ thành viên Hội đồng bỏ phiếu."))
    member = member_for(ballot.session, actor.actor_id)
    if member is None:
        subject = ("council_session", ballot.session_id)
        raise Trespass(_("Không có phiếu bầu này. Mở phiên họp của bạn từ danh mục."), subject=subject)
    if not member.votes:
        raise NotAllowed(_("Bạn dự phiên họp này nhưng không biểu quyết, nên không có phiếu."))
    return member


def paper_for(ballot: Ballot, member: SessionMember) -> list[Question]:
    """The questions on this member's paper. Raises NotAllowed where there is none, and says why."""
    questions = questions_for(ballot, member)
    if questions:
        return questions
    if member.attendance not in (Attendance.PRESENT, Attendance.WRITTEN):
        raise NotAllowed(_("Bạn chưa được ghi có mặt. Báo thư ký phiên họp điểm danh, rồi mở lại phiếu."))
    if member.attendance is Attendance.WRITTEN:
        raise NotAllowed(_("Quy tắc của phiếu này không tính ý kiến của người vắng."))
    raise NotAllowed(_("Bạn có liên quan đến mọi câu của phiếu này nên không bỏ phiếu."))


def has_voted(ballot: Ballot, member: SessionMember) -> bool:
    """Whether the roll says that the member voted."""
    statement = select(RollEntry.voted).where(
        RollEntry.ballot_id == ballot.id, RollEntry.member_id == member.id
    )
    return bool(db.session.scalar(statement))


def cast_paper(
    *, actor: Actor, ballot_id: int, receipt: str, choices: Mapping[int, Choice]
) -> list[Question]:
    """Put the actor's paper into the urn and tick the roll, both or neither. Returns its questions.

    `choices` by question: a word of `council.counting`, or numbers of candidates. Of two who press at the
    same moment as the same member, one waits here for the other and is told so. Writes no history and no
    time: that somebody voted is on the roll alone. Raises FaultyPaperError, AlreadyVotedError,
    BallotClosedError, NotAllowed, Trespass, UrnLostError.
    """
    ballot: Ballot | None = lock_row(Ballot, ballot_id)
    if ballot is None:
        raise BallotClosedError(_("Không có lượt bỏ phiếu này."))
    member = voter_of(actor, ballot)
    plain = read_receipt(receipt)
    if plain is None:
        raise DomainError(_("Phiếu thiếu mã. Tải lại trang để lấy phiếu mới."), field="receipt")
    if has_voted(ballot, member):
        raise AlreadyVotedError(counted=_is_in(ballot, plain))
    if ballot.state is not BallotState.OPEN:
        raise BallotClosedError(_closed_words(ballot))
    questions = paper_for(ballot, member)
    checked = check_paper(questions, choices)
    slips = [CastSlip(key, mark_of(plain, ballot.id, key), choice) for key, choice in checked.items()]
    if not tick(ballot.id, member.id, written=member.attendance is Attendance.WRITTEN):
        raise AlreadyVotedError(counted=False)
    _put_in(ballot, slips)
    return questions


def tick(ballot_id: int, member_id: int, *, written: bool) -> bool:
    """Note on the roll that the member voted. False where it said so before, or does not list the member."""
    statement = (
        update(RollEntry)
        .where(RollEntry.ballot_id == ballot_id, RollEntry.member_id == member_id, RollEntry.voted.is_(False))
        .values(voted=True, written=written)
        .execution_options(synchronize_session=False)
    )
    ticked = cast(CursorResult[object], db.session.execute(statement))
    return ticked.rowcount == 1


def read_urn(ballot: Ballot) -> tuple[bytes, bytes]:
    """The urn and its half of the key as they stand now, past whatever the session has loaded."""
    row = db.session.execute(select(Ballot.urn, Ballot.urn_key).where(Ballot.id == ballot.id)).one()
    if row.urn is None or row.urn_key is None:
        raise UrnLostError
    return row.urn, row.urn_key


def put_into_urn(ballot: Ballot, urn: bytes | None, key: bytes | None = None) -> None:
    """Keep the urn; without one, both it and its key are wiped."""
    _overwrite_what_is_freed()
    values: dict[str, bytes | None] = {"urn": urn}
    if key is not None or urn is None:
        values["urn_key"] = key
    statement = update(Ballot).where(Ballot.id == ballot.id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire(ballot, ["urn", "urn_key"])


def _overwrite_what_is_freed() -> None:
    """From here on, in this connection, SQLite overwrites what it frees."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def _put_in(ballot: Ballot, slips: list[CastSlip]) -> None:
    urn, wrapped = read_urn(ballot)
    inside = open_urn(ballot.id, urn, wrapped)
    if not {slip.mark for slip in inside}.isdisjoint(slip.mark for slip in slips):
        raise DomainError(_("Mã phiếu này đã dùng. Tải lại trang để lấy phiếu mới."), field="receipt")
    put_into_urn(ballot, fill_urn(ballot.id, urn, wrapped, [*inside, *slips]))


def _is_in(ballot: Ballot, receipt: str) -> bool:
    """Whether a paper with this receipt is among those received or counted."""
    marks = {mark_of(receipt, ballot.id, one.id) for one in ballot.questions}
    if ballot.state is BallotState.OPEN:
        return any(slip.mark in marks for slip in open_urn(ballot.id, *read_urn(ballot)))
    return db.session.scalar(select(Slip.question_id).where(Slip.mark.in_(marks)).limit(1)) is not None


def _closed_words(ballot: Ballot) -> str:
    if ballot.state is BallotState.PREPARED:
        return _("Chưa mở bỏ phiếu. Chờ thư ký mở, rồi bấm lại.")
    if ballot.state is BallotState.VOID:
        return _("Lượt bỏ phiếu này đã hủy nên phiếu không được nhận: %(reason)s", reason=ballot.void_reason)
    return _("Phiếu đã đóng nên phiếu này không được nhận.")
