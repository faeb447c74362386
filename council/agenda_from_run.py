"""What an agenda is made of, read off a sealed run: drafts only, nothing is written here.

Equals at the line of a grade come first, since awards may ask for the grade. Awards come in order of
precedence, and of one award collectives, then households, then individuals (NĐ 152/2025/NĐ-CP, Điều 29 khoản
5). Equals at a quota line are an item of their own, to be chosen among; collectives and people are voted on
one by one, households by list, one for each commune.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import undefer

from awards.decided import Line, may_tie, recommend_with
from awards.grade_keys import is_grade_key
from awards.models import Category, RunResult
from awards.proposals import list_award_names
from awards.queries import AnyRow, find_warnings, list_for_papers
from awards.run_facts import RunFacts
from awards.sealed import AwardLine, SealedResult
from council import question_texts as texts
from council.equals import Equals, equals_among
from council.models import QuestionKind
from council.queries import find_run_rows
from council.rules import BALLOT, HELD, RECOMMENDED
from foundation.database import db
from foundation.formats import plain_number

TIES_APART = 2
CATEGORIES = (Category.COLLECTIVE, Category.HOUSEHOLD, Category.INDIVIDUAL)


@dataclass(frozen=True, slots=True)
class CandidateDraft:
    """A participant and an award or the key of a grade, as the run says it. `place` is the commune, or the
    group without one.
    """

    participant_id: int
    name: str
    type_code: str
    category: Category
    group_name: str
    place: str
    award: str
    award_name: str
    status: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question; `places` where one chooses among the candidates."""

    text: str
    candidates: Sequence[CandidateDraft] = ()
    places: int | None = None

    @property
    def kind(self) -> QuestionKind:
        """What is asked."""
        return QuestionKind.APPROVE if self.places is None else QuestionKind.CHOOSE


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item; `procedural` ones are always voted on by a show of hands."""

    title: str
    questions: Sequence[QuestionDraft]
    procedural: bool = False


@dataclass(slots=True)
class Tie:
    """Equals for whom there are fewer places than they are."""

    award: str
    places: int
    total: Decimal
    members: list[CandidateDraft] = field(default_factory=list)

    @property
    def award_name(self) -> str:
        """What is to be given."""
        return self.members[0].award_name

    @property
    def type_code(self) -> str:
        """The type of those who are equal."""
        return self.members[0].type_code

    @property
    def is_grade(self) -> bool:
        """Whether they are equal at the line of a grade."""
        return is_grade_key(self.award)


def draft_agenda(facts: RunFacts) -> list[ItemDraft]:
    """The whole agenda of a regular session on this run."""
    number, year = facts.run.number, facts.run.year
    results = QuestionDraft(texts.text_on_results(number, year))
    first = ItemDraft(texts.title_on_results(number), [results], procedural=True)
    last = ItemDraft(texts.text_on_minutes(), [QuestionDraft(texts.text_on_minutes())], procedural=True)
    return [first, *draft_cases(facts), last]


def draft_cases(facts: RunFacts) -> list[ItemDraft]:
    """The items that name participants: holds, ties for a grade, then ties and recommendations, the higher
    award first.
    """
    candidates = list(_candidates(facts))
    items = _holds([one for one in candidates if one.status == HELD])
    items += _grades(facts)
    ties = _ties(facts, [one for one in candidates if one.status == BALLOT])
    for name in list_award_names(facts):
        for type_code in _types_in_order(facts):
            of_award = [one for one in candidates if (one.award_name, one.type_code) == (name, type_code)]
            of_type = [tie for tie in ties if (tie.award_name, tie.type_code) == (name, type_code)]
            items += tie_items(of_type, facts.types[type_code].kind.name)
            recommended = [one for one in of_award if one.status == RECOMMENDED]
            if recommended:
                title = texts.title_of_awards(name, facts.types[type_code].kind.name)
                items.append(ItemDraft(title, list(approvals(recommended))))
    return items


def _types_in_order(facts: RunFacts) -> list[str]:
    """Types by category; within one, in the order of the document."""
    return sorted(facts.types, key=lambda code: CATEGORIES.index(Category(facts.types[code].kind.category)))


def _grades(facts: RunFacts) -> Iterator[ItemDraft]:
    """The choices among equals at the line of a grade's quota, grade by grade within each type."""
    if not any(may_tie(one.kind.grading) for one in facts.types.values()):
        return
    lines = [line for line in recommend_with(facts.run, {}, all_types=True) if line.is_grade and line.is_due]
    cases = cases_of_lines(facts, lines)
    found: dict[tuple[str, str], list[Tie]] = {}
    for equals in equals_among(lines):
        tie = tie_of(equals, cases)
        found.setdefault((tie.type_code, tie.award), []).append(tie)
    for type_code in _types_in_order(facts):
        for (one, _award), ties in found.items():
            if one == type_code:
                yield from tie_items(ties, facts.types[type_code].kind.name)


def cases_of_lines(facts: RunFacts, lines: Sequence[Line]) -> dict[tuple[int, str], CandidateDraft]:
    """The cases of what is said of participants and awards or grades."""
    rows = find_run_rows(facts.run.id, {line.participant_id for line in lines})
    cases = {}
    for line in lines:
        row = rows[line.participant_id]
        cases[line.participant_id, line.award] = CandidateDraft(
            participant_id=line.participant_id,
            name=row.name,
            type_code=row.type_code,
            category=Category(row.category),
            group_name=group_of(row),
            place=row.commune_name or row.group_name,
            award=line.award,
            award_name=line.award_name,
            status=line.status,
            total=row.total,
        )
    return cases


def tie_of(equals: Equals, cases: Mapping[tuple[int, str], CandidateDraft]) -> Tie:
    """The tie that equals are."""
    members = [cases[line.participant_id, line.award] for line in equals.members]
    return Tie(equals.award, equals.places, members[0].total, members)


def _candidates(facts: RunFacts) -> Iterator[CandidateDraft]:
    names = {rule.code: rule.name for rule in facts.rubric.awards}
    for row in list_for_papers(facts.run.id):
        for line in SealedResult.from_text(row.result).awards:
            yield _candidate(row, line, names)


def _candidate(row: AnyRow, line: AwardLine, names: Mapping[str, str]) -> CandidateDraft:
    return CandidateDraft(
        participant_id=row.participant_id,
        name=row.name,
        type_code=row.type_code,
        category=row.category,
        group_name=group_of(row),
        place=row.commune_name or row.group_name,
        award=line.code,
        award_name=names.get(line.code, line.name),
        status=line.status,
        total=row.total,
    )


def group_of(row: AnyRow) -> str:
    """Where a participant belongs, as it stands beside its name: "Ấp Phú Hữu, xã Phú Tâm"; empty where that
    is no more than its own name.
    """
    group, commune = row.group_name or "", row.commune_name or ""
    if row.category == Category.HOUSEHOLD and group and commune not in ("", group):
        return f"{group}, {texts.inside(commune)}"[:200]
    place = group or commune
    return "" if place == row.name else place[:200]


def _holds(held: Sequence[CandidateDraft]) -> list[ItemDraft]:
    if not held:
        return []
    names = list(dict.fromkeys(one.name for one in held))
    return [ItemDraft(texts.title_of_holds(names), [QuestionDraft(texts.text_of_holds(), held)])]


def approvals(recommended: Sequence[CandidateDraft]) -> Iterator[QuestionDraft]:
    """The motions on recommendations for one award and type, at least one: households by list."""
    if recommended[0].category is not Category.HOUSEHOLD:
        for one in recommended:
            yield QuestionDraft(texts.text_of_approval(one.award_name, [one.name]), [one])
        return
    places: dict[str, list[CandidateDraft]] = {}
    for one in recommended:
        places.setdefault(one.place, []).append(one)
    for place, ones in places.items():
        award, first = ones[0].award_name, ones[0]
        text = texts.text_of_list(award, place)
        if len(ones) == 1:
            text = texts.text_of_approval(award, [f"{first.name}, {texts.inside(first.group_name)}"])
        yield QuestionDraft(text, ones)


def tie_items(ties: Sequence[Tie], type_name: str) -> list[ItemDraft]:
    """Few ties of one award and type are an item each; more are the questions of one item."""
    if len(ties) <= TIES_APART:
        return [tie_item(tie) for tie in ties]
    questions = [
        replace(one, text=texts.text_with_names(one.text, [case.name for case in one.candidates]))
        for one in map(_question_of_tie, ties)
    ]
    return [ItemDraft(texts.title_of_ties(ties[0].award_name, type_name, len(ties)), questions)]


def tie_item(tie: Tie) -> ItemDraft:
    """The item of a tie."""
    names = [one.name for one in tie.members]
    title = texts.title_of_tie(names, tie.places)
    if tie.is_grade:
        title = texts.title_of_grade_tie(tie.award_name, names, tie.places)
    return ItemDraft(title, [_question_of_tie(tie)])


def _question_of_tie(tie: Tie) -> QuestionDraft:
    names = [one.name for one in tie.members]
    if len(names) <= tie.places:  # the others of the tie are on hold
        return QuestionDraft(texts.text_of_approval(tie.award_name, names), tie.members)
    word = texts.text_of_grade_tie if tie.is_grade else texts.text_of_tie
    text = word(tie.award_name, plain_number(tie.total, 2), len(names), tie.places)
    return QuestionDraft(text, tie.members, places=tie.places)


def _ties(facts: RunFacts, waiting: Sequence[CandidateDraft]) -> list[Tie]:
    """Who is equal with whom: as the run's warnings name them, by the codes that were sealed."""
    if not waiting:
        return []
    codes = _codes(facts.run.id, {one.participant_id for one in waiting})
    by_code = {(one.type_code, one.award, codes[one.participant_id]): one for one in waiting}
    ties = []
    for warning in find_warnings(facts.run.id):
        if warning["code"] != "tie_at_line" or not warning["waits"]:
            continue
        keys = [(warning["type"], warning["award"], code) for code in warning["participants"]]
        tie = Tie(warning["award"], int(warning["left"]), Decimal(warning["total"]))
        tie.members += [by_code[key] for key in keys if key in by_code]
        ties += [tie] if tie.members else []
    return ties


def _codes(run_id: int, participant_ids: Iterable[int]) -> dict[int, str]:
    """The codes under which these were sealed."""
    statement = (
        select(RunResult)
        .where(RunResult.run_id == run_id, RunResult.participant_id.in_(participant_ids))
        .options(undefer(RunResult.inputs))
    )
    return {one.participant_id: _code_in(one.inputs) for one in db.session.scalars(statement)}


def _code_in(inputs: str) -> str:
    code: str = json.loads(inputs)["id"]
    return code
