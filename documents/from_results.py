"""From the results of an evaluation to the papers: the ranking with its annex, and the commendation list.

Papers are Vietnamese whatever the language of the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from documents.commendation_list import CommendationList, Entry, Recipient, Row, arrange
from documents.paper import Header, Signature, Signer
from documents.ranking_table import AnnexEntry, RankedGroup, RankedRow, RankingTable
from foundation.papers.wording import points as written_points

Result = Mapping[str, Any]

RECIPIENTS = {
    "collective": Recipient.COLLECTIVE,
    "household": Recipient.HOUSEHOLD,
    "individual": Recipient.INDIVIDUAL,
}
FULL_ANNEX = 300
"""With more participants than this, the annex tells the reasons only of those proposed or waiting."""


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What a paper says of a participant type; `grades` by code."""

    name: str
    category: str
    grades: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """Who prints: `issuer` stands above the council's name, `place` before the date."""

    issuer: str
    place: str


BLANK_OFFICE = Office("……………………", "…………")
"""To be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Results with what papers need of their document: types by code, award codes in order of precedence."""

    title: str
    movement: str
    period: str
    year: int | None
    types: Mapping[str, TypeFacts]
    awards: Sequence[str]
    results: Sequence[Result]


def ranking_table(evaluated: Evaluated) -> RankingTable:
    """The ranking of every group, and the annex of reasons."""
    many = len(evaluated.results) > FULL_ANNEX
    told = [r for r in evaluated.results if not many or r["awards"] or r["pending"]]
    return RankingTable(
        title=_lines(evaluated),
        groups=tuple(
            RankedGroup(
                _group_name(evaluated.types[code].name, group),
                tuple(_ranked(result, evaluated.types[code]) for result in members),
            )
            for (code, group), members in groupby(evaluated.results, lambda r: (r["type"], tuple(r["group"])))
        ),
        annex=tuple(AnnexEntry(_name(r), tuple(reason["text"] for reason in r["reasons"])) for r in told),
    )


def commendation_list(evaluated: Evaluated, office: Office) -> CommendationList:
    """Everybody recommended, higher award first; then collectives, households, individuals."""
    waiting = sum(bool(result["pending"]) for result in evaluated.results)
    remark = f"Còn {waiting:02d} trường hợp chờ bỏ phiếu hoặc chờ kết luận, chưa có trong danh sách này."
    signer = Signer(("TM. Hội đồng",), "Chủ tịch")
    return CommendationList(
        header=Header(
            superior=office.issuer,
            issuing="Hội đồng\nThi đua - Khen thưởng",
            symbol="DS-HĐTĐKT",
            place=office.place,
            year=evaluated.year,
        ),
        title=("Đề nghị khen thưởng", *_lines(evaluated)),
        parts=arrange(_entries(evaluated)),
        period=evaluated.period or "theo bộ tiêu chí",
        signature=Signature(signer, ("Thành viên Hội đồng", "Lưu: VT, HĐTĐKT")),
        remarks=(remark,) if waiting else (),
    )


def _entries(evaluated: Evaluated) -> Iterator[Entry]:
    for result in evaluated.results:
        facts = evaluated.types[result["type"]]
        row = Row(_name(result), _achievement(result, facts), Decimal(result["total"]))
        for line in result["awards"]:
            precedence = evaluated.awards.index(line["code"])
            yield Entry(RECIPIENTS[facts.category], facts.name, row, line["name"], precedence)


def _lines(evaluated: Evaluated) -> tuple[str, ...]:
    return tuple(filter(None, (evaluated.movement or evaluated.title, evaluated.period)))


def _name(result: Result) -> str:
    return str(result["name"] or result["id"])


def _group_name(type_name: str, group: tuple[str, ...]) -> str:
    return ", ".join(part for part in (type_name, *group) if part)


def _ranked(result: Result, facts: TypeFacts) -> RankedRow:
    rank = "–" if result["rank"] is None else f"{result['rank']}{'=' if result['tied_with'] else ''}"
    return RankedRow(
        place=rank,
        name=_name(result),
        self_points=None,
        verified_points=Decimal(result["total"]),
        grade=facts.grades.get(result["grade"] or "", ""),
        outcome=outcome_of(result),
    )


def place_told(rank: int | None, tied: int) -> str:
    """A place as papers write it: 4, or "Đồng hạng 4" where several share it; a dash for who is unranked."""
    if rank is None:
        return "–"
    return f"Đồng hạng {rank}" if tied > 1 else str(rank)


def without_holds(result: Result) -> Result:
    """The result without what is being verified, for papers that go to many."""
    pending = [line for line in result["pending"] if line["status"] != "held"]
    return {**result, "pending": pending, "on_hold": False}


def outcome_of(result: Result) -> str:
    """The awards that are proposed; else what waits; else what keeps it from its place."""
    if result["awards"]:
        return "; ".join(line["name"] for line in result["awards"])
    if result["pending"]:
        words = {"held": "chờ kết luận", "ballot": "chờ bỏ phiếu"}
        return "; ".join(f"{line['name']}: {words[line['status']]}" for line in result["pending"])
    states = (("missing", "Chưa chấm đủ"), ("excluded", "Loại trừ"), ("failed_floors", "Dưới điểm sàn"))
    return next((words for name, words in states if result[name]), "Tạm hoãn" if result["on_hold"] else "")


def _achievement(result: Result, facts: TypeFacts) -> str:
    """The figures that speak for the award, as one phrase."""
    group = ", ".join(part for part in result["group"] if part)
    where = f" {group}" if group else ""
    tied = f", đồng hạng với {len(result['tied_with']):02d} đối tượng" if result["tied_with"] else ""
    parts = [f"Hạng {result['rank']}/{result['group_size']}{where}{tied}"]
    grade = facts.grades.get(result["grade"] or "")
    if grade:
        parts.append(f"xếp loại {grade}")
    if Decimal(result["bonus"]):
        parts.append(f"điểm thưởng {written_points(Decimal(result['bonus']))}")
    return "; ".join(parts)
