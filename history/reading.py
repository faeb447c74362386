"""Entries as a person reads them: who did what to whom, and field by field what it was and became."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from foundation.formats import day, grouped_code, moment, number
from history.models import HistoryEntry
from history.wording import kind_of, label_of, missing, phrase_of, value_of

Namer = Callable[[Collection[str]], Mapping[str, str]]
NAMERS = "record_names"

_NUMBER = re.compile(r"\d{1,9}")
_DECIMAL = re.compile(r"-?\d+\.\d+|-?\d+(?:\.\d+)?E[+-]\d{1,3}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry; `before` or `after` is None where the entry does not speak of it."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in words. `name` is what its subject is called today, empty where it is gone; `own` says that
    the subject is whoever did it.
    """

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    phrase: str
    subject_type: str
    subject_id: str
    kind: str
    name: str
    own: bool
    changes: tuple[Change, ...]
    note: str
    seal: str


def read_entries(entries: Iterable[HistoryEntry]) -> list[EntryLine]:
    """The entries in words; one statement for each kind of subject among them, however many they are."""
    listed = list(entries)
    names = _names_of((entry.subject_type, entry.subject_id) for entry in listed)
    return [_line(entry, names.get((entry.subject_type, entry.subject_id), "")) for entry in listed]


def name_subject(subject_type: str, subject_id: str) -> str:
    """What one subject is called today, after its kind; its number where nobody knows its name."""
    known = _names_of([(subject_type, subject_id)]).get((subject_type, subject_id))
    return f"{kind_of(subject_type)}: {known}" if known else f"{kind_of(subject_type)} {subject_id}"


def _names_of(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = {}
    for kind, key in subjects:
        if _NUMBER.fullmatch(key):
            wanted.setdefault(kind, set()).add(key)
    namers = _namers()
    return {
        (kind, key): name
        for kind, keys in wanted.items()
        if kind in namers
        for key, name in namers[kind](sorted(keys)).items()
    }


def _namers() -> Mapping[str, Namer]:
    """What the rooms above know of the names of their things, by kind of subject."""
    namers: Mapping[str, Namer] = current_app.extensions[NAMERS]
    return namers


def _line(entry: HistoryEntry, name: str) -> EntryLine:
    return EntryLine(
        id=entry.id,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor_name,
        action=entry.action,
        phrase=phrase_of(entry.action),
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        kind=kind_of(entry.subject_type),
        name=name or (entry.subject_id if entry.subject_type == "address" else ""),
        own=(entry.subject_type, entry.subject_id) == ("user", str(entry.actor_id)),
        changes=tuple(_changes(entry.before, entry.after)),
        note=entry.note,
        seal=grouped_code(entry.hash),
    )


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[Change]:
    for field in dict.fromkeys([*(before or {}), *(after or {})]):
        was = say(before[field], field) if before is not None and field in before else None
        became = say(after[field], field) if after is not None and field in after else None
        yield Change(label_of(field), was, became)


def say(value: Any, field: str = "") -> str:
    """A kept value as an official reads it: figures, days and instants as on every page, lists in a row."""
    if value is None or value in ("", [], {}):
        return missing()
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, Mapping):
        return "; ".join(f"{label_of(key)}: {say(inner, key)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(say(inner, field) for inner in value)
    return _say_text(str(value), field)


def _say_text(text: str, field: str) -> str:
    if _HASH.fullmatch(text):
        return grouped_code(text)
    if _DECIMAL.fullmatch(text):
        return number(Decimal(text))
    try:
        if _INSTANT.fullmatch(text):
            return moment(datetime.fromisoformat(text))
        if _DAY.fullmatch(text):
            return day(date.fromisoformat(text))
    except ValueError:
        return text
    return value_of(field, text)
