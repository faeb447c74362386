"""Sections at work: adding up, rescaling what does not apply, caps, bonus above and penalties below."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from scoring.conditions import predicate
from scoring.exact import ZERO, Exact, minus, plus, share
from scoring.figures import shown
from scoring.nodes import (
    NA,
    REMEMBERED,
    SCORED,
    Context,
    Given,
    Leaf,
    NodeResult,
    Outcome,
    Rounder,
    Run,
    Step,
    criterion_leaf,
    inapplicable_node,
)
from scoring.reasons import Fact, Reason
from scoring.rubric import Criterion, NotApplicable, ParticipantType, Role, Section, maximum_of


def _child(context: Context, node: Section | Criterion, role: Role | None) -> Leaf:
    """A child at work; a section remembers nothing by its code."""
    if isinstance(node, Criterion):
        return criterion_leaf(context, node, role)
    return Leaf("", {}, section_step(context, node, role))


class _Tally:
    """A section while it is added up, in fractions, so that nothing is lost before the one rounding.

    `base` is what stands within the maximum, `extra` what stands above it; `shown` is the rounded whole that
    the reasons so far add up to.
    """

    __slots__ = ("base", "extra", "reasons", "shape", "shown")

    def __init__(self, shape: "_Shape", shown: Decimal) -> None:
        self.shape, self.shown = shape, shown
        self.base = self.extra = Fraction(0)
        self.reasons: list[Reason] = []

    @property
    def whole(self) -> Fraction:
        return self.base + self.extra

    def explain(self, reason: str, facts: dict[str, Fact]) -> None:
        """Say what changed base or extra; the reason carries what that adds to what is shown."""
        shown = self.shape.round(self.whole)
        change = shown - self.shown
        if change or reason != "rounded":
            self.reasons.append(Reason(reason, {**facts, "result": shown}, change, self.shape.code))
        self.shown = shown


class _Shape(NamedTuple):
    """What is fixed about a section: the sum of its ordinary maxima, its own maximum, what it counts for in
    what is around it (None: just that), and its rules.
    """

    code: str
    role: Role | None
    root: bool
    full: Decimal
    limit: Decimal | None
    counts_for: Decimal | None
    bonus_within_max: bool
    rounds: bool
    settles: bool
    round: Rounder
    exact: Callable[[Exact], Exact]


def _shape(context: Context, section: Section | ParticipantType, role: Role | None, root: bool) -> _Shape:
    rounds_at = context.rubric.round_at
    full = sum((maximum_of(child) for child in section.children if (role or child.role) is None), ZERO)
    limit = section.max if section.max is not None or role is not None else full
    counts_for = section.counts_for if isinstance(section, Section) and role is None else None
    return _Shape(
        code="" if root else section.code,
        role=role,
        root=root,
        full=full,
        limit=limit,
        counts_for=None if counts_for == limit else counts_for,
        bonus_within_max=section.bonus_within_max,
        rounds=rounds_at != "criterion",
        settles=rounds_at in ("criterion", "section") or root,
        round=context.round,
        exact=context.exact,
    )


def section_step(
    context: Context, section: Section | ParticipantType, role: Role | None, *, root: bool = False
) -> Step:
    """The step of a section or, as `root`, of a whole type: its children, then what it makes of them."""
    shape = _shape(context, section, role, root)
    ordinary = [
        _child(context, child, role) for child in section.children if role is not None or child.role is None
    ]
    extras = [
        (child.role, _child(context, child, child.role).step)
        for child in section.children
        if role is None and child.role is not None
    ]
    condition = None if isinstance(section, ParticipantType) else section.applies_if
    applies = predicate(condition) if condition is not None else None
    inapplicable = _inapplicable_section(context, section, shape)
    may_vanish = role is None and shape.full > 0
    total_up = _remembering(shape, _weighted(shape, _total_up(shape)))

    def run(state: Run) -> Outcome:
        place = len(state.nodes)
        if applies is not None and applies(state.evidence.attributes) is False:
            state.gaps = True
            _mark_inapplicable(state, section.children)
            return inapplicable(state, place, ZERO)
        sums = _run_children(state, ordinary)
        if may_vanish and sums.special and not any(outcome.applicable for outcome in sums.outcomes):
            _mark_inapplicable(state, [child for child in section.children if child.role is not None])
            return inapplicable(state, place, _removed(sums.outcomes))
        node, outcome = total_up(sums, [(kind, step(state)) for kind, step in extras])
        state.nodes.insert(place, node)
        return outcome

    return run


class _Sums(NamedTuple):
    """What the ordinary children gave: each outcome, what they show together, and whether one is special."""

    outcomes: list[Outcome]
    shown: Decimal
    special: bool


Added = list[tuple[Role, Outcome]]
TotalUp = Callable[[_Sums, Added], Given]


def _decimal(value: Exact) -> Decimal:
    """A maximum as it is told; one that does not end, to six places."""
    return value if isinstance(value, Decimal) else shown(value)


def _removed(outcomes: Iterable[Outcome]) -> Exact:
    removed: Exact = ZERO
    for outcome in outcomes:
        removed = plus(removed, outcome.removed)
    return removed


def _run_children(state: Run, children: list[Leaf]) -> _Sums:
    entries, append = state.entries, state.nodes.append
    outcomes, shown, special = [], ZERO, False
    for code, known, step in children:
        given = known.get(entries.get(code))
        if given is not None:
            append(given[0])
            outcome = given[1]
        else:
            outcome = step(state)
        outcomes.append(outcome)
        shown += outcome.shown
        special = special or outcome.special
    return _Sums(outcomes, shown, special)


def _remembering(shape: _Shape, total_up: TotalUp) -> TotalUp:
    """The same, remembered by what its children gave; nothing is, where fractions are carried on."""
    if shape.rounds:
        return total_up
    known: dict[tuple[object, ...], Given] = {}

    def recall(sums: _Sums, added: Added) -> Given:
        key: tuple[object, ...] = (sums.shown, *[outcome.shown for _, outcome in added])
        if sums.special:
            key += tuple([(o.weight, o.removed, o.extra) for o in sums.outcomes])
        found = known.get(key)
        if found is None:
            if len(known) >= REMEMBERED:
                known.clear()
            found = known[key] = total_up(sums, added)
        return found

    return recall


def _total_up(shape: _Shape) -> TotalUp:
    """Adds up a section: rescaling, caps, bonus, penalty, and one rounding at the end."""
    counts = shape.limit if shape.role is None and shape.limit is not None else ZERO

    def run(sums: _Sums, added: Added) -> Given:
        if not shape.rounds and not sums.special and (plain := _plain(shape, sums, added, counts)):
            return plain
        tally = _Tally(shape, sums.shown)
        weight: Exact = ZERO
        removed: Exact = ZERO
        for outcome in sums.outcomes:
            extra = Fraction(outcome.extra)
            tally.base += Fraction(outcome.exact) - extra
            tally.extra += extra
            weight = plus(weight, outcome.weight)
            removed = plus(removed, outcome.removed)
        limit: Exact | None = shape.limit
        if limit is not None and not shape.root:
            limit = minus(limit, removed)
        _settle_base(tally, shape, weight, removed, limit)
        _add_extras(tally, shape, added, limit)
        tally.explain("rounded", {})
        whole = Fraction(tally.shown) if shape.settles else tally.whole
        above = Fraction(0)
        if limit is not None and shape.role is None:
            above = max(whole - Fraction(limit), above)
        exact = shape.exact(tally.shown) if shape.settles else whole
        most = None if limit is None else _decimal(limit)
        node = NodeResult(shape.code, SCORED, tally.shown, most, exact, tuple(tally.reasons), removed)
        weight = minus(counts, removed) if counts else counts
        return node, Outcome(exact, tally.shown, weight, removed, above, special=bool(removed or above))

    return run


def _weighted(shape: _Shape, total_up: TotalUp) -> TotalUp:
    """The same, counting for as much as the section says; the very same where it says nothing."""
    if shape.counts_for is None or not shape.limit:
        return total_up
    printed, counts_for = shape.limit, shape.counts_for

    def run(sums: _Sums, added: Added) -> Given:
        node, outcome = total_up(sums, added)
        exact = share(outcome.exact, counts_for, printed)
        points = shape.round(exact)
        if shape.settles:
            exact = shape.exact(points)
        weight = share(outcome.weight, counts_for, printed)
        removed = share(outcome.removed, counts_for, printed)
        above = max(Fraction(exact) - Fraction(weight), Fraction(0))
        facts: dict[str, Fact] = {"raw": outcome.shown, "from": printed, "to": counts_for, "result": points}
        why = Reason("weighted", facts, points - outcome.shown, shape.code)
        most = _decimal(weight)
        result = NodeResult(shape.code, SCORED, points, most, exact, (*node.reasons, why), removed, node)
        return result, Outcome(exact, points, weight, removed, above, special=bool(removed or above))

    return run


def _plain(shape: _Shape, sums: _Sums, added: Added, counts: Decimal) -> Given | None:
    """The usual case, where every criterion is rounded and nothing but adding happens; None otherwise."""
    limit, whole = shape.limit, sums.shown
    if limit is not None and abs(whole) > limit:
        return None
    for _, outcome in added:
        whole += outcome.shown
    if added and (whole < 0 or shape.bonus_within_max):
        return None
    above = whole - limit if added and limit is not None and whole > limit else ZERO
    node = NodeResult(shape.code, SCORED, whole, limit, whole, ())
    return node, Outcome(whole, whole, counts, extra=above, special=bool(above))


def _settle_base(tally: _Tally, shape: _Shape, weight: Exact, removed: Exact, limit: Exact | None) -> None:
    """Rescale what does not apply, and cap the sum of the ordinary children."""
    goal = shape.full if shape.root else minus(shape.full, removed)
    if weight and weight < goal:
        applicable, whole = _decimal(weight), _decimal(goal)
        facts: dict[str, Fact] = {"raw": tally.shown, "applicable": applicable, "whole": whole}
        tally.base = tally.base * Fraction(goal) / Fraction(weight)
        tally.explain("rescaled", facts)
    if limit is not None and abs(tally.base) > Fraction(limit):
        tally.base = Fraction(-limit if shape.role == "penalty" else limit)
        tally.explain("capped", {"raw": tally.shown, "cap": _decimal(limit)})


def _add_extras(tally: _Tally, shape: _Shape, added: Added, limit: Exact | None) -> None:
    """Add bonus, keep it within the maximum where it counts there, then take penalties; never below zero."""
    for role in ("bonus", "penalty"):
        for outcome in (outcome for of_role, outcome in added if of_role == role):
            tally.extra += Fraction(outcome.exact)
            tally.shown += outcome.shown
        within = role == "bonus" and shape.bonus_within_max and limit is not None
        if within and limit is not None and tally.whole > Fraction(limit):
            tally.base, tally.extra = Fraction(limit), Fraction(0)
            tally.explain("capped", {"raw": tally.shown, "cap": _decimal(limit)})
    if added and tally.whole < 0:
        tally.base = tally.extra = Fraction(0)
        tally.explain("floored", {"raw": tally.shown})


def _inapplicable_section(
    context: Context, section: Section | ParticipantType, shape: _Shape
) -> Callable[[Run, int, Exact], Outcome]:
    """What a section gives of which nothing applies; `removed` is what its criteria took from the total."""
    own: NotApplicable | None = section.on_not_applicable if isinstance(section, Section) else None
    if shape.role is not None:
        own = "zero"
    counts = shape.limit if shape.counts_for is None else shape.counts_for
    weight = (counts or ZERO) if shape.role is None else ZERO

    def run(state: Run, place: int, removed: Exact) -> Outcome:
        default: NotApplicable = "rescale_total" if shape.full and removed == shape.full else "rescale"
        result, outcome = inapplicable_node(context, shape.code, counts, own or default, weight)
        if shape.counts_for is not None:
            printed, _unused = inapplicable_node(
                context, shape.code, shape.limit, own or default, shape.limit or ZERO
            )
            result = result._replace(printed=printed)
        state.nodes.insert(place, result)
        return outcome

    return run


def _mark_inapplicable(state: Run, nodes: Iterable[Section | Criterion]) -> None:
    """Note every node of a section that does not apply."""
    for node in nodes:
        reason = Reason("section_not_applicable", {}, None, node.code)
        state.nodes.append(NodeResult(node.code, NA, None, node.max, ZERO, (reason,)))
        if isinstance(node, Section):
            _mark_inapplicable(state, node.children)
