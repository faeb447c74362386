"""What a reader of the record asked for, as the address of the page says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _

from history.wording import GROUPS


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as typed, and as understood; what cannot be read is told beside its field and left out."""

    person: str = ""
    group: str = ""
    subject_type: str = ""
    subject_id: str = ""
    first_typed: str = ""
    last_typed: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before_id: int | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    def arguments(self, **changed: str | int | None) -> dict[str, str | int]:
        """The address of the same question with some parts changed; the page starts anew."""
        said: dict[str, str | int | None] = {
            "person": self.person,
            "group": self.group,
            "type": self.subject_type,
            "id": self.subject_id,
            "from": self.first_typed,
            "to": self.last_typed,
        }
        return {name: value for name, value in (said | changed).items() if value not in ("", None)}

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.arguments())


def read_asked(arguments: Mapping[str, str]) -> Asked:
    """The question that an address asks."""
    typed = {
        name: arguments.get(name, "").strip() for name in ("person", "group", "type", "id", "from", "to")
    }
    days, faults = {}, {}
    for name in ("from", "to"):
        days[name], fault = _read_day(typed[name])
        if fault:
            faults[name] = fault
    if days["from"] and days["to"] and days["to"] < days["from"]:
        faults["to"] = _("Ngày cuối đứng trước ngày đầu. Ghi lại một trong hai.")
    before = arguments.get("before", "")
    return Asked(
        person=typed["person"][:100],
        group=typed["group"] if typed["group"] in GROUPS else "",
        subject_type=typed["type"][:80] if typed["id"] else "",
        subject_id=typed["id"][:80] if typed["type"] else "",
        first_typed=typed["from"][:20],
        last_typed=typed["to"][:20],
        first_day=days["from"],
        last_day=days["to"],
        before_id=int(before) if before.isdecimal() and len(before) < 16 else None,
        faults=faults,
    )


def _read_day(typed: str) -> tuple[date | None, str]:
    """A day written 5/12/2024, or as a browser's own calendar writes it."""
    for form in ("%d/%m/%Y", "%Y-%m-%d") if typed else ():
        try:
            return datetime.strptime(typed, form).date(), ""  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None, _("Ghi ngày có trong lịch, ví dụ 05/12/2024.") if typed else ""
