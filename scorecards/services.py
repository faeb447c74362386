"""Opening scorecards and entering figures. Each level writes beside the others, never over them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from assignments.scope import may_verify, require_sight
from criteria.queries import find_published
from foundation.database import begin_writing, db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor, RoleCode
from history.services import record
from movements.models import MovementYear
from participants.models import Participant
from scorecards.entering import (
    Change,
    EntryConflict,
    EntryFault,
    EntryFaults,
    add_up,
    find_assessment,
    find_misplaced,
    find_unexplained,
    find_unreadable,
    write_down,
)
from scorecards.holding import hold
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.queries import find_scorecard
from scorecards.rules import (
    IN_CHECKING,
    can_assess,
    can_set_targets,
    is_open,
    obstacle_to_entering,
    obstacle_to_opening,
)
from scorecards.scorers import scorer_for, scorer_of
from scorecards.targets import target_faults
from scorecards.to_scoring import Raw, TypeScorer
from scorecards.typed import LONGEST, joined, same, to_stored
from scoring.reading import Convention

SELF, OFFICE = AssessmentLevel.SELF, AssessmentLevel.OFFICE
LONGEST_NOTE = 2_000


class Keep(Enum):
    """Says that something is left as it is."""

    AS_IS = "as it is"


@dataclass(frozen=True, slots=True)
class Saved:
    """What now stands of a criterion; `fault` says why it cannot be read, if so."""

    scorecard: Scorecard
    code: str
    entry: Raw | None
    note: str
    fault: EntryFault | None


def open_scorecard(
    *, actor: Actor, movement_year: MovementYear, participant: Participant, now: datetime
) -> Scorecard:
    """Open the scorecard of a participant under the year's published criteria.

    Raises DomainError where none are published, they have no part for its type, or self-scoring does not
    run; Conflict where the scorecard is open already; NotAllowed for who neither enters for it nor verifies.
    """
    if not (can_assess(actor, participant, SELF) or can_assess(actor, participant, OFFICE)):
        require_sight(actor, participant)
        raise NotAllowed(_("Tài khoản này không được lập phiếu chấm điểm."))
    criteria_set = find_published(movement_year.id)
    if criteria_set is None:
        raise DomainError(_("Năm %(year)s chưa có bộ tiêu chí được ban hành.", year=movement_year.year))
    if find_scorecard(movement_year.id, participant.id) is not None:
        raise Conflict(_("%(name)s đã có phiếu chấm điểm năm này.", name=participant.name))
    scorer_for(criteria_set, participant.type_code)
    obstacle = obstacle_to_opening(actor, movement_year, now)
    if obstacle is not None and RoleCode.OFFICE not in actor.role_codes:
        raise DomainError(obstacle)
    scorecard = Scorecard(
        movement_year=movement_year, participant=participant, criteria_set=criteria_set, updated_at=now
    )
    db.session.add(scorecard)
    db.session.flush()
    after = {"participant": participant.code, "year": movement_year.year}
    record(actor=actor, action="scorecard:opened", subject=("scorecard", scorecard.id), after=after, now=now)
    return scorecard


def ensure_scorecard(
    *, actor: Actor, movement_year: MovementYear, participant: Participant, now: datetime
) -> Scorecard:
    """The scorecard of a participant in a year, opened now if there is none; of two at once both get it.

    Raises as `open_scorecard` does, and Trespass for who may not see the participant.
    """
    require_sight(actor, participant)
    found = find_scorecard(movement_year.id, participant.id)
    if found is not None:
        return found
    begin_writing()
    try:
        with db.session.begin_nested():
            return open_scorecard(actor=actor, movement_year=movement_year, participant=participant, now=now)
    except (IntegrityError, Conflict):
        found = find_scorecard(movement_year.id, participant.id)
        if found is None:
            raise
        return found


def assess(
    *,
    actor: Actor,
    scorecard: Scorecard,
    level: AssessmentLevel,
    entries: Mapping[str, Raw | None],
    reasons: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    while_in: Collection[ScorecardStatus] = IN_CHECKING,
    now: datetime,
) -> Assessment:
    """Enter figures at one level, all or nothing: by criterion the stored text, or None to take one back.

    Raises EntryFaults with every entry that cannot be read, that this level or person may not enter, or that
    changes a figure from below without a reason; DomainError while the calendar or the state forbids it;
    Conflict where the scorecard is sealed; NotAllowed or Trespass for the wrong person. `while_in` are the
    states in which those above the unit may enter.
    """
    codes = sorted({*entries, *(reasons or {}), *(notes or {})})
    scorer = scorer_of(scorecard)
    _require_right(actor, scorecard, level)
    _require_open(actor, scorecard, level, now, while_in)
    change = Change(level, entries, reasons or {}, notes or {})
    faults = _refused(actor, scorer, scorecard, level, codes)
    refused = {fault.code for fault in faults}
    readable = Change(
        level, {code: raw for code, raw in entries.items() if code not in refused}, reasons or {}
    )
    unreadable = find_unreadable(scorer, readable)
    faults += unreadable
    bad = {fault.code for fault in unreadable}
    readable.entries = {code: raw for code, raw in readable.entries.items() if code not in bad}
    faults += find_unexplained(scorer, scorecard, readable) + _too_long(change)
    if faults:
        raise EntryFaults(faults)
    return write_down(actor, scorecard, change, now)


def save_entry(
    *,
    actor: Actor,
    scorecard_id: int,
    level: AssessmentLevel,
    code: str,
    raw: Raw | Keep | None = Keep.AS_IS,
    base: Raw | None = None,
    note: str | None = None,
    note_base: str = "",
    reason: str | None = None,
    convention: Convention = "comma",
    sent: str = "",
    now: datetime,
) -> Saved:
    """Save one criterion as typed, while others may save beside it; nothing they saved is lost.

    `base` and `note_base` are what the page believed to be stored, `sent` its own number of this message.
    Raises EntryConflict where something else
    stands that is not what is being saved either. At the unit's own level a text that cannot be read is kept
    as typed and counts as missing; above it EntryFaults is raised. Otherwise raises as `assess`.
    """
    scorecard = db.session.get(Scorecard, scorecard_id)
    if scorecard is None:
        raise NotFound(_("Không có phiếu này."))
    _require_right(actor, scorecard, level)
    scorer = scorer_of(scorecard)
    if faults := _refused(actor, scorer, scorecard, level, [code]):
        raise EntryFaults(faults)
    # Asked before the lock and again under it: what is read now need not be read while others wait.
    _require_open(actor, scorecard, level, now, IN_CHECKING)
    held = (scorecard.participant, scorecard.criteria_set, scorecard.movement_year)
    scorecard = hold(scorecard)
    _require_open(actor, scorecard, level, now, IN_CHECKING)
    change = Change(
        level,
        {} if isinstance(raw, Keep) else {code: to_stored(scorer.reader.criteria[code], raw, convention)},
        {} if reason is None else {code: reason},
        {} if note is None else {code: note},
        sent=sent,
    )
    _require_agreement(find_assessment(scorecard, level), code, change, base, note_base)
    unreadable = find_unreadable(scorer, change)
    faults = _too_long(change)
    if level is not SELF:
        faults += unreadable or find_unexplained(scorer, scorecard, change)
    if faults:
        raise EntryFaults(faults)
    assessment = write_down(actor, scorecard, change, now)
    del held
    return Saved(
        scorecard,
        code,
        assessment.entries.get(code),
        assessment.notes.get(code, ""),
        unreadable[0] if unreadable else None,
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """One criterion as a page sent it, with what the page believed to be stored."""

    code: str
    raw: Raw | None
    base: Raw | None
    note: str
    note_base: str


@dataclass(slots=True)
class Outcome:
    """What became of a page: what was saved, what cannot stand, what somebody else changed meanwhile."""

    saved: list[str] = field(default_factory=list)
    faults: dict[str, EntryFault] = field(default_factory=dict)
    conflicts: dict[str, EntryConflict] = field(default_factory=dict)


def save_entries(
    *,
    actor: Actor,
    scorecard_id: int,
    level: AssessmentLevel,
    typed: Iterable[Typed],
    convention: Convention,
    now: datetime,
) -> Outcome:
    """Save every criterion of a page that its reader changed; one that cannot stand holds up no other.

    Raises as `save_entry` where the whole scorecard is closed or belongs to others.
    """
    outcome = Outcome()
    scorecard = db.session.get(Scorecard, scorecard_id)
    if scorecard is None:
        raise NotFound(_("Không có phiếu này."))
    criteria = scorer_of(scorecard).reader.criteria
    for one in typed:
        changed = one.code in criteria and not same(
            to_stored(criteria[one.code], one.raw, convention), one.base
        )
        noted = one.note.strip() != one.note_base.strip()
        if not changed and not noted:
            continue
        try:
            saved = save_entry(
                actor=actor,
                scorecard_id=scorecard_id,
                level=level,
                code=one.code,
                raw=one.raw if changed else Keep.AS_IS,
                base=one.base,
                note=one.note if noted else None,
                note_base=one.note_base,
                convention=convention,
                now=now,
            )
        except EntryConflict as conflict:
            outcome.conflicts[one.code] = conflict
        except EntryFaults as error:
            outcome.faults[one.code] = error.faults[0]
        else:
            outcome.saved.append(one.code)
            if saved.fault is not None:
                outcome.faults[one.code] = saved.fault
    return outcome


def set_targets(
    *, actor: Actor, scorecard: Scorecard, targets: Mapping[str, Mapping[str, str]], now: datetime
) -> Scorecard:
    """Give a participant targets of its own: by criterion {"target", "minimum", "plan"} as exact text; an
    empty text leaves the document's. Totals are reckoned anew.

    Raises EntryFaults with every figure that cannot stand, NotAllowed for who is not the standing office,
    Conflict where the scorecard is sealed.
    """
    if not can_set_targets(actor):
        require_sight(actor, scorecard.participant, ("scorecard", scorecard.id))
        raise NotAllowed(_("Chỉ Thường trực Hội đồng giao chỉ tiêu riêng."))
    locked = hold(scorecard)
    if not is_open(locked):
        raise Conflict(_("Phiếu đã chốt, không sửa được."))
    scorer = scorer_of(locked)
    given = {code: {name: text for name, text in parts.items() if text} for code, parts in targets.items()}
    if faults := [fault for code in given for fault in target_faults(scorer, code, given[code])]:
        raise EntryFaults(faults)
    before, after = dict(locked.targets), {code: parts for code, parts in given.items() if parts}
    if before == after:
        return locked
    locked.targets = after
    if locked.assessments:
        add_up(locked, SELF)
    locked.updated_at = now
    db.session.flush()
    subject = ("scorecard", locked.id)
    record(actor=actor, action="scorecard:targets-set", subject=subject, before=before, after=after, now=now)
    return locked


def _require_right(actor: Actor, scorecard: Scorecard, level: AssessmentLevel) -> None:
    if not can_assess(actor, scorecard.participant, level):
        require_sight(actor, scorecard.participant, ("scorecard", scorecard.id))
        raise NotAllowed(_("Tài khoản này không được nhập ở cấp này."))


def _require_open(
    actor: Actor,
    scorecard: Scorecard,
    level: AssessmentLevel,
    now: datetime,
    while_in: Collection[ScorecardStatus],
) -> None:
    obstacle = obstacle_to_entering(actor, scorecard, level, now, while_in)
    if obstacle is not None:
        raise Conflict(obstacle)


def _refused(
    actor: Actor, scorer: TypeScorer, scorecard: Scorecard, level: AssessmentLevel, codes: list[str]
) -> list[EntryFault]:
    """Criteria that this level or this person may not enter."""
    faults = find_misplaced(actor, scorer, level, codes)
    known = {fault.code for fault in faults}
    if level is OFFICE and RoleCode.OFFICE not in actor.role_codes:
        faults += [
            EntryFault(code, _("Tiêu chí này thuộc phần thẩm định của người khác."))
            for code in codes
            if code not in known and not may_verify(actor, scorecard.participant, scorer.paths[code])
        ]
    return faults


def _require_agreement(
    assessment: Assessment | None, code: str, change: Change, base: Raw | None, note_base: str
) -> None:
    """Of what is to be changed, what stands must be what the page believed, or already what it wants."""
    entries, notes = (assessment.entries, assessment.notes) if assessment else ({}, {})
    mark = assessment.marks.get(code, {}) if assessment else {}
    if code in change.entries:
        stands, mine = entries.get(code), change.entries[code]
        if not same(stands, base) and not same(stands, mine):
            raise EntryConflict(code, "entry", stands, mine, mark)
    if code in change.notes:
        told, mine_told = notes.get(code, ""), change.notes[code].strip()
        if told not in (note_base.strip(), mine_told):
            raise EntryConflict(code, "note", told, mine_told, mark.get("note", mark))


def _too_long(change: Change) -> list[EntryFault]:
    faults = [
        EntryFault(code, _("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST))
        for code, raw in change.entries.items()
        if len(joined(raw)) > LONGEST
    ]
    faults += [
        EntryFault(code, _("Ghi chú và lý do nhiều nhất %(n)s ký tự.", n=LONGEST_NOTE))
        for words in (change.notes, change.reasons)
        for code, text in words.items()
        if len(text) > LONGEST_NOTE
    ]
    return faults
