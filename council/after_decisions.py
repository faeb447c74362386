"""What a decision changes in the agenda below it: who is newly recommended for an award, who no longer.

Nothing follows silently. The changes are worked out, told with their reasons, and made when the office asks
for it (`council.following`). Only questions that nobody has begun to vote on change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from awards.decided import Decisions, Line, reasons_with, recommend_with
from awards.run_facts import RunFacts, facts_of
from council.decisions import decisions_of
from council.equals import Equals, equals_among
from council.models import Candidate, CouncilSession, Question, QuestionKind, QuestionState
from council.queries import find_run_line
from council.result_document import is_superseded
from council.rules import BALLOT, HELD, RECOMMENDED, is_untouched

Key = tuple[int, str]
STAYS = {
    RECOMMENDED: frozenset({RECOMMENDED}),
    BALLOT: frozenset({BALLOT, RECOMMENDED}),
    HELD: frozenset({HELD}),
}
"""By what an agenda says of a case: the states after the decisions with which it stays as it is."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A case that is to leave the agenda, and why. `stuck`: it stands on a ballot paper that waits."""

    case: Candidate
    reason: str
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """A case that is to come onto the agenda: recommended, or among equals for too few places; and why."""

    line: Line
    reason: str


@dataclass(slots=True)
class Changes:
    """What follows from the decisions of a session."""

    removed: list[Removal] = field(default_factory=list)
    approvals: list[Addition] = field(default_factory=list)
    ties: list[tuple[Equals, str]] = field(default_factory=list)
    holds: list[Addition] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.removed or self.approvals or self.ties or self.holds)

    def __len__(self) -> int:
        return len(self.removed) + len(self.approvals) + len(self.ties) + len(self.holds)

    @property
    def stuck(self) -> list[Removal]:
        """What cannot change while it stands on a ballot paper."""
        return [one for one in self.removed if one.stuck]


def changes_of(session: CouncilSession, *, reasons: bool = True) -> Changes:
    """What the decisions so far change in what is still to be decided; without `reasons` where it is only
    counted.
    """
    decisions = decisions_of(session)
    if not decisions:
        return Changes()
    lines = {_key(line): line for line in recommend_with(session.run, decisions)}
    return _Reading(session, decisions, lines, reasons).changes()


def list_unasked(session: CouncilSession) -> list[Line]:
    """Whom the run recommends after all decisions, or finds equal, and about whom the council was not
    asked, of every type.
    """
    lines = recommend_with(session.run, decisions_of(session), all_types=True)
    asked = {_of(case) for question in _questions(session) for case in question.candidates}
    return [line for line in lines if line.is_due and _key(line) not in asked]


@dataclass
class _Reading:
    """The agenda of a session beside what is recommended now."""

    session: CouncilSession
    decisions: Decisions
    lines: Mapping[Key, Line]
    telling: bool
    left: set[Key] = field(default_factory=set)

    def changes(self) -> Changes:
        ties = equals_among(self.lines.values())
        removed = [
            (case, question)
            for question in _questions(self.session)
            if _is_open(question)
            for case in self._leaving(question, {one.signature for one in ties})
        ]
        self.left = {_of(case) for case, _question in removed}
        asked = {_of(case) for question in _questions(self.session) for case in question.candidates}
        added = [line for line in self.lines.values() if self._comes(line, asked)]
        reasons = self._reasons([_key(line) for line in added] + [_of(case) for case, _q in removed])
        return Changes(
            removed=[
                Removal(case, self._why(case, reasons), stuck=question.ballot_id is not None)
                for case, question in removed
            ],
            approvals=[Addition(line, reasons[_key(line)]) for line in added if line.status == RECOMMENDED],
            ties=[
                (tie, reasons.get(_key(tie.members[0]), ""))
                for tie in ties
                if any(line in added for line in tie.members)
            ],
            holds=[Addition(line, reasons[_key(line)]) for line in added if line.status == HELD],
        )

    def _leaving(self, question: Question, ties: set[tuple[str, frozenset[int], int]]) -> list[Candidate]:
        """Whom the question no longer concerns."""
        if question.kind is QuestionKind.CHOOSE and question.round_of_id is None:
            members = frozenset(case.participant_id for case in question.candidates)
            known = [case for case in question.candidates if _of(case) in self.lines]
            signature = (question.candidates[0].award, members, question.places or 0)
            return [] if not known or signature in ties else list(question.candidates)
        return [case for case in question.candidates if self._leaves(case)]

    def _leaves(self, case: Candidate) -> bool:
        if self._has_form(case) is not None:
            return True
        line = self.lines.get(_of(case))
        return line is not None and case.status in STAYS and line.status not in STAYS[case.status]

    def _has_form(self, case: Candidate) -> str | None:
        """The form that was granted for the same achievement, if any."""
        rules = {rule.code: rule for rule in self._facts.rubric.awards}
        wanted = rules[case.award].achievement if case.award in rules else None
        granted = (
            rules[code]
            for code, decision in self.decisions.items()
            if code in rules and code != case.award and case.participant_id in decision.granted
        )
        return next((rule.name for rule in granted if rule.achievement == wanted), None)

    def _comes(self, line: Line, asked: set[Key]) -> bool:
        if not line.is_due and line.status != HELD:
            return False
        key = _key(line)
        return key in self.left or (line.is_changed and key not in asked)

    def _why(self, case: Candidate, reasons: Mapping[Key, str]) -> str:
        form = self._has_form(case)
        if form is not None:
            return _("Cùng thành tích này Hội đồng đã quyết định tặng %(award)s.", award=form)
        return reasons.get(_of(case), "")

    def _reasons(self, keys: Sequence[Key]) -> dict[Key, str]:
        telling = self.telling and keys
        said = reasons_with(self.session.run, self.decisions, set(keys)) if telling else {}
        return dict.fromkeys(keys, "") | said

    @property
    def _facts(self) -> RunFacts:
        return facts_of(find_run_line(self.session.run_id))


def _questions(session: CouncilSession) -> Iterator[Question]:
    for item in session.items:
        for question in item.questions:
            if not is_superseded(question):
                yield question


def _is_open(question: Question) -> bool:
    """Whether the question may still change, at least once it is off its ballot paper."""
    waits = question.state in (QuestionState.PENDING, QuestionState.DEFERRED)
    return is_untouched(question) or (waits and question.ballot_id is not None)


def _key(line: Line) -> Key:
    return line.participant_id, line.award


def _of(case: Candidate) -> Key:
    return case.participant_id, case.award
