"""A sealed run, recommended anew after decisions of the council."""

import pytest

from awards.decided import Decision, reasons_with, recommend_with
from awards.queries import Selection, list_rows
from tests.sealed_year import COMMUNES, WITH_HIGHER, Card, seal_year

HAMLETS = {
    "Xã Hồ Đắc Kiện": [Card("Ấp Xây Cáp", "40", "50"), Card("Ấp Đắc Lực", "38", "50")],
    "Xã Phú Tâm": [Card("Ấp Phú Thành", "40", "50"), Card("Ấp Sóc Tháo", "30", "50")],
}


@pytest.fixture
def run(context):
    return seal_year(hamlets=HAMLETS, document=WITH_HIGHER)


@pytest.fixture
def ids(run):
    return {row.name: row.participant_id for kind in ("commune", "hamlet") for row in _rows(run, kind)}


def _rows(run, kind):
    return list_rows(run.id, Selection(kind), offset=0, limit=100)


def states(lines, award):
    return {line.name: line.status for line in lines if line.award == award}


def test_nothing_decided_concerns_nobody(run):
    assert recommend_with(run, {}) == []


def test_the_winner_of_a_ballot_frees_the_lower_place(run, ids):
    """Two hamlets tie for the Bằng khen; each has a Giấy khen of its commune until one of them wins."""
    winner, loser = ids["Ấp Xây Cáp"], ids["Ấp Phú Thành"]
    lines = recommend_with(run, {"BK": Decision({winner}, {loser})})
    assert states(lines, "BK") == {"Ấp Xây Cáp": "granted", "Ấp Phú Thành": "refused"}
    assert states(lines, "GK-AP") == {
        "Ấp Xây Cáp": "has_higher",
        "Ấp Đắc Lực": "recommended",
        "Ấp Phú Thành": "recommended",
    }
    assert [(line.award, line.name, line.before) for line in lines if line.is_changed] == [
        ("GK-AP", "Ấp Xây Cáp", "recommended"),
        ("GK-AP", "Ấp Đắc Lực", "outside"),
    ]


def test_a_refused_commune_leaves_its_place_to_the_next(run, ids):
    lines = recommend_with(run, {"GK": Decision(refused={ids["Xã Hồ Đắc Kiện"]})})
    assert states(lines, "GK") == {
        "Xã Hồ Đắc Kiện": "refused",
        "Xã Phú Tâm": "held",
        "Xã Thuận Hòa": "recommended",
        "Xã An Ninh": "recommended",
        "Xã Phú Tân": "recommended",
    }


def test_each_change_has_its_sentence(run, ids):
    decisions = {"BK": Decision({ids["Ấp Xây Cáp"]}, {ids["Ấp Phú Thành"]})}
    wanted = {(ids["Ấp Xây Cáp"], "GK-AP"), (ids["Ấp Đắc Lực"], "GK-AP"), (ids["Ấp Phú Thành"], "BK")}
    said = reasons_with(run, decisions, wanted)
    assert said == {
        (
            ids["Ấp Xây Cáp"],
            "GK-AP",
        ): "Không đề xuất Giấy khen của Chủ tịch UBND huyện vì cùng thành tích này "
        "Hội đồng đã quyết định tặng Bằng khen của Chủ tịch UBND tỉnh.",
        (ids["Ấp Đắc Lực"], "GK-AP"): "Đề xuất Giấy khen của Chủ tịch UBND huyện: đứng thứ 1 trong 1 suất.",
        (ids["Ấp Phú Thành"], "BK"): "Hội đồng quyết định không tặng Bằng khen của Chủ tịch UBND tỉnh.",
    }


def test_the_sealed_run_is_as_it_was(run, ids):
    before = [row.result for row in _rows(run, "commune")]
    recommend_with(run, {"GK": Decision({ids["Xã An Hiệp"]}, {ids[COMMUNES[0].name]})})
    assert [row.result for row in _rows(run, "commune")] == before


def test_whose_hold_is_lifted_takes_the_place_that_was_kept(run, ids):
    granted = {ids[name] for name in ("Xã Hồ Đắc Kiện", "Xã Thuận Hòa")}
    held = ids["Xã Phú Tâm"]
    lines = recommend_with(run, {"GK": Decision(granted)}, released={held})
    assert states(lines, "GK")["Xã Phú Tâm"] == "recommended"
    said = reasons_with(run, {"GK": Decision(granted)}, {(held, "GK")}, released={held})
    assert said[held, "GK"].endswith("đứng thứ 3 trong 4 suất.")


def test_all_types_are_told_where_that_is_asked(run):
    assert {line.type_code for line in recommend_with(run, {}, all_types=True)} == {"commune", "hamlet"}


def test_equals_left_after_a_decision_know_how_many_places_there_are(run, ids):
    """An Ninh and Phú Tân tie for the fourth place; with one above them refused there are two for both."""
    (line,) = [line for line in recommend_with(run, {}, all_types=True) if line.name == "Xã An Ninh"]
    assert (line.status, line.start, line.places, line.left) == ("ballot", 4, 4, 1)
