"""Adding, correcting, ending and dropping entries. Papers that were issued keep what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from authorities.models import Certainty, Dated
from authorities.queries import find_entry, list_all
from authorities.rules import DAY, can_keep_authorities, shared
from authorities.sections import COMMON, Section
from authorities.wording import span
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor
from history.services import record

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Added:
    """A new entry, and the earlier one that it put an end to, if any."""

    entry: Dated
    ended: Dated | None


def add_entry(*, actor: Actor, section: Section, values: Mapping[str, Any], now: datetime) -> Added:
    """Enter one. Where only one of its kind may hold, an earlier one without an end now ends the day before.

    Raises NotAllowed; DomainError beside a field where the days cannot be, or overlap with another entry.
    """
    _require(actor)
    entry = section.model(certainty=Certainty.CONFIRMED)
    _put(entry, section, values)
    ended = _end_of_predecessor(section, entry)
    before = _told(section, ended) if ended else None
    if ended:
        ended.valid_to = entry.valid_from - DAY
        ended.version += 1
    _judge_overlap(section, entry)
    db.session.add(entry)
    db.session.flush()
    if ended:
        _record(actor, "ended", section, ended, before, now)
    _record(actor, "added", section, entry, None, now)
    return Added(entry, ended)


def change_entry(
    *, actor: Actor, section: Section, entry_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> None:
    """Correct what an entry says, for its whole period. Raises like `add_entry`; Conflict where somebody
    changed it since `version` was read.
    """
    entry = hold_entry(actor, section, entry_id)
    if entry.version != version:
        raise Conflict(_("Người khác vừa sửa mục này. Xem bản mới rồi sửa lại."))
    before = _told(section, entry)
    _put(entry, section, values)
    _judge_overlap(section, entry)
    _keep(actor, "changed", section, entry, before, now)


def end_entry(*, actor: Actor, section: Section, entry_id: int, last: date, now: datetime) -> None:
    """Say on which day an entry holds for the last time."""
    entry = hold_entry(actor, section, entry_id)
    before = _told(section, entry)
    entry.valid_to = last
    _judge_days(entry)
    _judge_overlap(section, entry)
    _keep(actor, "ended", section, entry, before, now)


def confirm_entry(*, actor: Actor, section: Section, entry_id: int, now: datetime) -> None:
    """Note that the office has held an entry against the official text."""
    entry = hold_entry(actor, section, entry_id)
    before = _told(section, entry)
    entry.certainty = Certainty.CONFIRMED
    _keep(actor, "confirmed", section, entry, before, now)


def drop_entry(*, actor: Actor, section: Section, entry_id: int, reason: str, now: datetime) -> None:
    """Take out an entry that was never right; the record keeps what it said."""
    entry = hold_entry(actor, section, entry_id)
    entry.dropped_at = now
    db.session.flush()
    record(
        actor=actor,
        action="authority:dropped",
        subject=(section.subject, entry.id),
        before=_told(section, entry),
        note=reason,
        now=now,
    )


def hold_entry(actor: Actor, section: Section, entry_id: int) -> Any:
    """The entry, held until the transaction ends. Raises NotAllowed, NotFound."""
    _require(actor)
    lock_row(section.model, entry_id)
    entry = find_entry(section.model, entry_id)
    if entry is None:
        raise NotFound(_("Không có mục này; có thể nó đã được bỏ."))
    return entry


def _require(actor: Actor) -> None:
    if not can_keep_authorities(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng và quản trị sửa thẩm quyền, căn cứ, mức thưởng."))


def _put(entry: Dated, section: Section, values: Mapping[str, Any]) -> None:
    for name in (*section.columns, *COMMON):
        if name in values:
            setattr(entry, name, values[name])
    _judge_days(entry)


def _judge_days(entry: Dated) -> None:
    for name in ("valid_from", "valid_to"):
        day = getattr(entry, name)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise DomainError(_("Ghi ngày từ năm 1990 đến năm 2100."), field=name)
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise DomainError(
            _("Ngày kết thúc không trước ngày bắt đầu. Sửa một trong hai ngày."), field="valid_to"
        )


def _rivals(section: Section, entry: Dated) -> list[Dated]:
    """Other entries about the same, none where several may hold at once."""
    if section.slot is None:
        return []
    with db.session.no_autoflush:
        others = list_all(section.model)
    return [one for one in others if one is not entry and section.slot(one) == section.slot(entry)]


def _end_of_predecessor(section: Section, entry: Dated) -> Dated | None:
    rivals = _rivals(section, entry)
    earlier = [one for one in rivals if one.valid_to is None and one.valid_from < entry.valid_from]
    return earlier[-1] if earlier else None


def _judge_overlap(section: Section, entry: Dated) -> None:
    for other in _rivals(section, entry):
        if shared(entry, other):
            raise DomainError(
                _(
                    "Trùng thời gian với “%(other)s”, áp dụng %(span)s. "
                    "Kết thúc mục đó trước, hoặc chọn ngày khác.",
                    other=section.name(other),
                    span=span(other),
                ),
                field="valid_to" if entry.valid_from < other.valid_from else "valid_from",
            )


def _keep(
    actor: Actor, verb: str, section: Section, entry: Dated, before: dict[str, Any], now: datetime
) -> None:
    if _told(section, entry) == before:
        return
    entry.version += 1
    db.session.flush()
    _record(actor, verb, section, entry, before, now)


def _record(
    actor: Actor, verb: str, section: Section, entry: Dated, before: dict[str, Any] | None, now: datetime
) -> None:
    after = _told(section, entry)
    if before is not None:
        changed = [name for name in after if after[name] != before[name]]
        before, after = ({name: side[name] for name in changed} for side in (before, after))
    record(
        actor=actor,
        action=f"authority:{verb}",
        subject=(section.subject, entry.id),
        before=before,
        after=after,
        now=now,
    )


def _told(section: Section, entry: Dated) -> dict[str, Any]:
    """The entry as the record keeps it."""
    return {name: _plain(getattr(entry, name)) for name in (*section.columns, *COMMON)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return list(value)
    return value if value is None or isinstance(value, int) else str(value)
