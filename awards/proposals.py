"""Who is proposed for which award by a sealed run, who is held, who waits for a ballot: what papers list."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import force_locale

from awards.achievements import achievement_of
from awards.models import Category
from awards.queries import AnyRow, list_for_papers
from awards.run_facts import RunFacts
from awards.sealed import SealedResult


@dataclass(frozen=True, slots=True)
class Proposal:
    """One participant and one award. `status` is recommended, held or ballot; `precedence` counts from the
    highest award of the document; `name` says also where the participant belongs.
    """

    participant_id: int
    name: str
    category: Category
    type_name: str
    award: str
    precedence: int
    status: str
    total: Decimal
    achievement: str


def list_proposals(facts: RunFacts) -> list[Proposal]:
    """Every proposal of a run, type by type in the document's order, each in the order of the ranking.

    Written in Vietnamese whatever the language of the screen, since papers are.
    """
    places = {code: place for place, code in enumerate(facts.types)}
    rows = sorted(list_for_papers(facts.run.id), key=lambda row: places[row.type_code])
    with force_locale("vi"):
        return [proposal for row in rows for proposal in _of_row(facts, row)]


def list_award_names(facts: RunFacts) -> list[str]:
    """The names of the awards of a run's document, the higher first."""
    return list(dict.fromkeys(rule.name for rule in facts.rubric.awards))


def _of_row(facts: RunFacts, row: AnyRow) -> Iterator[Proposal]:
    kind, result = facts.types[row.type_code].kind, SealedResult.from_text(row.result)
    names = list_award_names(facts)
    for line in result.awards:
        recommended = line.status == "recommended"
        yield Proposal(
            participant_id=row.participant_id,
            name=full_name(row),
            category=row.category,
            type_name=kind.name,
            award=line.name,
            precedence=names.index(line.name),
            status=line.status,
            total=row.total,
            achievement=achievement_of(kind, result) if recommended else "",
        )


def full_name(row: AnyRow) -> str:
    """The name of a row of a run with its office and place: "Ấp Đắc Lực, xã Hồ Đắc Kiện"."""
    parts = [row.name]
    if row.title:
        parts.append(_lowered(row.title))
    if row.category is Category.HOUSEHOLD and row.group_name:
        parts.append(_lowered(row.group_name))
    told = " ".join(parts).casefold()
    if row.commune_name and row.commune_name.casefold() not in told:
        parts.append(_lowered(row.commune_name))
    return ", ".join(parts)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
