"""How firm results are: what the pages say, that it is true of the sealed run, and who may read it."""

import json

import numpy as np
import pytest

from awards import firmness as firm
from awards.firmness import firmness_of, seed_of
from awards.queries import list_runs
from awards.run_columns import columns_of_run
from awards.run_queries import list_inputs
from awards.sealed_inputs import evidence_of
from foundation.database import transaction
from foundation.permissions import RoleCode
from scoring.evaluation import evaluate
from scoring.firm_rules import read_rules
from scoring.firmness import firmness
from scoring.weightings import draw_weightings
from tests.integration.test_why_for_units import act_for, number_of
from tests.page_client import page_faults
from tests.property.test_firmness import told
from tests.property.test_section_weights import reweighted
from tests.ranking_pages import HAMLETS, text_of
from tests.sealed_year import WITH_HIGHER, Card, seal_year

OUTSIDE, LAST, TIED = "Thị trấn Châu Thành", "Xã Thuận Hòa", "Xã An Ninh"
ALWAYS = "Giữ nguyên kết quả ở mọi cách cân điểm."
PANEL = "Kết quả này có chắc không"


# Two places for four: two are good at the one section, two at the other, and nothing but weights parts them.
CLOSE = (
    Card(LAST, "30", "55"),
    Card(TIED, "39", "45.9"),
    Card(OUTSIDE, "40", "44.5"),
    Card("Xã Phú Tân", "31", "53.5"),
)


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}, document=WITH_HIGHER).id


@pytest.fixture
def close_run(accounts):
    with accounts.app_context(), transaction():
        return seal_year(CLOSE).id


@pytest.fixture
def council(client_as):
    return client_as(RoleCode.COUNCIL)


def found_of(accounts, type_code, key):
    with accounts.app_context():
        return firmness_of(list_runs()[0], type_code, key)


def test_the_page_says_how_firm_each_result_is_and_what_decides_the_line(council, close_run):
    page = council.get(f"/xep-hang/{close_run}/do-chac?type=commune")
    text = text_of(page)
    assert "Đã thử 10.000 cách cân điểm hợp lý: mỗi mục nặng hơn hoặc nhẹ hơn đến 20%" in text
    assert "tổng vẫn là 100 điểm" in text
    assert "<strong>0 trong 4 đơn vị</strong> giữ nguyên kết quả ở mọi cách" in text
    # Without I.1, only the poverty rate counts, and so the other way round.
    decides = "Tiêu chí quyết định vạch Giấy khen của Chủ tịch UBND huyện là <strong>"
    assert f"{decides}I.1 Kế hoạch</strong>: bỏ tiêu chí này thì 2 đơn vị đổi kết quả ở vạch." in text
    assert "Giấy khen của Chủ tịch UBND huyện: thêm Xã Phú Tân; mất Xã An Ninh" in text
    assert page_faults(page.text) == []


# The first has the higher form by its second section alone, and its neighbour the lower one.
STEPS = (
    Card("Ấp Phú Thành", "30", "58"),
    Card("Ấp Phước Hòa", "40", "47.5"),
    Card("Ấp Đắc Lực", "30", "40"),
    Card("Ấp Xây Cáp", "20", "30"),
)


def test_who_rises_to_a_higher_form_is_not_told_to_lose_the_lower_one(accounts, council):
    with accounts.app_context(), transaction():
        run = seal_year(hamlets={"Xã An Ninh": STEPS}, document=WITH_HIGHER).id
    text = text_of(council.get(f"/xep-hang/{run}/do-chac?type=hamlet"))
    higher, lower = "Bằng khen của Chủ tịch UBND tỉnh", "Giấy khen của Chủ tịch UBND huyện"
    assert f"{higher}: Ấp Phước Hòa lên từ hình thức thấp hơn; mất Ấp Phú Thành" in text
    assert f"{lower}: Ấp Phước Hòa lên hình thức cao hơn; phải bỏ phiếu: Ấp Phú Thành" in text
    assert f"lên {higher}: đề xuất 39" in text
    assert f"xuống {lower}: đề xuất 39" in text


def test_who_is_not_judged_is_counted_apart(council, run_id):
    assert "1 không được xét" in text_of(council.get(f"/xep-hang/{run_id}/do-chac?type=commune"))


def test_what_is_counted_is_what_the_documents_with_these_weights_give(accounts, close_run):
    """Every weighting is a criteria document; a dozen of them are evaluated whole, from the sealed inputs."""
    with accounts.app_context():
        run = list_runs()[0]
        columns = columns_of_run(run)
        was = columns.types["commune"]
        crowd = [evidence_of(json.loads(text)) for text in list_inputs(run.id, "commune")]
    rubric = columns.rubric.model_copy(update={"types": [was.kind]})
    drawn = draw_weightings(was.whole.parts.columns, count=12, spread=50, seed=3)
    rules = read_rules(rubric, was.kind, was.sealed.columns)
    counted = firmness(rules, was.sealed.columns.points["total"], was.whole.parts.columns, drawn)
    stays = np.zeros(len(crowd), dtype=int)
    for row in range(drawn.count):
        (other,) = evaluate(reweighted(rubric, drawn.counts_for(row)), crowd).types
        pairs = zip(told(was.sealed), told(other.recommendation), strict=True)
        stays += np.logical_and.reduce([np.equal(*pair).all(axis=0) for pair in pairs])
    assert counted.stays.tolist() == stays.tolist()
    assert stays.min() < drawn.count


def test_shares_on_the_page_are_those_of_the_run(council, accounts, close_run):
    found = found_of(accounts, "commune", "all")
    page = council.get(f"/xep-hang/{close_run}/do-chac?type=commune").text
    for name in (LAST, OUTSIDE, TIED):
        stays = int(found.found.stays[found.at(number_of(accounts, name))])
        said = ALWAYS if stays == 10_000 else f"<strong>{min(round(stays / 100), 99)} trên 100</strong>"
        row = page.partition(f">{name}</a>")[2].partition("</tr>")[0]
        assert said in row


def test_the_range_is_the_readers_choice_within_reason(council, run_id):
    wide = text_of(council.get(f"/xep-hang/{run_id}/do-chac?type=commune&range=50"))
    assert "đến 50%" in wide
    for wrong in ("99", "4", "x", "-20", "20.5", "٢٠"):
        page = council.get(f"/xep-hang/{run_id}/do-chac", query_string={"type": "commune", "range": wrong})
        assert "Biên độ là số nguyên từ 5 đến 50; đang dùng 20." in text_of(page)


def test_the_seed_is_that_of_the_seal_and_shown(council, accounts, run_id):
    with accounts.app_context():
        run = list_runs()[0]
        assert seed_of(run) == int.from_bytes(bytes.fromhex(run.result_sha256)[:8])
        seed = str(seed_of(run))
    assert seed in text_of(council.get(f"/xep-hang/{run_id}/do-chac?type=commune"))


def test_all_who_compete_for_a_place_are_tried_together(accounts, run_id):
    """The higher award of the hamlets is one for all communes: no group of hamlets stands alone."""
    with accounts.app_context():
        keys = list(columns_of_run(list_runs()[0]).types["hamlet"].sealed.standing.groups.labels)
    rows = [len(found_of(accounts, "hamlet", "/".join(key)).rows) for key in keys]
    assert rows == [len(HAMLETS) + 2] * len(keys)


def test_why_says_how_firm_the_result_is(council, accounts, run_id):
    page = council.get(f"/xep-hang/{run_id}/{number_of(accounts, TIED)}")
    panel = text_of(page).partition(PANEL)[2]
    assert "cách cân điểm" in panel
    assert f"/xep-hang/{run_id}/do-chac?type=commune" in page.text
    assert page_faults(page.text) == []


def test_where_it_takes_long_only_who_asks_is_told(council, accounts, run_id, monkeypatch):
    monkeypatch.setattr(firm, "CARDS_AT_ONCE", 1)
    address = f"/xep-hang/{run_id}/{number_of(accounts, LAST)}"
    assert f'data-piece="{address}/do-chac"' in council.get(address).text
    piece = council.get(f"{address}/do-chac", headers={"Accept": "application/json"})
    assert "cách cân điểm" in piece.json["html"]
    assert "<html" not in piece.json["html"]
    whole = council.get(f"{address}/do-chac")
    assert "cách cân điểm" in text_of(whole)
    assert page_faults(whole.text) == []


def test_where_many_compete_fewer_weightings_are_tried_and_no_criterion_is_left_out(
    council, run_id, monkeypatch
):
    monkeypatch.setattr(firm, "CARDS", 1)
    monkeypatch.setattr(firm, "TOTALS", 8_000)
    text = text_of(council.get(f"/xep-hang/{run_id}/do-chac?type=commune&range=15"))
    assert "Đã thử 1.000 cách cân điểm hợp lý" in text
    assert "quá nhiều để chấm lại từng tiêu chí" in text


@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.COMMUNE, RoleCode.ADMIN])
def test_who_may_not_see_grounds_is_not_told(accounts, client_as, run_id, role):
    if role is not RoleCode.ADMIN:
        act_for(accounts, "xa" if role is RoleCode.COMMUNE else "ap", LAST)
    client = client_as(role)
    number = number_of(accounts, LAST)
    assert client.get(f"/xep-hang/{run_id}/do-chac").status_code == 403
    assert client.get(f"/xep-hang/{run_id}/{number}/do-chac").status_code == 403
    assert PANEL not in client.get(f"/xep-hang/{run_id}/{number}").text


@pytest.mark.parametrize(
    "address",
    [
        "9999/do-chac",
        "{run}/do-chac?type=nobody",
        "{run}/do-chac?type=commune&group=none",
        "{run}/9999/do-chac",
    ],
)
def test_what_is_not_there_is_said(council, run_id, address):
    assert council.get(f"/xep-hang/{address.format(run=run_id)}").status_code == 404
