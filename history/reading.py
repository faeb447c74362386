"""Entries as a person reads them: who did what to whom, and field by field what it was and became."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from foundation.formats import day, grouped_code, moment, number
from history.models import HistoryEntry
from history.wording import kind_of, label_of, missing, phrase_of, value_of
from history.wording_fields import FIELDS
from history.wording_pages import REFUSED, words_of_attempt

Namer = Callable[[Collection[str]], Mapping[str, str]]
# What one field of an entry is called and says, by its name, its value and all the entry speaks of; None
# where the room knows no better than the record, HIDDEN where the field says nothing to a person.
FieldReader = Callable[[str, Any, Mapping[str, Any]], tuple[str, str] | None]
Readers = Callable[[Collection[str]], Mapping[str, FieldReader]]
NAMERS, READERS = "record_names", "record_readers"
HIDDEN = ("", "")

# Saving while typing makes many entries of one change.
SAVED = frozenset(f"scorecard:assessed-{level}" for level in ("self", "group", "office", "council"))
GOES_ON = timedelta(minutes=5)

_NUMBER = re.compile(r"\d{1,9}")
_ORDER = {name: place for place, name in enumerate(FIELDS)}
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
    the subject is whoever did it. `saves` are the entries that it sums up.
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
    saves: int = 1


def read_entries(entries: Iterable[HistoryEntry]) -> list[EntryLine]:
    """The entries in words; one statement for each kind of subject among them, however many they are."""
    listed = list(entries)
    names = _names_of((entry.subject_type, entry.subject_id) for entry in listed)
    readers = _readers_of((entry.subject_type, entry.subject_id) for entry in listed)
    lines = []
    for entry in listed:
        subject = (entry.subject_type, entry.subject_id)
        lines.append(_line(entry, names.get(subject, ""), readers.get(subject)))
    return lines


def read_summed(entries: Iterable[HistoryEntry]) -> list[EntryLine]:
    """The entries in words, oldest first, for who wants to know what was done and not each press of a key:
    what one person saved again and again of the same fields within minutes is one line, from the first value
    to the last.
    """
    groups: list[list[HistoryEntry]] = []
    for entry in entries:
        if groups and _goes_on(groups[-1][-1], entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    lines = read_entries(_summed(group) for group in groups)
    return [replace(line, saves=len(group)) for line, group in zip(lines, groups, strict=True)]


def _goes_on(last: HistoryEntry, entry: HistoryEntry) -> bool:
    """Whether an entry only goes on with what the last one did."""
    return (
        entry.action in SAVED
        and (entry.action, entry.actor_id) == (last.action, last.actor_id)
        and (entry.subject_type, entry.subject_id) == (last.subject_type, last.subject_id)
        and entry.at - last.at <= GOES_ON
        and _fields(entry) == _fields(last)
    )


def _fields(entry: HistoryEntry) -> set[tuple[str, ...]]:
    """What an entry speaks of: its fields, and of reasons and notes whose."""
    after = entry.after or {}
    return {(name, *after[name]) if name in ("reasons", "notes") else (name,) for name in after}


def _summed(group: Sequence[HistoryEntry]) -> HistoryEntry:
    """One entry that stands in no database, from the state before the first to that after the last."""
    first, last = group[0], group[-1]
    if first is last:
        return last
    kept = (
        "id",
        "at",
        "actor_id",
        "actor_name",
        "action",
        "subject_type",
        "subject_id",
        "after",
        "note",
        "hash",
    )
    return HistoryEntry(before=first.before, **{name: getattr(last, name) for name in kept})


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


def _readers_of(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], FieldReader]:
    wanted: dict[str, set[str]] = {}
    for kind, key in subjects:
        if _NUMBER.fullmatch(key):
            wanted.setdefault(kind, set()).add(key)
    known: Mapping[str, Readers] = current_app.extensions[READERS]
    return {
        (kind, key): reader
        for kind, keys in wanted.items()
        if kind in known
        for key, reader in known[kind](sorted(keys)).items()
    }


def _place(field: str) -> tuple[int, str]:
    """Fields stand in the order of their words; a database may have kept them in another."""
    return (_ORDER.get(field, len(_ORDER)), field)


def _line(entry: HistoryEntry, name: str, reader: FieldReader | None = None) -> EntryLine:
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
        changes=tuple(_changes(entry.before, entry.after, reader)),
        note=words_of_attempt(entry.note) if entry.action == REFUSED else entry.note,
        seal=grouped_code(entry.hash),
    )


def _changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, reader: FieldReader | None
) -> Iterator[Change]:
    about = {**(before or {}), **(after or {})}
    for field in sorted(about, key=_place):
        told = [_told(state, field, about, reader) for state in (before, after)]
        label = next((one[0] for one in told if one is not None), "")
        if label:
            was, became = (None if one is None else one[1] for one in told)
            yield Change(label, was, became)


def _told(
    state: Mapping[str, Any] | None, field: str, about: Mapping[str, Any], reader: FieldReader | None
) -> tuple[str, str] | None:
    """The label and the words of a field in one of the two states; None where that does not speak of it."""
    if state is None or field not in state:
        return None
    known = reader(field, state[field], about) if reader is not None else None
    return known or (label_of(field), say(state[field], field))


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
