"""Opening scorecards and entering figures. Each level writes beside the others, never over them."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from criteria.document import read_document
from criteria.queries import find_published
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.queries import find_scorecard
from scorecards.rules import can_assess, is_open
from scorecards.to_scoring import LEVELS, Raw, TypeScorer


def open_scorecard(
    *, actor: Actor, movement_year: MovementYear, participant: Participant, now: datetime
) -> Scorecard:
    """Open the scorecard of a participant under the year's published criteria.

    Raises DomainError where none are published, Conflict where the scorecard is open already.
    """
    if not any(can_assess(actor, level) for level in LEVELS):
        raise NotAllowed(_("Tài khoản này không được lập phiếu chấm điểm."))
    criteria_set = find_published(movement_year.id)
    if criteria_set is None:
        raise DomainError(_("Năm %(year)s chưa có bộ tiêu chí được ban hành.", year=movement_year.year))
    if find_scorecard(movement_year.id, participant.id) is not None:
        raise Conflict(_("%(name)s đã có phiếu chấm điểm năm này.", name=participant.name))
    scorecard = Scorecard(
        movement_year_id=movement_year.id,
        participant=participant,
        criteria_set=criteria_set,
        updated_at=now,
    )
    db.session.add(scorecard)
    db.session.flush()
    after = {"participant": participant.code, "year": movement_year.year}
    record(actor=actor, action="scorecard:opened", subject=("scorecard", scorecard.id), after=after, now=now)
    return scorecard


def assess(
    *,
    actor: Actor,
    scorecard: Scorecard,
    level: AssessmentLevel,
    entries: Mapping[str, Raw | None],
    reasons: Mapping[str, str] | None = None,
    now: datetime,
) -> Assessment:
    """Enter figures at one level: by criterion the text as entered, or None to take one back.

    Raises DomainError beside the criterion (`field`) that cannot be read, that this level may not enter,
    or that changes a figure from below without a reason; Conflict where the scorecard is sealed.
    """
    if not can_assess(actor, level):
        raise NotAllowed(_("Tài khoản này không được nhập ở cấp này."))
    if not is_open(scorecard):
        raise Conflict(_("Phiếu đã chốt, không sửa được."))
    scorer = _scorer(scorecard)
    _check(scorer, scorecard, level, entries, reasons or {})
    assessment = _assessment_of(scorecard, level, now)
    before = {code: assessment.entries.get(code) for code in entries}
    _enter(assessment, entries, reasons or {})
    by_level = {
        other.level: other.entries for other in scorecard.assessments if not _above(other.level, level)
    }
    card = scorer.score(scorecard.participant.code, scorecard.participant.attributes, by_level)
    assessment.total, assessment.complete = card.total, card.complete
    assessment.assessed_at, assessment.assessed_by_id = now, actor.actor_id
    scorecard.updated_at = now
    db.session.flush()
    record(
        actor=actor,
        action=f"scorecard:assessed-{level.value}",
        subject=("scorecard", scorecard.id),
        before=before,
        after=dict(entries),
        now=now,
    )
    return assessment


def _scorer(scorecard: Scorecard) -> TypeScorer:
    rubric = read_document(scorecard.criteria_set.document.encode()).rubric
    kind = rubric.type(scorecard.participant.type_code) if rubric is not None else None
    if rubric is None or kind is None:
        raise DomainError(_("Bộ tiêu chí không có phần cho loại đơn vị này."))
    return TypeScorer(rubric, kind)


def _check(
    scorer: TypeScorer,
    scorecard: Scorecard,
    level: AssessmentLevel,
    entries: Mapping[str, Raw | None],
    reasons: Mapping[str, str],
) -> None:
    below = {a.level: a.entries for a in scorecard.assessments if _above(level, a.level)}
    known = scorer.reader.entries(below)
    for code, raw in entries.items():
        if raw is None:
            continue
        unread = scorer.reader.fault(level, code, raw)
        if unread is not None:
            raise DomainError(_("Không đọc được số liệu của tiêu chí %(code)s.", code=code), field=code)
        changes = code in known and scorer.reader.entries({level: {code: raw}}).get(code) != known[code]
        if changes and not reasons.get(code, "").strip():
            raise DomainError(_("Tiêu chí %(code)s khác số đã tự chấm: ghi lý do.", code=code), field=code)


def _assessment_of(scorecard: Scorecard, level: AssessmentLevel, now: datetime) -> Assessment:
    found = next((one for one in scorecard.assessments if one.level is level), None)
    if found is None:
        found = Assessment(level=level, entries={}, reasons={}, complete=False, assessed_at=now)
        scorecard.assessments.append(found)
    return found


def _enter(assessment: Assessment, entries: Mapping[str, Raw | None], reasons: Mapping[str, str]) -> None:
    for code, raw in entries.items():
        if raw is None:
            assessment.entries.pop(code, None)
            assessment.reasons.pop(code, None)
            continue
        assessment.entries[code] = raw if isinstance(raw, str) else dict(raw)
        if reason := reasons.get(code, "").strip():
            assessment.reasons[code] = reason


def _above(level: AssessmentLevel, other: AssessmentLevel) -> bool:
    return LEVELS.index(level) > LEVELS.index(other)
