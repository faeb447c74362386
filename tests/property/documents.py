"""Random criteria documents without faults, and random entries that fit them."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from scoring.check import check
from scoring.evidence import NEVER, NOT_APPLICABLE, Evidence, Pair
from scoring.rubric import Rubric


def tenths(low, high):
    return st.integers(low, high).map(lambda number: Decimal(number) / 10)


@st.composite
def steps(draw, maximum, *, rising, whole):
    """Bands without gap over the whole line; the best gives the maximum."""
    # Whole numbers: two apart, so that a band open at both ends still holds one.
    apart = 2 if whole else 1
    cuts = sorted(apart * cut for cut in draw(st.sets(st.integers(-25, 25), min_size=1, max_size=4)))
    marks = sorted(draw(st.lists(tenths(0, int(maximum * 10)), min_size=len(cuts), max_size=len(cuts))))
    marks = [*marks, maximum] if rising else [maximum, *reversed(marks)]
    closed = [draw(st.booleans()) for _ in cuts]
    bands = [{"at_most" if closed[0] else "below": cuts[0], "points": marks[0]}]
    for place, (low, high) in enumerate(pairwise(cuts)):
        lower = {"above" if closed[place] else "at_least": low}
        upper = {"at_most" if closed[place + 1] else "below": high}
        bands.append({**lower, **upper, "points": marks[place + 1]})
    bands.append({"above" if closed[-1] else "at_least": cuts[-1], "points": marks[-1]})
    return draw(st.permutations(bands))


def manual(draw, maximum):
    return {"kind": "manual"}


def yes_no(draw, maximum):
    return {"kind": "yes_no", "no_points": draw(st.sampled_from([Decimal(0), maximum / 10]))}


def levels(draw, maximum):
    marks = sorted(draw(st.lists(tenths(0, int(maximum * 10)), min_size=1, max_size=3)))
    named = [
        {"code": f"l{place}", "name": f"x{place}", "points": mark}
        for place, mark in enumerate([*marks, maximum])
    ]
    return {"kind": "levels", "levels": named}


def count(draw, maximum):
    per = draw(st.sampled_from([1, 2, "0.5", 3]))
    return {"kind": "count", "each": draw(tenths(1, 40)), "per": per, "whole": draw(st.booleans())}


def count_down(draw, maximum):
    return {"kind": "count", "each": -draw(tenths(1, 40)), "start": maximum, "whole": draw(st.booleans())}


def bands(draw, maximum):
    whole = draw(st.booleans())
    return {"kind": "bands", "whole": whole, "bands": draw(steps(maximum, rising=True, whole=whole))}


def days_late(draw, maximum):
    return {"kind": "days_late", "never": 0, "bands": draw(steps(maximum, rising=False, whole=True))}


def target(draw, maximum):
    low, high = sorted(draw(st.lists(tenths(-30, 60), min_size=2, max_size=2, unique=True)))
    at_minimum = draw(tenths(0, int(maximum * 10)))
    better = draw(st.sampled_from(["higher", "lower"]))
    goal, minimum = (high, low) if better == "higher" else (low, high)
    below = draw(st.sampled_from(["zero", "proportional"]))
    found = {"kind": "target", "target": goal, "better": better, "below_minimum": below}
    if draw(st.booleans()):
        found |= {"minimum": minimum, "points_at_minimum": at_minimum}
        if draw(st.booleans()) and at_minimum < maximum:
            found |= {"strict": True, "points_before_target": at_minimum}
    return found


def ratio(draw, maximum):
    ends = {"full_at": draw(st.sampled_from([100, 60, 90])), "zero_at": draw(st.sampled_from([0, 30]))}
    return {"kind": "ratio", **ends}


def amount(draw, maximum):
    ends = {"cap_percent": draw(st.sampled_from([100, 120])), "zero_below": draw(st.sampled_from([0, 50]))}
    return {"kind": "amount", **ends}


KINDS = [manual, yes_no, levels, count, count_down, bands, days_late, target, ratio, amount]


@st.composite
def scales(draw, maximum):
    return draw(st.sampled_from(KINDS))(draw, maximum)


POLICIES = st.sampled_from(["rescale", "rescale_total", "full", "zero"])
WEIGHTS = st.sampled_from([Decimal(7), Decimal(20), Decimal("3.3"), Decimal("12.3456"), Decimal(100)])
MAXIMA = st.sampled_from([Decimal(5), Decimal(10), Decimal("7.5"), Decimal(30)])


@st.composite
def criteria_of(draw, codes, **more):
    maximum = draw(MAXIMA)
    found = {"code": next(codes), "name": "x", "max": maximum, "scale": draw(scales(maximum)), **more}
    if "role" not in more and draw(st.booleans()):
        found["on_not_applicable"] = draw(POLICIES)
    return found


@st.composite
def children_of(draw, codes, depth, weights):
    children = []
    for _ in range(draw(st.integers(1, 3))):
        if depth > 1 and draw(st.booleans()):
            inner = draw(children_of(codes, depth - 1, weights))
            section = {"code": next(codes), "name": "x", "children": inner}
            if draw(st.booleans()):
                section["max"] = sum_of(inner)
                if weights and section["max"] and draw(st.booleans()):
                    section["counts_for"] = draw(WEIGHTS)
            if draw(st.booleans()):
                section["on_not_applicable"] = draw(POLICIES)
            children.append(section)
        else:
            children.append(draw(criteria_of(codes)))
    if draw(st.integers(0, 3)) == 0:
        children.append(draw(criteria_of(codes, role=draw(st.sampled_from(["bonus", "penalty"])))))
    return children


def sum_of(children):
    return sum(
        (
            child.get("counts_for") or child.get("max") or sum_of(child["children"])
            for child in children
            if "role" not in child
        ),
        Decimal(0),
    )


@st.composite
def rubrics(draw, *, weights=False):
    """Documents of one type "t"; with `weights`, sections may count for other points than printed."""
    codes = (f"c{number}" for number in range(10_000))
    children = draw(children_of(codes, 4, weights))
    if draw(st.booleans()):
        inner = [draw(criteria_of(codes)) for _ in range(draw(st.integers(1, 2)))]
        role = draw(st.sampled_from(["bonus", "penalty"]))
        children.append({"code": next(codes), "name": "x", "role": role, "max": 10, "children": inner})
    rubric = Rubric.model_validate(
        {
            "format": "1",
            "title": "x",
            "decimals": draw(st.sampled_from([0, 1, 2, 4])),
            "rounding": draw(st.sampled_from(["half_up", "half_even", "floor", "ceiling"])),
            "round_at": draw(st.sampled_from(["criterion", "section", "total"])),
            "types": [
                {
                    "code": "t",
                    "name": "x",
                    "max": sum_of(children),
                    "bonus_within_max": draw(st.booleans()),
                    "children": children,
                }
            ],
        }
    )
    faults = [fault for fault in check(rubric) if fault.severity == "fault"]
    assert faults == [], faults
    return rubric


FIGURES = st.integers(-8000, 12000).map(lambda number: Decimal(number) / 100)


def entries_for(criterion, *, may_be_na=True):
    """Entries that fit a criterion; None means that nothing is entered."""
    scale = criterion.scale
    kinds = {
        "manual": st.integers(0, int((criterion.max or 5) * 10)).map(lambda n: Decimal(n) / 10),
        "yes_no": st.booleans(),
        "days_late": st.one_of(st.integers(-60, 60).map(Decimal), st.just(NEVER)),
        "count": st.integers(0, 400).map(lambda n: Decimal(n) / 10),
        "ratio": st.builds(Pair, st.integers(0, 130).map(Decimal), st.integers(1, 110).map(Decimal)),
        "amount": st.builds(Pair, st.integers(0, 130).map(Decimal), st.integers(1, 110).map(Decimal)),
    }
    if scale.kind == "levels":
        found = st.sampled_from([level.code for level in scale.levels])
    elif getattr(scale, "whole", False):
        found = st.integers(-60, 60).map(Decimal)
        found = found.filter(lambda value: value >= 0) if scale.kind == "count" else found
    else:
        found = kinds.get(scale.kind, FIGURES)
    if may_be_na and criterion.on_not_applicable is not None:
        return st.one_of(found, st.just(NOT_APPLICABLE))
    return found


@st.composite
def evidences(draw, rubric, *, complete=False):
    entries = {}
    for criterion in rubric.types[0].criteria():
        if complete or draw(st.integers(0, 9)):
            entries[criterion.code] = draw(entries_for(criterion))
    return Evidence("u", "t", entries=entries)
