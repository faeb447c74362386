"""What is wrong with a criteria document as a whole: codes, references, sums, bands, thresholds.

`check(rubric)` finds every fault and every warning at once, each with its place in the document.
"""

from collections.abc import Iterator
from decimal import Decimal

from scoring.bands import check_bands
from scoring.check_awards import check_awards, check_grading, check_ranking
from scoring.check_references import Scope, check_condition
from scoring.exact import ZERO
from scoring.faults import Fault, Path
from scoring.rubric import Attribute, Criterion, ParticipantType, Role, Rubric, Section
from scoring.scales import Amount, Bands, Count, DaysLate, Levels, Manual, Origin, Ratio, Target, YesNo

RESERVED = frozenset(
    {
        "id",
        "name",
        "type",
        "cluster",
        "parent",
        "exclusions",
        "holds",
        "past_awards",
        "total",
        "bonus",
        "penalty",
    }
)
SUFFIXES = ("numerator", "denominator", "before", "after", "actual", "plan", "target", "minimum")


def check(rubric: Rubric) -> list[Fault]:
    """Every fault and warning of the document, in document order of its parts."""
    faults = list(_check_attributes(rubric))
    faults += _duplicates([kind.code for kind in rubric.types], ("types",))
    faults += _check_marks(rubric)
    for index, kind in enumerate(rubric.types):
        path: Path = ("types", index)
        scope = Scope(rubric, kind)
        faults += _check_codes(rubric, kind, path)
        faults += _check_sums(kind, kind.max, path)
        faults += _check_nodes(scope, path)
        faults += check_ranking(scope, path)
        faults += check_grading(scope, path)
    return faults + list(check_awards(rubric))


def _duplicates(codes: list[str], path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code.casefold() in seen:
            yield Fault("duplicate_code", (*path, index), {"code": code})
        seen.add(code.casefold())


def _check_marks(rubric: Rubric) -> Iterator[Fault]:
    """Codes of marks are one namespace: an exclusion and a hold may not share one."""
    seen: set[str] = set()
    for name, marks in (("exclusions", rubric.exclusions), ("holds", rubric.holds)):
        for index, mark in enumerate(marks):
            if mark.code.casefold() in seen:
                yield Fault("duplicate_code", (name, index, "code"), {"code": mark.code})
            seen.add(mark.code.casefold())


def _check_attributes(rubric: Rubric) -> Iterator[Fault]:
    for code, attribute in rubric.attributes.items():
        path: Path = ("attributes", code)
        if code in RESERVED:
            yield Fault("reserved_code", path, {"code": code})
        if (attribute.kind == "choice") != bool(attribute.choices):
            yield Fault("attribute_choices", path, {"code": code})
        if attribute.default is not None and not _default_fits(attribute):
            yield Fault("attribute_default", (*path, "default"), {"code": code, "value": attribute.default})


def _default_fits(attribute: Attribute) -> bool:
    from scoring.reading import Misread, read_attribute

    try:
        read_attribute(attribute, attribute.default or "")
    except Misread:
        return False
    return True


def _check_codes(rubric: Rubric, kind: ParticipantType, path: Path) -> Iterator[Fault]:
    taken = {code.casefold(): "attribute" for code in rubric.attributes}
    taken |= {mark.code.casefold(): "mark" for mark in rubric.exclusions + rubric.holds}
    for mark_path, marks in (("exclusions", kind.exclusions), ("holds", kind.holds)):
        for index, mark in enumerate(marks):
            if mark.code.casefold() in taken:
                yield Fault("duplicate_code", (*path, mark_path, index), {"code": mark.code})
            taken[mark.code.casefold()] = "mark"
    for node_path, node, _ in walk(kind, path):
        folded = node.code.casefold()
        if folded in taken:
            yield Fault("duplicate_code", (*node_path, "code"), {"code": node.code})
        if folded in RESERVED or folded.rpartition(".")[2] in SUFFIXES:
            yield Fault("reserved_code", (*node_path, "code"), {"code": node.code})
        taken[folded] = "node"


def walk(kind: ParticipantType, path: Path) -> Iterator[tuple[Path, Section | Criterion, Role | None]]:
    """Every node of a type with its place and the role it inherits from a section around it."""

    def inside(
        parent: ParticipantType | Section, at: Path, role: Role | None
    ) -> Iterator[tuple[Path, Section | Criterion, Role | None]]:
        for index, node in enumerate(parent.children):
            here = (*at, "children", index)
            yield here, node, role
            if isinstance(node, Section):
                yield from inside(node, here, role or node.role)

    yield from inside(kind, path, None)


def maximum_of(node: Section | Criterion) -> Decimal:
    """The printed maximum, or the sum of the ordinary children's where none is printed."""
    if node.max is not None or isinstance(node, Criterion):
        return node.max or ZERO
    return sum((maximum_of(child) for child in node.children if child.role is None), ZERO)


def _check_sums(parent: ParticipantType | Section, maximum: Decimal | None, path: Path) -> Iterator[Fault]:
    ordinary = sum((maximum_of(child) for child in parent.children if child.role is None), ZERO)
    bonus = sum((child.max or ZERO for child in parent.children if child.role == "bonus"), ZERO)
    facts = {"code": parent.code, "sum": ordinary, "max": maximum}
    if maximum is not None and ordinary > maximum:
        yield Fault("children_exceed", (*path, "max"), facts)
    elif maximum is not None and ordinary != maximum:
        filled = parent.bonus_within_max and ordinary + bonus == maximum
        if not filled:
            yield Fault("children_fall_short", (*path, "max"), facts, "warning")
    for index, child in enumerate(parent.children):
        if isinstance(child, Section) and child.role is None:
            yield from _check_sums(child, child.max, (*path, "children", index))


def _check_nodes(scope: Scope, type_path: Path) -> Iterator[Fault]:
    for path, node, inherited in walk(scope.kind, type_path):
        role = inherited or node.role
        if node.role is not None and inherited:
            yield Fault("role_nested", (*path, "role"), {"code": node.code})
        if node.applies_if is not None:
            yield from check_condition(scope, node.applies_if, (*path, "applies_if"))
        if isinstance(node, Section):
            yield from _check_floor(node, path)
        else:
            yield from _check_criterion(scope, node, role, path)


def _check_floor(section: Section, path: Path) -> Iterator[Fault]:
    floor = section.floor
    if floor is None:
        return
    if (floor.points is None) == (floor.percent is None):
        yield Fault("floor_form", (*path, "floor"), {"code": section.code})
    elif floor.points is not None and floor.points > maximum_of(section):
        yield Fault("floor_above_max", (*path, "floor"), {"code": section.code, "max": maximum_of(section)})


def _check_criterion(scope: Scope, criterion: Criterion, role: Role | None, path: Path) -> Iterator[Fault]:
    scale, maximum = criterion.scale, criterion.max
    here = (*path, "scale")
    if maximum is None and (role is None or _needs_maximum(criterion)):
        yield Fault("max_needed", path, {"code": criterion.code})
        return
    yield from _check_scale(criterion, here)
    if isinstance(scale, Target | Amount):
        for index, variant in enumerate(scale.variants):
            if variant.when is not None:
                yield from check_condition(scope, variant.when, (*here, "variants", index, "when"))
    origin = getattr(scale, "origin", None)
    if origin is not None:
        yield from _check_origin(scope, criterion, origin, (*here, "from"))
    yield from _check_top(criterion, here)


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
        yield from _duplicates([level.code for level in scale.levels], (*here, "levels"))


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
