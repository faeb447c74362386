"""Averages of small samples, drawn towards all."""

import pytest

from awards.shrinkage import percent, shrink


def test_two_cases_are_drawn_in_further_than_two_hundred():
    few, many = [0.5, 0.3], [0.5, 0.3] * 100
    others = {f"u{n}": [0.0, 0.2, 0.1] * 20 for n in range(6)}
    estimates = shrink({"few": few, "many": many, **others})
    assert estimates["few"].mean == pytest.approx(estimates["many"].mean)
    assert 0.1 < estimates["few"].shrunk < estimates["many"].shrunk < 0.4


def test_where_groups_differ_no_more_than_chance_all_are_equal():
    estimates = shrink({"a": [0.0, 1.0, 0.0, 1.0], "b": [1.0, 0.0, 1.0, 0.0]})
    assert {one.shrunk for one in estimates.values()} == {0.5}


def test_one_group_alone_is_the_mean_of_all():
    assert shrink({"a": [0.2, 0.4]})["a"].shrunk == pytest.approx(0.3)
    assert shrink({}) == {}
    assert shrink({"a": []}) == {}


def test_without_variance_within_the_mean_is_believed():
    estimates = shrink({"a": [0.2, 0.2], "b": [0.0, 0.0]})
    assert estimates["a"].shrunk == pytest.approx(0.2)


def test_a_share_is_shown_as_percent_without_a_signed_zero():
    assert (str(percent(0.1234)), str(percent(-0.0001))) == ("12.3", "0.0")
