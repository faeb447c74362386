"""The smallest change of one rule that would alter what an award says of one participant: how many places,
what threshold, or which single condition left out. Everybody is judged anew under the changed rule.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from scoring.award_rules import Grade, Grading, Quota
from scoring.changed_bounds import bound_changes
from scoring.changed_quotas import count_change, quota_changes
from scoring.changed_rules import RuleChange, Rules, left_out, value_change
from scoring.columns import concerns
from scoring.recommendation import Status
from scoring.rubric import Criterion, ParticipantType, Section
from scoring.scenario import Change
from scoring.sides import side_of
from scoring.whole_columns import sections_with_floor

OFF = "yes"


def smallest_rules(rules: Rules) -> list[RuleChange]:
    """The smallest change of each rule alone that alters what the award says; none for who was excluded or is
    not completely scored.
    """
    if rules.whole.incomplete[rules.index] or rules.whole.excluded[rules.index]:
        return []
    return [*quota_changes(rules), *_gates(rules), *_grades(rules), *_floors(rules), *_again(rules)]


def _gates(rules: Rules) -> Iterator[RuleChange]:
    for number, gate in enumerate(rules.award.conditions):
        if not concerns(rules.result.columns, gate)[rules.index]:
            continue
        if gate.points is not None:
            yield from bound_changes(rules, number, gate)
        if not rules.outcome.passed[number][rules.index]:
            others = [one for place, one in enumerate(rules.award.conditions) if place != number]
            change = Change(f"awards/{rules.award.code}/conditions/{number}/off", OFF)
            yield from left_out(rules, "gate", change, rules.with_award(conditions=others))


def _grades(rules: Rules) -> Iterator[RuleChange]:
    """Thresholds and quotas of the grades that the award asks for."""
    grading = rules.kind.grading
    wanted = {code for gate in rules.award.conditions for code in gate.grade or ()}
    if grading is None:
        return
    for number, grade in enumerate(grading.grades):
        if grade.code in wanted:
            at = f"types/{rules.kind.code}/grades/{grade.code}"
            ask = partial(_with_grade, rules, grading, number)
            yield from _grade_threshold(rules, grading, number, at, ask)
            yield from _grade_places(rules, number, f"{at}/quota", ask)


def _with_grade(rules: Rules, grading: Grading, number: int, **changed: Any) -> Status:
    grades = list(grading.grades)
    grades[number] = grades[number].model_copy(update=changed)
    return rules.with_type(grading=grading.model_copy(update={"grades": grades}))


def _grade_places(rules: Rules, number: int, at: str, ask: Callable[..., Status]) -> Iterator[RuleChange]:
    """More places in a grade that the participant reaches and finds full."""
    grades = rules.result.grades
    if grades is None:
        return
    places, line = grades.places[number], grades.lines[number]
    if places is None or not line.run[rules.index] or grades.grade[rules.index] == number:
        return
    now = rules.places(places, rules.result.standing.groups.codes)
    enough = int(line.start[rules.index] + line.run[rules.index])
    change = count_change(
        "grade_places", at, now, max(now, enough), rules.side, lambda n: ask(quota=Quota(count=n))
    )
    if change is not None:
        yield change


def _grade_threshold(
    rules: Rules, grading: Grading, number: int, at: str, ask: Callable[..., Status]
) -> Iterator[RuleChange]:
    """The threshold brought to where the participant just reaches the grade, or just does not; between those
    of its neighbours.
    """
    grade = grading.grades[number]
    if grade.threshold is None:
        return
    name, own = ("at_least" if grade.at_least is not None else "above"), rules.own("total")
    edge = own if name == "at_least" else own - rules.unit
    reaches = own >= grade.threshold if name == "at_least" else own > grade.threshold
    after, short = (edge + rules.unit, edge) if reaches else (edge, edge + rules.unit)
    if not _is_in_order(grading.grades, number, after):
        return
    then = ask(**{name: after})
    if side_of(then) is not rules.side and side_of(ask(**{name: short})) is rules.side:
        yield value_change("grade", f"{at}/{name}", grade.threshold, after, then, short)


def _is_in_order(grades: list[Grade], number: int, threshold: Decimal) -> bool:
    """Whether thresholds would still fall from grade to grade."""
    higher = [one.threshold for one in grades[:number] if one.threshold is not None]
    lower = [one.threshold for one in grades[number + 1 :] if one.threshold is not None]
    return all(threshold <= one for one in higher) and all(threshold >= one for one in lower)


def _floors(rules: Rules) -> Iterator[RuleChange]:
    """The one floor that keeps the participant from every award, left out."""
    columns = rules.whole.sections
    floors = sections_with_floor(rules.kind)
    failed = [section for section in floors if columns[section.code].fails(section)[rules.index]]
    if len(failed) == 1:
        then = rules.with_type(children=_without_floor(rules.kind, failed[0]))
        change = Change(f"types/{rules.kind.code}/sections/{failed[0].code}/floor/off", OFF)
        yield from left_out(rules, "floor", change, then)


def _without_floor(parent: ParticipantType | Section, section: Section) -> list[Section | Criterion]:
    """The children, in which that section has no floor."""
    children: list[Section | Criterion] = []
    for child in parent.children:
        if child is section:
            children.append(child.model_copy(update={"floor": None}))
        elif isinstance(child, Section):
            children.append(child.model_copy(update={"children": _without_floor(child, section)}))
        else:
            children.append(child)
    return children


def _again(rules: Rules) -> Iterator[RuleChange]:
    """The years that must pass after an earlier award, left out."""
    if rules.status is Status.TOO_SOON:
        then = rules.with_award(not_again_within=None)
        yield from left_out(rules, "again", Change(f"awards/{rules.award.code}/not_again_within", None), then)
