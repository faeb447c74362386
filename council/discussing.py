"""What is said in a session, noted item by item while it is said; nobody overwrites what another wrote."""

from datetime import datetime

from flask_babel import gettext as _

from council.holding import hold_to_run, item_of
from council.models import AgendaItem
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record

LONGEST_NOTES = 20_000


class NotesConflict(Conflict):
    """The notes are no longer those that the writer began from; `theirs` is what stands there."""

    def __init__(self, theirs: str) -> None:
        super().__init__(
            _("Ghi chép này vừa được sửa ở nơi khác. Chưa bản nào bị ghi đè; chọn bản đúng."), field="notes"
        )
        self.theirs = theirs


def write_notes(
    *, actor: Actor, session_id: int, item_id: int, text: str, base: str, now: datetime
) -> AgendaItem:
    """Make these the notes of an item; `base` is the text that the writer began from.

    Saving the same once more changes nothing. Raises NotesConflict where something else stands there.
    """
    session = hold_to_run(actor, session_id)
    item = item_of(session, item_id)
    words, begun = _lines(text), _lines(base)
    if len(words) > LONGEST_NOTES:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_NOTES), field="notes")
    if item.notes == words:
        return item
    if item.notes != begun:
        raise NotesConflict(item.notes)
    item.notes = words
    db.session.flush()
    record(
        actor=actor,
        action="session:item-noted",
        subject=("council_session", session.id),
        after={"title": item.title, "notes": words},
        now=now,
    )
    return item


def _lines(text: str) -> str:
    """Text as it is kept: one kind of line end, nothing at the end of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
