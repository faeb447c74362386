"""What is wrong with the ranking, the grades and the award rules of a document."""

from collections.abc import Iterable, Iterator

from scoring.award_rules import AwardRule
from scoring.check_codes import folded
from scoring.check_references import WHOLE, Scope, check_condition, check_gate, check_group
from scoring.faults import Fault, Path
from scoring.rubric import Rubric


def check_ranking(scope: Scope, path: Path) -> Iterator[Fault]:
    """Faults of a type's ranking group and tie-break keys."""
    ranking = scope.kind.ranking
    here = (*path, "ranking")
    yield from check_group(scope, ranking.group, (*here, "group"))
    for index, key in enumerate(ranking.tie_break):
        at = (*here, "tie_break", index)
        if key.points is not None and key.points not in scope.nodes | WHOLE:
            yield Fault("unknown_node", (*at, "points"), {"code": key.points, "type": scope.kind.code})
        if key.figure is not None and key.figure not in scope.criteria:
            yield Fault(
                "unknown_criterion", (*at, "figure"), {"code": scope.kind.code, "criterion": key.figure}
            )
        if key.attribute is not None:
            attribute = scope.rubric.attributes.get(key.attribute)
            if attribute is None:
                yield Fault("unknown_attribute", (*at, "attribute"), {"attribute": key.attribute})
            elif attribute.kind in ("choice", "text"):
                yield Fault("attribute_not_number", (*at, "attribute"), {"attribute": key.attribute})
        if key.prefer is not None:
            yield from check_condition(scope, key.prefer, (*at, "prefer"))


def check_grading(scope: Scope, path: Path) -> Iterator[Fault]:
    """Faults of a type's grades: double codes, thresholds that do not fall, a gap below the lowest."""
    grading = scope.kind.grading
    if grading is None:
        return
    here = (*path, "grading", "grades")
    seen: set[str] = set()
    last = None
    for index, grade in enumerate(grading.grades):
        at = (*here, index)
        if folded(grade.code) in seen:
            yield Fault("duplicate_code", (*at, "code"), {"code": grade.code})
        seen.add(folded(grade.code))
        threshold = grade.threshold
        if grade.at_least is not None and grade.above is not None:
            yield Fault("bounds_two_lower", at, {"code": grade.code})
        if last is not None and threshold is not None and threshold > last:
            yield Fault("grade_order", at, {"code": grade.code, "threshold": threshold, "previous": last})
        if threshold is not None:
            last = threshold
        elif index < len(grading.grades) - 1 and not grade.conditions:
            yield Fault("grade_catches_all", at, {"code": grade.code})
        for number, gate in enumerate(grade.conditions):
            yield from check_gate(scope, gate, (*at, "conditions", number), grades=False)
    lowest = grading.grades[-1]
    if (lowest.threshold is not None and lowest.threshold > 0) or lowest.conditions:
        yield Fault("grade_gap", (*here, len(grading.grades) - 1), {"code": lowest.code}, "warning")


def check_awards(rubric: Rubric) -> Iterator[Fault]:
    """Faults of the award rules: double codes, types and references that do not exist."""
    seen: set[str] = set()
    for index, award in enumerate(rubric.awards):
        path: Path = ("awards", index)
        if folded(award.code) in seen:
            yield Fault("duplicate_code", (*path, "code"), {"code": award.code})
        seen.add(folded(award.code))
        if award.not_again_within is not None and rubric.year is None:
            yield Fault("year_needed", (*path, "not_again_within"), {"key": "not_again_within"})
        yield from _told_once(_check_award(rubric, award, path))
        yield from _check_kind(rubric, award, path)


def _check_kind(rubric: Rubric, award: AwardRule, path: Path) -> Iterator[Fault]:
    """A merit award for the same achievement as a topical or unexpected one: those are no ground for it
    (Decree 152/2025, Article 4.3).
    """
    if award.award_kind != "merit":
        return
    others = [
        other.code
        for other in rubric.awards
        if other.award_kind != "merit"
        and other.achievement == award.achievement
        and not set(other.types).isdisjoint(award.types)
    ]
    if others:
        facts = {"code": award.code, "others": ", ".join(others)}
        yield Fault("merit_on_topical", (*path, "award_kind"), facts, "warning")


def _check_award(rubric: Rubric, award: AwardRule, path: Path) -> Iterator[Fault]:
    for number, code in enumerate(award.types):
        kind = rubric.type(code)
        if kind is None:
            yield Fault("unknown_type", (*path, "types", number), {"code": code})
            continue
        scope = Scope(rubric, kind)
        if award.group is not None:
            yield from check_group(scope, award.group, (*path, "group"))
        for place, gate in enumerate(award.conditions):
            yield from check_gate(scope, gate, (*path, "conditions", place))


def _told_once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The same without repetition: what is wrong for several types names them together."""
    types: dict[tuple[str, Path, str], list[str]] = {}
    first: dict[tuple[str, Path, str], Fault] = {}
    for fault in faults:
        key = (fault.code, fault.path, str({**fault.facts, "type": ""}))
        types.setdefault(key, []).append(str(fault.facts.get("type", "")))
        first.setdefault(key, fault)
    for key, fault in first.items():
        together = {"type": ", ".join(dict.fromkeys(types[key]))} if "type" in fault.facts else {}
        yield Fault(fault.code, fault.path, {**fault.facts, **together}, fault.severity)
