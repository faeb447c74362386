"""The engine: one type of a criteria document and the evidence of one participant become a scorecard.

A document is compiled once into nested functions, one for each node, and then run for each participant.
Every node of the result carries its reason; the points of all reasons add up to the total exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from scoring.conditions import holds
from scoring.evidence import NOT_APPLICABLE, Evidence
from scoring.exact import HUNDRED, ZERO, Exact, minus, plus, quotient, rounding, times
from scoring.points import origin_reader, scorer
from scoring.reasons import Fact, Reason
from scoring.rubric import Criterion, ParticipantType, Role, Rubric, Section

SCORED, MISSING, NOT_CLAIMED, NA = "scored", "missing", "not_claimed", "not_applicable"


class NodeResult(NamedTuple):
    """One section or criterion: its signed points as shown (None if not scored or not applicable).

    `max` is the maximum that counts here and now: a section from which an inapplicable criterion was
    taken out for the whole total has a smaller one. `exact` is the value before any later rounding.
    """

    code: str
    state: str
    points: Decimal | None
    max: Decimal | None
    exact: Exact
    reasons: tuple[Reason, ...]


class Outcome(NamedTuple):
    """What a node hands to its parent: exact points, what is shown of them, and how much of its maximum counts.

    `weight` is the part of the maximum that applies; `removed` the part taken out of the whole total;
    `extra` the bonus that stands above the section's maximum.
    """

    exact: Exact
    shown: Decimal
    weight: Decimal
    removed: Decimal = ZERO
    extra: Exact = ZERO
    applicable: bool = True


@dataclass(slots=True)
class Run:
    """The state of scoring one participant."""

    evidence: Evidence
    nodes: list[NodeResult] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    entered_max: Decimal = ZERO


Step = Callable[[Run], Outcome]
Rounder = Callable[[Exact], Decimal]


@dataclass(frozen=True, slots=True)
class Scorecard:
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
        self._root = _section(self._context(), kind, None, root=True)
        self._roles = [(node.code, node.role) for node in kind.nodes() if node.role is not None]
        self._floors = [node for node in kind.nodes() if isinstance(node, Section) and node.floor]
        exclusions, on_hold = rubric.marks_of(kind)
        self._exclusions = {mark.code: mark for mark in exclusions}
        self._holds = {mark.code: mark for mark in on_hold}

    def _context(self) -> "_Context":
        return _Context(self.rubric, self.kind, self._round)

    def score(self, evidence: Evidence) -> Scorecard:
        """Score one participant of this engine's type. Entries must fit their criteria (`reading.read`)."""
        run = Run(evidence)
        outcome = self._root(run)
        root = run.nodes.pop(0)
        nodes = {node.code: node for node in run.nodes}
        bonus, penalty = self._sum_of(nodes, "bonus"), self._sum_of(nodes, "penalty")
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
            entered_max=run.entered_max,
            max=self.kind.max,
            nodes=nodes,
            reasons=root.reasons + mark_reasons + floor_reasons,
            missing=tuple(run.missing),
            failed_floors=failed,
            excluded=excluded,
            on_hold=on_hold,
        )

    def _sum_of(self, nodes: dict[str, NodeResult], role: Role) -> Decimal:
        shown = (nodes[code].points for code, of_role in self._roles if of_role == role)
        return abs(sum((points for points in shown if points is not None), ZERO))

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
        failed, reasons = [], []
        for section in self._floors:
            node = nodes[section.code]
            if node.state == NA or incomplete:
                continue
            floor = floor_points(section, node.max)
            if node.exact < floor:
                failed.append(section.code)
            facts = {
                "section": section.code,
                "name": section.name,
                "points": node.points,
                "floor": floor,
                "max": node.max,
                "percent": section.floor.percent if section.floor else None,
            }
            code = "floor_failed" if node.exact < floor else "floor_passed"
            reasons.append(Reason(code, facts, None, section.code))
        return tuple(failed), tuple(reasons)


def floor_points(section: Section, maximum: Decimal | None) -> Decimal:
    """The floor of a section in points; a percentage is taken of the maximum that counts."""
    floor = section.floor
    assert floor is not None
    if floor.points is not None:
        return floor.points
    return (floor.percent or ZERO) * (maximum or ZERO) / HUNDRED


class _Context(NamedTuple):
    rubric: Rubric
    kind: ParticipantType
    round: Rounder


def _step(context: _Context, node: Section | Criterion, role: Role | None) -> Step:
    if isinstance(node, Criterion):
        return _criterion(context, node, role)
    return _section(context, node, role)


def _criterion(context: _Context, criterion: Criterion, role: Role | None) -> Step:
    code, maximum, applies = criterion.code, criterion.max, criterion.applies_if
    score = scorer(context.rubric, context.kind, criterion)
    origin = origin_reader(context.rubric, context.kind, criterion)
    round_points, keep_exact = context.round, context.rubric.round_at != "criterion"
    weight = maximum if maximum is not None and role is None else ZERO
    sign = -1 if role == "penalty" else 1
    absent = _absent(context, criterion, role, weight)

    def run(state: Run) -> Outcome:
        evidence = state.evidence
        entry = origin(evidence) if origin is not None else evidence.entries.get(code)
        if applies is not None and holds(applies, evidence.attributes) is False:
            entry = NOT_APPLICABLE
        if entry is None or entry is NOT_APPLICABLE:
            return absent(state, entry is None)
        points, reason, facts = score(entry, evidence)
        rounded = round_points(points)
        if sign < 0:
            points, rounded = -points, -rounded
        facts["max"] = maximum
        result = points if keep_exact else rounded
        state.nodes.append(
            NodeResult(code, SCORED, rounded, maximum, result, (Reason(reason, facts, rounded, code),))
        )
        state.entered_max += weight
        return Outcome(result, rounded, weight)

    return run


def _absent(
    context: _Context, criterion: Criterion, role: Role | None, weight: Decimal
) -> Callable[[Run, bool], Outcome]:
    """What a criterion gives that is not scored yet (second argument true), or not applicable."""
    code, maximum = criterion.code, criterion.max
    policy = (criterion.on_not_applicable or "rescale") if role is None else "zero"
    facts = {"policy": policy, "max": maximum}
    missing = NodeResult(
        code, MISSING, None, maximum, ZERO, (Reason("missing", {"max": maximum}, None, code),)
    )
    unclaimed = NodeResult(code, NOT_CLAIMED, None, maximum, ZERO, (Reason("not_claimed", {}, None, code),))
    gives = (maximum or ZERO) if policy == "full" else None
    shown_gives = context.round(gives) if gives is not None else None
    na = NodeResult(code, NA, shown_gives, maximum, gives or ZERO, (Reason(NA, facts, shown_gives, code),))
    outcome = {
        "full": Outcome(maximum or ZERO, context.round(maximum or ZERO), weight),
        "zero": Outcome(ZERO, ZERO, weight),
        "rescale": Outcome(ZERO, ZERO, ZERO, applicable=False),
        "rescale_total": Outcome(ZERO, ZERO, ZERO, removed=weight, applicable=False),
    }[policy]

    def run(state: Run, is_missing: bool) -> Outcome:
        if not is_missing:
            state.nodes.append(na)
            return outcome
        if role is not None:
            state.nodes.append(unclaimed)
            return Outcome(ZERO, ZERO, ZERO)
        state.nodes.append(missing)
        state.missing.append(code)
        return Outcome(ZERO, ZERO, weight)

    return run


class _Tally:
    """A section while it is added up.

    `base` is what stands within the maximum, `extra` what stands above it, `shown` the rounded whole that
    the reasons so far add up to. In a document that rounds here, the exact value becomes what is shown.
    """

    __slots__ = ("base", "code", "extra", "reasons", "round", "settles", "shown")

    def __init__(self, code: str, round_points: Rounder, settles: bool) -> None:
        self.code, self.round, self.settles = code, round_points, settles
        self.base: Exact = ZERO
        self.extra: Exact = ZERO
        self.shown = ZERO
        self.reasons: list[Reason] = []

    @property
    def whole(self) -> Exact:
        return plus(self.base, self.extra) if self.extra else self.base

    def become(self, base: Exact, extra: Exact, reason: str, facts: dict[str, Fact]) -> None:
        """Change base and extra; the reason carries what that adds to what is shown."""
        self.base, self.extra = base, extra
        shown = self.round(self.whole)
        if self.settles:
            self.base = minus(shown, extra) if extra else shown
        change = shown - self.shown
        if change or reason != "rounded":
            self.reasons.append(Reason(reason, {**facts, "result": shown}, change, self.code))
        self.shown = shown


class _Shape(NamedTuple):
    """What is fixed about a section: the sum of its ordinary maxima, its own maximum, and its rules."""

    code: str
    role: Role | None
    root: bool
    full: Decimal
    limit: Decimal | None
    bonus_within_max: bool
    rounds: bool
    settles: bool


def _shape(context: _Context, section: Section | ParticipantType, role: Role | None, root: bool) -> _Shape:
    rounds_at = context.rubric.round_at
    full = sum((_maximum(child) for child in section.children if (role or child.role) is None), ZERO)
    limit = section.max if section.max is not None or role is not None else full
    settles = rounds_at in ("criterion", "section") or root
    code = "" if root else section.code
    return _Shape(code, role, root, full, limit, section.bonus_within_max, rounds_at != "criterion", settles)


def _maximum(node: Section | Criterion) -> Decimal:
    """The printed maximum of a node; of a section without one, the sum of its ordinary children's."""
    if node.max is not None or isinstance(node, Criterion):
        return node.max or ZERO
    return sum((_maximum(child) for child in node.children if child.role is None), ZERO)


def _section(
    context: _Context, section: Section | ParticipantType, role: Role | None, *, root: bool = False
) -> Step:
    shape = _shape(context, section, role, root)
    children = [
        (role is None and child.role or None, _step(context, child, role or child.role))
        for child in section.children
    ]
    applies = None if isinstance(section, ParticipantType) else section.applies_if
    inapplicable = _inapplicable_section(context, section, shape)
    round_points = context.round

    def run(state: Run) -> Outcome:
        place = len(state.nodes)
        if applies is not None and holds(applies, state.evidence.attributes) is False:
            _mark_subtree(state, section)
            return inapplicable(state, place, ZERO)
        tally = _Tally(shape.code, round_points, shape.settles)
        extras: list[tuple[Role, Outcome]] = []
        weight = removed = ZERO
        any_applies = False
        for extra_role, step in children:
            outcome = step(state)
            if extra_role is not None:
                extras.append((extra_role, outcome))
                continue
            base = minus(outcome.exact, outcome.extra) if outcome.extra else outcome.exact
            tally.base = plus(tally.base, base)
            tally.extra = plus(tally.extra, outcome.extra) if outcome.extra else tally.extra
            tally.shown += outcome.shown
            weight += outcome.weight
            removed += outcome.removed
            any_applies = any_applies or outcome.applicable
        if role is None and not any_applies and shape.full:
            return inapplicable(state, place, removed)
        limit = shape.limit if shape.limit is None or root else shape.limit - removed
        _settle_base(tally, shape, weight, removed, limit)
        above = _add_extras(tally, shape, extras, limit)
        node = NodeResult(shape.code, SCORED, tally.shown, limit, tally.whole, tuple(tally.reasons))
        state.nodes.insert(place, node)
        counts = limit if role is None and limit is not None else ZERO
        return Outcome(tally.whole, tally.shown, counts, removed, above)

    return run


def _settle_base(
    tally: _Tally, shape: _Shape, weight: Decimal, removed: Decimal, limit: Decimal | None
) -> None:
    """Round, rescale what does not apply, and cap the sum of the ordinary children."""
    if shape.rounds:
        tally.become(tally.base, tally.extra, "rounded", {})
    goal = shape.full if shape.root else shape.full - removed
    if weight and weight < goal:
        facts: dict[str, Fact] = {"raw": tally.shown, "applicable": weight, "whole": goal}
        scaled = quotient(times(tally.base, goal), weight)
        tally.become(scaled, tally.extra, "rescaled", facts)
    if limit is not None and abs(tally.base) > limit:
        capped = -limit if shape.role == "penalty" else limit
        tally.become(capped, tally.extra, "capped", {"raw": tally.shown, "cap": limit})


def _add_extras(
    tally: _Tally, shape: _Shape, extras: list[tuple[Role, Outcome]], limit: Decimal | None
) -> Exact:
    """Add bonus, then take penalties; returns how much of the whole stands above the maximum."""
    for role in ("bonus", "penalty"):
        for outcome in (outcome for of_role, outcome in extras if of_role == role):
            tally.extra = plus(tally.extra, outcome.exact)
            tally.shown += outcome.shown
        if role == "bonus" and shape.bonus_within_max and limit is not None and tally.whole > limit:
            tally.become(limit, ZERO, "capped", {"raw": tally.shown, "cap": limit})
    if shape.rounds and extras:
        tally.become(tally.base, tally.extra, "rounded", {})
    if extras and tally.whole < 0:
        tally.become(ZERO, ZERO, "floored", {"raw": tally.shown})
    if shape.role is not None or limit is None or tally.whole <= limit:
        return ZERO
    return minus(tally.whole, limit)


def _inapplicable_section(
    context: _Context, section: Section | ParticipantType, shape: _Shape
) -> Callable[[Run, int, Decimal], Outcome]:
    """What a section gives of which nothing applies; `removed` is what its criteria took from the total."""
    own_policy = None if isinstance(section, ParticipantType) else section.on_not_applicable
    limit = shape.limit or ZERO
    weight = limit if shape.role is None else ZERO

    def run(state: Run, place: int, removed: Decimal) -> Outcome:
        policy = "zero" if shape.role is not None else own_policy
        if policy is None:
            policy = "rescale_total" if removed == shape.full else "rescale"
        gives = context.round(limit) if policy == "full" else None
        reason = Reason(NA, {"policy": policy, "max": shape.limit}, gives, shape.code)
        state.nodes.insert(place, NodeResult(shape.code, NA, gives, shape.limit, gives or ZERO, (reason,)))
        if policy == "full":
            return Outcome(limit, context.round(limit), weight)
        if policy == "zero":
            return Outcome(ZERO, ZERO, weight)
        taken = limit if policy == "rescale_total" else ZERO
        return Outcome(ZERO, ZERO, ZERO, taken, applicable=False)

    return run


def _mark_subtree(state: Run, section: Section | ParticipantType) -> None:
    """Note every node under a section that does not apply."""
    for node in section.children:
        reason = Reason("section_not_applicable", {}, None, node.code)
        state.nodes.append(NodeResult(node.code, NA, None, node.max, ZERO, (reason,)))
        if isinstance(node, Section):
            _mark_subtree(state, node)


def compile_rubric(rubric: Rubric) -> dict[str, Engine]:
    """One engine for each participant type of the document, by its code."""
    return {kind.code: Engine(rubric, kind) for kind in rubric.types}
