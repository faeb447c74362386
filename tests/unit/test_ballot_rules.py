from datetime import date

import pytest

from council.ballot_rules import (
    DEFAULT_RULES,
    PRESETS,
    FaultyRulesError,
    Rules,
    Share,
    from_data,
    presets_on,
    rules_for,
    rules_of,
    to_data,
)
from council.models import AgendaItem, CouncilSession, Question

HALF = Share(1, 2, strict=True)


@pytest.mark.parametrize(
    ("share", "part", "whole", "met"),
    [
        (HALF, 4, 8, False),
        (HALF, 5, 8, True),
        (HALF, 4, 9, False),
        (HALF, 5, 9, True),
        (Share(80, 100), 7, 9, False),
        (Share(80, 100), 8, 10, True),
        (Share(90, 100), 9, 10, True),
        (Share(90, 100), 9, 11, False),
        (Share(2, 3), 6, 9, True),
        (Share(2, 3), 7, 11, False),
        (HALF, 0, 0, False),
        (Share(2, 3), 0, 0, False),
    ],
)
def test_share_is_met(share, part, whole, met):
    assert share.met(part, whole) is met


@pytest.mark.parametrize(
    ("share", "whole", "least"),
    [
        (HALF, 8, 5),
        (HALF, 9, 5),
        (Share(1, 2), 8, 4),
        (Share(1, 2), 9, 5),
        (Share(80, 100), 9, 8),
        (Share(80, 100), 10, 8),
        (Share(90, 100), 11, 10),
        (Share(2, 3), 11, 8),
        (HALF, 0, 1),
    ],
)
def test_least_number_that_meets_the_share(share, whole, least):
    assert share.least(whole) == least


def test_rules_stay_the_same_through_data():
    for preset in PRESETS.values():
        assert from_data(to_data(preset.rules)) == preset.rules


def test_every_fault_is_named_at_once():
    data = {
        "quorum": [3, 2, "least"],
        "threshold": [1, 1, "more"],
        "denominator": "everybody",
        "secret": "yes",
        "odd": 1,
    }
    with pytest.raises(FaultyRulesError) as error:
        from_data(data)
    assert set(error.value.faults) == {"quorum", "threshold", "denominator", "secret", "odd"}
    assert error.value.field == "quorum"


@pytest.mark.parametrize("share", [[0, 2, "least"], [1, 0, "least"], [1, 2], "1/2", [0.5, 1, "more"], None])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(FaultyRulesError):
        from_data({"threshold": share})


def test_a_question_asks_for_more_than_its_session():
    session = CouncilSession(rules={"secret": True, "quorum": [1, 2, "more"]})
    question = Question(
        item=AgendaItem(session=session), rules={"threshold": [80, 100, "least"], "denominator": "members"}
    )
    assert rules_of(session) == Rules(secret=True, quorum=HALF, preset=DEFAULT_RULES.preset)
    rules = rules_for(question)
    assert rules.threshold == Share(80, 100)
    assert rules.denominator == "members"
    assert (rules.quorum, rules.secret) == (HALF, True)


def test_without_rules_the_default_holds():
    assert rules_of(CouncilSession(rules={})) == DEFAULT_RULES
    assert DEFAULT_RULES.preset == "present_majority"


@pytest.mark.parametrize(
    ("day", "in_force", "not_in_force"),
    [
        (date(2024, 12, 10), "present_majority", "hero_2025"),
        (date(2025, 7, 1), "hero_2025", "province_fighter_2017"),
        (date(2027, 3, 1), "members_majority", "government_flag_2025"),
        (date(2023, 12, 31), "province_fighter_2017", "central_2025"),
    ],
)
def test_a_preset_is_offered_while_its_clause_is_in_force(day, in_force, not_in_force):
    codes = {preset.code for preset in presets_on(day)}
    assert in_force in codes
    assert not_in_force not in codes


@pytest.mark.parametrize(
    ("code", "threshold"),
    [
        ("hero_2025", Share(90, 100)),
        ("government_flag_2025", Share(80, 100)),
        ("central_2025", Share(80, 100)),
        ("province_fighter_2017", Share(90, 100)),
    ],
)
def test_statutory_presets_count_all_members_in_secret(code, threshold):
    rules = PRESETS[code].rules
    assert (rules.threshold, rules.denominator, rules.secret) == (threshold, "members", True)
    assert rules.quorum == Share(2, 3)
