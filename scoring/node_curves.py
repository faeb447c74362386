"""A scorecard while points are added to one of its sections or criteria, or to its total."""

from decimal import Decimal

from scoring.elsewhere import Elsewhere
from scoring.engine import Engine, Scorecard, floor_points
from scoring.evidence import Evidence
from scoring.exact import ZERO, Exact, plus, rounding, share
from scoring.nodes import NA, NodeResult, Rounder
from scoring.rivals import Stand
from scoring.rubric import Criterion, ParticipantType, Section, printed_maximum
from scoring.whole_columns import sections_with_floor

TOTAL = "total"
# No total is further from zero than a single criterion's points may be.
NO_MORE_THAN = Decimal(1_000_000_000)


class NodeCurve:
    """The stands of one participant by units of points added to a node (`curves.Curve`)."""

    def __init__(self, elsewhere: Elsewhere, evidence: Evidence, card: Scorecard, code: str) -> None:
        self._elsewhere, self._evidence, self._card, self.code = elsewhere, evidence, card, code
        unit = Decimal(1).scaleb(-elsewhere.whole.decimals)
        least, most = room_of(elsewhere.engine, card, code)
        self._stands: dict[int, Stand] = {}
        self.unit, self.low, self.high = unit, -int(least / unit), int(most / unit)

    def card(self, number: int) -> Scorecard:
        """The scorecard with so many units more."""
        return add_points(self._elsewhere.engine, self._card, self.code, number * self.unit)

    def stand(self, number: int) -> Stand:
        """Where the participant would stand."""
        if number not in self._stands:
            self._stands[number] = self._elsewhere.stand(self._evidence, self.card(number))
        return self._stands[number]

    def guess(self, total: int) -> int:
        """A point of the node is a point of the total, unless a weight or a rounding is between them."""
        return total - self.stand(0).total

    def runs_on(self, start: int, number: int) -> bool:
        """Points rise with points."""
        return True


def add_points(engine: Engine, card: Scorecard, code: str, points: Decimal) -> Scorecard:
    """The scorecard as if a node had so many points more (fewer, if negative): the sections around it and the
    total have them too, as far as a section's weight lets them count; nothing else changes. `total` names
    the total alone.
    """
    if code == TOTAL:
        return card._replace(
            total=card.total + points, exact=plus(card.exact, points), base=card.base + points
        )
    round_points = rounding(engine.rubric.decimals, engine.rubric.rounding)
    nodes, path = dict(card.nodes), path_to(engine.kind, code)
    added: Exact = points
    for node in reversed(path):
        nodes[node.code], added = _with_more(nodes[node.code], node, added, round_points)
    total = card.total + round_points(added)
    role = next((node.role for node in path if node.role is not None), None)
    bonus = card.bonus + points if role == "bonus" else card.bonus
    penalty = card.penalty - points if role == "penalty" else card.penalty
    return card._replace(
        nodes=nodes,
        total=total,
        exact=plus(card.exact, total - card.total),
        base=total - bonus + penalty,
        bonus=bonus,
        penalty=penalty,
        failed_floors=_failed(engine, nodes),
    )


def _with_more(
    result: NodeResult, node: Section | Criterion, added: Exact, shown: Rounder
) -> tuple[NodeResult, Exact]:
    """The node with so many points more, and what these count for in what is around it."""
    more = result._replace(points=(result.points or ZERO) + shown(added), exact=plus(result.exact, added))
    if result.printed is None or not isinstance(node, Section) or node.counts_for is None:
        return more, added
    printed, _ = _with_more(result.printed, node, added, shown)
    counted = share(added, node.counts_for, printed_maximum(node))
    weighted = result._replace(
        points=(result.points or ZERO) + shown(counted), exact=plus(result.exact, counted), printed=printed
    )
    return weighted, counted


def _failed(engine: Engine, nodes: dict[str, NodeResult]) -> tuple[str, ...]:
    """The sections below their floor."""
    failed = []
    for section in sections_with_floor(engine.kind):
        node = nodes[section.code].as_printed
        if node.state != NA and node.exact < floor_points(section, node.max):
            failed.append(section.code)
    return tuple(failed)


def path_to(kind: ParticipantType, code: str) -> list[Section | Criterion]:
    """The sections around a node, the outermost first, and the node itself."""

    def walk(parent: ParticipantType | Section) -> list[Section | Criterion]:
        for child in parent.children:
            if child.code == code:
                return [child]
            if isinstance(child, Section) and (below := walk(child)):
                return [child, *below]
        return []

    return walk(kind)


def room_of(engine: Engine, card: Scorecard, code: str) -> tuple[Decimal, Decimal]:
    """How many points a node can lose and gain: it, the sections around it and the total stay within what
    they can have at most.
    """
    lose, gain = card.total, max(highest_total(engine.kind) - card.total, ZERO)
    penalty = False
    for node in path_to(engine.kind, code):
        penalty = penalty or node.role == "penalty"
        points = card.nodes[node.code].as_printed.points or ZERO
        most = card.nodes[node.code].as_printed.max
        most = NO_MORE_THAN if most is None else most
        low, high = (-most, ZERO) if penalty else (ZERO, most)
        lose, gain = min(lose, max(points - low, ZERO)), min(gain, max(high - points, ZERO))
    return lose, gain


def highest_total(kind: ParticipantType) -> Decimal:
    """The most that anybody can have: the maximum, and the bonus where it stands above."""
    if kind.bonus_within_max:
        return kind.max
    bonus = [node.max for node in kind.nodes() if node.role == "bonus"]
    return NO_MORE_THAN if None in bonus else kind.max + sum((most for most in bonus if most), ZERO)
