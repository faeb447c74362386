"""Writing a year's criteria: a draft may change, a published document never does, a newer one follows it."""

import hashlib
from datetime import datetime

from flask_babel import gettext as _

from criteria.document import Reading, read_document
from criteria.models import CriteriaSet, CriteriaSetStatus
from criteria.queries import find_last_version, find_published
from criteria.rules import can_edit_criteria, is_editable
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from scoring.rubric import Rubric

FIELD = "document"


class FaultyDocumentError(DomainError):
    """The document has faults; `reading` holds all of them with their lines."""

    def __init__(self, reading: Reading) -> None:
        first = reading.faults[0]
        super().__init__(
            _(
                "Bộ tiêu chí có %(count)s lỗi, đầu tiên ở dòng %(line)s (%(place)s). "
                "Sửa hết các lỗi rồi lưu lại.",
                count=len(reading.faults),
                line=first.line,
                place=first.place,
            ),
            field=FIELD,
        )
        self.reading = reading


def create_criteria_set(
    *, actor: Actor, movement_year_id: int, year: int, document: str, now: datetime
) -> CriteriaSet:
    """Keep a document as the next version of a year's criteria, as a draft. `year` is its calendar year.

    Raises FaultyDocumentError where the check finds faults, DomainError where it is of another year.
    """
    _require_editor(actor)
    _read(document, year)
    criteria_set = CriteriaSet(
        movement_year_id=movement_year_id,
        version=find_last_version(movement_year_id) + 1,
        status=CriteriaSetStatus.DRAFT,
        document=document,
        sha256=sha256_of(document),
        created_at=now,
        created_by_id=actor.actor_id,
    )
    db.session.add(criteria_set)
    db.session.flush()
    _record(actor, "criteria:created", criteria_set, now)
    return criteria_set


def change_criteria_set(
    *, actor: Actor, criteria_set: CriteriaSet, year: int, document: str, now: datetime
) -> None:
    """Replace the document of a draft. Raises Conflict where it was published, else as when created."""
    _require_editor(actor)
    if not is_editable(criteria_set):
        raise Conflict(_("Bộ tiêu chí đã ban hành thì không sửa. Lập phiên bản mới."), field=FIELD)
    _read(document, year)
    before = {"sha256": criteria_set.sha256}
    criteria_set.document, criteria_set.sha256 = document, sha256_of(document)
    _record(actor, "criteria:changed", criteria_set, now, before)


def publish_criteria_set(*, actor: Actor, criteria_set: CriteriaSet, year: int, now: datetime) -> None:
    """Publish a draft; the version published before it is retired.

    Raises Conflict where it is no draft, FaultyDocumentError where today's check finds faults.
    """
    _require_editor(actor)
    if not is_editable(criteria_set):
        raise Conflict(_("Bộ tiêu chí này đã được ban hành."))
    _read(criteria_set.document, year)
    previous = find_published(criteria_set.movement_year_id)
    if previous is not None:
        previous.status = CriteriaSetStatus.RETIRED
        # The database admits one published set a year, so the old one must leave first.
        db.session.flush()
    criteria_set.status, criteria_set.published_at = CriteriaSetStatus.PUBLISHED, now
    before = {"published_version": previous.version if previous else None}
    _record(actor, "criteria:published", criteria_set, now, before)


def sha256_of(document: str) -> str:
    """The hash of a document: 64 hexadecimal digits over its UTF-8 text."""
    return hashlib.sha256(document.encode()).hexdigest()


def _read(document: str, year: int) -> Rubric:
    reading = read_document(document.encode())
    if reading.rubric is None:
        raise FaultyDocumentError(reading)
    if reading.rubric.year not in (None, year):
        raise DomainError(
            _(
                "Tài liệu ghi năm %(document)s, không phải năm %(year)s. Sửa dòng year.",
                document=reading.rubric.year,
                year=year,
            ),
            field=FIELD,
        )
    return reading.rubric


def _require_editor(actor: Actor) -> None:
    if not can_edit_criteria(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng được soạn và ban hành bộ tiêu chí."))


def _record(
    actor: Actor,
    action: str,
    criteria_set: CriteriaSet,
    now: datetime,
    before: dict[str, str] | dict[str, int | None] | None = None,
) -> None:
    record(
        actor=actor,
        action=action,
        subject=("criteria_set", criteria_set.id),
        before=before,
        after={"version": criteria_set.version, "sha256": criteria_set.sha256},
        now=now,
    )
