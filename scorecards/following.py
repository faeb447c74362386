"""Scorecards follow the criteria of their year: when a newer version is published, those that are with their
unit are bound to it at once, the others when they come back to their unit.

Figures of criteria that the newer version asks of the same level stay as they were typed; one that it counts
in another way and cannot read counts as not scored until it is written anew. What has no place any more
leaves the scorecard and stands in the record.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from criteria.models import CriteriaSet
from criteria.queries import find_published
from criteria.rubrics import rubric_of
from foundation.database import begin_writing, db
from foundation.formats import moment
from foundation.permissions import Actor
from history.queries import list_actions_of
from history.services import Deed, record_all
from movements.models import MovementYear
from participants.models import Participant
from scorecards.entering import add_up
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.scorers import scorer_for
from scorecards.submission_rules import WITH_THE_UNIT
from scorecards.to_scoring import MISPLACED, TypeScorer

SELF = AssessmentLevel.SELF
FOLLOWED = "scorecard:criteria-followed"
_SET_ASIDE = {
    AssessmentLevel.SELF: "scorecard:set-aside-self",
    AssessmentLevel.GROUP: "scorecard:set-aside-group",
    AssessmentLevel.OFFICE: "scorecard:set-aside-office",
    AssessmentLevel.COUNCIL: "scorecard:set-aside-council",
}


@dataclass(frozen=True, slots=True)
class Following:
    """What publishing would do: how many scorecards go over to the new version, how many of them hold figures
    that have no place in it, and how many stay with an older one, by state.
    """

    moving: int
    losing: int
    staying: Mapping[ScorecardStatus, int]

    @property
    def stay(self) -> int:
        """How many stay."""
        return sum(self.staying.values())


def preview_following(year: MovementYear, criteria_set: CriteriaSet) -> Following:
    """What publishing this set would do to the scorecards of its year."""
    scorers = _scorers(criteria_set)
    status, kind = Scorecard.status, Participant.type_code
    counts = db.session.execute(
        select(status, kind, func.count().label("cards"))
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.movement_year_id == year.id, Scorecard.criteria_set_id != criteria_set.id)
        .group_by(status, kind)
        .order_by(status, kind)
    ).all()
    moving, staying = 0, dict.fromkeys(ScorecardStatus, 0)
    for row in counts:
        if row.status in WITH_THE_UNIT and row.type_code in scorers:
            moving += row.cards
        else:
            staying[row.status] += row.cards
    return Following(
        moving, _count_losing(year, scorers), {one: count for one, count in staying.items() if count}
    )


def _count_losing(year: MovementYear, scorers: Mapping[str, TypeScorer]) -> int:
    rows = db.session.execute(
        select(Scorecard.id, Participant.type_code, Assessment.level, Assessment.entries)
        .join(Scorecard, Scorecard.id == Assessment.scorecard_id)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.movement_year_id == year.id, Scorecard.status.in_(WITH_THE_UNIT))
        .order_by(Scorecard.id)
    )
    return len({row[0] for row in rows if row[1] in scorers and _misplaced(scorers[row[1]], row[2], row[3])})


def follow_published(*, actor: Actor, scorecard: Scorecard, now: datetime) -> bool:
    """Bind a scorecard that comes back to its unit, and that the caller holds, to the published criteria of
    its year; says whether they were newer.
    """
    published = find_published(scorecard.movement_year_id)
    if published is None or published.id == scorecard.criteria_set_id:
        return False
    if scorecard.participant.type_code not in _scorers(published):
        return False
    deeds = list(_bind(scorecard, published, now))
    db.session.flush()
    record_all(actor=actor, deeds=deeds, now=now)
    return True


def follow_all(*, actor: Actor, year: MovementYear, now: datetime) -> Sequence[Scorecard]:
    """Bind every scorecard of a year that is with its unit to the published criteria; returns those bound."""
    published = find_published(year.id)
    if published is None:
        return ()
    begin_writing()
    cards = db.session.scalars(
        select(Scorecard)
        .where(
            Scorecard.movement_year_id == year.id,
            Scorecard.status.in_(WITH_THE_UNIT),
            Scorecard.criteria_set_id != published.id,
        )
        .options(
            joinedload(Scorecard.participant),
            joinedload(Scorecard.criteria_set),
            selectinload(Scorecard.assessments),
        )
        .order_by(Scorecard.id)
        .with_for_update(of=Scorecard)
        .execution_options(populate_existing=True)
    ).all()
    known = _scorers(published)
    moving = [card for card in cards if card.participant.type_code in known]
    with db.session.no_autoflush:
        deeds = [deed for card in moving for deed in _bind(card, published, now)]
    db.session.flush()
    record_all(actor=actor, deeds=deeds, now=now)
    return moving


def words_on_following(scorecard: Scorecard) -> tuple[str, str] | None:
    """What its unit is told, while it has the scorecard, of criteria that were renewed under it: what is so,
    and what to do. None where they were not.
    """
    if scorecard.status not in WITH_THE_UNIT or scorecard.criteria_set.version == 1:
        return None
    entries = list_actions_of("scorecard", str(scorecard.id), {FOLLOWED, _SET_ASIDE[SELF]})
    last = next((one for one in reversed(entries) if one.action == FOLLOWED), None)
    if last is None:
        return None
    version = (last.after or {}).get("version")
    lead = _("Từ %(time)s phiếu theo bộ tiêu chí bản số %(n)s.", time=moment(last.at), n=version)
    rest = _("Số đã nhập của tiêu chí cùng mã giữ nguyên; xem lại tiêu chí mới và chỗ cần nhập lại.")
    aside = next((one for one in entries if one.id > last.id), None)
    if aside is None:
        return lead, rest
    codes = ", ".join(code for code in aside.before or {} if code not in ("notes", "reasons"))
    return lead, f"{rest} " + _("Số của tiêu chí không còn (%(codes)s) đọc ở Nhật ký phiếu.", codes=codes)


def _bind(scorecard: Scorecard, criteria_set: CriteriaSet, now: datetime) -> Iterator[Deed]:
    """Change the rows; what was done to them is to be recorded."""
    scorer = scorer_for(criteria_set, scorecard.participant.type_code)
    subject, before = ("scorecard", scorecard.id), {"version": scorecard.criteria_set.version}
    scorecard.criteria_set, scorecard.updated_at = criteria_set, now
    yield Deed(FOLLOWED, subject, before, {"version": criteria_set.version})
    for assessment in scorecard.assessments:
        codes = _misplaced(scorer, assessment.level, assessment.entries)
        if codes:
            yield Deed(_SET_ASIDE[assessment.level], subject, _set_aside(assessment, codes))
    if scorecard.assessments:
        add_up(scorecard, SELF)


def _set_aside(assessment: Assessment, codes: Collection[str]) -> dict[str, Any]:
    """Take what stands of these criteria off a level; returns all of it."""
    aside: dict[str, Any] = {code: assessment.entries.pop(code) for code in codes}
    for name, kept in (("reasons", assessment.reasons), ("notes", assessment.notes)):
        if words := {code: kept.pop(code) for code in codes if code in kept}:
            aside[name] = words
    for code in codes:
        assessment.marks.pop(code, None)
    return aside


def _misplaced(scorer: TypeScorer, level: AssessmentLevel, entries: Mapping[str, Any]) -> list[str]:
    """The codes of entries that the document does not ask of this level."""
    faults = {code: scorer.reader.fault(level, code, raw) for code, raw in entries.items()}
    return sorted(code for code, fault in faults.items() if fault is not None and fault.code in MISPLACED)


def _scorers(criteria_set: CriteriaSet) -> dict[str, TypeScorer]:
    """By code the types that a document judges."""
    return {kind.code: scorer_for(criteria_set, kind.code) for kind in rubric_of(criteria_set).types}
