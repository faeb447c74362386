"""How the units of a type or group lie along the points: a picture, its spoken label, and what to note."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.board import Board, place_of
from awards.models import AwardStatus
from awards.pictures import Dots, Histogram, Unit, axis_over, draw_dots, draw_histogram
from awards.queries import WON, AnyRow, count_bins, list_dots
from awards.run_facts import RunFacts
from awards.wording import Wording
from scorecards.figures import plain, units_of

FEW = 40
STEP = 2
CAUTION = 30
WIDE, NARROW = 1084, 310
LOOKS = {AwardStatus.RECOMMENDED: "solid", AwardStatus.BALLOT: "solid", AwardStatus.HELD: "hold"}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The picture, wide and narrow, with its label and the sentences below it."""

    few: bool
    wide: Dots | Histogram
    narrow: Dots | Histogram
    label: str
    notes: tuple[str, ...]


def build_distribution(facts: RunFacts, board: Board) -> Distribution | None:
    """The distribution of what the board shows, all pages of it; None where fewer than two are scored."""
    wording = Wording(facts.rubric, board.kind.kind)
    if board.total > FEW:
        bins = count_bins(facts.run.id, board.asked.selection, STEP)
        return _of_many(bins, board, wording) if bins else None
    rows = list_dots(facts.run.id, board.asked.selection)
    return _of_few(rows, board, wording) if len(rows) > 1 else None


def _of_few(rows: Sequence[AnyRow], board: Board, wording: Wording) -> Distribution:
    marks = _marks(board, _last_place(rows, board))
    units = [
        Unit(_short(row.name), place_of(row.rank, 1), row.total, LOOKS.get(row.award_status, "off"))
        for row in rows
    ]
    totals = [row.total for row in rows]
    top = board.kind.kind.max
    wide, narrow = (
        draw_dots(units, marks, axis_over(totals, top=top, left=16, right=right), named=named)
        for right, named in ((WIDE, True), (NARROW, False))
    )
    label = _(
        "Điểm của %(n)s %(units)s: cao nhất %(high)s (%(first)s), thấp nhất %(low)s (%(last)s).",
        n=len(rows),
        units=units_of(board.kind.kind.category),
        high=wording.points(totals[-1]),
        first=rows[-1].name,
        low=wording.points(totals[0]),
        last=rows[0].name,
    )
    return Distribution(True, wide, narrow, label, tuple(_notes(board, wording, rows)))


def _of_many(rows: Sequence[AnyRow], board: Board, wording: Wording) -> Distribution:
    marks = _marks(board, None)
    ends = [Decimal(rows[0].step * STEP), Decimal(rows[-1].step * STEP)]
    axes = [axis_over(ends, top=board.kind.kind.max, left=16, right=right) for right in (WIDE, NARROW)]
    last_step = int(axes[0].high) // STEP - 1
    bins = [(min(row.step, last_step), LOOKS.get(row.award_status, "off"), row.size) for row in rows]
    counts: dict[int, int] = {}
    for step, _look, size in bins:
        counts[step] = counts.get(step, 0) + size
    mode = max(sorted(counts), key=lambda step: counts[step])
    label = _(
        "Điểm của %(n)s %(units)s, từng bước %(step)s điểm; "
        "đông nhất từ %(low)s đến dưới %(high)s: %(size)s.",
        n=plain(sum(counts.values())),
        units=units_of(board.kind.kind.category),
        step=STEP,
        low=mode * STEP,
        high=(mode + 1) * STEP,
        size=plain(counts[mode]),
    )
    wide, narrow = (draw_histogram(bins, STEP, marks, axis) for axis in axes)
    return Distribution(False, wide, narrow, label, tuple(_notes(board, wording, [])))


def _marks(board: Board, last_place: Decimal | None) -> list[tuple[str, Decimal]]:
    marks = [] if board.threshold is None else [("threshold", board.threshold)]
    return marks if last_place is None else [*marks, ("quota", last_place)]


def _last_place(rows: Sequence[AnyRow], board: Board) -> Decimal | None:
    """The least total that found a place, or that ties for one; only where one group is shown."""
    if board.group is None:
        return None
    inside = [row.total for row in rows if row.award_status in (*WON, AwardStatus.BALLOT)]
    return min(inside, default=None)


def _notes(board: Board, wording: Wording, rows: Sequence[AnyRow]) -> list[str]:
    notes = [] if board.group is None else _gap_at_line(rows, wording)
    return [*notes, *_inflation(board, wording)]


def _gap_at_line(rows: Sequence[AnyRow], wording: Wording) -> list[str]:
    """How far the last place inside stands from the first outside."""
    inside = [row for row in rows if row.award_status in (*WON, AwardStatus.BALLOT)]
    outside = [row for row in rows if row.award_status is AwardStatus.OUTSIDE]
    if not inside or not outside:
        return []
    last, first = min(inside, key=lambda row: row.total), max(outside, key=lambda row: row.total)
    values = {"last": last.name, "first": first.name, "gap": wording.points(last.total - first.total)}
    if last.total < first.total:
        return []
    return [_("Quanh vạch chỉ tiêu: %(last)s hơn %(first)s %(gap)s điểm.", **values)]


def _inflation(board: Board, wording: Wording) -> list[str]:
    """By how much claims differ from what was verified, on average over the type; caution for few."""
    kind = board.kind
    if not kind.claims:
        return []
    mean = (kind.sum_self - kind.sum_of_claimed) / kind.claims
    values = {"gap": wording.points(abs(mean)), "n": plain(kind.claims)}
    if mean >= 0:
        text = _("Tự chấm cao hơn thẩm định trung bình %(gap)s điểm (%(n)s phiếu).", **values)
    else:
        text = _("Tự chấm thấp hơn thẩm định trung bình %(gap)s điểm (%(n)s phiếu).", **values)
    if kind.claims < CAUTION:
        text += " " + _("Ít phiếu nên đọc thận trọng.")
    return [text]


def _short(name: str) -> str:
    """A name as it fits a picture: without the words every unit of its kind begins with."""
    for prefix in ("UBND ", "Xã ", "Ấp ", "Hộ "):
        name = name.removeprefix(prefix)
    return name
