"""Results as flat tables: which columns a participant type has, and one participant's cells."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TextIO

from flask_babel import gettext as _

from scoring.rubric import Criterion, ParticipantType, Rubric

Result = Mapping[str, Any]
Cell = str | Decimal | int | None

TIED_NAMED = 20
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class NodeColumn:
    """One section or criterion as a column; `depth` counts from 0."""

    code: str
    name: str
    max: Decimal | None
    section: bool
    depth: int
    role: str | None


def node_columns(kind: ParticipantType) -> list[NodeColumn]:
    """Every section and criterion of a type in document order."""

    def inside(parent: Any, depth: int, role: str | None) -> Iterator[NodeColumn]:
        for node in parent.children:
            own = role or node.role
            section = not isinstance(node, Criterion)
            yield NodeColumn(node.code, node.name, node.max, section, depth, own)
            if section:
                yield from inside(node, depth + 1, own)

    return list(inside(kind, 0, None))


def grade_name(kind: ParticipantType, code: str | None) -> str:
    """The name of a grade of the type; empty for none."""
    grades = kind.grading.grades if kind.grading else []
    return next((grade.name for grade in grades if grade.code == code), "")


def state_of(result: Result) -> str:
    """In a few words, what keeps a participant from an award or from its place."""
    parts = []
    if result["missing"]:
        parts.append(_("chưa chấm đủ: %(codes)s", codes=", ".join(result["missing"])))
    if result["excluded"]:
        parts.append(_("loại trừ: %(codes)s", codes=", ".join(result["excluded"])))
    if result["failed_floors"]:
        parts.append(_("dưới điểm sàn: %(codes)s", codes=", ".join(result["failed_floors"])))
    if result["holds"]:
        parts.append(_("tạm hoãn: %(codes)s", codes=", ".join(result["holds"])))
    if not parts and not result["awards"] and not result["pending"]:
        parts = [word for status, word in _missed() if status in result["award_status"].values()][:1]
    return "; ".join(parts)


def _missed() -> list[tuple[str, str]]:
    """How an award is missed, the nearest miss first, in the words of the ranking."""
    return [("outside", _("Ngoài chỉ tiêu")), ("below", _("Dưới ngưỡng"))]


def pending_text(result: Result) -> str:
    """The awards that wait, and for what."""
    words = {"held": _("chờ kết luận"), "ballot": _("chờ bỏ phiếu")}
    return "; ".join(f"{line['name']} ({words[line['status']]})" for line in result["pending"])


def tied_text(result: Result) -> str:
    """The ids of the equals; of many only the first, since a cell holds no more."""
    ids = result["tied_with"]
    if len(ids) <= TIED_NAMED:
        return ", ".join(ids)
    rest = len(ids) - TIED_NAMED
    return _("%(ids)s và %(rest)s đối tượng khác", ids=", ".join(ids[:TIED_NAMED]), rest=rest)


def award_text(result: Result) -> str:
    """The names of the recommended awards."""
    return "; ".join(line["name"] for line in result["awards"])


def points(result: Result, code: str) -> Decimal | None:
    """The points of a section or criterion; None where there are none."""
    node = result["points"].get(code)
    return None if node is None or node["points"] is None else Decimal(node["points"])


HEAD = ("id", "name", "type", "group", "rank", "tied_with", "total", "max", "base", "bonus", "penalty")
STATES = ("eligible", "complete", "on_hold")
GROUNDS = ("excluded", "failed_floors", "missing")


def write_csv(rubric: Rubric, results: Iterable[Result], stream: TextIO) -> None:
    """One row a participant: the whole, then the points of every section and criterion by code.

    Comma-separated with a decimal point; begins with a byte-order mark, so that Excel reads the letters.
    """
    codes = list(dict.fromkeys(node.code for kind in rubric.types for node in kind.nodes()))
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*HEAD, *codes, "grade", "awards", "pending", *STATES, *GROUNDS])
    for result in results:
        nodes = result["points"]
        middle = [nodes[code]["points"] if code in nodes else None for code in codes]
        writer.writerow([*_head(result), *middle, *_tail(result)])


def _head(result: Result) -> list[Any]:
    texts = [guarded(result[name]) for name in ("id", "name", "type")]
    place = [guarded(", ".join(result["group"])), result["rank"], guarded(_codes(result["tied_with"]))]
    return [*texts, *place, *(result[name] for name in ("total", "max", "base", "bonus", "penalty"))]


def _tail(result: Result) -> list[Any]:
    awards, pending = (_codes(line["code"] for line in result[name]) for name in ("awards", "pending"))
    states = ["yes" if result[name] else "no" for name in STATES]
    return [result["grade"], awards, pending, *states, *(_codes(result[name]) for name in GROUNDS)]


def _codes(codes: Iterable[str]) -> str:
    return ";".join(codes)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
