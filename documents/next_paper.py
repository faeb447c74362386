"""Which paper of a council's session comes next: the way from the minutes to the report of the year."""

from dataclasses import dataclass
from typing import Any

from documents.kinds import find_kind
from documents.kinds.base import PaperKind, Source
from register.models import Paper, PaperState
from register.queries import list_papers_of

STEPS = ("council_minutes", "proposal", "decision", "bonus_table", "movement_report")
"""What every session needs, in this order; what only some need stands in the dossier."""
ISSUED = (PaperState.NUMBERED, PaperState.ISSUED)


@dataclass(frozen=True, slots=True)
class NextPaper:
    """The kind that comes next, the step it is of how many, and where it is made or went on with."""

    kind: PaperKind
    step: int
    steps: int
    address: tuple[str, dict[str, Any]]


def next_paper(session_id: int, year_id: int) -> NextPaper | None:
    """The first step of a sealed session that no issued paper has made; None when all are made."""
    sources = {
        Source.SESSION: f"{Source.SESSION}:{session_id}",
        Source.YEAR: f"{Source.YEAR}:{year_id}",
    }
    decision = _issued(sources[Source.SESSION], "decision")
    if decision is not None:
        sources[Source.DECISION] = f"{Source.DECISION}:{decision.id}"
    for step, code in enumerate(STEPS, start=1):
        kind = find_kind(code)
        if kind is not None and _issued(source := sources[kind.source], code) is None:
            return NextPaper(kind, step, len(STEPS), _address(source, kind))
    return None


def _issued(source: str, code: str) -> Paper | None:
    return next((one for one in list_papers_of(source) if one.kind == code and one.state in ISSUED), None)


def _address(source: str, kind: PaperKind) -> tuple[str, dict[str, Any]]:
    drafts = [
        one for one in list_papers_of(source) if one.kind == kind.code and one.state is PaperState.DRAFT
    ]
    if drafts:
        return "documents.paper", {"paper_id": drafts[-1].id}
    return "documents.create_paper", {"loai": kind.code, "nguon": source}
