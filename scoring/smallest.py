"""The smallest change that would alter what an award rule says of one participant, in points and in figures.

Nothing is estimated: every change reported was scored by the engine and judged by `recommend`, everybody else
staying as they are, and one step less would alter nothing. What a change of the rules would do stands in
`smallest_rules`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoring.curves import together, turns
from scoring.elsewhere import Elsewhere, Search
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
    """The smallest changes of the total, in either direction; then, where that takes fewer points or the
    total alone does nothing, of the section or criterion that a floor, a gate or a tie-break reads.
    """
    if card.missing or card.excluded:
        return []
    found = _points_of(elsewhere, evidence, card, [TOTAL])
    least = {change.points > 0: abs(change.points) for change in found}
    nearer: dict[bool, PointsChange] = {}
    read = [code for code in _nodes_read(elsewhere, len(found)) if card.nodes[code].state == SCORED]
    for change in _points_of(elsewhere, evidence, card, read):
        known = least.get(change.points > 0)
        if known is None or abs(change.points) < known:
            least[change.points > 0] = abs(change.points)
            nearer[change.points > 0] = change
    return [*found, *nearer.values()]


def _points_of(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, codes: Iterable[str]
) -> list[PointsChange]:
    curves = [NodeCurve(elsewhere, evidence, card, code) for code in codes]
    ways = [(curve, step) for curve in curves for step in BOTH]
    found = []
    for (curve, _), met in zip(
        ways, together(elsewhere, [turns(elsewhere, *way) for way in ways]), strict=True
    ):
        last: PointsChange | None = None
        for turn in reversed(met):
            total = curve.card(turn.number).total
            last = PointsChange(curve.code, turn.number * curve.unit, total, turn.status, last)
        found += [] if last is None else [last]
    return found


def _nodes_read(elsewhere: Elsewhere, ways: int) -> list[str]:
    """Sections and criteria that the rules read by name, in the order of the document. A tie-break key is
    looked at only where the total does not turn the award both ways: else it saves a last decimal at most.
    """
    kind = elsewhere.engine.kind
    read = {gate.points for gate in gates_of(elsewhere.rubric, kind)}
    read |= {section.code for section in sections_with_floor(kind)}
    if ways < len(BOTH):
        read |= {tie.points for tie in kind.ranking.tie_break}
    return [node.code for node in kind.nodes() if node.code in read]


def smallest_figures(elsewhere: Elsewhere, evidence: Evidence, card: Scorecard) -> list[FigureChange]:
    """For each criterion alone that was scored, the smallest change of its figure, in either direction; those
    that move the total least come first.
    """
    if card.missing or card.excluded:
        return []
    criteria = list(elsewhere.engine.kind.criteria())
    changes = figure_changes(elsewhere, evidence, card, criteria)
    return sorted(changes, key=lambda change: abs(change.total - card.total))


def figure_changes(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, criteria: Iterable[Criterion]
) -> list[FigureChange]:
    """The same of these criteria, in their order; none where nobody entered anything, or nothing that can be
    entered helps.
    """
    open_to = [one for one in criteria if _is_entered(one, evidence, card)]
    searches = [_changes_of(elsewhere, evidence, card, one) for one in open_to]
    return [change for found in together(elsewhere, searches) for change in found]


def _is_entered(criterion: Criterion, evidence: Evidence, card: Scorecard) -> bool:
    entry = evidence.entries.get(criterion.code)
    if entry is None or entry is NOT_APPLICABLE or not is_asked(criterion):
        return False
    return card.nodes[criterion.code].state != NA


def _changes_of(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, criterion: Criterion
) -> Search[list[FigureChange]]:
    if isinstance(criterion.scale, YesNo | Levels):
        return (yield from _named_changes(elsewhere, evidence, card, criterion))
    grid = grid_of(criterion, evidence.entries[criterion.code])
    found: list[FigureChange] = []
    if grid is None:
        return found
    curve = FigureCurve(elsewhere, evidence, criterion, grid)
    for step in BOTH:
        last: FigureChange | None = None
        for turn in reversed((yield from turns(elsewhere, curve, step))):
            after, short = grid.entry(turn.number), grid.entry(turn.number - step)
            last = _figure_change(curve.card(turn.number), criterion.code, after, short, turn.status, last)
        found += [] if last is None else [last]
    return found


def _figure_change(
    card: Scorecard, code: str, entry: Entry, short: Entry, then: Status, further: FigureChange | None = None
) -> FigureChange:
    return FigureChange(code, entry, short, card.nodes[code].points, card.total, then, further)


def _named_changes(
    elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, criterion: Criterion
) -> Search[list[FigureChange]]:
    """Of yes and no, or of levels, the one nearest in points; nothing less may do the same."""
    code, own = criterion.code, card.nodes[criterion.code].points or ZERO
    others = [
        (elsewhere.engine.score(with_entry(evidence, code, entry)), entry)
        for entry in _others(criterion, evidence.entries[code])
    ]
    stands = {entry: elsewhere.stand(with_entry(evidence, code, entry), after) for after, entry in others}
    here = elsewhere.stand(evidence, card)
    yield [here, *stands.values()]
    found = []
    for better in (True, False):
        last = evidence.entries[code]
        for after, entry in _by_distance(others, code, own, better=better):
            status = elsewhere.status(stands[entry])
            if side_of(status) is not elsewhere.side(here):
                found.append(_figure_change(after, code, entry, last, status))
                break
            last = entry
    return found


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
