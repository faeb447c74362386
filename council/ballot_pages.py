"""What the pages of a secret ballot show: a paper as a member sees it, the count, the list of slips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from council.ballot_board import words_of
from council.ballot_electorate import questions_of, voters_of
from council.ballot_forms import NOBODY, WORDS, field_of, total_field, value_of
from council.ballot_preparing import list_obstacles
from council.ballot_queries import Received, count_received, list_slips
from council.ballot_receipts import CODE_LENGTH, mark_of
from council.ballot_rules import rules_for
from council.counting import AGREE, BLANK, DISAGREE, INVALID, Choice
from council.holding import member_for
from council.models import Ballot, BallotState, Question, QuestionKind, SessionMember
from council.question_view import QuestionView
from council.rules import can_run
from council.tally_words import share_in_words, whole_in_words
from foundation.formats import grouped_code
from foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be marked."""

    value: str
    label: str
    hint: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question on a paper. `many`: several names may be marked, at most `places`."""

    question: Question
    place: int
    field: str
    options: Sequence[Option]
    listed: Sequence[str]
    rule: str
    fault: str = ""

    @property
    def places(self) -> int:
        """How many may be marked; 1 where one agrees or disagrees."""
        return self.question.places or 1

    @property
    def many(self) -> bool:
        """Whether more than one may be marked."""
        return self.places > 1


@dataclass(frozen=True)
class CountPage:
    """A ballot as the session sees it."""

    ballot: Ballot
    questions: Sequence[QuestionView]
    received: Received
    runs: bool
    own: SessionMember | None

    @property
    def state(self) -> str:
        """Its state as a word."""
        return self.ballot.state.value

    @cached_property
    def obstacles(self) -> list[str]:
        """Why a prepared paper cannot be opened yet."""
        return list_obstacles(self.ballot) if self.ballot.state is BallotState.PREPARED else []

    def voters(self, view: QuestionView) -> int:
        """How many may vote on a question."""
        return len(voters_of(view.question))


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One counted slip: the head of its mark, what it says, whether it belongs to the receipt asked for."""

    mark: str
    code: str
    words: str
    own: bool


def words_of_choice(question: Question, choice: Choice) -> str:
    """A choice as people read it."""
    names = {one.number: one.name for one in question.candidates}
    if not isinstance(choice, str):
        return ", ".join(names.get(number, str(number)) for number in choice)
    blank = _("Phiếu trắng") if question.kind is QuestionKind.APPROVE else _("Không chọn ai")
    words = {AGREE: _("Đồng ý"), DISAGREE: _("Không đồng ý"), BLANK: blank, INVALID: _("Không hợp lệ")}
    return words.get(choice, choice)


def build_paper(
    questions: Sequence[Question], said: Mapping[int, Choice], faults: Mapping[int, str]
) -> list[PaperQuestion]:
    """The questions of one member's paper, with what was marked and what is wrong with it."""
    return [
        PaperQuestion(
            question=one,
            place=place,
            field=field_of(one),
            options=_options(one, said.get(one.id)),
            listed=[case.name for case in one.candidates] if one.kind is QuestionKind.APPROVE else [],
            rule=_rule(one),
            fault=faults.get(one.id, ""),
        )
        for place, one in enumerate(questions, start=1)
    ]


def build_count(actor: Actor, ballot: Ballot) -> CountPage:
    """The page of a ballot for this reader."""
    members = {one.id: one for one in ballot.session.members}
    views = [QuestionView(one, members) for one in questions_of(ballot)]
    own = member_for(ballot.session, actor.actor_id)
    return CountPage(ballot, views, count_received(ballot.id), can_run(actor, ballot.session), own)


def codes_of(receipt: str, ballot: Ballot, questions: Sequence[Question]) -> list[str]:
    """The heads of the marks that a receipt gives, as the list of slips shows them."""
    groups = CODE_LENGTH // 4
    return [grouped_code(mark_of(receipt, ballot.id, one.id), groups) for one in questions]


def list_lines(ballot: Ballot, question: Question, receipt: str | None = None) -> list[SlipLine]:
    """The slips of a counted question in the order of their marks; `own` where the receipt gives the mark."""
    own = mark_of(receipt, ballot.id, question.id) if receipt else ""
    return [
        SlipLine(
            mark=one.mark,
            code=grouped_code(one.mark, CODE_LENGTH // 4),
            words=words_of_choice(question, one.choice),
            own=one.mark == own,
        )
        for one in list_slips(question.id)
    ]


def totals_asked(question: Question) -> list[tuple[str, str]]:
    """The fields of the counting board for a question, each with its label."""
    names = {str(one.number): one.name for one in question.candidates}
    return [
        (total_field(question, word), names.get(word) or words_of_choice(question, word))
        for word in words_of(question)
    ]


def _options(question: Question, said: Choice | None) -> list[Option]:
    if question.kind is QuestionKind.APPROVE:
        return [
            Option(value, words_of_choice(question, word), marked=said == word)
            for value, word in WORDS.items()
        ]
    marked = said if isinstance(said, list) else []
    names = [
        Option(value_of(one.number), one.name, one.group_name, one.number in marked)
        for one in question.candidates
    ]
    return [*names, Option(NOBODY, words_of_choice(question, BLANK), marked=said == BLANK)]


def _rule(question: Question) -> str:
    rules = rules_for(question)
    return _(
        "Cần %(share)s %(whole)s.",
        share=share_in_words(rules.threshold),
        whole=whole_in_words(rules.denominator, written=rules.written_opinion),
    )
