"""What keeps a criterion from being accepted unseen, for many scorecards in a few reads."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evidence.queries import Elsewhere, find_same_content
from foundation.database import db
from scorecards.claims import Claim
from scorecards.entering import entries_below, raw_below
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.oddities import oddity_of
from scorecards.scorers import scorer_of
from scorecards.submission_gaps import gaps_of
from scorecards.typed import DASH, same
from verification.plan import Desk, Item

SELF, GROUP = AssessmentLevel.SELF, AssessmentLevel.GROUP


class Doubt(StrEnum):
    """Why somebody has to look at a criterion."""

    UNCLAIMED = "unclaimed"
    TO_ENTER = "to_enter"
    UNREADABLE = "unreadable"
    EVIDENCE = "evidence"
    SAME_FILE = "same_file"
    DIFFERS = "differs"
    BONUS = "bonus"
    NOT_APPLICABLE = "not_applicable"
    CHANGED = "changed"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known besides the figures of some scorecards: evidence, and where else it was handed in."""

    citations: Mapping[int, Sequence[Citation]]
    same_elsewhere: Mapping[int, Sequence[Elsewhere]]

    def cited_for(self, scorecard: Scorecard, code: str) -> list[Citation]:
        """What a scorecard cites for a criterion."""
        return [one for one in self.citations.get(scorecard.id, ()) if one.criterion == code]


def read_grounds(scorecard_ids: Collection[int]) -> Grounds:
    """The grounds of these scorecards."""
    citations: defaultdict[int, list[Citation]] = defaultdict(list)
    for start in range(0, len(scorecard_ids), 500):
        statement = (
            select(Citation)
            .where(Citation.scorecard_id.in_(sorted(scorecard_ids)[start : start + 500]))
            .where(Citation.removed_at.is_(None))
            .options(joinedload(Citation.evidence_file))
            .order_by(Citation.id)
        )
        for one in db.session.scalars(statement):
            citations[one.scorecard_id].append(one)
    files = {one.evidence_file_id: one.evidence_file for each in citations.values() for one in each}
    return Grounds(citations, find_same_content(file for file in files.values() if file is not None))


def doubts_of(
    scorecard: Scorecard, desk: Desk, items: Collection[Item], grounds: Grounds
) -> dict[str, list[Doubt]]:
    """By criterion what somebody has to look at; criteria without a warning are left out."""
    lacking = {gap.code for gap in gaps_of(_claim(scorecard, grounds)).evidence}
    found: dict[str, list[Doubt]] = {}
    for item in items:
        told = list(_doubts(scorecard, desk, item, grounds))
        if item.code in lacking:
            told.append(Doubt.EVIDENCE)
        if told:
            found[item.code] = told
    return found


def _doubts(scorecard: Scorecard, desk: Desk, item: Item, grounds: Grounds) -> Iterator[Doubt]:
    raw = raw_below(scorecard, desk.level, item.code)
    if raw is None:
        yield Doubt.UNCLAIMED if item.lowest is SELF else Doubt.TO_ENTER
        return
    if scorer_of(scorecard).reader.fault(desk.level, item.code, raw) is not None:
        yield Doubt.UNREADABLE
    if raw == DASH:
        yield Doubt.NOT_APPLICABLE
    elif item.bonus:
        yield Doubt.BONUS
    if oddity_of(scorer_of(scorecard).reader.criteria[item.code], raw):
        yield Doubt.ODD
    if _differs_below(scorecard, desk, item.code):
        yield Doubt.DIFFERS
    if _was_judged_otherwise(scorecard, desk, item.code):
        yield Doubt.CHANGED
    if any(one.evidence_file_id in grounds.same_elsewhere for one in grounds.cited_for(scorecard, item.code)):
        yield Doubt.SAME_FILE


def _differs_below(scorecard: Scorecard, desk: Desk, code: str) -> bool:
    """Whether the group found something else than was claimed."""
    below = entries_below(scorecard, desk.level)
    own, group = below.get(SELF, {}), below.get(GROUP, {})
    return code in own and code in group and not same(own[code], group[code])


def _was_judged_otherwise(scorecard: Scorecard, desk: Desk, code: str) -> bool:
    """Whether the level judged an earlier claim, which has changed since."""
    own = next((one for one in scorecard.assessments if one.level is desk.level), None)
    return own is not None and code in own.entries


def _claim(scorecard: Scorecard, grounds: Grounds) -> Claim:
    own: Any = next((one for one in scorecard.assessments if one.level is SELF), None)
    return Claim(
        scorecard=scorecard,
        scorer=scorer_of(scorecard),
        entries=dict(own.entries) if own else {},
        notes=dict(own.notes) if own else {},
        citations=grounds.citations.get(scorecard.id, ()),
    )
