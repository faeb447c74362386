"""One whom the council granted an award, with what stands behind it: figures, place, proofs, past awards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import force_locale

from awards.board import full_group_name
from awards.past import Past, list_past, sealed_past
from awards.queries import find_result
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from awards.sealed import SealedResult
from awards.why import PointsRow, points_rows
from awards.wording import Wording
from council.result_reading import Data, SealedSession
from documents.achievement_words import as_phrase, tidy
from foundation.formats import day
from participants.models import Participant
from participants.queries import find_participant
from scorecards.citing_queries import list_citations_at
from scorecards.models import Citation

COMMUNES = ("thị trấn ", "xã ", "phường ")
VIETNAMESE = "vi"
UNTOLD = ("missing", "not_claimed", "not_applicable")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One criterion that counted: what was reached, as numerator and denominator where there are, and the
    points.
    """

    code: str
    name: str
    figure: str
    points: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Nominee:
    """What a report says of one nominee. `awards` are the forms that were granted or proposed upwards;
    `short` is the name without where it is; `is_unit` tells a unit from a household or a person; `above` are
    the units that it belongs to, the nearest first.
    """

    name: str
    short: str
    is_unit: bool
    above: tuple[str, ...]
    type_name: str
    address: str
    group: str
    awards: tuple[str, ...]
    achieved: str
    total: Decimal
    place: str
    grade: str
    figures: tuple[FigureLine, ...]
    proofs: tuple[str, ...]
    past: tuple[str, ...]
    session: SealedSession


def read_nominee(read: SealedSession, participant_id: int) -> Nominee | None:
    """The nominee of a sealed session; None where it granted this participant nothing."""
    granted = [one for one in read.awards if one["participant"] == participant_id]
    run = run_line_of(int(read.session["run_id"]))
    row = find_result(run.id, participant_id)
    if not granted or row is None:
        return None
    facts = facts_of(run)
    kind = facts.type(row.type_code)
    result = SealedResult.from_text(row.result)
    wording = Wording(facts.rubric, kind.kind, {result.group: row.group_name})
    participant = find_participant(participant_id)
    first = granted[0]
    with force_locale(VIETNAMESE):
        return Nominee(
            name=first["full_name"],
            short=first["name"],
            is_unit=first["category"] == "collective",
            above=tuple(_places(participant)),
            type_name=kind.kind.name,
            address=", ".join(_places(participant)),
            group=full_group_name(kind.groups[row.group_key], kind),
            awards=tuple(dict.fromkeys(one["award_name"] for one in granted)),
            achieved=as_phrase(first["achieved"]),
            total=row.total,
            place=_place(first, tied=row.tied),
            grade=str(first["grade"] or ""),
            figures=tuple(_figures(points_rows(kind.kind, result, wording))),
            proofs=tuple(_proofs(list_citations_at(participant_id, run.movement_year_id, run.sealed_at))),
            past=tuple(_earlier(list_past(participant_id, sealed_past(facts.rubric, row.inputs)), run.year)),
            session=read,
        )


def _places(participant: Participant | None) -> Iterator[str]:
    """Where it is: the hamlet, the commune."""
    above = participant.parent if participant is not None else None
    while above is not None:
        yield above.name
        above = above.parent


def _place(granted: Data, *, tied: int) -> str:
    if granted["rank"] is None:
        return "không xếp hạng"
    equal = f" (cùng hạng {tied:02d} trường hợp)" if tied > 1 else ""
    return f"{granted['rank']}/{granted['group_size']}{equal}"


def _figures(rows: Iterator[PointsRow]) -> Iterator[FigureLine]:
    for row in rows:
        if not row.section and row.state not in UNTOLD and row.points:
            yield FigureLine(row.code, row.name, tidy(row.figure), row.points, row.maximum)


def _proofs(citations: Sequence[Citation]) -> Iterator[str]:
    """Each document once, with the criteria that it proves."""
    found: dict[str, list[str]] = {}
    for one in citations:
        found.setdefault(_document(one), []).append(one.criterion)
    for told, criteria in found.items():
        yield f"{told} (tiêu chí {', '.join(dict.fromkeys(criteria))})"


def _document(one: Citation) -> str:
    file = one.evidence_file
    number = one.number or (file.number if file else None)
    issued = one.issued_on or (file.issued_on if file else None)
    title = (file.title or file.name) if file else one.note
    told = [
        f"Văn bản số {number}" if number else "Văn bản",
        f"ngày {day(issued)}" if issued else "",
        f"“{title}”" if title else "",
    ]
    return " ".join(filter(None, told))


def _earlier(past: Sequence[Past], year: int) -> Iterator[str]:
    """Those of the years before; what is granted now is no earlier award."""
    return (_past(one) for one in past if one.year < year)


def _past(one: Past) -> str:
    where = f" ({one.where})" if one.where else ""
    ended = "; đã thu hồi" if one.revoked_on else ""
    standing = {"proposed": "; đã đề nghị, chưa có quyết định", "declined": "; cấp trên không tặng"}
    return f"Năm {one.year}: {one.name}{where}{ended}{standing.get(one.standing, '')}"
