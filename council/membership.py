"""Who sits in a session: chair, deputies, members, secretaries, in the order in which they are listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from accounts.models import User
from council.conflicts import refresh_conflicts
from council.holding import hold_to_prepare, is_any_voted, touch
from council.models import CouncilSession, Seat, SessionMember
from council.queries import find_last_members, list_accounts_of_the_council
from council.recording import record_of
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor, RoleCode

LONGEST_NAME, LONGEST_POSITION = 200, 300
FieldAt = tuple[int, str]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member as typed. `id` is that of a member who sits already; `user_id` the account, if there is one;
    an empty name is that of the account.
    """

    name: str = ""
    position: str = ""
    seat: Seat = Seat.MEMBER
    votes: bool = True
    user_id: int | None = None
    id: int | None = None


class MemberFaults(DomainError):
    """What is wrong with a list of members: by line (from 0) and field; the empty field is the whole list."""

    def __init__(self, faults: Mapping[FieldAt, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


def set_members(
    *, actor: Actor, session_id: int, version: int | None, lines: Sequence[MemberLine], now: datetime
) -> CouncilSession:
    """Make these the members of a session, in this order. Raises MemberFaults with all that is wrong, and
    Conflict once something was voted on: then the denominators stand.
    """
    session = hold_to_prepare(actor, session_id, version)
    if is_any_voted(session.id):
        raise Conflict(_("Đã biểu quyết nên danh sách thành viên không đổi được nữa."))
    users = {user.id: user for user in list_accounts_of_the_council()}
    named = [_named(line, users) for line in lines]
    faults = _faults(session, named, users)
    if faults:
        raise MemberFaults(faults)
    before = _told(session)
    put_members(session, named)
    _record(actor, session, before, now)
    refresh_conflicts(session, now)
    touch(session)
    return session


def suggest_lines(session: CouncilSession | None = None) -> list[MemberLine]:
    """Whom a new session begins with: the members of the last one, or else the accounts of the council, with
    the standing office as secretary without a vote.
    """
    known = {user.id for user in list_accounts_of_the_council()}
    last = find_last_members(session.id if session else None)
    if last:
        return [_copied(one, known) for one in last]
    users = list_accounts_of_the_council()
    return [line for wanted in (Seat.CHAIR, Seat.MEMBER, Seat.SECRETARY) for line in _lines(users, wanted)]


def put_members(session: CouncilSession, lines: Sequence[MemberLine]) -> None:
    """Write the lines into a session, which must be held; those who sit already keep what they declared."""
    kept = {line.id for line in lines if line.id is not None}
    gone = [one.id for one in session.members if one.id not in kept]
    db.session.execute(delete(SessionMember).where(SessionMember.id.in_(gone)))
    db.session.expire(session, ["members"])
    sitting = {one.id: one for one in session.members}
    for place, one in enumerate(session.members, start=1):
        one.order_no = -place  # out of the way of the new order
    db.session.flush()
    for place, line in enumerate(lines, start=1):
        member = sitting.get(line.id) if line.id is not None else None
        if member is None:
            member = SessionMember(session_id=session.id)
            db.session.add(member)
        member.order_no, member.user_id, member.seat = place, line.user_id, line.seat
        member.name, member.position, member.votes = line.name, line.position, line.votes
    db.session.flush()
    db.session.expire(session, ["members"])


def _lines(users: Iterable[User], wanted: Seat) -> Iterable[MemberLine]:
    for user in users:
        if _seat_of(user) is wanted:
            votes = wanted is not Seat.SECRETARY
            yield MemberLine(name=user.full_name, seat=wanted, votes=votes, user_id=user.id)


def _seat_of(user: User) -> Seat:
    if RoleCode.CHAIR in user.role_codes:
        return Seat.CHAIR
    return Seat.MEMBER if RoleCode.COUNCIL in user.role_codes else Seat.SECRETARY


def _copied(member: SessionMember, known: set[int]) -> MemberLine:
    """A member of an earlier session; an account that was closed since is left out, the person stays."""
    user_id = member.user_id if member.user_id in known else None
    return MemberLine(member.name, member.position, member.seat, member.votes, user_id)


def _named(line: MemberLine, users: Mapping[int, User]) -> MemberLine:
    user = users.get(line.user_id) if line.user_id is not None else None
    name = " ".join(line.name.split()) or (user.full_name if user else "")
    votes = line.votes or line.seat is not Seat.SECRETARY
    return MemberLine(name, " ".join(line.position.split()), line.seat, votes, line.user_id, line.id)


def _faults(
    session: CouncilSession, lines: Sequence[MemberLine], users: Mapping[int, User]
) -> dict[FieldAt, str]:
    faults: dict[FieldAt, str] = {}
    sitting = {one.id: one for one in session.members}
    seen: set[int] = set()
    for at, line in enumerate(lines):
        if not line.name:
            faults[at, "name"] = _("Ghi họ tên hoặc chức danh của thành viên.")
        if len(line.name) > LONGEST_NAME:
            faults[at, "name"] = _("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_NAME)
        if len(line.position) > LONGEST_POSITION:
            faults[at, "position"] = _("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_POSITION)
        if line.id is not None and line.id not in sitting:
            faults[at, "name"] = _("Thành viên này vừa bị bỏ khỏi phiên họp. Tải lại trang.")
        kept = sitting[line.id].user_id if line.id in sitting else None
        if line.user_id is not None and line.user_id not in users and line.user_id != kept:
            faults[at, "user_id"] = _("Tài khoản này không có vai trò trong Hội đồng.")
        if line.user_id in seen:
            faults[at, "user_id"] = _("Tài khoản này đã có ở dòng trên.")
        seen |= {line.user_id} if line.user_id is not None else set()
    chairs = [at for at, line in enumerate(lines) if line.seat is Seat.CHAIR]
    if not chairs:
        faults[0, ""] = _("Chọn một người chủ trì phiên họp.")
    for at in chairs[1:]:
        faults[at, "seat"] = _("Phiên họp có một người chủ trì. Chọn Phó Chủ tịch hoặc Ủy viên cho dòng này.")
    return faults


def _told(session: CouncilSession) -> list[str]:
    return [f"{one.name} ({one.seat.value}{'' if one.votes else ', -'})" for one in session.members]


def _record(actor: Actor, session: CouncilSession, before: list[str], now: datetime) -> None:
    after = _told(session)
    if before == after:
        return
    record_of(
        session,
        actor,
        "session:members-changed",
        now,
        before={"members": before},
        after={"members": after},
    )
