"""What a submission holds, line by line, as people read it: figure, points, note, evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from foundation.formats import day
from scorecards.claims import entry_text
from scorecards.submission_content import Content
from scorecards.submission_gaps import wanting_evidence
from scorecards.to_scoring import TypeScorer
from scoring.reading import is_asked


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, or (`is_section`) a branch that heads those below it. `figure` is empty where nothing
    was entered; `elsewhere` says that others enter it, `lacks` what required evidence was wanting.
    """

    code: str
    name: str
    is_section: bool
    figure: str
    points: Decimal | None
    maximum: Decimal | None
    note: str
    evidence: tuple[str, ...]
    elsewhere: bool = False
    lacks: str = ""


def lines_of(scorer: TypeScorer, content: Content) -> Iterator[Line]:
    """Every section and criterion of a content, in document order."""
    for node in scorer.reader.kind.nodes():
        points = content["points"].get(node.code)
        raw = content["entries"].get(node.code)
        yield Line(
            code=node.code,
            name=node.name,
            is_section=node.code not in scorer.reader.criteria,
            figure="" if raw is None else entry_text(scorer, node.code, raw),
            points=None if points is None else Decimal(points),
            maximum=node.max,
            note=content["notes"].get(node.code, ""),
            evidence=tuple(cited_text(one) for one in content["citations"] if one["criterion"] == node.code),
            elsewhere=_is_elsewhere(scorer, node.code),
            lacks=_lacks(scorer, content, node.code),
        )


def _is_elsewhere(scorer: TypeScorer, code: str) -> bool:
    criterion = scorer.reader.criteria.get(code)
    return criterion is not None and is_asked(criterion) and criterion.entered_by != "unit"


def _lacks(scorer: TypeScorer, content: Content, code: str) -> str:
    criterion, points = scorer.reader.criteria.get(code), content["points"].get(code)
    if criterion is None or points is None or code not in content["entries"]:
        return ""
    cited = [one | {"date": one["issued_on"]} for one in content["citations"] if one["criterion"] == code]
    return wanting_evidence(criterion, Decimal(points), cited) or ""


def cited_text(cited: Content) -> str:
    """One piece of evidence as people cite it: "12/KH-UBND, 15/01/2024, trang 1-6, tệp số 3 ke-hoach.pdf"."""
    file = cited["file"]
    parts = [
        cited["number"] or "",
        day(date.fromisoformat(cited["issued_on"])) if cited["issued_on"] else "",
        _("trang %(page)s", page=cited["page"]) if cited["page"] else "",
        _("tệp %(name)s (biên nhận số %(receipt)s)", name=file["name"], receipt=file["receipt"])
        if file
        else "",
    ]
    return ", ".join(part for part in parts if part) or (cited["note"] or _("văn bản chưa ghi số"))
