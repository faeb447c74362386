"""What the pages of a session show: facts, the current item, what was decided, who sits there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from awards.models import EvaluationRun
from council.after_decisions import changes_of
from council.attendance import quorum_of
from council.ballot_queries import Received, count_received, list_papers_of
from council.ballot_rules import Rules, rules_of
from council.conflicts import list_undeclared
from council.interests import list_supervised, list_unbound
from council.late_marks import LateMark, list_late_marks
from council.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotState,
    Conflict,
    CouncilSession,
    QuestionState,
    SessionKind,
    SessionMember,
    SessionState,
)
from council.paper_side import outdated_members
from council.question_view import QuestionView
from council.rule_examples import explain_rules
from council.rules import HELD, can_prepare, can_run, is_unfinished
from council.sessions import find_newer_run
from council.still_held import StillHeld
from council.supplementary import list_still_held
from foundation.permissions import Actor


@dataclass(frozen=True)
class ItemView:
    """One item with its questions."""

    item: AgendaItem
    questions: Sequence[QuestionView]

    @property
    def state(self) -> str:
        """The state of the item: that of its questions together."""
        states = {one.question.state for one in self.questions}
        voting = [one.state for one in self.questions if one.is_voting]
        if voting:
            return "voting" if "voting" in voting else "equal"
        if states and states <= {QuestionState.DECIDED}:
            return "decided"
        if states and states <= {QuestionState.DECIDED, QuestionState.DEFERRED}:
            return "deferred"
        if QuestionState.DECIDED in states:
            return "begun"
        return "noted" if not states and self.item.notes.strip() else "pending"

    @property
    def is_done(self) -> bool:
        """Whether nothing of it waits for a vote."""
        return self.state in ("decided", "deferred", "noted")

    @property
    def is_open(self) -> bool:
        """Whether nothing of it was voted on, so that it may be left out."""
        return all(one.is_untouched for one in self.questions)

    @property
    def open_questions(self) -> list[QuestionView]:
        """Questions that nobody has voted on."""
        return [one for one in self.questions if one.is_untouched]

    def holds_any(self, cases: Collection[int], questions: Collection[int]) -> bool:
        """Whether one of these cases or questions, by id, is among the open ones."""
        return any(
            one.question.id in questions or any(case.id in cases for case in one.question.candidates)
            for one in self.open_questions
        )

    @property
    def size(self) -> int:
        """How many cases it has."""
        return sum(len(one.question.candidates) for one in self.questions)

    @property
    def told(self) -> str:
        """What came of it, in a few words: of one question its result, of many how many were carried."""
        decided = [one for one in self.questions if one.is_decided and not one.is_superseded]
        if len(decided) == 1:
            return decided[0].told
        if not decided:
            return ""
        refused = sum(1 for one in decided if one.question.carried is False)
        words = _("%(n)s câu đã kết luận", n=len(decided))
        return _("%(words)s, %(n)s không thông qua", words=words, n=refused) if refused else words

    @property
    def by_hands(self) -> list[QuestionView]:
        """Motions that wait for a show of hands and may be voted on together."""
        return [one for one in self.questions if one.waits and not one.is_secret and not one.is_choice]

    @property
    def by_ballot(self) -> list[QuestionView]:
        """Questions that wait for a secret ballot."""
        return [one for one in self.questions if one.waits and one.is_secret]


@dataclass(frozen=True)
class SessionPage:
    """Everything that a page of a session shows."""

    session: CouncilSession
    items: Sequence[ItemView]
    quorum: Mapping[str, Any]
    rules: Rules
    newer_run: EvaluationRun | None
    supervised: Mapping[int, list[str]]
    own: SessionMember | None
    runs: bool
    prepares: bool
    received: Mapping[int, Received]
    papers: Sequence[tuple[Ballot, bool]]

    @property
    def is_open(self) -> bool:
        """Whether the council sits."""
        return self.session.state is SessionState.OPEN

    @cached_property
    def outdated(self) -> Sequence[str]:
        """Members with a title of a body that is no more on the day, as long as it can be mended."""
        return outdated_members(self.session) if self.prepares and is_unfinished(self.session) else ()

    @cached_property
    def follow_ups(self) -> int:
        """How many changes of the agenda follow from what was decided, for whoever runs the session."""
        return len(changes_of(self.session, reasons=False)) if self.runs and self.is_open else 0

    @cached_property
    def late_marks(self) -> Mapping[int, list[LateMark]]:
        """What was laid or lifted since the run was sealed of those on the agenda, by participant; of a
        session that is over nothing.
        """
        if not is_unfinished(self.session):
            return {}
        asked = {
            case.participant_id
            for item in self.items
            for view in item.questions
            for case in view.question.candidates
        }
        return list_late_marks(self.session, asked)

    @cached_property
    def still_held(self) -> Sequence[StillHeld]:
        """Of a supplementary session that is not over: who was left open and still waits."""
        if self.session.kind is not SessionKind.SUPPLEMENTARY or not is_unfinished(self.session):
            return ()
        return list_still_held(self.session)

    @property
    def late_ones(self) -> list[LateMark]:
        """The same, one after another."""
        return [one for ones in self.late_marks.values() for one in ones]

    def is_held_since(self, view: QuestionView) -> bool:
        """Whether all whom a question would grant something were held back or barred after the run."""
        cases = [one for one in view.question.candidates if one.status != HELD]
        marks = [self.late_marks.get(one.participant_id, ()) for one in cases]
        return bool(cases) and all(any(one.mark.stands for one in ones) for ones in marks)

    def late_of(self, view: QuestionView) -> list[LateMark]:
        """The same of the cases of one question."""
        return [
            one for case in view.question.candidates for one in self.late_marks.get(case.participant_id, ())
        ]

    @property
    def open_ballots(self) -> list[Ballot]:
        """Ballots that members vote in now."""
        return [one for one in self.session.ballots if one.state is BallotState.OPEN]

    @property
    def prepared_ballots(self) -> list[Ballot]:
        """Ballots that wait to be opened."""
        return [one for one in self.session.ballots if one.state is BallotState.PREPARED]

    @property
    def rule_words(self) -> str:
        """The rules of the session in one line."""
        told = explain_rules(self.rules, len(self.voters))
        return "; ".join(f"{one.name.lower()} {one.rule}" for one in told[:2]) + f"; {told[2].rule}"

    @property
    def is_prepared(self) -> bool:
        """Whether the session is still being prepared."""
        return self.session.state is SessionState.PREPARED

    @property
    def voters(self) -> list[SessionMember]:
        """Members with a vote."""
        return [one for one in self.session.members if one.votes]

    @property
    def written(self) -> int:
        """How many are absent and sent an opinion."""
        return sum(1 for one in self.voters if one.attendance is Attendance.WRITTEN)

    @property
    def undeclared(self) -> list[SessionMember]:
        """Who takes part and has not said what concerns them."""
        return list_undeclared(self.session)

    @property
    def undeclared_here(self) -> list[SessionMember]:
        """The same, of those in the room, who can be asked together."""
        return [one for one in self.undeclared if one.attendance is Attendance.PRESENT]

    @cached_property
    def unbound(self) -> Collection[int]:
        """The members with a vote of whom no tie can be found, by id."""
        return list_unbound(self.voters)

    def unfinished_beside(self, view: ItemView) -> list[ItemView]:
        """Beside the last item, which closes the session: the others that still wait for a decision."""
        if not self.items or view is not self.items[-1]:
            return []
        return [one for one in self.items[:-1] if one.questions and self._is_unfinished(one)]

    def _is_unfinished(self, item: ItemView) -> bool:
        return not item.is_done or any(one.next_round and not self.has_round(one) for one in item.questions)

    @property
    def has_roll(self) -> bool:
        """Whether somebody's presence was noted."""
        return any(one.attendance is not Attendance.UNKNOWN for one in self.session.members)

    @cached_property
    def current(self) -> ItemView | None:
        """What is on now: what is being voted on, or else the first item that waits."""
        voting = next((one for one in self.items if one.state in ("voting", "equal")), None)
        waiting = (one for one in self.items if not one.is_done and one.questions)
        return voting or next(waiting, None)

    @property
    def done(self) -> list[ItemView]:
        """Items of which something was decided, the latest first, without the current one."""
        ones = [one for one in self.items if one is not self.current and _decided_at(one) is not None]
        return sorted(ones, key=lambda one: (_decided_at(one) or _NEVER, one.item.number), reverse=True)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items are in each state."""
        states = [one.state for one in self.items]
        return {state: states.count(state) for state in dict.fromkeys(states)}

    @property
    def number_done(self) -> int:
        """How many items are done."""
        return sum(1 for one in self.items if one.is_done)

    @property
    def latest(self) -> QuestionView | None:
        """What was decided last."""
        questions = [one for item in self.items for one in item.questions if one.question.decided_at]
        return max(questions, key=_when, default=None)

    @property
    def lacking_reasons(self) -> list[QuestionView]:
        """Decisions against the recommendation that nobody has given a reason for."""
        return [one for item in self.items for one in item.questions if one.lacks_reason]

    def has_round(self, view: QuestionView) -> bool:
        """Whether a question repeats this one."""
        return any(
            one.question.round_of_id == view.question.id for item in self.items for one in item.questions
        )

    def conflicts_of(self, member: SessionMember) -> list[tuple[ItemView, QuestionView, Conflict]]:
        """What a member takes no part in, in the order of the agenda."""
        return [
            (item, view, conflict)
            for item in self.items
            for view in item.questions
            for conflict in view.question.conflicts
            if conflict.member_id == member.id
        ]


def build_page(actor: Actor, session: CouncilSession) -> SessionPage:
    """The page of a session that was loaded with all that belongs to it (`queries.load_session`)."""
    members = {one.id: one for one in session.members}
    items = [
        ItemView(item, [QuestionView(question, members) for question in item.questions])
        for item in session.items
    ]
    voted_on = [one.id for one in session.ballots if one.state is BallotState.OPEN]
    reader = actor.actor_id if voted_on else None
    return SessionPage(
        session=session,
        items=items,
        quorum=quorum_of(session),
        rules=rules_of(session),
        newer_run=find_newer_run(session),
        supervised=list_supervised(session.members),
        own=next((one for one in session.members if one.user_id == actor.actor_id), None),
        runs=can_run(actor, session),
        prepares=can_prepare(actor),
        received={number: count_received(number) for number in voted_on},
        papers=list_papers_of(session.id, reader) if reader is not None else [],
    )


_NEVER = datetime.min.replace(tzinfo=UTC)


def _when(view: QuestionView) -> tuple[datetime, int]:
    return view.question.decided_at or _NEVER, view.question.id


def _decided_at(item: ItemView) -> datetime | None:
    return max((one.question.decided_at for one in item.questions if one.question.decided_at), default=None)
