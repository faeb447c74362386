"""The award rules of a type in words, with each quota counted and rounded; and where its line is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from flask_babel import gettext as _

from awards.ballots import Waiting
from awards.models import AwardStatus
from awards.run_facts import GroupFacts, RunFacts, TypeFacts
from awards.wording import Wording
from scorecards.figures import bounds, plain, units_of
from scoring.award_rules import AwardRule, Gate, Grade, Quota
from scoring.columns import Groups
from scoring.reasons import Fact
from scoring.recommendation import Places, places_for
from scoring.rubric import Rubric

LIMITS = ("at_least", "above", "at_most", "below", "percent_at_least")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One award rule as people read it: its name, its conditions, its places."""

    award: str
    conditions: str
    places: str


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """Where the quota of a group ends: after the row at `after` in the list of the type."""

    after: int
    label: str
    crossed: bool


def rules_for(rubric: Rubric, type_code: str) -> list[AwardRule]:
    """The award rules of a type, the higher award first."""
    return [rule for rule in rubric.awards if type_code in rule.types]


def line_rule(rubric: Rubric, facts: TypeFacts) -> AwardRule | None:
    """The rule whose quota is drawn as a line: the last that counts its places within the ranking group."""
    own = facts.kind.ranking.group
    for rule in reversed(rules_for(rubric, facts.kind.code)):
        if rule.quota is not None and (rule.group is None or rule.group == own):
            return rule
    return None


def places_in_groups(quota: Quota, groups: Sequence[GroupFacts]) -> list[Mapping[str, Fact]]:
    """For each group what its quota makes: base, exact number, places, as the facts of a reason."""
    sizes = [group.size for group in groups]
    codes = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    eligible = np.concatenate(
        [np.arange(group.size) < group.eligible for group in groups] or [np.zeros(0, dtype=bool)]
    )
    places = places_for(quota, Groups(codes, [(group.key,) for group in groups]), eligible)
    return [_facts(quota, places, index) for index in range(len(sizes))]


def _facts(quota: Quota, places: Places, index: int) -> Mapping[str, Fact]:
    exact = places.exact[index]
    return {
        "count": quota.count,
        "percent": quota.percent,
        "base": int(places.base[index]),
        "exact": Decimal(exact.numerator) / Decimal(exact.denominator),
        "rounding": quota.rounding,
        "minimum": quota.minimum,
        "maximum": quota.maximum,
        "places": int(places.places[index]),
    }


def rules_in_words(facts: RunFacts, kind: TypeFacts, group: GroupFacts | None) -> list[RuleWords]:
    """Each award rule of a type and each grade with a limit: for one group with its sum, for all groups as
    the rule stands.
    """
    wording = Wording(facts.rubric, kind.kind)
    own = kind.kind.ranking.group
    rules = [
        RuleWords(
            rule.name,
            conditions_of(wording, rule),
            _places(wording, rule.quota, own if rule.group is None else rule.group, kind, group),
        )
        for rule in rules_for(facts.rubric, kind.kind.code)
    ]
    grades = kind.kind.grading.grades if kind.kind.grading else []
    return rules + [
        RuleWords(
            _("Xếp loại %(name)s", name=grade.name),
            asks_of_grade(wording, grade),
            _places(wording, grade.quota, own, kind, group),
        )
        for grade in grades
        if grade.quota is not None
    ]


def asks_of_grade(wording: Wording, grade: Grade) -> str:
    """What a grade asks for: its total and its other conditions."""
    asked = bounds({"at_least": grade.at_least, "above": grade.above})
    total = [_("%(what)s%(limits)s điểm", what="", limits=asked)] if asked else []
    return "; ".join([*total, *(_gate(wording, gate) for gate in grade.conditions)])


def conditions_of(wording: Wording, rule: AwardRule) -> str:
    """What an award asks for."""
    return "; ".join(_gate(wording, gate) for gate in rule.conditions)


def _gate(wording: Wording, gate: Gate) -> str:
    if gate.name:
        return gate.name[:1].lower() + gate.name[1:]
    limits = {
        name: getattr(gate, name) for name in ("at_least", "above", "at_most", "below", "percent_at_least")
    }
    if gate.points is not None:
        what = "" if gate.points == "total" else wording.node(gate.points) + " "
        return _("%(what)s%(limits)s điểm", what=what, limits=bounds(limits))
    if gate.rank_at_most is not None:
        return _("xếp hạng từ %(rank)s trở lên", rank=gate.rank_at_most)
    return _("điều kiện về đối tượng")


def _places(
    wording: Wording, quota: Quota | None, counted_in: list[str], kind: TypeFacts, group: GroupFacts | None
) -> str:
    """The places of a quota that is counted in groups of `counted_in`."""
    if quota is None:
        return _("không giới hạn số suất")
    units = units_of(kind.kind.category)
    if counted_in == kind.kind.ranking.group and (group is not None or len(kind.groups) == 1):
        chosen = group or next(iter(kind.groups.values()))
        return wording.places(places_in_groups(quota, [chosen])[0])
    if counted_in == []:
        whole = GroupFacts("", "", size=kind.size, eligible=sum(g.eligible for g in kind.groups.values()))
        return _("xét chung cả loại, %(places)s", places=wording.places(places_in_groups(quota, [whole])[0]))
    return quota_in_general(quota, units)


def quota_in_general(quota: Quota, units: str) -> str:
    """A quota as the rule says it, before it meets a group."""
    if quota.count is not None:
        return _("mỗi nhóm %(n)s suất", n=quota.count)
    rounding = {
        "floor": _("làm tròn xuống"),
        "ceiling": _("làm tròn lên"),
        "half_up": _("làm tròn nửa lên"),
    }[quota.rounding]
    of = (
        _("số đủ điều kiện của mỗi nhóm")
        if quota.of == "eligible"
        else _("số %(units)s của mỗi nhóm", units=units)
    )
    text = _("%(percent)s%% %(of)s, %(rounding)s", percent=plain(quota.percent), of=of, rounding=rounding)
    if quota.minimum:
        text += _(", ít nhất %(n)s suất", n=quota.minimum)
    if quota.maximum is not None:
        text += _(", nhiều nhất %(n)s suất", n=quota.maximum)
    return text


def quota_lines(facts: RunFacts, kind: TypeFacts, waiting: Iterable[Waiting]) -> dict[str, QuotaLine]:
    """The line of each group that has one, by group; `waiting` are those who wait for a ballot."""
    rule = line_rule(facts.rubric, kind)
    if rule is None or rule.quota is None:
        return {}
    groups = list(kind.groups.values())
    several = len(rules_for(facts.rubric, kind.kind.code)) > 1
    ties: dict[str, list[Waiting]] = {}
    for one in waiting:
        if one.award == rule.code:
            ties.setdefault(one.group_key, []).append(one)
    lines = {}
    for group, counted in zip(groups, places_in_groups(rule.quota, groups), strict=True):
        tie = ties.get(group.key)
        used = group.count(AwardStatus.RECOMMENDED, AwardStatus.HELD, award=rule.code)
        after = _last_inside(tie) if tie else group.last_won if used else None
        if after is not None:
            short = used if not tie and used < int(str(counted["places"])) else None
            label = _label(rule if several else None, int(str(counted["places"])), short)
            lines[group.key] = QuotaLine(after, label, tie is not None)
    return lines


def _last_inside(tie: Sequence[Waiting]) -> int:
    """Where the last of a tie stands that the places left would still take."""
    return tie[min(tie[0].left, len(tie)) - 1].position


def _label(rule: AwardRule | None, places: int, used: int | None) -> str:
    """The words on the line: of which award where there are several, and how many were used if not all."""
    if rule is None:
        text = _("Vạch chỉ tiêu: %(n)s suất", n=places)
    else:
        text = _("Vạch chỉ tiêu %(award)s: %(n)s suất", award=rule.name, n=places)
    if used is not None:
        text += _(", mới dùng %(used)s vì không còn ai đạt điều kiện", used=used)
    return text
