"""Reads of evidence files, always in a total order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from assignments.scope import visible
from evidence.models import EvidenceFile
from foundation.database import db
from foundation.permissions import Actor
from history.queries import list_entries_of
from movements.models import MovementYear
from participants.models import Participant

KEPT = "evidence_kept"
"""Under this name rooms above put into `app.extensions` what tells which contents they refer to."""

REGISTER = "evidence_register"
"""Subject, by year, of the entries about files taken out again: their numbers are not given twice."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same content, handed in by another unit or in another year."""

    file_id: int
    receipt: int
    unit_id: int
    unit_name: str
    year: int


def find_file(file_id: int) -> EvidenceFile | None:
    """The file with this id, with its unit."""
    statement = select(EvidenceFile).where(EvidenceFile.id == file_id)
    return db.session.scalars(statement.options(joinedload(EvidenceFile.participant))).one_or_none()


def list_files(participant_ids: Collection[int], movement_year_id: int) -> Sequence[EvidenceFile]:
    """The files of these units in a year, the latest first."""
    return db.session.scalars(
        select(EvidenceFile)
        .where(
            EvidenceFile.participant_id.in_(participant_ids),
            EvidenceFile.movement_year_id == movement_year_id,
        )
        .options(joinedload(EvidenceFile.participant))
        .order_by(EvidenceFile.receipt.desc(), EvidenceFile.id.desc())
    ).all()


def list_units_with_files(actor: Actor, movement_year_id: int) -> Sequence[Participant]:
    """The units that sent something in a year, as far as the actor may see them, in the order of lists."""
    sent = select(EvidenceFile.participant_id).where(EvidenceFile.movement_year_id == movement_year_id)
    statement = select(Participant).where(Participant.id.in_(sent), visible(actor))
    return db.session.scalars(
        statement.order_by(Participant.precedence, Participant.sort_key, Participant.id)
    ).all()


def find_same_file(
    participant_id: int, movement_year_id: int, hashes: Collection[str]
) -> EvidenceFile | None:
    """The file by which a unit handed in this content already in the year, as sent or as kept."""
    return db.session.scalars(
        select(EvidenceFile)
        .where(
            EvidenceFile.participant_id == participant_id,
            EvidenceFile.movement_year_id == movement_year_id,
            or_(EvidenceFile.sha256.in_(hashes), EvidenceFile.received_sha256.in_(hashes)),
        )
        .order_by(EvidenceFile.id)
        .limit(1)
    ).one_or_none()


def sum_of_sizes(participant_id: int, movement_year_id: int) -> int:
    """How many bytes a unit's files of a year take."""
    total = select(func.coalesce(func.sum(EvidenceFile.size), 0)).where(
        EvidenceFile.participant_id == participant_id, EvidenceFile.movement_year_id == movement_year_id
    )
    return int(db.session.scalar(total) or 0)


def last_receipt(movement_year_id: int) -> int:
    """The highest receipt number ever given in a year, also to a file that was taken out again."""
    highest = select(func.max(EvidenceFile.receipt)).where(EvidenceFile.movement_year_id == movement_year_id)
    gone = list_entries_of(REGISTER, str(movement_year_id))
    return max([db.session.scalar(highest) or 0, *(int((one.before or {})["receipt"]) for one in gone)])


def find_same_content(files: Iterable[EvidenceFile]) -> dict[int, list[Elsewhere]]:
    """By file id, where else the same content was handed in: by other units, or in other years. One query.

    For those who verify; a unit is not told of others.
    """
    wanted = {file.id: file for file in files}
    hashes = {one for file in wanted.values() for one in (file.sha256, file.received_sha256)}
    if not hashes:
        return {}
    statement = (
        select(EvidenceFile, Participant.name, MovementYear.year)
        .join(Participant, Participant.id == EvidenceFile.participant_id)
        .join(MovementYear, MovementYear.id == EvidenceFile.movement_year_id)
        .where(or_(EvidenceFile.sha256.in_(hashes), EvidenceFile.received_sha256.in_(hashes)))
        .order_by(MovementYear.year.desc(), EvidenceFile.receipt, EvidenceFile.id)
    )
    found: dict[int, list[Elsewhere]] = {}
    for other, name, year in db.session.execute(statement):
        for file in wanted.values():
            if other.id != file.id and _is_same(file, other):
                place = Elsewhere(other.id, other.receipt, other.participant_id, name, year)
                found.setdefault(file.id, []).append(place)
    return found


def _is_same(file: EvidenceFile, other: EvidenceFile) -> bool:
    return bool({file.sha256, file.received_sha256} & {other.sha256, other.received_sha256})


def list_kept_hashes() -> set[str]:
    """Every content that some file refers to, or something of a room above."""
    kept = set(db.session.scalars(select(EvidenceFile.sha256).distinct()))
    return kept.union(*(tell() for tell in current_app.extensions.get(KEPT, ())))


def treatment_of(file: EvidenceFile) -> tuple[str, ...]:
    """What was done to the file when it was taken in, as the record says."""
    for entry in list_entries_of("evidence_file", str(file.id)):
        if entry.action == "evidence:received":
            return tuple((entry.after or {}).get("treatment", ()))
    return ()
