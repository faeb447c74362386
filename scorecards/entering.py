"""Entering figures: what an entry must be, what stands already, and writing it down with its record.

`services` decides who may and when; here is what both ways of entering share, many at once or one by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from criteria.wording import misread_text
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor, RoleCode
from history.services import record
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.scorers import scorer_of
from scorecards.to_scoring import LEVELS, Raw, TypeScorer, Unread
from scorecards.typed import same
from scoring.reading import Misread

Entries = Mapping[str, Raw | None]
_MISPLACED = frozenset({"unknown_criterion", "not_asked", "not_theirs"})


class EntryFault(NamedTuple):
    """What is wrong with one entry: the criterion, a sentence, and which of two figures, if one."""

    code: str
    sentence: str
    part: str = ""


class EntryFaults(DomainError):
    """Entries that cannot stand; all of them are told at once."""

    def __init__(self, faults: list[EntryFault]) -> None:
        first = faults[0]
        message = _("Tiêu chí %(code)s: %(fault)s", code=first.code, fault=first.sentence)
        if len(faults) > 1:
            message += " " + _("Còn %(n)s chỗ khác cần sửa.", n=len(faults) - 1)
        super().__init__(message, field=first.code)
        self.faults = tuple(faults)


class EntryConflict(Conflict):
    """Somebody else changed this entry (or, as `about` says, its note) since the page was opened; `mark` says
    who, when, and by which message.
    """

    def __init__(self, code: str, about: str, theirs: Any, mine: Any, mark: Mapping[str, Any]) -> None:
        by, at = mark.get("by", ""), mark.get("at", "")
        super().__init__(
            _("Tiêu chí %(code)s vừa được %(by)s sửa. Chọn giữ số nào.", code=code, by=by or _("người khác")),
            field=code,
        )
        self.code, self.about, self.theirs, self.mine, self.by, self.at = code, about, theirs, mine, by, at
        self.sent = mark.get("sent", "")


@dataclass(slots=True)
class Change:
    """What is to be entered at one level: entries by criterion (None takes one back), and words beside.

    `sent` is the number that a page gave to the message it sent: by it a device knows its own writing again.
    """

    level: AssessmentLevel
    entries: Entries = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sent: str = ""


def entries_below(scorecard: Scorecard, level: AssessmentLevel) -> dict[AssessmentLevel, Mapping[str, Raw]]:
    """What the levels below one have entered."""
    place = LEVELS.index(level)
    return {one.level: one.entries for one in scorecard.assessments if LEVELS.index(one.level) < place}


def raw_below(scorecard: Scorecard, level: AssessmentLevel, code: str) -> Raw | None:
    """The entry of a criterion that stands below a level: what this level judges."""
    below = entries_below(scorecard, level)
    return next((below[one][code] for one in reversed(LEVELS) if code in below.get(one, {})), None)


def unread_text(unread: Unread) -> str:
    """Why an entry does not count and what to do instead, in words."""
    if unread.code == "unknown_criterion":
        return _("Bộ tiêu chí không có tiêu chí này.")
    if unread.code == "not_asked":
        return _("Tiêu chí này lấy số liệu từ tiêu chí khác, không nhập.")
    if unread.code == "not_theirs":
        return _("Cấp này không nhập tiêu chí này.")
    facts = {name: value for name, value in unread.facts.items() if name != "part"}
    return misread_text(Misread(unread.code, unread.facts.get("part"), **facts))


def part_at_fault(unread: Unread) -> str:
    """Which of two figures cannot be read; empty where it is both, or there is one."""
    return "" if "also_code" in unread.facts else unread.facts.get("part", "")


def find_misplaced(
    actor: Actor, scorer: TypeScorer, level: AssessmentLevel, codes: Iterator[str] | list[str]
) -> list[EntryFault]:
    """Criteria that this level, or this person, never enters."""
    faults = []
    office_only = {one.code for one in scorer.reader.kind.criteria() if one.entered_by == "office"}
    for code in codes:
        unread = scorer.reader.fault(level, code, "")
        if unread is not None and unread.code in _MISPLACED:
            faults.append(EntryFault(code, unread_text(unread)))
        elif code in office_only and RoleCode.OFFICE not in actor.role_codes:
            faults.append(EntryFault(code, _("Chỉ Thường trực Hội đồng nhập tiêu chí này.")))
    return faults


def find_unreadable(scorer: TypeScorer, change: Change) -> list[EntryFault]:
    """Entries that would not count, with the sentence that says what to write."""
    faults = []
    for code, raw in change.entries.items():
        unread = None if raw is None else scorer.reader.fault(change.level, code, raw)
        if unread is not None:
            faults.append(EntryFault(code, unread_text(unread), part_at_fault(unread)))
    return faults


def find_unexplained(scorer: TypeScorer, scorecard: Scorecard, change: Change) -> list[EntryFault]:
    """Entries that differ from what stands below without a reason."""
    known = scorer.reader.entries(entries_below(scorecard, change.level))
    faults = []
    for code, raw in change.entries.items():
        if raw is None or code not in known:
            continue
        entered = scorer.reader.entries({change.level: {code: raw}}).get(code)
        if entered != known[code] and not change.reasons.get(code, "").strip():
            faults.append(EntryFault(code, _("Số thẩm định khác số đơn vị tự chấm: ghi lý do điều chỉnh.")))
    return faults


def assessment_of(scorecard: Scorecard, level: AssessmentLevel, now: datetime) -> Assessment:
    """The assessment of a level, begun now if there is none."""
    found = find_assessment(scorecard, level)
    if found is None:
        found = Assessment(
            level=level, entries={}, reasons={}, notes={}, marks={}, complete=False, assessed_at=now
        )
        scorecard.assessments.append(found)
    return found


def find_assessment(scorecard: Scorecard, level: AssessmentLevel) -> Assessment | None:
    """The assessment of a level, if it has begun."""
    return next((one for one in scorecard.assessments if one.level is level), None)


def write_down(actor: Actor, scorecard: Scorecard, change: Change, now: datetime) -> Assessment:
    """Enter what was checked: entries, reasons, notes and marks; new totals; the record before → after."""
    with db.session.no_autoflush:
        assessment = assessment_of(scorecard, change.level, now)
        before, after = _enter(actor, scorecard, assessment, change, now)
        if not after:
            return assessment
        assessment.assessed_at, assessment.assessed_by_id = now, actor.actor_id
        add_up(scorecard, change.level)
        scorecard.updated_at = now
    db.session.flush()
    record(
        actor=actor,
        action=f"scorecard:assessed-{change.level.value}",
        subject=("scorecard", scorecard.id),
        before=before,
        after=after,
        now=now,
    )
    return assessment


def add_up(scorecard: Scorecard, level: AssessmentLevel) -> None:
    """New totals of a level and of those above it, each of all that was entered up to it."""
    scorer, unit = scorer_of(scorecard), scorecard.participant
    by_level = {one.level: one for one in scorecard.assessments}
    for place, here in enumerate(LEVELS):
        if here not in by_level or place < LEVELS.index(level):
            continue
        entries = {one: by_level[one].entries for one in LEVELS[: place + 1] if one in by_level}
        scored = scorer.score(unit.code, unit.attributes, entries, scorecard.targets)
        by_level[here].total, by_level[here].complete = scored.total, scored.complete


def _enter(
    actor: Actor, scorecard: Scorecard, assessment: Assessment, change: Change, now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Change the rows; returns what was and what is, of what really changed."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for code, raw in change.entries.items():
        old, new = assessment.entries.get(code), _plain(raw)
        judged = raw_below(scorecard, change.level, code)
        if not same(old, new) or _is_judged_anew(assessment, change.level, code, judged):
            before[code], after[code] = old, new
            _put(assessment.entries, code, new)
            words = {"note": note} if (note := assessment.marks.get(code, {}).get("note")) else {}
            judging = {} if change.level is AssessmentLevel.SELF else {"judged": _plain(judged)}
            assessment.marks[code] = _mark(actor, change, now) | judging | words
        if raw is None:
            assessment.reasons.pop(code, None)
    told = (("reasons", assessment.reasons, change.reasons), ("notes", assessment.notes, change.notes))
    for name, kept, given in told:
        changed = {code: text.strip() for code, text in given.items() if text.strip() != kept.get(code, "")}
        if name == "reasons":
            changed = {code: text for code, text in changed.items() if text}
        if changed:
            before[name] = {code: kept.get(code) for code in changed}
            after[name] = changed
        for code, text in changed.items():
            _put(kept, code, text or None)
            if name == "notes":
                assessment.marks[code] = assessment.marks.get(code, {}) | {"note": _mark(actor, change, now)}
    return before, after


def _is_judged_anew(assessment: Assessment, level: AssessmentLevel, code: str, judged: Raw | None) -> bool:
    """Whether the same entry is confirmed of a claim that has changed since."""
    if level is AssessmentLevel.SELF or code not in assessment.entries:
        return False
    return not same(assessment.marks.get(code, {}).get("judged"), judged)


def _mark(actor: Actor, change: Change, now: datetime) -> dict[str, Any]:
    mark: dict[str, Any] = {"by": actor.actor_name, "by_id": actor.actor_id, "at": now.isoformat()}
    return mark | {"sent": change.sent} if change.sent else mark


def _put(kept: dict[str, Any], code: str, value: Any) -> None:
    if value is None:
        kept.pop(code, None)
    else:
        kept[code] = value


def _plain(raw: Raw | None) -> Any:
    return raw if raw is None or isinstance(raw, str) else dict(raw)
