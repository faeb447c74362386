"""The engine: one type of a criteria document and the evidence of one participant become a scorecard.

A document is compiled once into nested functions, one for each node, and then run for each participant.
Every node of the result carries its reason; the points of all reasons add up to the total exactly.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from scoring.evidence import Evidence
from scoring.exact import CONTEXT, HUNDRED, ZERO, Exact, quotient, rounding, times
from scoring.figures import shown
from scoring.nodes import NA, REMEMBERED, SCORED, Context, NodeResult, Run
from scoring.reasons import Fact, Reason
from scoring.rubric import Criterion, ParticipantType, Rubric, Section, printed_maximum
from scoring.sections import section_step


class Scorecard(NamedTuple):
    """The scored participant.

    `total` is rounded as the document says; `base`, `bonus` and `penalty` are its three parts (penalty not
    negative), `entered_max` the sum of the maxima of criteria that are scored. `missing` are the codes not
    yet scored, `failed_floors` the sections below their floor, `excluded` the grounds for exclusion.
    `eligible` says that nothing bars the participant from an award; `on_hold` are the grounds to wait.
    """

    id: str
    type: str
    total: Decimal
    exact: Exact
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    entered_max: Decimal
    max: Decimal
    nodes: dict[str, NodeResult]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    failed_floors: tuple[str, ...]
    excluded: tuple[str, ...]
    on_hold: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every criterion that applies is scored."""
        return not self.missing

    @property
    def eligible(self) -> bool:
        """Whether nothing bars the participant: complete, not excluded, every floor reached."""
        return not (self.missing or self.excluded or self.failed_floors)

    def all_reasons(self) -> list[Reason]:
        """The reasons of every node in document order, then those of the whole."""
        return [reason for node in self.nodes.values() for reason in node.reasons] + list(self.reasons)


class Engine:
    """A participant type of a document, made ready to score many participants."""

    def __init__(self, rubric: Rubric, kind: ParticipantType) -> None:
        self.rubric = rubric
        self.kind = kind
        self._round = rounding(rubric.decimals, rubric.rounding)
        self._root = section_step(self._context(), kind, None, root=True)
        self._maxima = _ordinary_maxima(kind)
        self._full = _sum(self._maxima.values())
        self._roles = [(node.code, node.role) for node in kind.nodes() if node.role is not None]
        self._floors = [node for node in kind.nodes() if isinstance(node, Section) and node.floor]
        self._floor_reasons: dict[tuple[str, Exact, Decimal | None], Reason] = {}
        exclusions, on_hold = rubric.marks_of(kind)
        self._exclusions = {mark.code: mark for mark in exclusions}
        self._holds = {mark.code: mark for mark in on_hold}

    def _context(self) -> "Context":
        exact = _unchanged if self.rubric.round_at == "criterion" else _as_fraction
        return Context(self.rubric, self.kind, self._round, exact)

    def score(self, evidence: Evidence) -> Scorecard:
        """Score one participant of this engine's type. Entries must fit their criteria (`reading.read`)."""
        run = Run(evidence, {} if evidence.targets else evidence.entries)
        with localcontext(CONTEXT):
            outcome = self._root(run)
        root = run.nodes.pop(0)
        nodes = {node.code: node for node in run.nodes}
        bonus, penalty = self._extras(nodes)
        failed, floor_reasons = self._check_floors(nodes, bool(run.missing))
        excluded, on_hold, mark_reasons = self._check_marks(evidence)
        return Scorecard(
            id=evidence.id,
            type=self.kind.code,
            total=outcome.shown,
            exact=outcome.exact,
            base=outcome.shown - bonus + penalty,
            bonus=bonus,
            penalty=penalty,
            entered_max=self._entered_max(nodes) if run.gaps else self._full,
            max=self.kind.max,
            nodes=nodes,
            reasons=root.reasons + mark_reasons + floor_reasons,
            missing=tuple(run.missing),
            failed_floors=failed,
            excluded=excluded,
            on_hold=on_hold,
        )

    def _entered_max(self, nodes: dict[str, NodeResult]) -> Decimal:
        return _sum(maximum for code, maximum in self._maxima.items() if nodes[code].state == SCORED)

    def _extras(self, nodes: dict[str, NodeResult]) -> tuple[Decimal, Decimal]:
        """The sums of bonus and of penalty, the latter not negative."""
        bonus = penalty = ZERO
        for code, role in self._roles:
            points = nodes[code].points
            if points and role == "bonus":
                bonus += points
            elif points:
                penalty -= points
        return self._round(bonus), self._round(penalty)

    def _check_marks(self, evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Reason, ...]]:
        if not evidence.exclusions and not evidence.holds:
            return (), (), ()
        excluded = tuple(code for code in self._exclusions if code in evidence.exclusions)
        on_hold = tuple(code for code in self._holds if code in evidence.holds)
        reasons = [
            Reason("excluded", {"mark": code, "name": self._exclusions[code].name}) for code in excluded
        ]
        reasons += [Reason("on_hold", {"mark": code, "name": self._holds[code].name}) for code in on_hold]
        return excluded, on_hold, tuple(reasons)

    def _check_floors(
        self, nodes: dict[str, NodeResult], incomplete: bool
    ) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
        if incomplete:
            return (), ()
        failed, reasons = [], []
        for section in self._floors:
            node = nodes[section.code].as_printed
            if node.state == NA:
                continue
            known = self._floor_reasons.get((section.code, node.exact, node.max))
            if known is None:
                known = _floor_reason(section, node)
                if len(self._floor_reasons) >= REMEMBERED:
                    self._floor_reasons.clear()
                self._floor_reasons[section.code, node.exact, node.max] = known
            if known.code == "floor_failed":
                failed.append(section.code)
            reasons.append(known)
        return tuple(failed), tuple(reasons)


def _ordinary_maxima(kind: ParticipantType) -> dict[str, Exact]:
    """What the criteria that are neither bonus nor penalty count for at most in the total, by code."""
    maxima = dict(_maxima_within(kind, None))
    if all(isinstance(maximum, Decimal) for maximum in maxima.values()):
        return maxima
    return {code: Fraction(maximum) for code, maximum in maxima.items()}


def _maxima_within(parent: ParticipantType | Section, share: Exact | None) -> Iterator[tuple[str, Exact]]:
    for child in parent.children:
        if child.role is not None:
            continue
        if isinstance(child, Criterion):
            maximum = child.max or ZERO
            yield child.code, maximum if share is None else times(maximum, share)
        elif child.counts_for is None:
            yield from _maxima_within(child, share)
        else:
            own = quotient(child.counts_for, printed_maximum(child) or child.counts_for)
            yield from _maxima_within(child, own if share is None else times(share, own))


def _sum(numbers: Iterable[Exact]) -> Decimal:
    """The sum of numbers of one kind, as points are shown."""
    whole: Exact | int = sum(numbers)
    return whole if isinstance(whole, Decimal) else shown(Fraction(whole))


def _floor_reason(section: Section, node: NodeResult) -> Reason:
    floor = floor_points(section, node.max)
    facts: dict[str, Fact] = {
        "section": section.code,
        "name": section.name,
        "points": node.points,
        "floor": floor,
        "max": node.max,
        "percent": section.floor.percent if section.floor else None,
    }
    return Reason("floor_failed" if node.exact < floor else "floor_passed", facts, None, section.code)


def _unchanged(value: Exact) -> Exact:
    return value


def _as_fraction(value: Exact) -> Exact:
    return Fraction(value)


def floor_points(section: Section, maximum: Decimal | None) -> Decimal:
    """The floor of a section in points; a percentage is taken of the maximum that counts."""
    floor = section.floor
    if floor is None:
        return ZERO
    if floor.points is not None:
        return floor.points
    return (floor.percent or ZERO) * (maximum or ZERO) / HUNDRED


def compile_rubric(rubric: Rubric) -> dict[str, Engine]:
    """One engine for each participant type of the document, by its code."""
    return {kind.code: Engine(rubric, kind) for kind in rubric.types}
