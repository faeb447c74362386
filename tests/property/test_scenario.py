"""A changed document, tried on kept columns, gives what evaluating it from the start gives."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.engine import compile_rubric
from scoring.evaluation import evaluate
from scoring.recommendation import recommend
from scoring.scenario import Change, apply, moved, read_changes, write_changes
from scoring.whole_columns import whole_columns_of
from tests.property.ruled import changes_of, contents, crowds, judged

often = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
seldom = settings(often, max_examples=10)


def kept(rubric, people):
    """What a run keeps: everything that was scored, once."""
    engine = compile_rubric(rubric)["t"]
    evidence = sorted(people, key=lambda item: item.id)
    return whole_columns_of(engine, evidence, [engine.score(item) for item in evidence])


def outcome(result):
    """All that a recommendation says of everybody."""
    standing, grades = result.standing, result.grades
    return {
        "rank": standing.rank.tolist(),
        "tied": standing.tied.tolist(),
        "order": standing.order.tolist(),
        "total": result.columns.points["total"].tolist(),
        "grades": grades.grade.tolist() if grades else None,
        "awards": [
            (one.rule.code, one.status.tolist(), one.places and one.places.places.tolist())
            for one in result.awards
        ],
    }


@often
@given(st.data())
def test_trying_gives_what_a_whole_evaluation_gives(data):
    content = data.draw(contents())
    people = data.draw(crowds(judged(content)))
    changes = data.draw(changes_of(content))
    whole = kept(judged(content), people)
    rubric = judged(apply(changes, content).content)
    tried = recommend(rubric, rubric.types[0], whole.under(rubric, rubric.types[0]))
    (anew,) = evaluate(rubric, people).types
    assert outcome(tried) == outcome(anew.recommendation)


@seldom
@given(st.data())
def test_changes_survive_their_data_and_their_order(data):
    content = data.draw(contents())
    changes = data.draw(changes_of(content))
    written = json.loads(json.dumps(write_changes(reversed(changes))))
    assert apply(read_changes(written), content) == apply(changes, content)


def test_a_figure_within_what_is_switched_off_moves_nothing():
    content = {"awards": [{"code": "A", "name": "A", "types": ["t"]}], "types": [{"code": "t"}]}
    asked = [Change("awards/A/quota/off", "yes"), Change("awards/A/quota/count", "0")]
    assert moved(asked, content) == []
    content["awards"][0]["quota"] = {"count": 3}
    assert moved(asked, content) == asked[:1]


@seldom
@given(st.data())
def test_only_what_differs_counts_as_moved(data):
    content = data.draw(contents())
    changes = data.draw(changes_of(content))
    before = json.dumps(content)
    some = moved(changes, content)
    assert judged(apply(some, content).content) == judged(apply(changes, content).content)
    assert json.dumps(content) == before
