"""A session of the council: members, agenda, questions put to the vote, ballots, and the sealed result."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    literal,
    select,
    true,
)
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship
from sqlalchemy.orm.session import Session

from accounts.models import User
from awards.grade_keys import is_grade_key
from awards.models import EvaluationRun
from foundation.columns import choice_type, json_type
from foundation.database import Base, UtcDateTime
from movements.models import MovementYear
from participants.models import Participant


class SessionKind(StrEnum):
    """Regular: decides on a whole run; supplementary: on what was left open, such as released holds."""

    REGULAR = "regular"
    SUPPLEMENTARY = "supplementary"


class SessionState(StrEnum):
    """Prepared by the office; open while the council sits; sealed for good, or called off."""

    PREPARED = "prepared"
    OPEN = "open"
    SEALED = "sealed"
    CANCELLED = "cancelled"


class Seat(StrEnum):
    """What a member is in the session. A secretary who is no member of the council has no vote."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SECRETARY = "secretary"


class Attendance(StrEnum):
    """Whether a member came. `written`: absent, but sent an opinion in writing."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    WRITTEN = "written"
    ABSENT = "absent"


class QuestionKind(StrEnum):
    """`approve`: agree or disagree, to one candidate, to a list as a whole, or to a motion without any;
    `choose`: among equals, at most as many as there are places.
    """

    APPROVE = "approve"
    CHOOSE = "choose"


class Method(StrEnum):
    """A show of hands, which is recorded by name, or a secret ballot."""

    HANDS = "hands"
    SECRET = "secret"  # noqa: S105 - a way of voting


class QuestionState(StrEnum):
    """Waiting for its turn; being voted on; decided; put off to another session."""

    PENDING = "pending"
    VOTING = "voting"
    DECIDED = "decided"
    DEFERRED = "deferred"


class BallotState(StrEnum):
    """A secret ballot: prepared, open, closed and counted, or void (too few voted, or broken off)."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class CouncilSession(Base):
    """One sitting of the council on a sealed evaluation run. `number` counts within the year.

    `rules` are the voting rules of this session (`council.ballot_rules`). When sealed, `document` is the
    canonical JSON of everything decided and `seal` its SHA-256; from then on nothing of the session changes.
    """

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(seal IS NULL) = (sealed_at IS NULL)", name="sealed_with_seal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("evaluation_run.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[SessionKind] = mapped_column(choice_type(SessionKind))
    state: Mapped[SessionState] = mapped_column(choice_type(SessionState), default=SessionState.PREPARED)
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(300))
    meets_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rules: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    seal: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(Text, deferred=True)
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative base reads a plain dict

    movement_year: Mapped[MovementYear] = relationship()
    run: Mapped[EvaluationRun] = relationship()
    members: Mapped[list["SessionMember"]] = relationship(
        back_populates="session", order_by="SessionMember.order_no"
    )
    items: Mapped[list["AgendaItem"]] = relationship(back_populates="session", order_by="AgendaItem.number")
    ballots: Mapped[list["Ballot"]] = relationship(back_populates="session", order_by="Ballot.number")


class SessionMember(Base):
    """A member of the council in one session: name and position as they were then. `votes` is false for a
    secretary who is no member. `opinion_ref` names the paper by which an absent member gave an opinion.
    """

    __tablename__ = "session_member"
    __table_args__ = (
        UniqueConstraint("session_id", "user_id"),
        UniqueConstraint("session_id", "order_no"),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    order_no: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(300), default="", server_default="")
    seat: Mapped[Seat] = mapped_column(choice_type(Seat), default=Seat.MEMBER)
    votes: Mapped[bool] = mapped_column(default=True, server_default=true())
    attendance: Mapped[Attendance] = mapped_column(choice_type(Attendance), default=Attendance.UNKNOWN)
    opinion_ref: Mapped[str] = mapped_column(String(300), default="", server_default="")
    conflicts_declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[CouncilSession] = relationship(back_populates="members")
    user: Mapped[User | None] = relationship()
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="member", order_by="Conflict.id")


class AgendaItem(Base):
    """One item of the agenda: what is to be discussed, the notes, and the questions put to the vote."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(500))
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")

    session: Mapped[CouncilSession] = relationship(back_populates="items")
    questions: Mapped[list["Question"]] = relationship(back_populates="item", order_by="Question.number")


class Question(Base):
    """What is voted on with one mark. Whoever has a conflict of interest in any of its candidates is left out
    of it. `rules` overrides the session's where a statute asks for more (None: the session's hold).

    `tally` is the count with every number that the rate was computed from (`council.counting`); `carried`
    the result of an approval; `reason` why the council decides against what the run recommends, printed
    with the result. `round_of_id`: this repeats that question, which gave no result.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint("(kind = 'choose') = (places IS NOT NULL)", name="places_where_one_chooses"),
        Index(None, "ballot_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[QuestionKind] = mapped_column(choice_type(QuestionKind))
    places: Mapped[int | None] = mapped_column(SmallInteger)
    text: Mapped[str] = mapped_column(String(1000))
    method: Mapped[Method] = mapped_column(choice_type(Method), default=Method.HANDS)
    rules: Mapped[dict[str, Any] | None] = mapped_column(MutableDict.as_mutable(json_type()))
    state: Mapped[QuestionState] = mapped_column(choice_type(QuestionState), default=QuestionState.PENDING)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    round_of_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    tally: Mapped[dict[str, Any] | None] = mapped_column(MutableDict.as_mutable(json_type()))
    carried: Mapped[bool | None]
    casting_vote: Mapped[list[int] | None] = mapped_column(MutableList.as_mutable(json_type()))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    item: Mapped[AgendaItem] = relationship(back_populates="questions")
    ballot: Mapped["Ballot | None"] = relationship(back_populates="questions")
    candidates: Mapped[list["Candidate"]] = relationship(
        back_populates="question", order_by="Candidate.number"
    )
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="question", order_by="Conflict.id")
    hands: Mapped[list["Hand"]] = relationship(back_populates="question", order_by="Hand.member_id")


class Candidate(Base):
    """A participant for an award in one question, with what the run says of it; names are copies. `granted`
    is what the council decided, None until then. Among equals at the line of a grade's quota `award` is the
    key of the grade (`scoring.decided.grade_key`).
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("question_id", "participant_id", "award"),
        Index(None, "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[str] = mapped_column(String(200))
    type_code: Mapped[str] = mapped_column(String(40))
    group_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    award: Mapped[str] = mapped_column(String(60))
    award_name: Mapped[str] = mapped_column(String(300))
    recommended: Mapped[bool]
    status: Mapped[str] = mapped_column(String(20))
    granted: Mapped[bool | None]

    question: Mapped[Question] = relationship(back_populates="candidates")
    participant: Mapped[Participant] = relationship()

    @property
    def is_grade(self) -> bool:
        """Whether a grade is decided on, not an award."""
        return is_grade_key(self.award)


class Conflict(Base):
    """A member takes no part in one question. `found` says that the system saw the tie itself (the member
    heads or belongs to the unit); others are declared. A found one may be waived by nobody.
    """

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("member_id", "question_id"), Index(None, "question_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("session_member.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    found: Mapped[bool] = mapped_column(default=False, server_default=false())
    reason: Mapped[str] = mapped_column(String(500))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    member: Mapped[SessionMember] = relationship(back_populates="conflicts")
    question: Mapped[Question] = relationship(back_populates="conflicts")


class Hand(Base):
    """An open vote: one member's choice on one question, also one given in writing (`written`).

    `choice` is agree, disagree or blank; in a choice among equals, the numbers of the candidates chosen.
    """

    __tablename__ = "hand"
    __table_args__ = (UniqueConstraint("question_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("session_member.id", ondelete="CASCADE"))
    choice: Mapped[Any] = mapped_column(json_type())
    written: Mapped[bool] = mapped_column(default=False, server_default=false())

    question: Mapped[Question] = relationship(back_populates="hands")
    member: Mapped[SessionMember] = relationship()


class Ballot(Base):
    """One ballot paper (phiếu bầu) with one or several questions, voted on in secret.

    While it is open, what was cast lies in `urn`, encrypted and mixed anew at every vote; `urn_key` opens it
    together with the application's own secret. Closing counts, writes the slips in the order of their marks,
    and wipes both. See docs/secret-ballot.md.
    """

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[BallotState] = mapped_column(choice_type(BallotState), default=BallotState.PREPARED)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    urn: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    urn_key: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    session: Mapped[CouncilSession] = relationship(back_populates="ballots")
    questions: Mapped[list[Question]] = relationship(back_populates="ballot", order_by="Question.id")
    roll: Mapped[list["RollEntry"]] = relationship(back_populates="ballot", order_by="RollEntry.member_id")


class RollEntry(Base):
    """Who may vote in a ballot, and whether they have. It bears no time and no number that could be joined
    with a slip.
    """

    __tablename__ = "ballot_roll"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("session_member.id", ondelete="CASCADE"), primary_key=True
    )
    voted: Mapped[bool] = mapped_column(default=False, server_default=false())
    written: Mapped[bool] = mapped_column(default=False, server_default=false())

    ballot: Mapped[Ballot] = relationship(back_populates="roll")
    member: Mapped[SessionMember] = relationship()


class Slip(Base):
    """One counted mark on one question. `mark` is derived from the voter's receipt, which is kept nowhere;
    each question has another mark, so that the slips of one paper cannot be put together again.
    Rows are written together, in the order of their marks.
    """

    __tablename__ = "ballot_slip"
    __table_args__ = ({"sqlite_with_rowid": False},)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[Any] = mapped_column(json_type())


class SessionIsSealedError(RuntimeError):
    """Code tried to change something of a sealed session."""


def _of_question(row: Any) -> Any:
    """The session of a row that belongs to a question; for a class, an expression of its columns."""
    statement = select(AgendaItem.session_id).join(Question, Question.item_id == AgendaItem.id)
    return statement.where(Question.id == row.question_id).scalar_subquery()


_SESSION_OF: dict[type[Base], Callable[[Any], Any]] = {
    CouncilSession: lambda row: row.id,
    **dict.fromkeys((SessionMember, AgendaItem, Ballot), lambda row: row.session_id),
    Question: lambda row: select(AgendaItem.session_id).where(AgendaItem.id == row.item_id).scalar_subquery(),
    RollEntry: lambda row: select(Ballot.session_id).where(Ballot.id == row.ballot_id).scalar_subquery(),
    **dict.fromkeys((Candidate, Conflict, Hand, Slip), _of_question),
}


def _refuse(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    sealed = select(CouncilSession.number).where(
        CouncilSession.id == _SESSION_OF[type(row)](row), CouncilSession.state == SessionState.SEALED
    )
    if connection.scalar(sealed) is not None:
        raise SessionIsSealedError(f"{row.__tablename__} belongs to a sealed session")


def _refuse_in_bulk(state: Any) -> None:
    model = state.bind_mapper.class_ if state.bind_mapper else None
    if not (state.is_update or state.is_delete) or model not in _SESSION_OF:
        return
    sealed = select(CouncilSession.id).where(CouncilSession.state == SessionState.SEALED)
    touched = select(literal(1)).select_from(model).where(_SESSION_OF[model](model).in_(sealed))
    if state.statement.whereclause is not None:
        touched = touched.where(state.statement.whereclause)
    if state.session.execute(touched.limit(1)).first() is not None:
        raise SessionIsSealedError(f"{model.__tablename__} has rows of a sealed session")


for _model in _SESSION_OF:
    for _moment in ("before_insert", "before_update", "before_delete"):
        event.listen(_model, _moment, _refuse)
event.listen(Session, "do_orm_execute", _refuse_in_bulk)
