"""Taking files in, describing them, taking them out again; each step is entered in the record."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from flask_babel import gettext as _

from evidence import rules
from evidence.models import EvidenceFile
from evidence.queries import REGISTER, find_same_file, last_receipt, list_kept_hashes, sum_of_sizes
from evidence.shelf import open_store
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.formats import number as written
from foundation.permissions import Actor, Permission, can
from foundation.storage import StorageError
from foundation.uploads.judging import Taken, judge
from foundation.uploads.names import safe_name
from foundation.uploads.spooling import MEGABYTE, FileRefused, spooled
from history.services import record
from movements.models import MovementYear
from movements.settings import settings_of
from participants.models import Participant

LONGEST = {"title": 300, "number": 60}


@dataclass(frozen=True, slots=True)
class Received:
    """The file, and whether it is new: the same content twice from one unit in a year is one file."""

    file: EvidenceFile
    is_new: bool


def receive_file(
    *,
    actor: Actor,
    participant: Participant,
    movement_year: MovementYear,
    stream: IO[bytes],
    name: str,
    announced: int | None = None,
    title: str | None = None,
    number: str | None = None,
    issued_on: date | None = None,
    shrink: bool = False,
    now: datetime,
) -> Received:
    """Take in a file about a participant; it belongs to the unit that acts for it.

    `announced` is how many bytes the sender said there are. Raises FileRefused (a DomainError at "file") with
    the reason, FileTooLarge (413), and DomainError where the unit's room is used up.
    """
    if not rules.can_hand_in(actor, participant):
        raise NotAllowed(_("Tài khoản này không gửi được minh chứng cho đơn vị này."))
    about = _described(title, number, issued_on)
    owner = rules.owner_of(participant)
    with spooled(stream, announced=announced) as sent:
        taken = judge(sent, name, shrink=shrink)
        # The slow work is done before the lock: contents are kept by hash, so a spare one does no harm.
        _require_room(owner, movement_year, taken.size)
        _keep(taken)
    lock_row(MovementYear, movement_year.id)
    known = find_same_file(owner.id, movement_year.id, {taken.sha256, taken.received_sha256})
    if known is not None:
        return Received(known, is_new=False)
    _require_room(owner, movement_year, taken.size)
    file = EvidenceFile(
        movement_year_id=movement_year.id,
        participant=owner,
        receipt=last_receipt(movement_year.id) + 1,
        sha256=taken.sha256,
        received_sha256=taken.received_sha256,
        size=taken.size,
        media_type=taken.kind.media_type,
        name=taken.name,
        pages=taken.pages,
        received_at=now,
        received_by_id=actor.actor_id,
        **about,
    )
    db.session.add(file)
    db.session.flush()
    _record(actor, "evidence:received", file, after=_facts(file) | _as_sent(taken), now=now)
    return Received(file, is_new=True)


def describe_file(
    *,
    actor: Actor,
    file: EvidenceFile,
    name: str,
    title: str | None,
    number: str | None,
    issued_on: date | None,
    now: datetime,
) -> None:
    """Change the name under which a file is shown, and what is said of the document in it.

    Raises NotAllowed for who neither acts for its unit nor sent it, Conflict once it is handed in.
    """
    _hold(actor, file)
    ending = "." + file.name.rpartition(".")[2]
    shown = safe_name(name, ending) if name.strip() else file.name
    before, about = _facts(file), _described(title, number, issued_on)
    file.name, file.title, file.number, file.issued_on = (
        shown,
        about["title"],
        about["number"],
        about["issued_on"],
    )
    db.session.flush()
    after = _facts(file)
    if after != before:
        _record(actor, "evidence:described", file, before=before, after=after, now=now)


def remove_file(*, actor: Actor, file: EvidenceFile, now: datetime) -> None:
    """Take a file out of the list; the caller has made sure that nothing cites it.

    Its receipt number is not given again. The content is swept away later, unless others refer to it.
    """
    _hold(actor, file)
    record(
        actor=actor,
        action="evidence:removed",
        subject=(REGISTER, file.movement_year_id),
        before=_facts(file) | {"file": file.id},
        now=now,
    )
    db.session.delete(file)
    db.session.flush()


def _hold(actor: Actor, file: EvidenceFile) -> None:
    """Hold the file until the transaction ends, for whoever may change it while it may be changed."""
    if not rules.can_change_file(actor, file):
        raise NotAllowed(_("Chỉ đơn vị hoặc người đã gửi tệp sửa hay bỏ được tệp này."))
    if lock_row(EvidenceFile, file.id) is None:
        raise NotFound(rules.no_such_file())
    if rules.is_handed_in(file):
        raise Conflict(
            _("Tệp đã nộp cùng phiếu nên giữ nguyên. Cần sửa thì rút phiếu, hoặc chờ phiếu trả lại.")
        )


def sweep(*, actor: Actor, older_than: datetime) -> int:
    """Remove contents that no file refers to, kept since before an instant; returns how many."""
    if not can(actor, Permission.MANAGE_USERS):
        raise NotAllowed(_("Chỉ quản trị hệ thống dọn kho minh chứng."))
    store, kept, removed = open_store(), list_kept_hashes(), 0
    for sha256, since in list(store.iterate()):
        if sha256 not in kept and since < older_than:
            store.remove(sha256)
            removed += 1
    return removed


def room_of(movement_year: MovementYear) -> int:
    """How many bytes one unit may hand in in a year."""
    return settings_of(movement_year).quota_megabytes * MEGABYTE


def megabytes(size: int) -> str:
    """A size in megabytes with one decimal, as the reader writes it."""
    return written(Decimal(size) / MEGABYTE, 1)


def size_text(size: int) -> str:
    """A size as the reader writes it: "45 KB", "1,2 MB"."""
    if size < MEGABYTE:
        return f"{written(-(-size // 1024))} KB"
    return f"{written(Decimal(size) / MEGABYTE, 0 if size % MEGABYTE == 0 else 1)} MB"


def _require_room(owner: Participant, movement_year: MovementYear, size: int) -> None:
    used, room = sum_of_sizes(owner.id, movement_year.id), room_of(movement_year)
    if used + size > room:
        raise FileRefused(
            _(
                "Không đủ chỗ: %(unit)s đã dùng %(used)s MB trong %(room)s MB được cấp, tệp này cần thêm "
                "%(size)s MB. Chọn “Thu nhỏ ảnh”, bỏ tệp không còn dùng, hoặc đề nghị Thường trực Hội đồng "
                "cấp thêm.",
                unit=owner.name,
                used=megabytes(used),
                room=written(room // MEGABYTE),
                size=megabytes(size),
            )
        )


def _keep(taken: Taken) -> None:
    try:
        open_store().put(taken.path, taken.sha256)
    except (StorageError, OSError) as error:
        raise FileRefused(
            _(
                "Kho lưu tệp chưa ghi được. Chữ đã gõ vẫn còn; thử lại sau ít phút, nếu vẫn vậy "
                "báo quản trị hệ thống."
            )
        ) from error


def _described(title: str | None, number: str | None, issued_on: date | None) -> dict[str, Any]:
    about: dict[str, Any] = {"title": _text(title), "number": _text(number), "issued_on": issued_on}
    for field, longest in LONGEST.items():
        if about[field] and len(about[field]) > longest:
            raise DomainError(_("Ghi nhiều nhất %(max)s ký tự.", max=longest), field=field)
    return about


def _text(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _facts(file: EvidenceFile) -> dict[str, Any]:
    return {
        "receipt": file.receipt,
        "participant": file.participant.code,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "title": file.title,
        "number": file.number,
        "issued_on": file.issued_on.isoformat() if file.issued_on else None,
    }


def _as_sent(taken: Taken) -> dict[str, Any]:
    return {
        "received_sha256": taken.received_sha256,
        "received_size": taken.received_size,
        "treatment": list(taken.treatment),
    }


def _record(
    actor: Actor,
    action: str,
    file: EvidenceFile,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
    now: datetime,
) -> None:
    subject = ("evidence_file", file.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, now=now)
