"""What the page of one scorecard shows besides its sheet: who may enter, until when, and where to go next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from assignments.scope import may_enter_for
from foundation.clock import local_date
from foundation.permissions import Actor
from movements.wording import deadline_text
from scorecards.entering import EntryConflict, EntryFault
from scorecards.entry_form import EntryForm, make_form
from scorecards.following import words_on_following
from scorecards.labels import LEVEL_NAMES
from scorecards.lines import Line
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.rules import can_set_targets, obstacle_to_entering
from scorecards.sheet import Sheet
from scorecards.sheet_building import build_sheet
from scorecards.submission_queries import find_last_submission, list_standing_citations
from scorecards.submission_rules import WITH_THE_UNIT, closes_at, is_time_running

SELF = AssessmentLevel.SELF


@dataclass(frozen=True)
class CardPage:
    """The page. `form` is None where its reader only reads; `closed` says why a member of the unit may not
    enter at present. `closes` is when the unit's time ends, where the scorecard is with the unit; `left` how
    long that is, while it runs.
    """

    scorecard: Scorecard
    sheet: Sheet
    form: EntryForm | None
    closed: str
    belongs: bool
    closes: datetime | None
    left: str
    citations: Sequence[Citation]
    may_set_targets: bool
    last_receipt: int | None
    followed: tuple[str, str] | None = None
    faults: Mapping[str, EntryFault] = field(default_factory=dict)
    conflicts: Mapping[str, EntryConflict] = field(default_factory=dict)
    level_names: Mapping[str, object] = field(default_factory=lambda: LEVEL_NAMES)

    @property
    def deadline(self) -> str:
        """When the unit's time ends, with hour and weekday."""
        return deadline_text(self.closes) if self.closes is not None else ""

    def message(self, line: Line) -> str:
        """What is wrong with what stands in the fields of a line."""
        fault = self.faults.get(line.code)
        if fault is not None:
            return fault.sentence
        return line.own.fault if self.form is not None else ""

    @property
    def faulty(self) -> list[tuple[Line, str]]:
        """Every line with a fault, for the head of the form."""
        if self.form is None:
            return []
        found = ((line, self.message(line)) for line in self.sheet.lines if line.owned)
        return [(line, message) for line, message in found if message]


def card_page(
    *,
    actor: Actor,
    scorecard: Scorecard,
    now: datetime,
    form: EntryForm | None = None,
    faults: Mapping[str, EntryFault] | None = None,
    conflicts: Mapping[str, EntryConflict] | None = None,
) -> CardPage:
    """The page as this reader may use it; `form` is one that was sent and did not stand."""
    belongs = may_enter_for(actor, scorecard.participant)
    closed = obstacle_to_entering(actor, scorecard, SELF, now) or ""
    sheet = build_sheet(scorecard, SELF)
    if form is None and belongs and not closed:
        form = make_form(sheet)
    ends = closes_at(scorecard) if scorecard.status in WITH_THE_UNIT else None
    last = find_last_submission(scorecard.id)
    return CardPage(
        scorecard=scorecard,
        sheet=sheet,
        form=form,
        closed=closed,
        belongs=belongs,
        closes=ends,
        left=time_left(ends, now) if ends is not None and is_time_running(scorecard, now) else "",
        citations=list_standing_citations(scorecard.id),
        may_set_targets=can_set_targets(actor),
        last_receipt=last.number if last is not None else None,
        followed=words_on_following(scorecard) if belongs else None,
        faults=faults or {},
        conflicts=conflicts or {},
    )


def time_left(ends: datetime, now: datetime) -> str:
    """How long until a deadline, in the largest unit that says something."""
    days = (local_date(ends) - local_date(now)).days
    if days >= 1 and (ends - now).total_seconds() >= 24 * 3600:
        return ngettext("còn %(num)s ngày", "còn %(num)s ngày", days)
    hours = int((ends - now).total_seconds() // 3600)
    if hours >= 1:
        return ngettext("còn %(num)s giờ", "còn %(num)s giờ", hours)
    return _("còn dưới một giờ")
