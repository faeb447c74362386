"""Those to whom an award is granted, as papers name them: copies of what a run sealed, in the legal order."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import force_locale
from sqlalchemy import select

from awards.achievements import achievement_of
from awards.models import Category, RunResult
from awards.proposals import full_name, list_award_names
from awards.queries import AnyRow
from awards.run_facts import RunFacts
from awards.sealed import SealedResult
from foundation.database import db
from participants.models import Participant

AT_ONCE = 500
CATEGORIES = (Category.COLLECTIVE, Category.HOUSEHOLD, Category.INDIVIDUAL)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One participant and one award. `name` is as the run has it, `full_name` as papers print it;
    `precedence` counts from the highest award of the document; `achievement` groups forms of one achievement,
    and `achieved` says in a few words what was achieved. `proposed`: another authority gives the award.
    """

    participant_id: int
    name: str
    full_name: str
    category: Category
    type_code: str
    type_name: str
    group_name: str
    group_size: int
    award: str
    award_name: str
    issuer: str
    precedence: int
    achievement: str
    award_kind: str
    proposed: bool
    total: Decimal
    rank: int | None
    grade: str
    achieved: str


def list_recipients(facts: RunFacts, pairs: Collection[tuple[int, str]]) -> list[Recipient]:
    """These participants with these awards of the run's document: the higher award first, then collectives,
    households, individuals (Decree 152/2025, Article 29.5); within a type by points, then as ranked.

    Written in Vietnamese whatever the language of the screen, since papers are.
    """
    awards: dict[int, list[str]] = {}
    for participant_id, award in sorted(pairs):
        awards.setdefault(participant_id, []).append(award)
    types = {code: place for place, code in enumerate(facts.types)}
    with force_locale("vi"):
        found = [
            (row.position, _recipient(facts, row, award))
            for row in _rows(facts.run.id, list(awards))
            for award in awards[row.participant_id]
        ]
    found.sort(
        key=lambda one: (
            one[1].precedence,
            CATEGORIES.index(one[1].category),
            types[one[1].type_code],
            -one[1].total,
            one[0],
        )
    )
    return [recipient for _position, recipient in found]


def _recipient(facts: RunFacts, row: AnyRow, award: str) -> Recipient:
    kind, result = facts.types[row.type_code].kind, SealedResult.from_text(row.result)
    rule = next(rule for rule in facts.rubric.awards if rule.code == award)
    grades = {grade.code: grade.name for grade in kind.grading.grades} if kind.grading else {}
    return Recipient(
        participant_id=row.participant_id,
        name=row.name,
        full_name=full_name(row),
        category=row.category,
        type_code=row.type_code,
        type_name=kind.name,
        group_name=row.group_name,
        group_size=int(result.document["group_size"]),
        award=rule.code,
        award_name=rule.name,
        issuer=rule.issuer,
        precedence=list_award_names(facts).index(rule.name),
        achievement=rule.achievement,
        award_kind=rule.award_kind,
        proposed=rule.proposal,
        total=row.total,
        rank=row.rank,
        grade=grades.get(row.grade or "", ""),
        achieved=achievement_of(kind, result),
    )


def _rows(run_id: int, participant_ids: list[int]) -> Iterator[AnyRow]:
    statement = (
        select(RunResult.participant_id, RunResult.name, RunResult.type_code, RunResult.category)
        .add_columns(RunResult.position, RunResult.group_name, RunResult.commune_name, RunResult.rank)
        .add_columns(RunResult.total, RunResult.grade, RunResult.result, Participant.title)
        .join(Participant, Participant.id == RunResult.participant_id)
        .where(RunResult.run_id == run_id)
    )
    for start in range(0, len(participant_ids), AT_ONCE):
        some = participant_ids[start : start + AT_ONCE]
        yield from db.session.execute(
            statement.where(RunResult.participant_id.in_(some)).order_by(RunResult.participant_id)
        )
