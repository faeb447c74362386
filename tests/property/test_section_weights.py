"""Totals under other section weights are those that the engine gives for a document with these weights."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import compile_rubric
from scoring.rubric import Section, printed_maximum
from scoring.weights import parts_of
from tests.property.documents import evidences, rubrics
from tests.property.test_engine_properties import often, settings


def reweighted(rubric, counts_for):
    """The same document, in which these sections at the top count for so many points."""
    (kind,) = rubric.types
    children = [
        child.model_copy(update={"counts_for": counts_for[child.code]}) if child.code in counts_for else child
        for child in kind.children
    ]
    return rubric.model_copy(update={"types": [kind.model_copy(update={"children": children})]})


def weights_for(rubric):
    """Weights of sections at the top, with up to four decimals."""
    points = st.integers(1, 600_000).map(lambda number: Decimal(number) / 10_000)
    sections = [
        child
        for child in rubric.types[0].children
        if isinstance(child, Section) and child.role is None and printed_maximum(child)
    ]
    needed = {child.code: points for child in sections[:1]}
    return st.fixed_dictionaries(needed, optional={child.code: points for child in sections[1:]})


@settings(often, max_examples=50)
@given(st.data())
def test_totals_are_those_of_the_document_with_these_weights(data):
    rubric = data.draw(rubrics(weights=True))
    engine = compile_rubric(rubric)["t"]
    crowd = [data.draw(evidences(rubric)) for _ in range(4)]
    parts = parts_of(engine, [engine.score(one) for one in crowd])
    counts_for = data.draw(weights_for(rubric))
    other = compile_rubric(reweighted(rubric, counts_for))["t"]
    expected = [int(other.score(one).total.scaleb(rubric.decimals)) for one in crowd]
    assert parts.totals(counts_for).tolist() == expected
