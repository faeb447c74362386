"""What is wrong with a criterion and its scale: points, bands, thresholds, variants, figures of others."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.bands import check_bands
from scoring.check_codes import check_names
from scoring.check_references import Scope, check_condition
from scoring.exact import ZERO
from scoring.faults import Fault, Path
from scoring.reading import parts_of
from scoring.rubric import Criterion, Role
from scoring.scales import Amount, Bands, Count, DaysLate, Levels, Manual, Origin, Ratio, Target, YesNo


def check_criterion(scope: Scope, criterion: Criterion, role: Role | None, path: Path) -> Iterator[Fault]:
    """Faults of a criterion, as `role` says whether it counts within the maximum."""
    scale, maximum = criterion.scale, criterion.max
    here = (*path, "scale")
    if maximum is None and (role is None or _needs_maximum(criterion)):
        yield Fault("max_needed", path, {"code": criterion.code})
        return
    yield from _check_scale(criterion, here)
    yield from _check_labels(criterion, path)
    if isinstance(scale, Target | Amount):
        yield from _check_variants(scope, scale, here)
    origin = getattr(scale, "origin", None)
    if origin is not None:
        yield from _check_origin(scope, criterion, origin, (*here, "from"))
    yield from _check_top(criterion, here)


def _check_labels(criterion: Criterion, path: Path) -> Iterator[Fault]:
    needed = 2 if parts_of(criterion) else 1
    if criterion.labels is not None and len(criterion.labels) != needed:
        yield Fault("labels_count", (*path, "labels"), {"code": criterion.code, "needed": needed})


_UNUSED = {"target": ("plan",), "amount": ("target", "minimum", "strict")}


def _check_variants(scope: Scope, scale: Target | Amount, path: Path) -> Iterator[Fault]:
    for index, variant in enumerate(scale.variants):
        here = (*path, "variants", index)
        if variant.year is not None and scope.rubric.year is None:
            yield Fault("year_needed", (*here, "year"), {"key": "year"})
        for key in _UNUSED[scale.kind]:
            if getattr(variant, key) is not None:
                yield Fault("variant_key_unused", (*here, key), {"key": key, "kind": scale.kind})
        if variant.when is not None:
            yield from check_condition(scope, variant.when, (*here, "when"))


def _check_scale(criterion: Criterion, here: Path) -> Iterator[Fault]:
    scale = criterion.scale
    if isinstance(scale, Bands | DaysLate):
        yield from _check_band_scale(scale, here)
    if isinstance(scale, Count):
        yield from _check_count(criterion, scale, here)
    if isinstance(scale, Target):
        yield from _check_target(criterion, scale, here)
    if isinstance(scale, Manual):
        yield from _check_least(criterion, scale, here)
    if isinstance(scale, Levels):
        yield from check_names(((level.code, level.name) for level in scale.levels), (*here, "levels"))


def _check_least(criterion: Criterion, scale: Manual, path: Path) -> Iterator[Fault]:
    if criterion.max is not None and scale.least > criterion.max:
        facts = {"code": criterion.code, "points": scale.least, "max": criterion.max}
        yield Fault("points_exceed_max", path, facts)


def _needs_maximum(criterion: Criterion) -> bool:
    scale = criterion.scale
    if isinstance(scale, YesNo):
        return scale.points is None
    if isinstance(scale, Target):
        return scale.points_at_target is None
    return isinstance(scale, Ratio | Amount)


def top_points(criterion: Criterion) -> Decimal | None:
    """The most that a scale of explicit points can give; None where the maximum itself is the top."""
    scale = criterion.scale
    if isinstance(scale, Levels):
        return max(level.points for level in scale.levels)
    if isinstance(scale, Bands | DaysLate):
        return max(band.points for band in scale.bands)
    if isinstance(scale, YesNo):
        return None if scale.points is None else max(scale.points, scale.no_points)
    return scale.points_at_target if isinstance(scale, Target) else None


def _check_top(criterion: Criterion, path: Path) -> Iterator[Fault]:
    top = top_points(criterion)
    if top is None or criterion.max is None:
        return
    facts = {"code": criterion.code, "points": top, "max": criterion.max}
    if top > criterion.max:
        yield Fault("points_exceed_max", path, facts)
    elif top < criterion.max:
        yield Fault("max_unreachable", path, facts, "warning")


def _check_band_scale(scale: Bands | DaysLate, path: Path) -> Iterator[Fault]:
    whole = isinstance(scale, DaysLate) or scale.whole
    least = most = None
    if isinstance(scale, Bands):
        least, most = scale.least, scale.most
        if scale.asks == "ratio" and least is None:
            least = ZERO
    yield from check_bands(scale.bands, (*path, "bands"), whole=whole, least=least, most=most)


def _check_count(criterion: Criterion, scale: Count, path: Path) -> Iterator[Fault]:
    if scale.each == 0 or (scale.each < 0 and scale.start == 0):
        yield Fault("count_gives_nothing", (*path, "each"), {"code": criterion.code})
    if criterion.max is not None and scale.start > criterion.max:
        facts = {"code": criterion.code, "points": scale.start, "max": criterion.max}
        yield Fault("points_exceed_max", (*path, "start"), facts)


def _check_target(criterion: Criterion, scale: Target, path: Path) -> Iterator[Fault]:
    full = scale.points_at_target if scale.points_at_target is not None else criterion.max or ZERO
    before = scale.points_before_target if scale.points_before_target is not None else full
    at_minimum = scale.points_at_minimum if scale.points_at_minimum is not None else ZERO
    facts = {"code": criterion.code}
    if not at_minimum <= before <= full:
        yield Fault("target_points_order", path, facts)
    if scale.minimum is None and scale.points_at_minimum is not None:
        yield Fault("points_without_minimum", (*path, "points_at_minimum"), facts)
    gives_before = scale.minimum is not None or scale.below_minimum == "proportional"
    strict = scale.strict or any(variant.strict for variant in scale.variants)
    if strict and before == full and gives_before:
        yield Fault("strict_without_effect", (*path, "strict"), facts)
    for index, variant in enumerate(scale.variants):
        minimum = variant.minimum if variant.minimum is not None else scale.minimum
        target = variant.target if variant.target is not None else scale.target
        if minimum is not None and (minimum > target) == (scale.better == "higher") and minimum != target:
            yield Fault("target_order", (*path, "variants", index), facts)


def _check_origin(scope: Scope, criterion: Criterion, origin: Origin, path: Path) -> Iterator[Fault]:
    source = scope.criteria.get(origin.criterion)
    facts = {"code": criterion.code, "criterion": origin.criterion}
    if source is None or source is criterion:
        yield Fault("unknown_criterion", (*path, "criterion"), facts)
        return
    scale = source.scale
    if not isinstance(scale, Count | Bands | Target | Ratio) or getattr(scale, "origin", None) is not None:
        yield Fault("origin_without_figure", (*path, "criterion"), facts)
        return
    threshold = getattr(scale, origin.over) if origin.over and isinstance(scale, Target) else None
    if origin.over is not None and threshold is None:
        yield Fault("origin_without_target", (*path, "over"), facts)
