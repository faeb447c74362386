"""Builders of a session that votes in secret: nine members with accounts, one of them recused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from accounts.models import User
from awards.models import RunResult
from council.ballot_preparing import open_ballot, prepare_ballot
from council.ballot_receipts import new_receipt
from council.casting import cast_paper
from council.counting import Choice
from council.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Candidate,
    Conflict,
    CouncilSession,
    Method,
    Question,
    QuestionKind,
    Seat,
    SessionKind,
    SessionMember,
    SessionState,
)
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from tests.factories import NOW, make_user
from tests.sealed_year import COMMUNES, seal_year

VALID_BALLOTS = {"denominator": "valid", "secret": True, "casting_vote": False}


@dataclass
class Sitting:
    """A session that sits: its members in the order of `users`, the ninth recused from the first question."""

    session: CouncilSession
    users: list[User]
    questions: list[Question]
    ballot: Ballot | None = None

    @property
    def number(self) -> int:
        assert self.ballot is not None
        return self.ballot.number

    def vote(self, place: int, *choices: Choice, receipt: str | None = None) -> str:
        """The member at this place, from 0, votes on the questions of the paper in turn."""
        assert self.ballot is not None
        receipt = receipt or new_receipt()
        ids = [one.id for one in self.questions]
        if place == len(self.users) - 1 and len(choices) < len(ids):
            ids = ids[1:]
        said = dict(zip(ids, choices, strict=True))
        cast_paper(actor=self.users[place], ballot_id=self.ballot.id, receipt=receipt, choices=said)
        return receipt


def sit(
    *,
    members: int = 9,
    recused: Sequence[int] = (8,),
    attendance: Mapping[int, Attendance] | None = None,
    rules: Mapping[str, Any] | None = None,
    users: Sequence[User] | None = None,
) -> Sitting:
    """A session with two questions to be voted on in secret: a choice between two equals for one place, from
    which the members at these places (from 0) are recused, and the approval of one commune.
    """
    run = seal_year(COMMUNES[:5])
    session = CouncilSession(
        movement_year_id=run.movement_year_id, run_id=run.id, number=1, kind=SessionKind.REGULAR,
        state=SessionState.OPEN, title="Phiên họp thử", place="Phòng họp số 1", meets_at=NOW,
        rules=dict(VALID_BALLOTS | dict(rules or {})), created_at=NOW, opened_at=NOW,
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    people = list(users or [make_user(roles=[RoleCode.COUNCIL]) for _place in range(members)])
    for place, user in enumerate(people):
        seat = Seat.CHAIR if place == 0 else Seat.MEMBER
        mark = (attendance or {}).get(place, Attendance.PRESENT)
        db.session.add(
            SessionMember(
                session_id=session.id, user_id=user.id, order_no=place + 1, name=f"Thành viên {place + 1}",
                seat=seat, attendance=mark, conflicts_declared_at=NOW,
                opinion_ref="12/YK" if mark is Attendance.WRITTEN else "",
            )
        )  # fmt: skip
    db.session.flush()
    results = db.session.scalars(select(RunResult).where(RunResult.run_id == run.id))
    units = {result.name: result for result in results}
    item = AgendaItem(session_id=session.id, number=1, title="Xét Giấy khen")
    db.session.add(item)
    db.session.flush()
    choice = Question(
        item_id=item.id, number=1, kind=QuestionKind.CHOOSE, places=1, method=Method.SECRET,
        text="Xã An Ninh và Xã Phú Tân: còn 1 suất",
    )  # fmt: skip
    approval = Question(
        item_id=item.id, number=2, kind=QuestionKind.APPROVE, method=Method.SECRET,
        text="Tặng Giấy khen Xã Hồ Đắc Kiện",
    )  # fmt: skip
    db.session.add_all([choice, approval])
    db.session.flush()
    add_candidates(choice, units, ["Xã An Ninh", "Xã Phú Tân"], "ballot")
    add_candidates(approval, units, ["Xã Hồ Đắc Kiện"], "recommended")
    for place in recused:
        member_id = session.members[place].id
        db.session.add(
            Conflict(member_id=member_id, question_id=choice.id, found=True, reason="Ở xã", declared_at=NOW)
        )
    db.session.flush()
    return Sitting(session, people, [choice, approval])


def add_candidates(question: Question, units: Mapping[str, Any], names: Sequence[str], status: str) -> None:
    for number, name in enumerate(names, start=1):
        db.session.add(
            Candidate(
                question_id=question.id, number=number, participant_id=units[name].participant_id, name=name,
                type_code="commune", award="GK", award_name="Giấy khen", status=status,
                recommended=status == "recommended",
            )
        )  # fmt: skip
    db.session.flush()


def open_one(**said: Any) -> Sitting:
    """Such a session with both questions on one paper, open."""
    sitting = sit(**said)
    ids = [one.id for one in sitting.questions]
    made = prepare_ballot(actor=SYSTEM, session_id=sitting.session.id, question_ids=ids, title="", now=NOW)
    sitting.ballot = open_ballot(actor=SYSTEM, session_id=sitting.session.id, number=made.number, now=NOW)
    return sitting
