"""From figure to points: one small function for each kind of scale, and one registry of them.

A scorer takes the entry and the evidence of one participant and gives the points before rounding, the
code of the reason, and its facts. Points never leave zero to the criterion's maximum.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from scoring.evidence import NEVER, Entry, Evidence, Pair
from scoring.exact import HUNDRED, ZERO, Exact, between, minus, plus, quotient, times, whole_steps
from scoring.figures import Thresholds, excess, figure_reader, percentage, shown, thresholds_for
from scoring.reasons import Fact
from scoring.rubric import Criterion, ParticipantType, Rubric
from scoring.scales import (
    Amount,
    Band,
    Bands,
    Count,
    DaysLate,
    Levels,
    Manual,
    Ratio,
    Target,
    YesNo,
)


class Scored(NamedTuple):
    """Points before rounding, and why."""

    points: Exact
    reason: str
    facts: dict[str, Fact]


# None where the figure cannot be scored yet: an amount whose plan nobody has given.
Scorer = Callable[[Entry, Evidence], Scored | None]


class Setting(NamedTuple):
    """Where a criterion stands: its document and type, for scales that look beyond themselves."""

    rubric: Rubric
    kind: ParticipantType
    criterion: Criterion


# Where a document sets no maximum, so that a slip of the hand cannot leave the range of whole numbers.
NO_MORE_THAN = Decimal(1_000_000_000)


def _capped(scored: Scored, maximum: Decimal | None) -> Scored:
    maximum = NO_MORE_THAN if maximum is None else maximum
    if scored.points > maximum:
        raw = shown(scored.points)
        return Scored(maximum, scored.reason, {**scored.facts, "before_cap": raw, "cap": maximum})
    return scored if scored.points >= 0 else scored._replace(points=ZERO)


def manual(scale: Manual, setting: Setting) -> Scorer:
    """Points as judged."""

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        value = cast(Decimal, entry)
        return Scored(value, "manual", {"value": shown(value)})

    return score


def yes_no(scale: YesNo, setting: Setting) -> Scorer:
    """The points of yes, or of no."""
    full = scale.points if scale.points is not None else setting.criterion.max
    answers = {
        True: Scored(full if full is not None else ZERO, "yes", {"value": True}),
        False: Scored(scale.no_points, "no", {"value": False}),
    }

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        return answers[bool(entry)]

    return score


def levels(scale: Levels, setting: Setting) -> Scorer:
    """The points of the level."""
    answers = {
        level.code: Scored(level.points, "level", {"value": level.code, "level": level.name})
        for level in scale.levels
    }

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        return answers[cast(str, entry)]

    return score


def count(scale: Count, setting: Setting) -> Scorer:
    """Start plus points for each full step."""
    read = figure_reader(scale)
    unit, maximum = scale.unit, setting.criterion.max

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        value = read(entry)
        counted = counted_of(scale, value)
        steps: Exact = (
            Decimal(whole_steps(counted, scale.per)) if scale.whole else quotient(counted, scale.per)
        )
        points = plus(scale.start, times(scale.each, steps))
        facts: dict[str, Fact] = {
            "value": shown(value),
            "unit": unit,
            "counted": shown(counted),
            "short_of": scale.short_of,
            "beyond": scale.beyond,
            "steps": shown(steps),
            "each": scale.each,
            "per": scale.per,
            "start": scale.start,
            **_parts(entry, scale.asks),
        }
        return _capped(Scored(points, "count_down" if scale.each < 0 else "count", facts), maximum)

    return score


def counted_of(scale: Count, value: Exact) -> Exact:
    """What a count counts of its figure: all of it, what it lacks of a mark, or what it has beyond one."""
    if scale.short_of is not None:
        return max(minus(scale.short_of, value), ZERO)
    return excess(value, scale.beyond)


def bands(scale: Bands, setting: Setting) -> Scorer:
    """The points of the band that holds the figure."""
    read, find = figure_reader(scale), _band_finder(scale.bands)

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        value = read(entry)
        band = find(value)
        facts = _band_facts(band) | {"value": shown(value), "unit": scale.unit} | _parts(entry, scale.asks)
        return Scored(band.points, "band", facts)

    return score


def days_late(scale: DaysLate, setting: Setting) -> Scorer:
    """The points of the band that holds the days after the deadline."""
    deadline = scale.deadline.isoformat() if scale.deadline else None
    find = _band_finder(scale.bands)

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        if entry is NEVER:
            return Scored(scale.never or ZERO, "never", {"deadline": deadline})
        days = cast(Decimal, entry)
        band = find(days)
        facts = _band_facts(band) | {"value": shown(days), "deadline": deadline}
        return Scored(band.points, "days_late" if days > 0 else "on_time", facts)

    return score


def _band_finder(all_bands: list[Band]) -> Callable[[Exact], Band]:
    """The function that finds the band of a figure; ends are compared as whole numbers, exactly."""
    ends = [
        (
            band,
            band.lower.as_integer_ratio() if band.lower is not None else None,
            band.above is not None,
            band.upper.as_integer_ratio() if band.upper is not None else None,
            band.below is not None,
        )
        for band in all_bands
    ]

    def find(value: Exact) -> Band:
        n, d = value.as_integer_ratio()
        for band, lower, lower_open, upper, upper_open in ends:
            if lower is not None:
                side = n * lower[1] - lower[0] * d
                if side < 0 or (lower_open and not side):
                    continue
            if upper is not None:
                side = n * upper[1] - upper[0] * d
                if side > 0 or (upper_open and not side):
                    continue
            return band
        raise ValueError(f"no band holds {value}")

    return find


def _band_facts(band: Band) -> dict[str, Fact]:
    ends = {name: getattr(band, name) for name in ("at_least", "above", "at_most", "below")}
    facts: dict[str, Fact] = {name: end for name, end in ends.items() if end is not None}
    return facts if band.name is None else facts | {"band": band.name}


def _parts(entry: Entry, asked: str) -> dict[str, Fact]:
    if not isinstance(entry, Pair):
        return {}
    first, second = ("numerator", "denominator") if asked == "ratio" else ("before", "after")
    return {first: shown(entry.first), second: shown(entry.second)}


def ratio(scale: Ratio, setting: Setting) -> Scorer:
    """Points in proportion to a percentage, between its two ends."""
    read = figure_reader(scale)
    maximum = setting.criterion.max or ZERO
    low, high = (scale.zero_at, ZERO), (scale.full_at, maximum)

    def score(entry: Entry, _evidence: Evidence) -> Scored:
        value = read(entry)
        points = maximum if value >= scale.full_at else between(max(value, scale.zero_at), low, high)
        facts: dict[str, Fact] = {
            "percent": shown(value),
            "full_at": scale.full_at,
            "zero_at": scale.zero_at,
            **_parts(entry, "ratio"),
        }
        return Scored(points, "ratio", facts)

    return score


def amount(scale: Amount, setting: Setting) -> Scorer:
    """Points in proportion to a plan, up to its cap."""
    criterion, year = setting.criterion, setting.rubric.year
    maximum = criterion.max or ZERO

    def score(entry: Entry, evidence: Evidence) -> Scored | None:
        if isinstance(entry, Pair):
            pair = entry
        else:
            plan = thresholds_for(scale, criterion.code, year, evidence).plan
            if plan is None:
                return None
            pair = Pair(cast(Decimal, entry), plan)
        percent = percentage(pair)
        full = percent >= scale.cap_percent
        points = (
            maximum if full else quotient(maximum * HUNDRED * pair.first, scale.cap_percent * pair.second)
        )
        facts: dict[str, Fact] = {
            "actual": shown(pair.first),
            "plan": shown(pair.second),
            "unit": scale.unit,
            "percent": shown(percent),
            "cap_percent": scale.cap_percent,
        }
        if percent < scale.zero_below:
            return Scored(ZERO, "amount_too_small", facts | {"zero_below": scale.zero_below})
        return Scored(points, "amount", facts)

    return score


def target(scale: Target, setting: Setting) -> Scorer:
    """Points by the thresholds that hold for the participant."""
    criterion, year = setting.criterion, setting.rubric.year
    read = figure_reader(scale)

    def score(entry: Entry, evidence: Evidence) -> Scored:
        value = read(entry)
        limits = thresholds_for(scale, criterion.code, year, evidence)
        scored = target_points(scale, criterion.max or ZERO, value, limits)
        facts: dict[str, Fact] = {
            "value": shown(value),
            "unit": scale.unit,
            "target": limits.target,
            "minimum": limits.minimum,
            "strict": limits.strict,
        }
        return scored._replace(facts=facts | scored.facts | _parts(entry, scale.asks))

    return score


def target_points(scale: Target, maximum: Decimal, value: Exact, limits: Thresholds) -> Scored:
    """Points of a target for a figure and the thresholds that hold; see `scales.Target` for the rule."""
    full = scale.points_at_target if scale.points_at_target is not None else maximum
    before = scale.points_before_target if limits.strict else None
    before = full if before is None else before
    at_minimum = scale.points_at_minimum if scale.points_at_minimum is not None else ZERO
    minimum, goal = limits.minimum, limits.target
    facts: dict[str, Fact] = {"better": scale.better, "points_at_target": full}
    if _passes(scale, limits, value, goal):
        return Scored(full, "target_reached", facts)
    if limits.strict and value == goal and scale.points_before_target is not None:
        return Scored(before, "target_met", facts)
    if minimum is None or not _passes(scale, limits, value, minimum):
        threshold, points = (goal, before) if minimum is None else (minimum, at_minimum)
        return _below(scale, value, threshold, points, facts)
    facts |= {"points_at_minimum": at_minimum, "points_before_target": before}
    points_here = between(value, (minimum, at_minimum), (goal, before))
    return Scored(points_here, "target_between", facts)


def _passes(scale: Target, limits: Thresholds, value: Exact, threshold: Decimal) -> bool:
    if limits.strict:
        return value > threshold if scale.better == "higher" else value < threshold
    return value >= threshold if scale.better == "higher" else value <= threshold


def _below(
    scale: Target, value: Exact, threshold: Decimal, points: Decimal, facts: dict[str, Fact]
) -> Scored:
    facts = facts | {"points_at_minimum": points, "threshold": threshold}
    if scale.below_minimum == "zero":
        return Scored(ZERO, "target_missed", facts)
    if value <= 0 or threshold <= 0:
        return Scored(ZERO, "target_negative", facts)
    if scale.better == "higher":
        return Scored(quotient(times(points, value), threshold), "target_part", facts)
    return Scored(quotient(times(points, threshold), value), "target_part", facts)


REGISTRY: Mapping[type, Callable[[Any, Setting], Scorer]] = {
    Manual: manual,
    YesNo: yes_no,
    Levels: levels,
    Count: count,
    Bands: bands,
    DaysLate: days_late,
    Target: target,
    Ratio: ratio,
    Amount: amount,
}


def scorer(rubric: Rubric, kind: ParticipantType, criterion: Criterion) -> Scorer:
    """The scorer of one criterion."""
    return REGISTRY[type(criterion.scale)](criterion.scale, Setting(rubric, kind, criterion))


Origins = Callable[[Evidence], Entry | None]


def origin_reader(rubric: Rubric, kind: ParticipantType, criterion: Criterion) -> Origins | None:
    """For a criterion that takes its figure from another: the function that finds it; else None.

    It gives None while the other is not yet scored, and the special entry when it is not applicable.
    """
    origin = getattr(criterion.scale, "origin", None)
    if origin is None:
        return None
    source = next(node for node in kind.criteria() if node.code == origin.criterion)
    scale = cast(Count | Bands | Target | Ratio, source.scale)
    read = figure_reader(scale)

    def find(evidence: Evidence) -> Entry | None:
        entry = evidence.entries.get(source.code)
        if not isinstance(entry, Decimal | Pair):
            return entry
        over = None
        if origin.over is not None and isinstance(scale, Target):
            limits = thresholds_for(scale, source.code, rubric.year, evidence)
            over = limits.target if origin.over == "target" else limits.minimum
        return excess(read(entry), over)

    return find


def days_between(deadline: date, handed_in: date) -> Decimal:
    """Calendar days after the deadline; negative when early."""
    return Decimal((handed_in - deadline).days)


def depends_on_participant(criterion: Criterion) -> bool:
    """Whether points depend on more than the entry: thresholds that differ by unit or attribute."""
    return any(
        variant.units is not None or variant.when is not None
        for variant in getattr(criterion.scale, "variants", ())
    )
