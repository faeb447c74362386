"""The smallest change that would alter what an award rule says of one participant, in points and in figures.

Nothing is estimated: every change reported was scored by the engine and judged by `recommend`, everybody else
staying as they are, and one step less would alter nothing. What a change of the rules would do stands in
`smallest_rules`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scoring.curves import Turn, turns
from scoring.elsewhere import Elsewhere
from scoring.engine import Scorecard
from scoring.evidence import NOT_APPLICABLE, Entry, Evidence
from scoring.exact import ZERO
from scoring.figure_curves import FigureCurve, with_entry
from scoring.grids import grid_of
from scoring.node_curves import TOTAL, NodeCurve
from scoring.nodes import NA, SCORED
from scoring.reading import is_asked
from scoring.recommendation import Status
from scoring.rubric import Criterion
from scoring.scales import Levels, YesNo
from scoring.sides import side_of
from scoring.whole_columns import gates_of, sections_with_floor

BOTH = (1, -1)


@dataclass(frozen=True, slots=True)
class PointsChange:
    """So many points more (fewer, if negative) of a node, and of everything around it. `node` is `total`, or
    the code of a section or criterion. `then` is what the award would say; `further` the next turn in the
    same direction, where there is one: first a tie that a ballot decides, then the award.
    """

    node: str
    points: Decimal
    total: Decimal
    then: Status
    further: "PointsChange | None" = None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Another entry for one criterion. `short` is the entry one step nearer to the present one, which would
    alter nothing; `points` are what the criterion itself would give and `total` the whole.
    """

    criterion: str
    entry: Entry
    short: Entry
    points: Decimal | None
    total: Decimal
    then: Status
    further: "FigureChange | None" = None


@dataclass(frozen=True, slots=True)
class MarkChange:
    """What the award would say if a ground for exclusion did not stand against the participant."""

    mark: str
    then: Status


def without_mark(elsewhere: Elsewhere, evidence: Evidence, card: Scorecard) -> MarkChange | None:
    """What it would say without the one ground for exclusion, where that alters anything."""
    if card.missing or card.failed_floors or len(card.excluded) != 1:
        return None
    then = elsewhere.status(elsewhere.stand(evidence, card._replace(excluded=())))
    return MarkChange(card.excluded[0], then) if side_of(then) is not side_of(Status.BARRED) else None


def smallest_points(elsewhere: Elsewhere, evidence: Evidence, card: Scorecard) -> list[PointsChange]:
    """The smallest changes of the total, in either direction; then of a section or criterion that a floor, a
    gate or a tie-break reads, where that takes fewer points or the total alone does nothing.
    """
    if card.missing or card.excluded:
        return []
    found = _points_of(elsewhere, evidence, card, TOTAL)
    least = {change.points > 0: abs(change.points) for change in found}
    for code in _nodes_read(elsewhere):
        if card.nodes[code].state == SCORED:
            for change in _points_of(elsewhere, evidence, card, code):
                known = least.get(change.points > 0)
                if known is None or abs(change.points) < known:
                    found.append(change)
    return found


def _points_of(elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, code: str) -> list[PointsChange]:
    curve = NodeCurve(elsewhere, evidence, card, code)

    def change(turn: Turn, further: PointsChange | None) -> PointsChange:
        points = turn.number * curve.unit
        return PointsChange(code, points, curve.card(turn.number).total, turn.status, further)

    found = []
    for step in BOTH:
        last: PointsChange | None = None
        for turn in reversed(turns(elsewhere, curve, step)):
            last = change(turn, last)
        if last is not None:
            found.append(last)
    return found


def _nodes_read(elsewhere: Elsewhere) -> list[str]:
    """Sections and criteria that the rules read by name, in the order of the document."""
    kind = elsewhere.engine.kind
    read = {gate.points for gate in gates_of(elsewhere.rubric, kind)}
    read |= {tie.points for tie in kind.ranking.tie_break}
    read |= {section.code for section in sections_with_floor(kind)}
    return [node.code for node in kind.nodes() if node.code in read]


def smallest_figures(elsewhere: Elsewhere, evidence: Evidence, card: Scorecard) -> list[FigureChange]:
    """For each criterion alone that was scored, the smallest change of its figure, in either direction; those
    that move the total least come first.
    """
    if card.missing or card.excluded:
        return []
    changes = [
        change
        for criterion in elsewhere.engine.kind.criteria()
        for change in figure_changes(elsewhere, evidence, card, criterion)
    ]
    return sorted(changes, key=lambda change: abs(change.total - card.total))


def figure_changes(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, criterion: Criterion
) -> list[FigureChange]:
    """The same of one criterion; none where nobody entered anything, or nothing that is entered helps."""
    entry = evidence.entries.get(criterion.code)
    if entry is None or entry is NOT_APPLICABLE or not is_asked(criterion):
        return []
    if card.nodes[criterion.code].state == NA:
        return []
    if isinstance(criterion.scale, YesNo | Levels):
        return list(_named_changes(elsewhere, evidence, card, criterion))
    return list(_stepped_changes(elsewhere, evidence, criterion, entry))


def _stepped_changes(
    elsewhere: Elsewhere, evidence: Evidence, criterion: Criterion, entry: Entry
) -> Iterator[FigureChange]:
    grid = grid_of(criterion, entry)
    if grid is None:
        return
    curve = FigureCurve(elsewhere, evidence, criterion, grid)
    for step in BOTH:
        last: FigureChange | None = None
        for turn in reversed(turns(elsewhere, curve, step)):
            after, short = grid.entry(turn.number), grid.entry(turn.number - step)
            last = _figure_change(curve.card(turn.number), criterion.code, after, short, turn.status, last)
        if last is not None:
            yield last


def _figure_change(
    card: Scorecard, code: str, entry: Entry, short: Entry, then: Status, further: FigureChange | None = None
) -> FigureChange:
    return FigureChange(code, entry, short, card.nodes[code].points, card.total, then, further)


def _named_changes(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, criterion: Criterion
) -> Iterator[FigureChange]:
    """Of yes and no, or of levels, the one nearest in points; nothing less may do the same."""
    own = card.nodes[criterion.code].points or ZERO
    others = [
        (elsewhere.engine.score(with_entry(evidence, criterion.code, entry)), entry)
        for entry in _others(criterion, evidence.entries[criterion.code])
    ]
    for better in (True, False):
        side = elsewhere.side(elsewhere.stand(evidence, card))
        last = evidence.entries[criterion.code]
        for after, entry in _by_distance(others, criterion.code, own, better=better):
            status = elsewhere.status(elsewhere.stand(with_entry(evidence, criterion.code, entry), after))
            if side_of(status) is not side:
                yield _figure_change(after, criterion.code, entry, last, status)
                break
            last = entry


def _others(criterion: Criterion, entry: Entry) -> list[Entry]:
    if isinstance(criterion.scale, Levels):
        return [level.code for level in criterion.scale.levels if level.code != entry]
    return [not entry]


def _by_distance(
    others: Iterable[tuple[Scorecard, Entry]], code: str, own: Decimal, *, better: bool
) -> list[tuple[Scorecard, Entry]]:
    """Those on one side of the present points, the nearest first."""

    def gap(card: Scorecard) -> Decimal:
        return (card.nodes[code].points or ZERO) - own

    side = [(card, entry) for card, entry in others if gap(card) and (gap(card) > 0) == better]
    return sorted(side, key=lambda one: abs(gap(one[0])))
