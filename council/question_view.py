"""One question as pages show it: its state, its votes as rows, its count in words, who takes no part."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from council.ballot_rules import Rules, rules_for
from council.counting import AGREE, BLANK, chair_decides
from council.electorate import electorate_of
from council.models import Candidate, Conflict, Method, Question, QuestionKind, QuestionState, SessionMember
from council.question_texts import named
from council.rounds import awaits_round
from council.rules import goes_against, is_untouched, lacks_reason
from council.tally_words import (
    needed_in_words,
    rate_in_words,
    result_in_words,
    sentences_of,
    share_in_words,
    whole_in_words,
)


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One row of a table of votes; `granted` as the case has it, None for what is no case."""

    name: str
    hint: str
    votes: int
    rate: str
    granted: bool | None
    case: Candidate | None = None


@dataclass(frozen=True)
class QuestionView:
    """One question with what a page says of it."""

    question: Question
    members: Mapping[int, SessionMember]

    @cached_property
    def rules(self) -> Rules:
        """Its rules."""
        return rules_for(self.question)

    @property
    def is_choice(self) -> bool:
        """Whether one chooses among equals."""
        return self.question.kind is QuestionKind.CHOOSE

    @property
    def is_secret(self) -> bool:
        """Whether it is voted on by ballot."""
        return self.question.method is Method.SECRET

    @property
    def state(self) -> str:
        """Its state, as the macro of states draws it."""
        if self.question.tally and self.question.tally["result"] == "tied" and self.is_voting:
            return "equal"
        return self.question.state.value

    @property
    def is_voting(self) -> bool:
        """Whether it is being voted on, or equal votes wait for the chair or another round."""
        return self.question.state is QuestionState.VOTING

    @property
    def is_decided(self) -> bool:
        """Whether the council has spoken."""
        return self.question.state is QuestionState.DECIDED

    @property
    def is_superseded(self) -> bool:
        """Whether a secret vote was taken back, or equal votes were voted on again: its count stands, another
        question decides.
        """
        tally = self.question.tally
        if not self.is_decided or tally is None:
            return False
        if tally["kind"] == "approve":
            return self.question.carried is None
        return bool(tally["chosen"]) and not any(one.granted for one in self.question.candidates)

    @property
    def is_repeated(self) -> bool:
        """Whether votes were equal and another round was held."""
        return self.is_superseded and (self.question.tally or {}).get("result") == "tied"

    @property
    def waits(self) -> bool:
        """Whether it waits for its turn."""
        return self.question.state is QuestionState.PENDING

    @property
    def is_untouched(self) -> bool:
        """Whether it may still be changed."""
        return is_untouched(self.question)

    @property
    def against(self) -> bool:
        """Whether the decision differs from the recommendation."""
        return goes_against(self.question)

    @property
    def lacks_reason(self) -> bool:
        """Whether a reason for that is still due."""
        return lacks_reason(self.question)

    @property
    def result(self) -> str:
        """What the count came to; empty before there is one."""
        return result_in_words(self.question.tally) if self.question.tally else ""

    @property
    def told(self) -> str:
        """The result in a few words, with the rate or who was chosen; empty before there is one."""
        if self.rows:
            chosen = [row.name for row in self.rows if row.granted]
            return _("Chọn %(names)s", names=named(chosen)) if chosen else self.result
        return f"{self.result}: {self.rate}" if self.rate else self.result

    @property
    def sentences(self) -> list[str]:
        """The count in sentences; none before there is one."""
        tally, names = self.question.tally, {one.number: one.name for one in self.question.candidates}
        return sentences_of(tally, self.question.method, names) if tally else []

    @property
    def counted(self) -> str:
        """What the count was measured by; empty before there is one."""
        return needed_in_words(self.question.tally) if self.question.tally else ""

    @property
    def needed(self) -> str:
        """What is needed to carry it, as attendance and conflicts stand now."""
        rules = self.rules
        electorate = electorate_of(self.question.item.session, self.question)
        whole = len(electorate.eligible if rules.denominator == "members" else electorate.voters(rules))
        written = rules.written_opinion and bool(electorate.heard(rules))
        asked = share_in_words(rules.threshold), whole_in_words(rules.denominator, written=written)
        if rules.denominator == "valid" or not whole:
            return _("cần %(share)s %(whole)s", share=asked[0], whole=asked[1])
        return _(
            "cần %(share)s %(whole)s: ít nhất %(needed)s trên %(of)s",
            share=asked[0],
            whole=asked[1],
            needed=rules.threshold.least(whole),
            of=whole,
        )

    @property
    def rate(self) -> str:
        """Votes in favour as a percentage; empty for a choice."""
        tally = self.question.tally
        return rate_in_words(tally["rate"]) if tally and tally["kind"] == "approve" else ""

    @cached_property
    def rows(self) -> list[VoteRow]:
        """A choice: by candidate, most votes first."""
        tally = self.question.tally
        if tally is None or tally["kind"] != "choose":
            return []
        cases = {one.number: one for one in self.question.candidates}
        ordered = sorted(tally["votes"], key=lambda line: (-line["votes"], line["number"]))
        return [_row(line, cases[line["number"]]) for line in ordered]

    @property
    def next_round(self) -> bool:
        """Whether places are open for which another round may be held, or a motion needs one."""
        tally = self.question.tally
        return bool(tally and tally["kind"] == "choose" and tally["next_round"]) or awaits_round(
            self.question
        )

    @property
    def awaits_chair(self) -> bool:
        """Whether votes are equal and the chair's vote can decide."""
        tally = self.question.tally
        return self.is_voting and tally is not None and chair_decides(self.rules, tally)

    @property
    def equals(self) -> list[Candidate]:
        """Those who are equal for the last places."""
        numbers = (self.question.tally or {}).get("tied") or []
        return [one for one in self.question.candidates if one.number in numbers]

    @property
    def recused(self) -> list[Conflict]:
        """Who takes no part, in the order of the members."""
        return sorted(self.question.conflicts, key=lambda one: self.members[one.member_id].order_no)

    @property
    def said(self) -> list[tuple[str, str]]:
        """A show of hands by name: who did not simply agree; of a choice, whom each chose."""
        names = {one.number: one.name for one in self.question.candidates}
        hands = sorted(self.question.hands, key=lambda one: self.members[one.member_id].order_no)
        return [
            (self.members[one.member_id].name, _chosen(one.choice, names))
            for one in hands
            if one.choice != AGREE
        ]


def _row(line: Mapping[str, Any], case: Candidate) -> VoteRow:
    rate = rate_in_words(line["rate"])
    return VoteRow(case.name, case.group_name, line["votes"], rate, case.granted, case)


def _chosen(choice: Any, names: Mapping[int, str]) -> str:
    """A recorded choice: a word of the counting, or names."""
    if isinstance(choice, list):
        return ", ".join(names[number] for number in choice) or BLANK
    return str(choice)
