"""What a participant claims at an instant: its entries with the points they give, its notes, its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.scorers import scorer_of
from scorecards.submission_queries import list_standing_citations
from scorecards.sums import Sums, sums_of
from scorecards.to_scoring import Facts, TypeScorer, Unread
from scorecards.typed import in_words
from scoring.engine import Scorecard as Scored
from scoring.reading import is_asked
from scoring.rubric import Criterion

SELF = AssessmentLevel.SELF


@dataclass(frozen=True)
class Claim:
    """What stands on a scorecard at its participant's own level. Points are those of these entries alone."""

    scorecard: Scorecard
    scorer: TypeScorer
    entries: Mapping[str, Any]
    notes: Mapping[str, str]
    citations: Sequence[Citation]

    @cached_property
    def scored(self) -> Scored:
        """The points that the entries give."""
        unit = self.scorecard.participant
        entries = {SELF: self.entries}
        return self.scorer.score(unit.code, unit.attributes, entries, self.scorecard.targets)

    @property
    def sums(self) -> Sums:
        """The total in its parts."""
        return sums_of(self.scored, self.scorer.engine.rubric.decimals)

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        """The entries that cannot be read, so do not count."""
        unit = self.scorecard.participant
        facts = Facts(unit.code, unit.name, "", "", unit.attributes, {SELF: self.entries})
        return tuple(one for one in self.scorer.reader.read(facts).unread if one.level == SELF)

    @property
    def own_criteria(self) -> Iterator[Criterion]:
        """The criteria that the participant itself enters, in document order."""
        return (
            one for one in self.scorer.reader.kind.criteria() if one.entered_by == "unit" and is_asked(one)
        )

    def cited_for(self, code: str) -> list[Citation]:
        """What is cited for a criterion."""
        return [one for one in self.citations if one.criterion == code]


def claim_of(scorecard: Scorecard) -> Claim:
    """What the participant claims now."""
    own = next((one for one in scorecard.assessments if one.level is SELF), None)
    return Claim(
        scorecard=scorecard,
        scorer=scorer_of(scorecard),
        entries=dict(own.entries) if own else {},
        notes=dict(own.notes) if own else {},
        citations=list_standing_citations(scorecard.id),
    )


def entry_text(scorer: TypeScorer, code: str, raw: Any) -> str:
    """One entry as people read it: "3 mô hình", "22 / 25"; what no criterion asks for as it is stored."""
    criterion = scorer.reader.criteria.get(code)
    return in_words(criterion, raw) if criterion is not None else str(raw)
