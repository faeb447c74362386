"""Two to four participants of one type side by side, criterion by criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.board import full_group_name, place_of
from awards.board_queries import find_results, list_near
from awards.models import RunResult
from awards.run_facts import RunFacts
from awards.sealed import SealedResult
from awards.why import PointsRow, points_rows
from awards.wording import Wording
from foundation.errors import DomainError, NotFound
from scoring.rubric import ParticipantType

MOST = 4
OFFERED = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared."""

    participant_id: int
    name: str
    group: str
    place: str
    total: Decimal
    self_total: Decimal | None
    status: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One section or criterion of all that are compared; `best` says which have the most points, none where
    they are all equal.
    """

    code: str
    name: str
    section: bool
    depth: int
    cells: tuple[PointsRow, ...]
    best: tuple[bool, ...]

    @property
    def differs(self) -> bool:
        """Whether the points are not all equal."""
        return len({cell.points for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page shows; `offered` are those whom one may add or put in another's place."""

    kind: ParticipantType
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]
    offered: tuple[tuple[int, str], ...]

    @property
    def deciding(self) -> list[Line]:
        """The criteria that part the first two, the greatest difference first."""
        parted = [line for line in self.lines if not line.section and _gap(line)]
        return sorted(parted, key=lambda line: (-abs(_gap(line)), line.code))


def build_comparison(facts: RunFacts, participant_ids: Sequence[int]) -> Comparison:
    """Compare results of a run, in the order asked for; the same one twice counts once.

    Raises NotFound where one is not in the run, DomainError where they are of several types or too many.
    One alone is allowed: the page then offers the others.
    """
    wanted = list(dict.fromkeys(participant_ids))
    rows = {row.participant_id: row for row in find_results(facts.run.id, wanted)}
    if not wanted or len(rows) < len(wanted):
        raise NotFound(_("Không có ai mang số này trong lần đánh giá này. Chọn lại ở bảng xếp hạng."))
    if len({row.type_code for row in rows.values()}) > 1:
        raise DomainError(_("Chỉ so sánh được những người cùng một bảng tiêu chí. Chọn lại cùng một loại."))
    if len(wanted) > MOST:
        raise DomainError(_("Mỗi lần so sánh nhiều nhất %(n)s. Bỏ bớt rồi so sánh lại.", n=MOST))
    chosen = [rows[one] for one in wanted]
    kind = facts.type(chosen[0].type_code)
    tables = [_table(facts, kind.kind, row) for row in chosen]
    return Comparison(
        kind=kind.kind,
        sides=tuple(
            Side(
                participant_id=row.participant_id,
                name=row.name,
                group=full_group_name(kind.groups[row.group_key], kind),
                place=place_of(row.rank, row.tied),
                total=row.total,
                self_total=row.self_total,
                status=row.award_status.value,
                complete=row.complete,
            )
            for row in chosen
        ),
        lines=tuple(_line(cells) for cells in zip(*tables, strict=True)),
        offered=tuple((one.participant_id, one.name) for one in list_near(chosen[0], limit=OFFERED)),
    )


def _table(facts: RunFacts, kind: ParticipantType, row: RunResult) -> list[PointsRow]:
    result = SealedResult.from_text(row.result)
    return list(points_rows(kind, result, Wording(facts.rubric, kind, {result.group: row.group_name})))


def _line(cells: tuple[PointsRow, ...]) -> Line:
    known = [cell.points for cell in cells if cell.points is not None]
    most = max(known, default=None)
    parted = len({cell.points for cell in cells}) > 1
    best = tuple(parted and cell.points is not None and cell.points == most for cell in cells)
    first = cells[0]
    return Line(first.code, first.name, first.section, first.depth, cells, best)


def _gap(line: Line) -> Decimal:
    """By how much the first is ahead of the second; zero where one of them has no points there."""
    first, second = (cell.points for cell in line.cells[:2]) if len(line.cells) > 1 else (None, None)
    return first - second if first is not None and second is not None else Decimal(0)
