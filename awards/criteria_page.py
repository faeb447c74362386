"""A criteria set as people read it: every type with its sections, criteria, grades, ranking and awards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.condition_words import condition_text
from awards.quotas import asks_of_grade, conditions_of, quota_in_general, rules_for
from awards.wording import Wording
from scorecards.figures import plain, units_of, with_unit
from scorecards.rule_words import rule_of
from scoring.award_rules import TieBreak
from scoring.rubric import Criterion, ParticipantType, Rubric, Section, printed_maximum
from scoring.scales import Amount, Target, TargetVariant


@dataclass(frozen=True, slots=True)
class NodeLine:
    """One section or criterion; `remarks` are what else holds of it, each a sentence."""

    code: str
    name: str
    depth: int
    is_section: bool
    maximum: Decimal | None
    rule: str
    clause: str
    note: str
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A grade or an award: its name, who gives it, what it asks, how many there are."""

    name: str
    giver: str
    asks: str
    places: str


@dataclass(frozen=True, slots=True)
class TypePage:
    """One participant type of the document."""

    kind: ParticipantType
    criteria: int
    lines: Sequence[NodeLine]
    grades: Sequence[RuleLine]
    awards: Sequence[RuleLine]
    compared: str
    tie_breaks: Sequence[str]
    exclusions: Sequence[str]
    holds: Sequence[str]


def build_type_page(rubric: Rubric, kind: ParticipantType) -> TypePage:
    """All that the document says of one type, in its order."""
    exclusions, holds = rubric.marks_of(kind)
    return TypePage(
        kind=kind,
        criteria=sum(1 for _one in kind.criteria()),
        lines=list(_lines(rubric, kind.children, 0, penalty=False)),
        grades=list(_grades(rubric, kind)),
        awards=list(_awards(rubric, kind)),
        compared=_compared(rubric, kind),
        tie_breaks=[tie_break_text(rubric, kind, one) for one in kind.ranking.tie_break],
        exclusions=[one.name for one in exclusions],
        holds=[one.name for one in holds],
    )


def _lines(
    rubric: Rubric, nodes: Sequence[Section | Criterion], depth: int, *, penalty: bool
) -> Iterator[NodeLine]:
    for node in nodes:
        takes = penalty or node.role == "penalty"
        yield NodeLine(
            code=node.code,
            name=node.name,
            depth=depth,
            is_section=isinstance(node, Section),
            maximum=printed_maximum(node) or None,
            rule=rule_of(node, penalty=takes) if isinstance(node, Criterion) else "",
            clause=node.clause or "",
            note=node.note or "",
            remarks=list(_remarks(rubric, node)),
        )
        if isinstance(node, Section):
            yield from _lines(rubric, node.children, depth + 1, penalty=takes)


def _remarks(rubric: Rubric, node: Section | Criterion) -> Iterator[str]:
    if node.role == "bonus":
        yield _("Điểm thưởng.")
    elif node.role == "penalty":
        yield _("Điểm trừ.")
    if node.applies_if is not None:
        yield _("Chỉ áp dụng khi %(condition)s.", condition=condition_text(rubric, node.applies_if))
    if node.on_not_applicable is not None:
        yield _not_applicable(node.on_not_applicable)
    if isinstance(node, Section):
        if node.floor is not None:
            yield _floor(node)
        if node.counts_for is not None:
            yield _("Tính thành %(points)s điểm trong tổng điểm.", points=plain(node.counts_for))
        return
    yield from _remarks_of_criterion(rubric, node)


def _floor(section: Section) -> str:
    floor = section.floor
    if floor is not None and floor.points is not None:
        return _("Mức sàn để được khen: %(points)s điểm.", points=plain(floor.points))
    percent = floor.percent if floor is not None else None
    return _("Mức sàn để được khen: %(percent)s%% điểm tối đa của mục.", percent=plain(percent))


def _not_applicable(what: str) -> str:
    return {
        "rescale": _("Không áp dụng thì điểm chia lại cho các tiêu chí khác trong mục."),
        "rescale_total": _("Không áp dụng thì điểm quy đổi trên toàn phiếu."),
        "full": _("Không áp dụng thì được điểm tối đa."),
        "zero": _("Không áp dụng thì 0 điểm."),
    }[what]


def _remarks_of_criterion(rubric: Rubric, one: Criterion) -> Iterator[str]:
    enters = {
        "group": _("Xã hoặc cụm, khối thi đua nhập khi kiểm tra."),
        "verifier": _("Tổ thẩm định nhập."),
        "office": _("Thường trực Hội đồng nhập."),
    }
    if one.entered_by in enters:
        yield enters[one.entered_by]
    if one.evidence.required:
        hint = one.evidence.hint
        yield _("Phải có minh chứng: %(hint)s.", hint=hint) if hint else _("Phải có minh chứng.")
    elif one.evidence.hint:
        yield _("Minh chứng: %(hint)s.", hint=one.evidence.hint)
    if one.second_check:
        yield _("Luôn được thẩm định lần hai nếu phiếu được rút.")
    if isinstance(one.scale, Target | Amount):
        yield from (_variant(rubric, one.scale, variant) for variant in one.scale.variants)


def _variant(rubric: Rubric, scale: Target | Amount, variant: TargetVariant) -> str:
    whom = []
    if variant.units:
        whom.append(", ".join(variant.units))
    if variant.year is not None:
        whom.append(_("năm %(year)s", year=variant.year))
    if variant.when is not None:
        whom.append(condition_text(rubric, variant.when))
    what = []
    if variant.target is not None:
        what.append(_("chỉ tiêu %(goal)s", goal=with_unit(variant.target, scale.unit)))
    if variant.minimum is not None:
        what.append(_("mức tối thiểu %(n)s", n=with_unit(variant.minimum, scale.unit)))
    if variant.plan is not None:
        what.append(_("kế hoạch %(plan)s", plan=with_unit(variant.plan, scale.unit)))
    if variant.strict is not None:
        what.append(_("phải vượt") if variant.strict else _("bằng là đạt"))
    return _("Riêng %(whom)s: %(what)s.", whom="; ".join(whom), what=", ".join(what))


def _grades(rubric: Rubric, kind: ParticipantType) -> Iterator[RuleLine]:
    wording = Wording(rubric, kind)
    for grade in kind.grading.grades if kind.grading else []:
        places = quota_in_general(grade.quota, units_of(kind.category)) if grade.quota else ""
        yield RuleLine(grade.name, "", asks_of_grade(wording, grade) or _("còn lại"), places)


def _awards(rubric: Rubric, kind: ParticipantType) -> Iterator[RuleLine]:
    wording = Wording(rubric, kind)
    for rule in rules_for(rubric, kind.code):
        if rule.quota is None:
            places = _("không giới hạn số suất")
        else:
            places = quota_in_general(rule.quota, units_of(kind.category))
        asks = conditions_of(wording, rule)
        if rule.not_again_within is not None:
            again = _("không tặng lại trong %(years)s năm", years=rule.not_again_within)
            asks = f"{asks}; {again}" if asks else again
        giver = _("đề nghị %(issuer)s", issuer=rule.issuer) if rule.proposal else rule.issuer
        yield RuleLine(rule.name, giver, asks, places)


def _compared(rubric: Rubric, kind: ParticipantType) -> str:
    names = {"cluster": _("cụm, khối thi đua"), "parent": _("đơn vị cấp trên trực tiếp")}
    parts = [names.get(code) or _attribute(rubric, code) for code in kind.ranking.group]
    if not parts:
        return _("Xếp hạng chung toàn huyện.")
    return _("Xếp hạng trong từng nhóm có cùng: %(parts)s.", parts=", ".join(parts))


def _attribute(rubric: Rubric, code: str) -> str:
    found = rubric.attributes.get(code)
    return found.name if found else code


def tie_break_text(rubric: Rubric, kind: ParticipantType, key: TieBreak) -> str:
    """A key that separates equals, in words."""
    if key.name:
        return key.name
    if key.prefer is not None:
        return _("Ưu tiên khi %(condition)s", condition=condition_text(rubric, key.prefer))
    wording = Wording(rubric, kind)
    special = {"total": _("Tổng điểm"), "bonus": _("Điểm thưởng"), "penalty": _("Điểm trừ")}
    if key.points is not None:
        what = special.get(key.points) or wording.node(key.points)
    else:
        what = wording.node(key.figure) if key.figure else _attribute(rubric, key.attribute or "")
    high = key.order == "high"
    return _("%(what)s cao hơn", what=what) if high else _("%(what)s thấp hơn", what=what)
