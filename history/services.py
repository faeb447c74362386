"""Writing the record, and proving that nobody touched it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from foundation.database import db
from foundation.permissions import Actor
from history.models import HistoryEntry, HistoryHead
from history.queries import find_head, iterate_entries
from history.rules import FIRST_HASH, seal_of


@dataclass(frozen=True)
class Verdict:
    """What checking the record found: how many entries, how it ends, and the first fault, if any: as a
    sentence for whoever keeps the machine, and as a code of FAULTS; the fault stands at entry `entries`.
    """

    entries: int
    head: str
    fault: str | None = None
    code: str | None = None


class Deed(NamedTuple):
    """What one entry says was done, to what, and what was and is; the subject is (type, id)."""

    action: str
    subject: tuple[str, int | str]
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    note: str = ""


FAULTS = {
    "missing": "entry {0} is missing",
    "unlinked": "entry {0} does not continue from the entry before it",
    "changed": "entry {0} was changed after it was written",
    "cut": "the record ends at entry {0}, its head says {1}",
}


def record(
    *,
    actor: Actor,
    action: str,
    subject: tuple[str, int | str],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    now: datetime,
) -> HistoryEntry:
    """Append one entry within the caller's transaction.

    `subject` is (type, id); `before` and `after` hold JSON values only. Writers queue on the head row until
    the transaction ends, so two of them never continue from the same entry.
    """
    return record_all(actor=actor, deeds=[Deed(action, subject, before, after, note)], now=now)[0]


def record_all(*, actor: Actor, deeds: Sequence[Deed], now: datetime) -> list[HistoryEntry]:
    """Append an entry for each deed, in this order, as `record` does; for what is done to many at once."""
    if not deeds:
        return []
    last, previous = _take_head(len(deeds))
    entries = []
    for number, deed in enumerate(deeds, last - len(deeds) + 1):
        entry = HistoryEntry(
            id=number,
            at=now,
            actor_id=actor.actor_id,
            actor_name=actor.actor_name,
            action=deed.action,
            subject_type=deed.subject[0],
            subject_id=str(deed.subject[1]),
            before=dict(deed.before) if deed.before is not None else None,
            after=dict(deed.after) if deed.after is not None else None,
            note=deed.note,
            previous_hash=previous,
        )
        previous = entry.hash = seal_of(entry)
        entries.append(entry)
    db.session.add_all(entries)
    db.session.execute(update(HistoryHead).values(hash=previous))
    db.session.flush()
    return entries


def _take_head(count: int) -> tuple[int, str]:
    """Lock the head, count so many more entries, and return the number of the last of them and the seal that
    the first continues from.
    """
    step = (
        update(HistoryHead)
        .values(entries=HistoryHead.entries + count)
        .returning(HistoryHead.entries, HistoryHead.hash)
    )
    step = step.execution_options(synchronize_session=False)
    row = db.session.execute(step).one_or_none()
    if row is None:
        _begin_record()
        row = db.session.execute(step).one()
    return row.entries, row.hash


def _begin_record() -> None:
    """Make the head row; where another writer was faster, its row is used."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(HistoryHead).values(id=1, entries=0, hash=FIRST_HASH))
    except IntegrityError:
        return


def record_refusal(
    *, actor: Actor, subject: tuple[str, int | str], attempt: str, now: datetime
) -> HistoryEntry:
    """Enter that somebody asked for what belongs to others; `attempt` is the method and the path."""
    return record(actor=actor, action="access:refused", subject=subject, note=attempt, now=now)


def verify() -> Verdict:
    """Recompute every seal from the first entry to the head, and name the first entry that does not hold."""
    previous, count = FIRST_HASH, 0
    for entry in iterate_entries():
        count += 1
        code = _fault(entry, count, previous)
        if code:
            return Verdict(count, previous, FAULTS[code].format(count), code)
        previous = entry.hash
    head = find_head()
    expected = (head.entries, head.hash) if head else (0, FIRST_HASH)
    if expected == (count, previous):
        return Verdict(count, previous)
    return Verdict(count, previous, FAULTS["cut"].format(count, expected[0]), "cut")


def _fault(entry: HistoryEntry, number: int, previous: str) -> str | None:
    if entry.id != number:
        return "missing"
    if entry.previous_hash != previous:
        return "unlinked"
    return "changed" if entry.hash != seal_of(entry) else None
