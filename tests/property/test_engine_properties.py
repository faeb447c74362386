"""What holds for every criteria document and every evidence."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scoring.bands import check_bands
from scoring.engine import compile_rubric
from scoring.evidence import Evidence, Pair
from scoring.exact import rounding
from scoring.rubric import Rubric, Section
from scoring.scales import Band
from tests.property.documents import evidences, rubrics

often = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def score(rubric, evidence):
    return compile_rubric(rubric)["t"].score(evidence)


@often
@given(st.data())
def test_points_stay_within_bounds(data):
    rubric = data.draw(rubrics())
    kind = rubric.types[0]
    scorecard = score(rubric, data.draw(evidences(rubric)))
    bonus = sum((node.max or 0 for node in kind.nodes() if node.role == "bonus"), Decimal(0))
    step = Decimal(1).scaleb(-rubric.decimals)
    # Only rounding up may lift a whole above a maximum that has more decimals than are shown.
    slack = step * len(list(kind.criteria()))
    assert scorecard.total >= 0
    highest = kind.max if kind.bonus_within_max else kind.max + bonus
    assert scorecard.total <= highest + slack
    for criterion in kind.criteria():
        points = scorecard.nodes[criterion.code].points
        if points is not None and criterion.max is not None:
            assert abs(points) <= criterion.max + step


@often
@given(st.data())
def test_reasons_add_up_to_the_total(data):
    rubric = data.draw(rubrics(weights=True))
    scorecard = score(rubric, data.draw(evidences(rubric)))
    given_points = [reason.points for reason in scorecard.all_reasons() if reason.points is not None]
    assert sum(given_points, Decimal(0)) == scorecard.total
    assert scorecard.base + scorecard.bonus - scorecard.penalty == scorecard.total
    assert scorecard.total == scorecard.total.quantize(Decimal(1).scaleb(-rubric.decimals))


@often
@given(st.data())
def test_reasons_of_a_section_add_up_to_its_points(data):
    rubric = data.draw(rubrics(weights=True))
    scorecard = score(rubric, data.draw(evidences(rubric)))

    def explained(node):
        whole = sum(
            (r.points for r in scorecard.nodes[node.code].reasons if r.points is not None), Decimal(0)
        )
        if isinstance(node, Section) and scorecard.nodes[node.code].state == "scored":
            whole += sum((explained(child) for child in node.children), Decimal(0))
        return whole

    for node in rubric.types[0].nodes():
        assert explained(node) == (scorecard.nodes[node.code].points or 0)


@often
@given(st.data())
def test_order_of_entries_is_irrelevant(data):
    rubric = data.draw(rubrics(weights=True))
    evidence = data.draw(evidences(rubric))
    items = list(evidence.entries.items())
    Random(data.draw(st.integers(0, 99))).shuffle(items)
    assert score(rubric, replace(evidence, entries=dict(items))) == score(rubric, evidence)


@often
@given(st.data())
def test_engine_remembers_nothing_of_earlier_participants(data):
    rubric = data.draw(rubrics(weights=True))
    engine = compile_rubric(rubric)["t"]
    crowd = [data.draw(evidences(rubric)) for _ in range(3)]
    for evidence in crowd:
        engine.score(evidence)
    for evidence in crowd:
        assert engine.score(evidence) == score(rubric, evidence)


def better(criterion, entry):
    """A better entry than this one, or None where no better one is known."""
    scale = criterion.scale
    lower_is_better = scale.kind == "days_late" or getattr(scale, "better", "") == "lower"
    lower_is_better = lower_is_better or (scale.kind == "count" and scale.each < 0)
    if isinstance(entry, bool):
        return True
    if isinstance(entry, str):
        codes = [level.code for level in scale.levels]
        return codes[min(codes.index(entry) + 1, len(codes) - 1)]
    if isinstance(entry, Pair):
        return Pair(entry.first + 7, entry.second)
    if isinstance(entry, Decimal):
        if scale.kind == "manual":
            return min(entry + Decimal("0.7"), criterion.max)
        if scale.kind == "count" and lower_is_better:
            return max(entry - 1, Decimal(0))
        return entry - 1 if lower_is_better else entry + 1
    return None


@settings(often, max_examples=60)
@given(st.data())
def test_better_evidence_never_lowers_a_total(data):
    rubric = data.draw(rubrics(weights=True))
    kind = rubric.types[0]
    evidence = data.draw(evidences(rubric))
    penalised = {
        child.code
        for node in kind.nodes()
        if node.role == "penalty"
        for child in (node.children if isinstance(node, Section) else [node])
    }
    candidates = [c for c in kind.criteria() if c.code in evidence.entries and c.code not in penalised]
    if not candidates:
        return
    criterion = data.draw(st.sampled_from(candidates))
    improved = better(criterion, evidence.entries[criterion.code])
    if improved is None:
        return
    after = score(rubric, replace(evidence, entries={**evidence.entries, criterion.code: improved}))
    assert after.total >= score(rubric, evidence).total


@often
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 6))
@example(1, 2, 1)
def test_decimals_are_exact(left, right, places):
    first, second = Decimal(left).scaleb(-places), Decimal(right).scaleb(-places)
    maximum = 10**7
    parts = [{"code": code, "name": code, "max": maximum, "scale": "manual"} for code in ("a", "b")]
    rubric = Rubric.model_validate(
        {
            "format": "1",
            "title": "x",
            "decimals": 6,
            "types": [{"code": "t", "name": "t", "max": 2 * maximum, "children": parts}],
        }
    )
    split = score(rubric, Evidence("x", "t", entries={"a": first, "b": second}))
    whole = score(rubric, Evidence("y", "t", entries={"a": first + second, "b": Decimal(0)}))
    assert split.total == whole.total == first + second


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-6, 6),
            st.integers(-6, 6),
            st.sampled_from("[("),
            st.sampled_from("])"),
            st.sampled_from(["both", "low", "high"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
    st.none() | st.integers(-4, 0),
    st.none() | st.integers(1, 4),
)
def test_bands_without_fault_hold_every_value_once(spans, whole, least, most):
    bands = []
    for low, high, opens, closes, ends in spans:
        lower = {} if ends == "high" else {"at_least" if opens == "[" else "above": low}
        upper = {} if ends == "low" else {"at_most" if closes == "]" else "below": high}
        try:
            bands.append(Band.model_validate({**lower, **upper, "points": 1}))
        except ValueError:
            continue
    if not bands:
        return
    least, most = (Decimal(end) if end is not None else None for end in (least, most))
    faults = check_bands(bands, (), whole=whole, least=least, most=most)
    step = Decimal(1) if whole else Decimal("0.5")
    low, high = least if least is not None else Decimal(-9), most if most is not None else Decimal(9)
    values = [low + step * number for number in range(int((high - low) / step) + 1)]
    held = [sum(band.contains(value) for band in bands) for value in values]
    if not faults:
        assert set(held) == {1}
    elif set(held) == {1}:
        # What lies outside the range, or between the values tried, may still overlap or be empty.
        assert {fault.code for fault in faults} <= {"band_overlap", "band_beyond", "band_empty"}


@pytest.mark.parametrize("mode", ["half_up", "half_even", "floor", "ceiling"])
@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=700), st.integers(0, 6))
def test_rounding_of_fractions_agrees_with_that_of_decimals(mode, value, places):
    apply = rounding(places, mode)
    rounded = apply(value)
    assert abs(Fraction(rounded) - value) < Fraction(1, 10**places)
    if value.denominator in (1, 2, 4, 5, 8, 10):
        assert rounded == apply(Decimal(value.numerator) / Decimal(value.denominator))
