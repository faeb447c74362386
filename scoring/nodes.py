"""Criteria at work: each is compiled once into a step that is then run for every participant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from scoring.conditions import predicate
from scoring.evidence import NOT_APPLICABLE, Entry, Evidence
from scoring.exact import ZERO, Exact
from scoring.points import depends_on_participant, origin_reader, scorer
from scoring.reasons import Fact, Reason
from scoring.rubric import Criterion, NotApplicable, ParticipantType, Role, Rubric

SCORED, MISSING, NOT_CLAIMED, NA = "scored", "missing", "not_claimed", "not_applicable"


class NodeResult(NamedTuple):
    """One section or criterion: its signed points as shown (None if not scored or not applicable).

    `max` is the maximum that counts here and now: a section from which an inapplicable criterion was
    taken out for the whole total has a smaller one. `exact` is the value before any later rounding;
    `removed` is what was taken out. Of a section with a weight of its own (`counts_for`), all this is
    weighted, and `printed` is what it was before.
    """

    code: str
    state: str
    points: Decimal | None
    max: Decimal | None
    exact: Exact
    reasons: tuple[Reason, ...]
    removed: Exact = ZERO
    printed: "NodeResult | None" = None

    @property
    def as_printed(self) -> "NodeResult":
        """The node out of its printed maximum, which floors, gates and tie-breaks speak of."""
        return self.printed or self


class Outcome(NamedTuple):
    """What a node hands to its parent: exact points, what is shown, and how much of its maximum counts.

    `weight` is the part of the maximum that applies; `removed` the part taken out of the whole total;
    `extra` the bonus that stands above the section's maximum. `special` says that the parent must do more
    than add it: something was removed, does not apply, or stands above.
    """

    exact: Exact
    shown: Decimal
    weight: Exact
    removed: Exact = ZERO
    extra: Exact = ZERO
    applicable: bool = True
    special: bool = False


@dataclass(slots=True)
class Run:
    """The state of scoring one participant; `gaps` says that some criterion was not scored."""

    evidence: Evidence
    entries: Mapping[str, Entry]
    nodes: list[NodeResult] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gaps: bool = False


Step = Callable[[Run], Outcome]
Given = tuple[NodeResult, Outcome]
# None where the figure cannot be scored yet.
Scoring = Callable[[Entry, Evidence], Given | None]
Rounder = Callable[[Exact], Decimal]

# How many different entries of one criterion are remembered with what they gave: the same entry always
# gives the same points, and most participants enter one of a few.
REMEMBERED = 20_000


class Context(NamedTuple):
    """What every node is compiled with. `exact` turns a number of the document into the kind of exact
    number that the sums are made of: decimals where each criterion is rounded, else fractions, so that
    ordinary operators never mix the two and never lose anything.
    """

    rubric: Rubric
    kind: ParticipantType
    round: Rounder
    exact: Callable[[Exact], Exact]


class Leaf(NamedTuple):
    """A criterion at work. `known` remembers what each entry gave, where the entry alone decides; a section
    looks there first, and runs the step for everything else.
    """

    code: str
    known: dict[Entry | None, Given]
    step: Step


def criterion_leaf(context: Context, criterion: Criterion, role: Role | None) -> Leaf:
    """The criterion made ready to be scored many times."""
    code, maximum = criterion.code, criterion.max
    weight = maximum if maximum is not None and role is None else ZERO
    score = _leaf(context, criterion, role, weight)
    applies = predicate(criterion.applies_if) if criterion.applies_if is not None else None
    origin = origin_reader(context.rubric, context.kind, criterion)
    varies = depends_on_participant(criterion)
    missing = _missing_node(context, criterion, role, weight)
    policy: NotApplicable = "zero" if role is not None else criterion.on_not_applicable or "rescale"
    inapplicable = inapplicable_node(context, code, maximum, policy, weight)
    known: dict[Entry | None, Given] = {}

    def recall(entry: Entry, evidence: Evidence) -> Given | None:
        if varies or evidence.targets:
            return score(entry, evidence)
        found = known.get(entry)
        if found is None and (found := score(entry, evidence)) is not None:
            if len(known) >= REMEMBERED:
                known.clear()
            known[entry] = found
        return found

    def step(state: Run) -> Outcome:
        evidence = state.evidence
        entry = origin(evidence) if origin is not None else evidence.entries.get(code)
        if entry is NOT_APPLICABLE or (applies is not None and applies(evidence.attributes) is False):
            node, outcome = inapplicable
            state.gaps = True
        elif entry is not None and (given := recall(entry, evidence)) is not None:
            node, outcome = given
        else:
            node, outcome = missing
            state.gaps = True
            if role is None:
                state.missing.append(code)
        state.nodes.append(node)
        return outcome

    return Leaf(code, known if applies is None and origin is None else {}, step)


def _leaf(context: Context, criterion: Criterion, role: Role | None, weight: Decimal) -> Scoring:
    """Points of a criterion that is scored, rounded if the document rounds there."""
    code, maximum = criterion.code, criterion.max
    score = scorer(context.rubric, context.kind, criterion)
    settles = context.rubric.round_at == "criterion"

    def compute(entry: Entry, evidence: Evidence) -> Given | None:
        scored = score(entry, evidence)
        if scored is None:
            return None
        points, reason, facts = scored
        shown = context.round(points)
        exact = context.exact(shown if settles else points)
        if role == "penalty":
            exact, shown = -exact, -shown
        why = Reason(reason, {**facts, "max": maximum}, shown, code)
        return NodeResult(code, SCORED, shown, maximum, exact, (why,)), Outcome(exact, shown, weight)

    return compute


def _missing_node(
    context: Context, criterion: Criterion, role: Role | None, weight: Decimal
) -> tuple[NodeResult, Outcome]:
    """A criterion not yet scored; bonus and penalty that nobody claimed are no gap."""
    zero = context.exact(ZERO)
    state = MISSING if role is None else NOT_CLAIMED
    facts: dict[str, Fact] = {"max": criterion.max} if role is None else {}
    why = Reason(state, facts, None, criterion.code)
    return NodeResult(criterion.code, state, None, criterion.max, zero, (why,)), Outcome(zero, ZERO, weight)


def inapplicable_node(
    context: Context, code: str, maximum: Decimal | None, policy: NotApplicable, weight: Decimal
) -> tuple[NodeResult, Outcome]:
    """A node that does not apply, as the policy says: full marks, zero, or taken out and rescaled."""
    full = policy == "full"
    gives = context.round(weight) if full else None
    exact = context.exact(weight if full else ZERO)
    why = Reason(NA, {"policy": policy, "max": maximum}, gives, code)
    result = NodeResult(code, NA, gives, maximum, exact, (why,))
    if policy in ("full", "zero"):
        return result, Outcome(exact, gives or ZERO, weight)
    removed = weight if policy == "rescale_total" else ZERO
    return result, Outcome(exact, ZERO, ZERO, removed, applicable=False, special=True)
