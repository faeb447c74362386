"""Random contests: documents of sections, quotas, gates, grades and ties, and participants that are close."""

from decimal import Decimal

from hypothesis import strategies as st

from scoring.check import check
from scoring.evidence import NOT_APPLICABLE, Evidence, PastAward
from scoring.rubric import Rubric

POLICIES = st.sampled_from([None, None, "rescale", "rescale_total", "full", "zero"])
TIES = st.sampled_from(["none", "ballot", "all"])
GROUPINGS = st.sampled_from([None, [], ["cluster"], ["area"]])
AREAS = {"hard": "h", "other": "o"}
YEAR = 2024


def maybe(strategy):
    return st.one_of(st.none(), strategy)


@st.composite
def quotas(draw):
    limits = {"of": draw(st.sampled_from(["group", "eligible"])), "minimum": draw(st.integers(0, 1))}
    if draw(st.booleans()):
        return {"count": draw(st.integers(0, 5)), **limits}
    rounding = draw(st.sampled_from(["floor", "ceiling", "half_up"]))
    return {"percent": draw(st.sampled_from([10, 25, 40, 60])), "rounding": rounding, **limits}


@st.composite
def gates(draw, grades, maximum):
    points = st.integers(0, int(maximum))
    forms = [
        st.builds(lambda n: {"points": "total", "at_least": n}, points),
        st.builds(lambda n: {"points": "total", "above": n}, points),
        st.builds(lambda n: {"points": "total", "at_most": n}, points),
        st.builds(lambda n: {"points": "total", "percent_at_least": n}, st.sampled_from([30, 50, "33.3"])),
        st.builds(lambda n: {"points": "S0", "percent_at_least": n}, st.sampled_from([20, 50])),
        st.builds(lambda n: {"rank_at_most": n}, st.integers(1, 5)),
        st.just({"if": {"attribute": "area", "is": "hard"}}),
    ]
    if grades:
        forms.append(st.just({"grade": [grades[0]]}))
    gate = draw(st.one_of(forms))
    return {**gate, "when": {"attribute": "area", "is": "other"}} if draw(st.integers(0, 3)) == 0 else gate


@st.composite
def gradings(draw, maximum):
    count = draw(st.integers(0, 2))
    if not count:
        return None
    bounds = sorted(
        draw(st.lists(st.integers(0, int(maximum)), min_size=count, max_size=count)), reverse=True
    )
    grades = [
        {
            "code": f"g{number}",
            "name": f"g{number}",
            draw(st.sampled_from(["at_least", "above"])): bound,
            "quota": draw(maybe(quotas())),
            "conditions": draw(st.lists(gates([], maximum), max_size=1)),
        }
        for number, bound in enumerate(bounds)
    ]
    rest = {"code": "rest", "name": "rest"}
    return {
        "grades": [*grades, rest],
        "ties": draw(st.sampled_from(["none", "all"])),
        "barred": draw(st.booleans()),
    }


@st.composite
def awards(draw, grades, maximum):
    count = draw(st.integers(1, 3))
    return [
        {
            "code": f"A{number}",
            "name": f"A{number}",
            "issuer": "x",
            "types": ["t"],
            "conditions": draw(st.lists(gates(grades, maximum), max_size=2)),
            "quota": draw(maybe(quotas())),
            "group": draw(GROUPINGS),
            "ties": draw(TIES),
            "not_again_within": draw(maybe(st.just(2))),
            "achievement": draw(st.sampled_from(["movement", "movement", "other"])),
        }
        for number in range(count)
    ]


@st.composite
def trees(draw):
    children = []
    for number in range(draw(st.integers(1, 4))):
        maxima = draw(
            st.lists(st.sampled_from([Decimal(5), Decimal(10), Decimal("7.5")]), min_size=1, max_size=2)
        )
        inner = [
            {
                "code": f"S{number}.{place}",
                "name": "x",
                "max": maximum,
                "scale": draw(st.sampled_from(["manual", {"kind": "ratio"}])),
                "on_not_applicable": draw(POLICIES),
            }
            for place, maximum in enumerate(maxima)
        ]
        if draw(st.integers(0, 4)) == 0:
            inner.append({"code": f"S{number}.b", "name": "x", "max": 3, "role": "bonus", "scale": "manual"})
        children.append({"code": f"S{number}", "name": "x", "max": sum(maxima), "children": inner})
    maximum = sum(child["max"] for child in children)
    if draw(st.integers(0, 3)) == 0:
        children.append({"code": "c", "name": "x", "max": 5, "scale": "manual"})
        maximum += 5
    extras = [
        {"code": role[0], "name": "x", "max": 4, "role": role, "scale": "manual"}
        for role in ("bonus", "penalty")
        if draw(st.integers(0, 2)) == 0
    ]
    return [*children, *extras], maximum


@st.composite
def contests(draw):
    """A document of one type "t", and from one to fourteen participants."""
    children, maximum = draw(trees())
    grading = draw(gradings(maximum))
    grades = [grade["code"] for grade in grading["grades"]] if grading else []
    keys = [{"points": "S0"}, {"points": "total"}, {"points": "penalty", "order": "low"}]
    kind = {
        "code": "t",
        "name": "x",
        "max": maximum,
        "bonus_within_max": draw(st.booleans()),
        "children": children,
        "grading": grading,
        "ranking": {
            "group": draw(st.sampled_from([[], ["cluster"]])),
            "tie_break": draw(st.lists(st.sampled_from(keys), max_size=2)),
        },
    }
    rubric = Rubric.model_validate(
        {
            "format": "1",
            "title": "x",
            "year": YEAR,
            "decimals": draw(st.sampled_from([0, 1, 2])),
            "rounding": draw(st.sampled_from(["half_up", "half_even", "floor", "ceiling"])),
            "round_at": draw(st.sampled_from(["criterion", "criterion", "section", "total"])),
            "attributes": {"area": {"name": "x", "kind": "choice", "choices": AREAS}},
            "holds": [{"code": "H", "name": "x"}],
            "exclusions": [{"code": "X", "name": "x"}],
            "types": [kind],
            "awards": draw(awards(grades, maximum)),
        }
    )
    faults = [fault for fault in check(rubric) if fault.severity == "fault"]
    assert faults == [], faults
    size = draw(st.integers(1, 14))
    return rubric, [draw(participants(rubric, number)) for number in range(size)]


@st.composite
def participants(draw, rubric, number):
    entries = {}
    for criterion in rubric.types[0].criteria():
        # Few different points, so that many are close or equal.
        share = draw(st.integers(0, 4))
        if criterion.scale.kind == "ratio":
            entries[criterion.code] = Decimal(share * 25) if share else Decimal("33.333333")
        else:
            entries[criterion.code] = (criterion.max or Decimal(4)) * share / 4
        if criterion.on_not_applicable and draw(st.integers(0, 6)) == 0:
            entries[criterion.code] = NOT_APPLICABLE
    chance = draw(st.integers(0, 9))
    past = [PastAward("A0", YEAR, "movement")] if chance == 0 else []
    return Evidence(
        f"u{number:02d}",
        "t",
        cluster=draw(st.sampled_from("ab")),
        entries=entries,
        attributes={"area": draw(st.sampled_from(list(AREAS)))},
        holds=frozenset("H" if chance == 1 else ""),
        exclusions=frozenset("X" if chance == 2 else ""),
        past_awards=(*past, PastAward("A1", YEAR - 1)) if chance == 3 else tuple(past),
    )
