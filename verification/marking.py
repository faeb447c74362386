"""Grounds that bar a participant (loại trừ) or keep it from being considered for now (chưa xét).

The office lays and lifts them at any moment of the year: what is being verified, and what comes of it,
follows no calendar (Decree 152/2025, Article 4.4). A run that was sealed before stays as it is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from flask_babel import gettext as _

from criteria.rubrics import rubric_of
from foundation.clock import local_date
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor
from history.services import record
from scorecards.models import Scorecard
from verification.mark_files import KeptFile, Sent, keep_file
from verification.mark_queries import find_mark_in_force, names_of
from verification.models import Mark, MarkDeed, MarkKind
from verification.rules import can_lay_holds
from verification.services import hold

LONGEST_GROUND = 500
LONGEST_PAPER = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that a ground rests on: its number and day, and the file of it where there is one."""

    number: str = ""
    dated: date | None = None
    file: Sent | None = None


NO_PAPER = Paper()


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One ground that the criteria document names, and whether it stands on this scorecard."""

    kind: Literal["exclusion", "hold"]
    code: str
    name: str
    stands: bool


def list_marks(scorecard: Scorecard) -> list[MarkLine]:
    """The grounds that concern the scorecard's type, exclusions first."""
    rubric = rubric_of(scorecard.criteria_set)
    kind = rubric.type(scorecard.participant.type_code)
    if kind is None:
        return []
    exclusions, holds = rubric.marks_of(kind)
    lines = [
        MarkLine("exclusion", one.code, one.name, one.code in scorecard.exclusions) for one in exclusions
    ]
    return lines + [MarkLine("hold", one.code, one.name, one.code in scorecard.holds) for one in holds]


def set_mark(
    *,
    actor: Actor,
    scorecard_id: int,
    code: str,
    stands: bool,
    ground: str,
    paper: Paper = NO_PAPER,
    now: datetime,
) -> Mark:
    """Lay a ground on a scorecard, or lift it, and say why, by which paper. Only the office; both are kept.

    Raises Trespass for who may not see the scorecard, NotAllowed for who is not the office, NotFound for a
    ground that the document does not have, Conflict where nothing would change, DomainError with its field
    for words and papers that cannot stand.
    """
    scorecard, _desk = hold(actor, scorecard_id)
    if not can_lay_holds(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng làm việc này."))
    line = _line(scorecard, code)
    if line.stands is stands:
        raise Conflict(_("Người khác vừa đổi mục này. Xem lại trang."))
    words = _checked(ground, paper, now)
    kept = keep_file(paper.file) if paper.file is not None else None
    mark = _lay(scorecard, line, now) if stands else _lift(scorecard, line, now)
    number = " ".join(paper.number.split())
    mark.deeds.append(_deed(actor, words, number, paper.dated, kept, lays=stands, now=now))
    scorecard.updated_at = now
    db.session.flush()
    told = {
        "mark": code,
        "stands": stands,
        **({"number": number} if number else {}),
        **({"issued_on": paper.dated.isoformat()} if paper.dated else {}),
        **({"file": kept.name, "sha256": kept.sha256} if kept else {}),
    }
    record(
        actor=actor,
        action=_ACTIONS[line.kind, stands],
        subject=("scorecard", scorecard.id),
        before={"stands": not stands},
        after=told,
        note=words,
        now=now,
    )
    return mark


def _line(scorecard: Scorecard, code: str) -> MarkLine:
    """The ground of this code: of the document, or one that stands although the document no longer has it."""
    line = next((one for one in list_marks(scorecard) if one.code == code), None)
    if line is None and code in scorecard.holds:
        line = MarkLine("hold", code, code, stands=True)
    if line is None and code in scorecard.exclusions:
        line = MarkLine("exclusion", code, code, stands=True)
    if line is None:
        raise NotFound(_("Bộ tiêu chí không có căn cứ này."))
    return line


def _checked(ground: str, paper: Paper, now: datetime) -> str:
    """The ground as it is kept."""
    words = ground.strip()
    if not words or len(words) > LONGEST_GROUND:
        raise DomainError(_("Ghi căn cứ, nhiều nhất %(n)s ký tự.", n=LONGEST_GROUND), field="ground")
    if len(paper.number) > LONGEST_PAPER:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_PAPER), field="paper")
    if paper.dated is not None and paper.dated > local_date(now):
        raise DomainError(_("Ngày văn bản chưa tới. Ghi ngày ghi trên văn bản."), field="paper_date")
    return words


def _lay(scorecard: Scorecard, line: MarkLine, now: datetime) -> Mark:
    codes = scorecard.exclusions if line.kind == "exclusion" else scorecard.holds
    codes.append(line.code)
    return _new_mark(scorecard, line, now)


def _lift(scorecard: Scorecard, line: MarkLine, now: datetime) -> Mark:
    """A ground from before marks were kept gets its row now, so that its lifting can be read."""
    codes = scorecard.exclusions if line.kind == "exclusion" else scorecard.holds
    codes.remove(line.code)
    mark = find_mark_in_force(scorecard.id, line.code) or _new_mark(scorecard, line, scorecard.updated_at)
    mark.lifted_at = now
    return mark


def _new_mark(scorecard: Scorecard, line: MarkLine, laid_at: datetime) -> Mark:
    mark = Mark(
        scorecard_id=scorecard.id,
        kind=MarkKind(line.kind),
        code=line.code,
        name=names_of(scorecard).get(line.code, line.code),
        laid_at=laid_at,
    )
    db.session.add(mark)
    return mark


def _deed(
    actor: Actor,
    words: str,
    number: str,
    dated: date | None,
    kept: KeptFile | None,
    *,
    lays: bool,
    now: datetime,
) -> MarkDeed:
    deed = MarkDeed(
        lays=lays,
        ground=words,
        paper=number,
        paper_date=dated,
        done_at=now,
        done_by_id=actor.actor_id,
    )
    if kept is not None:
        deed.file_sha256, deed.file_name = kept.sha256, kept.name
        deed.file_type, deed.file_size = kept.media_type, kept.size
    return deed


_ACTIONS = {
    ("exclusion", True): "scorecard:excluded",
    ("exclusion", False): "scorecard:exclusion-lifted",
    ("hold", True): "scorecard:held",
    ("hold", False): "scorecard:released",
}
