"""What one level entered of one criterion, beside what the other levels entered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from scorecards.entering import part_at_fault, raw_below, unread_text
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.to_scoring import Raw, Unread
from scorecards.typed import in_words, same
from scoring.rubric import Criterion


@dataclass(frozen=True, slots=True)
class LevelEntry:
    """What one level entered of one criterion, and the points it gives. `current` says that what it judged
    still stands below it; `fault` says why the entry cannot be read.
    """

    level: AssessmentLevel
    raw: Raw | None
    words: str
    points: Decimal | None
    reason: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None
    fault: str = ""
    fault_part: str = ""
    current: bool = True

    @property
    def entered(self) -> bool:
        """Whether this level entered anything."""
        return self.raw is not None


def entry_of(
    scorecard: Scorecard,
    level: AssessmentLevel,
    criterion: Criterion,
    assessment: Assessment | None,
    raw: Raw | None,
    points: Decimal | None,
    fault: Unread | None,
) -> LevelEntry:
    """What a level entered, `raw`, with its reason, note, author and time from what is kept of the level."""
    code = criterion.code
    mark = assessment.marks.get(code, {}) if assessment else {}
    unread = fault if raw is not None else None
    return LevelEntry(
        level=level,
        raw=raw,
        words=in_words(criterion, raw),
        points=points,
        reason=assessment.reasons.get(code, "") if assessment else "",
        note=assessment.notes.get(code, "") if assessment else "",
        by=mark.get("by", ""),
        at=datetime.fromisoformat(mark["at"]) if mark.get("at") else None,
        fault=unread_text(unread) if unread is not None else "",
        fault_part=part_at_fault(fault) if fault is not None else "",
        current="judged" not in mark or same(mark["judged"], raw_below(scorecard, level, code)),
    )
