from collections import Counter
from itertools import islice

import pytest

from participants.sample import HOUSEHOLD_COLUMNS, POVERTY_STATUSES, household_rows, read_facts, split

FACTS = read_facts()
HAMLET_IDS = {
    f"{commune['code']}-{number:02d}": 1000 * index + number
    for index, commune in enumerate(FACTS["communes"])
    for number, _ in enumerate(commune["hamlets"], start=1)
}


def households(count: int, seed: int = 1) -> list[dict]:
    return [
        dict(zip(HOUSEHOLD_COLUMNS, row, strict=True))
        for row in household_rows(FACTS, HAMLET_IDS, seed, count)
    ]


def test_the_same_seed_gives_the_same_households():
    assert households(500) == households(500)
    assert households(500) != households(500, seed=2)


@pytest.mark.parametrize("count", [0, 1, 69, 300, 12_345])
def test_exactly_as_many_households_as_asked_for(count):
    assert len(households(count)) == count


def test_households_spread_over_every_hamlet_in_proportion():
    per_hamlet = Counter(row["parent_id"] for row in households(2000))
    assert set(per_hamlet) == set(HAMLET_IDS.values())
    assert per_hamlet[HAMLET_IDS["31600-01"]] == max(per_hamlet.values())


def test_household_codes_are_unique_across_both_kinds():
    codes = [row["code"] for row in households(3000)]
    assert len(set(codes)) == len(codes)


def test_households_come_in_two_kinds_with_their_attributes_and_no_ethnic_origin():
    rows = households(3000)
    poor = [row for row in rows if row["type_code"] == "household_poor"]
    others = [row for row in rows if row["type_code"] == "household_not_poor"]
    assert len(poor) + len(others) == 3000
    assert 0.3 < len(poor) / 3000 < 0.7
    assert {row["attributes"]["poverty_status"] for row in poor} == set(POVERTY_STATUSES)
    assert {row["attributes"]["has_policy_loan"] for row in poor} == {True, False}
    assert all(set(row["attributes"]) == {"poverty_status", "has_policy_loan"} for row in poor)
    assert all(row["attributes"] == {} for row in others)


def test_households_are_made_one_by_one():
    first = list(islice(household_rows(FACTS, HAMLET_IDS, 1, 1_000_000), 3))
    assert [row[1] for row in first] == ["31569-01-00001", "31569-01-00002", "31569-01-00003"]


@pytest.mark.parametrize(
    ("weights", "count", "shares"),
    [
        ([1, 1], 3, [2, 1]),
        ([5, 3, 2], 10, [5, 3, 2]),
        ([1, 1, 1], 0, [0, 0, 0]),
        ([70, 20, 10], 4, [3, 1, 0]),
    ],
)
def test_split_gives_the_rest_to_the_largest_remainders(weights, count, shares):
    assert split(weights, count) == shares


def test_the_facts_describe_the_real_communes():
    assert {commune["code"]: commune["name"] for commune in FACTS["communes"]} == {
        "31569": "Thị trấn Châu Thành",
        "31570": "Xã Hồ Đắc Kiện",
        "31573": "Xã Phú Tâm",
        "31576": "Xã Thuận Hòa",
        "31582": "Xã Phú Tân",
        "31585": "Xã Thiện Mỹ",
        "31594": "Xã An Hiệp",
        "31600": "Xã An Ninh",
    }
