"""Weightings drawn from a seed: the same on every machine, within their range, keeping the whole."""

import hashlib

import numpy as np
import pytest

from scoring.engine import compile_rubric
from scoring.rubric import Rubric
from scoring.weightings import draw_weightings
from scoring.weights import parts_of
from tests.unit.test_firmness_against_pymcdm import document
from tests.unit.test_section_weights import c, s


def parts(*children, maximum=100):
    kind = {"code": "t", "name": "t", "max": maximum, "children": list(children)}
    rubric = Rubric.model_validate({"format": "1", "title": "t", "types": [kind]})
    return parts_of(compile_rubric(rubric)["t"], []).columns


def of_document():
    return parts_of(compile_rubric(document())["t"], []).columns


THREE = [
    s("I", c("a", 20), maximum=20),
    s("II", c("b", 50), maximum=50),
    s("III", c("d", 30), maximum=30),
]


def test_a_seed_gives_the_same_weightings_on_every_machine():
    drawn = draw_weightings(parts(*THREE), count=4, spread=20, seed=2024)
    assert drawn.per == 100
    assert drawn.table.tolist() == [
        [1766, 5161, 3073],
        [1666, 5170, 3164],
        [1779, 5511, 2710],
        [2340, 4303, 3357],
    ]
    many = draw_weightings(of_document(), count=10_000, spread=20, seed=0xE58D109C5A3C0001)
    digest = hashlib.sha256(many.table.astype("<i8").tobytes()).hexdigest()
    assert digest == "f996c8095ea543048f1a8424cd120d45f026665b35b0b952d39fc27a71f8558f"


def in_plain_numbers(own, count, spread, seed):
    """The same by hand, with Python's own whole numbers."""
    raw = iter(np.random.PCG64(seed).random_raw(count * len(own)).tolist())
    rows = []
    for _ in range(count):
        products = [weight * (10_000 - 100 * spread + next(raw) % (200 * spread + 1)) for weight in own]
        shares = [divmod(product * sum(own), sum(products)) for product in products]
        left = sum(own) - sum(share for share, _ in shares)
        first = sorted(range(len(own)), key=lambda place: (-shares[place][1], place))[:left]
        rows.append([share + (place in first) for place, (share, _) in enumerate(shares)])
    return rows


@pytest.mark.parametrize("spread", [5, 20, 50])
def test_weights_are_multiplied_and_brought_back_to_their_sum(spread):
    for columns in (parts(*THREE), of_document()):
        drawn = draw_weightings(columns, count=300, spread=spread, seed=99)
        assert drawn.table.tolist() == in_plain_numbers(drawn.own, 300, spread, 99)


def test_weights_keep_their_sum_and_their_range():
    drawn = draw_weightings(of_document(), count=2_000, spread=10, seed=5)
    assert (drawn.table.sum(axis=1) == 100 * drawn.per).all()
    share = drawn.table / np.array(drawn.own)
    assert 0.9 / 1.1 <= share.min() < 0.93
    assert 1.07 < share.max() <= 1.1 / 0.9


def test_only_sections_are_weighed_and_only_against_each_other():
    drawn = draw_weightings(
        parts(s("I", c("a", 20), maximum=20), s("II", c("b", 50), maximum=50), c("d", 30)),
        count=50,
        spread=20,
        seed=5,
    )
    assert drawn.varied == (True, True, False)
    assert set(drawn.table[:, 2].tolist()) == {3000}
    alone = draw_weightings(parts(s("I", c("a", 100), maximum=100)), count=50, spread=20, seed=5)
    assert alone.varied == (False,)
    assert set(alone.table[:, 0].tolist()) == {10_000}


@pytest.mark.parametrize("spread", [4, 51, 0, -20])
def test_a_range_beyond_reason_is_refused(spread):
    with pytest.raises(ValueError, match="spread"):
        draw_weightings(of_document(), count=1, spread=spread, seed=1)
