"""What the pages of objecting show: each criterion with claim, finding and reason, and what was objected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from evidence.queries import Elsewhere
from foundation.errors import NotFound
from foundation.permissions import Actor
from history.queries import list_entries_of
from history.reading import Change, EntryLine, read_entries, say
from history.wording import label_of
from scorecards.citing import is_judged_already, obstacle_to_citing
from scorecards.lines import Line
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.objection_time import objection_ends_at, obstacle_to_objection_time
from scorecards.scorers import scorer_of
from scorecards.sheet import Sheet
from scorecards.sheet_building import build_sheet
from scorecards.to_scoring import Raw
from scorecards.typed import in_words
from verification.doubts import read_grounds
from verification.models import Objection
from verification.objecting import asked_for
from verification.objection_queries import ObjectionState, list_objections_of, state_of
from verification.standing import points_with, standing, total_with

OFFICE = AssessmentLevel.OFFICE
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """One objection in words: what stood, what was asked for, what was answered."""

    objection: Objection
    name: str
    verified: str
    wanted: str
    answered: str
    state: ObjectionState
    overdue: bool


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One criterion of a verified scorecard, and the objections to it."""

    line: Line
    objections: Sequence[ObjectionView]

    @property
    def waiting(self) -> bool:
        """Whether an objection to it waits for an answer."""
        return any(one.state is ObjectionState.WAITING for one in self.objections)

    @property
    def changed(self) -> bool:
        """Whether it counts for something else than was claimed, or was left empty with a reason."""
        last, claim = self.line.last, self.line.claim
        if claim is not None and claim.entered:
            return last.raw != claim.raw
        return bool(self.line.own.reason)


@dataclass(frozen=True)
class ObjectionsPage:
    """All criteria of one scorecard, those that verification changed first; `closed` says why nobody may
    object now.
    """

    scorecard: Scorecard
    sheet: Sheet
    changed: Sequence[ObjectionRow]
    others: Sequence[ObjectionRow]
    ends: datetime | None
    closed: str

    @property
    def objected(self) -> list[ObjectionRow]:
        """The criteria that were objected to."""
        return [row for row in (*self.changed, *self.others) if row.objections]


@dataclass(frozen=True)
class Answering:
    """What the office reads to answer: the criterion at every level, what is asked, what each would give."""

    view: ObjectionView
    sheet: Sheet
    line: Line
    before: Decimal | None
    asked: Decimal | None
    asked_words: str
    total_before: Decimal
    total_asked: Decimal | None
    old: Sequence[Citation]
    new: Sequence[Citation]
    same_elsewhere: Mapping[int, Sequence[Elsewhere]]
    others: Sequence[ObjectionView]
    record: Sequence[EntryLine]

    @property
    def total_change(self) -> Decimal | None:
        """By how much accepting moves the total."""
        return None if self.total_asked is None else self.total_asked - self.total_before


def view_of(objection: Objection, now: datetime) -> ObjectionView:
    """An objection in words."""
    scorecard, ends = objection.scorecard, objection_ends_at(objection.scorecard)
    state = state_of(objection)
    criterion = scorer_of(scorecard).reader.criteria.get(objection.criterion)

    def say(raw: Raw | None) -> str:
        return in_words(criterion, raw) if criterion is not None else str(raw or "")

    return ObjectionView(
        objection=objection,
        name=criterion.name if criterion is not None else "",
        verified=say(objection.verified),
        wanted=say(objection.wanted) if objection.wanted is not None else "",
        answered=say(objection.answered_entry) if objection.answered_entry is not None else "",
        state=state,
        overdue=state is ObjectionState.WAITING and ends is not None and ends <= now,
    )


def build_objections(scorecard: Scorecard, now: datetime) -> ObjectionsPage:
    """The page of a unit: its scorecard criterion by criterion, with every objection and answer."""
    sheet = build_sheet(scorecard, OFFICE)
    views: dict[str, list[ObjectionView]] = {}
    for one in list_objections_of(scorecard.id):
        views.setdefault(one.criterion, []).append(view_of(one, now))
    rows = [
        ObjectionRow(line, views.get(line.code, ()))
        for line in sheet.lines
        if line.asked and (line.last.entered or line.state == "missing" or line.code in views)
    ]
    return ObjectionsPage(
        scorecard=scorecard,
        sheet=sheet,
        changed=[row for row in rows if row.changed or row.objections],
        others=[row for row in rows if not (row.changed or row.objections)],
        ends=objection_ends_at(scorecard),
        closed=obstacle_to_objection_time(scorecard, now) or "",
    )


def row_of(page: ObjectionsPage, code: str) -> ObjectionRow:
    """One criterion of the page; NotFound where the scorecard has no such criterion."""
    for row in (*page.changed, *page.others):
        if row.line.code == code:
            return row
    line = page.sheet.line(code)
    if line is None or not line.asked:
        raise NotFound(_("Phiếu này không có tiêu chí %(code)s.", code=code))
    return ObjectionRow(line, ())


def citations_of(scorecard: Scorecard, code: str) -> tuple[list[Citation], list[Citation]]:
    """What was cited for a criterion when it was verified, and what was added since."""
    cited = read_grounds([scorecard.id]).cited_for(scorecard, code)
    old = [one for one in cited if is_judged_already(scorecard, one)]
    return old, [one for one in cited if one not in old]


def may_add_evidence(actor: Actor, scorecard: Scorecard, code: str, now: datetime) -> bool:
    """Whether the actor may add evidence to an objection now."""
    return obstacle_to_citing(actor, scorecard, code, now, in_objection=True) is None


def build_answering(objection: Objection, now: datetime) -> Answering:
    """The page of the office for one objection."""
    scorecard, code = objection.scorecard, objection.criterion
    sheet = build_sheet(scorecard, OFFICE)
    line = sheet.line(code)
    if line is None:
        raise NotFound(_("Phiếu này không có tiêu chí %(code)s.", code=code))
    stands, asked = standing(scorecard, code), asked_for(objection)
    old, new = citations_of(scorecard, code)
    differs = asked is not None and asked != stands
    return Answering(
        view=view_of(objection, now),
        sheet=sheet,
        line=line,
        before=points_with(scorecard, code, stands)[0],
        asked=points_with(scorecard, code, asked)[0] if differs else None,
        asked_words=in_words(line.criterion, asked) if asked is not None else "",
        total_before=total_with(scorecard, code, stands),
        total_asked=total_with(scorecard, code, asked) if differs else None,
        old=old,
        new=new,
        same_elsewhere=read_grounds([scorecard.id]).same_elsewhere,
        others=[
            view_of(one, now)
            for one in list_objections_of(scorecard.id)
            if one.criterion == code and one.id != objection.id
        ],
        record=_record_of(scorecard, code),
    )


def _record_of(scorecard: Scorecard, code: str) -> list[EntryLine]:
    """What the record says of one criterion, the latest first; of entries about several only this one."""
    entries = [
        one
        for one in list_entries_of("scorecard", str(scorecard.id))
        if _concerns(one.before, one.after, code)
    ]
    lines = [
        replace(line, changes=tuple(_changes(entry.before or {}, entry.after or {}, code)))
        if code in (entry.after or {}) or "reasons" in (entry.after or {})
        else line
        for entry, line in zip(entries, read_entries(entries), strict=True)
    ]
    return lines[::-1]


def _concerns(before: Facts | None, after: Facts | None, code: str) -> bool:
    facts = {**(before or {}), **(after or {})}
    return code in facts or facts.get("criterion") == code or code in _reasons(facts)


def _changes(before: Facts, after: Facts, code: str) -> Iterator[Change]:
    if code in after:
        yield Change(code, say(before.get(code), code), say(after[code], code))
    reason = _reasons(after).get(code)
    if reason:
        yield Change(label_of("reasons"), None, say(reason))


def _reasons(facts: Facts) -> Facts:
    reasons = facts.get("reasons")
    return reasons if isinstance(reasons, Mapping) else {}
