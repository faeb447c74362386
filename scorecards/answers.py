"""What the script of the scorecard page hears; `views` writes down the shapes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from foundation.clock import local
from foundation.formats import moment, number
from scorecards import sheet_words
from scorecards.entering import EntryConflict
from scorecards.entry_form import name_of
from scorecards.lines import Line, SectionLine
from scorecards.sheet import Sheet
from scorecards.typed import in_words
from scoring.rubric import Criterion


def answer(sheet: Sheet, line: Line, understood: str, saved_at: datetime | None) -> dict[str, Any]:
    """What became of one criterion, and of everything that hangs on it."""
    own = line.own
    part = own.fault_part
    return {
        "code": line.code,
        "level": sheet.level.value,
        "saved_at": local(saved_at).isoformat(timespec="seconds") if saved_at else None,
        "saved": _("Đã lưu %(time)s", time=f"{local(saved_at):%H:%M}") if saved_at else "",
        "entry": own.raw,
        "note": own.note,
        "shown": line.shown if own.entered else None,
        "understood": understood,
        "fault": own.fault,
        "fault_part": part,
        "fault_id": name_of("e", line.code, part) if own.fault else "",
        "state": line.state,
        "points": None if line.points is None else number(line.points, sheet.decimals),
        "work": list(line.work),
        "totals": totals(sheet),
        "sections": [_section(one, sheet) for one in sheet.sections],
        "missing": [{"code": one.code, "name": one.name} for one in sheet.missing],
        "unread": [{"code": one.code, "name": one.name} for one in sheet.unread],
        "version": sheet.scorecard.version,
        "parts": pieces(sheet, [line, *_followers(sheet, line)]),
    }


def totals(sheet: Sheet) -> dict[str, str]:
    """The sums, as the page writes them."""
    return {
        "points": number(sheet.total, sheet.decimals),
        "entered": number(sheet.entered_max),
        "text": sheet_words.totals_text(sheet),
        "rest": sheet_words.rest_text(sheet),
    }


def pieces(sheet: Sheet, lines: Iterable[Line]) -> dict[str, str]:
    """Ready-made pieces of the page, by the id of the element they fill."""
    macros: Any = current_app.jinja_env.get_template("macros/entry.html").module
    tally: Any = current_app.jinja_env.get_template("macros/tally.html").module
    made = {"tally": tally.tally(sheet, sheet_words), "bar": tally.bar(sheet, sheet_words)}
    for line in lines:
        made[f"gives-{line.code}"] = macros.gives(line, sheet.decimals)
        made[f"live-{line.code}"] = macros.live(line)
    for section in sheet.sections:
        made[f"sum-{section.code}"] = macros.section_sum(section, sheet, sheet_words)
    return {name: str(text).strip() for name, text in made.items()}


def conflict(error: EntryConflict, criterion: Criterion) -> dict[str, Any]:
    """Both values, who wrote the other one, and when."""
    shown = conflict_words(error, criterion)
    return {
        "error": "conflict",
        "code": error.code,
        "field": error.about,
        "theirs": error.theirs,
        "mine": error.mine,
        "by": error.by,
        "at": error.at,
        "sent": error.sent,
        "message": error.message,
        **shown,
    }


def conflict_words(error: EntryConflict, criterion: Criterion) -> dict[str, str]:
    """Both values in words, and the time."""
    note = error.about == "note"
    return {
        "by": error.by,
        "theirs_shown": str(error.theirs) if note else in_words(criterion, error.theirs),
        "mine_shown": str(error.mine) if note else in_words(criterion, error.mine),
        "at_shown": moment(datetime.fromisoformat(error.at)) if error.at else "",
    }


def _followers(sheet: Sheet, line: Line) -> list[Line]:
    """The criteria that take their figure from this one."""
    return [
        one
        for one in sheet.lines
        if not one.asked and one.criterion.scale.origin.criterion == line.code  # type: ignore[union-attr]
    ]


def _section(section: SectionLine, sheet: Sheet) -> dict[str, Any]:
    return {
        "code": section.code,
        "name": section.name,
        "points": None if section.points is None else number(section.points, sheet.decimals),
        "max": "" if section.max is None else number(section.max),
        "floor": sheet_words.floor_text(section),
    }


def state_of(sheet: Sheet, closed: str, csrf: str) -> dict[str, Any]:
    """What now stands stored, and a token that is good for this session."""
    owned = [line for line in sheet.lines if line.owned]
    return {
        "csrf": csrf,
        "can_enter": not closed,
        "closed": closed,
        "entries": {line.code: line.own.raw for line in owned if line.own.entered},
        "notes": {line.code: line.own.note for line in owned if line.own.note},
        "shown": {line.code: line.shown for line in owned if line.own.entered},
        "version": sheet.scorecard.version,
    }
