"""The papers of points of a sealed run: the table of a group, the ranking, the reasons."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from authorities.loading import load_facts_of_district, load_national_facts
from awards.queries import Selection
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from documents.dossier import dossier_of
from documents.drafting import kind_of
from documents.frames import frame_of
from documents.group_points import rows_of
from documents.issuing import is_long, print_paper
from documents.materials import load
from foundation.errors import NotFound
from foundation.papers.rendering import render
from foundation.permissions import SYSTEM, RoleCode
from tests.council import open_council
from tests.deciding import decide_rest, seal
from tests.factories import NOW
from tests.ranking_pages import HAMLETS
from tests.sealed_year import Card, seal_year

DAY = date(2024, 12, 18)
LONG = "Ấp có một cái tên rất dài do hợp nhất từ nhiều ấp cũ nên phải ghi đủ O'Brien"


@pytest.fixture
def run(context):
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)
    return seal_year(hamlets={"Xã An Ninh": [*HAMLETS, Card(LONG, "20", "30")]})


def made(code, key, **texts):
    kind, material = kind_of(code), load(key)
    frame = frame_of(kind, {"texts": texts}, day=DAY, signed_on=DAY, paper=None)
    snapshot = kind.build(material, frame)
    return snapshot, render(kind.template, snapshot)


def hamlets(run):
    facts = facts_of(run_line_of(run.id))
    return f"group:{run.id}:hamlet:{next(iter(facts.types['hamlet'].groups))}"


def test_a_group_has_the_points_that_were_sealed(run):
    summary, html = made("group_summary", hamlets(run))
    first = summary.members[0]
    assert (first.place, first.name, first.total) == ("1", "Ấp Phước Hòa", Decimal(93))
    by_column = dict(zip([one.code for one in summary.columns], first.points, strict=True))
    assert (by_column["I"], by_column["II"]) == (Decimal(38), Decimal(55))
    assert "Bảng này có 04 đơn vị" in html


def test_who_is_not_scored_has_no_points_in_a_group(run):
    summary, _html = made("group_summary", hamlets(run))
    unscored = next(one for one in summary.members if one.name == "Ấp Xây Đá")
    assert (unscored.place, unscored.remark) == ("–", "Chưa chấm đủ")
    assert None in unscored.points


def test_a_long_name_stands_whole_in_its_cell(run):
    _summary, html = made("group_summary", hamlets(run))
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(BytesIO(print_paper(html))).pages).split())
    assert LONG in text, text[text.index("Hạng") :]


def test_a_group_that_is_not_there_is_told(run):
    with pytest.raises(NotFound):
        load(f"group:{run.id}:hamlet:khong-co")


def test_a_ranking_has_the_order_ties_and_quota_line_of_the_screen(run):
    ranking, html = made("ranking", f"run:{run.id}", types="commune")
    (group,) = ranking.groups
    rows = list(rows_of(facts_of(run_line_of(run.id)), Selection("commune")))
    assert [(one.name, one.verified_points) for one in group.rows] == [(one.name, one.total) for one in rows]
    assert [one.place for one in group.rows if one.name in ("Xã An Ninh", "Xã Phú Tân")] == [
        "Đồng hạng 4"
    ] * 2
    assert "4 suất" in group.note
    assert sum(bool(one.line) for one in group.rows) == 1
    assert "Vạch chỉ tiêu" in html
    assert "Đề xuất" in html


def test_a_ranking_is_of_collectives_unless_others_are_chosen(run):
    ranking, _html = made("ranking", f"run:{run.id}")
    assert {one.name.split(",")[0] for one in ranking.groups} == {"Xã", "Ấp"}


def test_after_the_council_a_ranking_says_what_was_decided(run):
    session = seal(decide_rest(open_council(run=run)))
    ranking, html = made("ranking", f"run:{run.id}", types="commune")
    assert session.seal
    assert ranking.decided
    assert "Hội đồng quyết định" in html
    assert any(one.outcome.startswith("Tặng Giấy khen") for group in ranking.groups for one in group.rows)
    assert not any(one.line for group in ranking.groups for one in group.rows)


def test_reasons_are_of_the_proposed_or_of_a_whole_group(run):
    proposed, html = made("reasons", f"run:{run.id}")
    names = [one.name for one in proposed.entries]
    assert any(name.startswith("Xã Hồ Đắc Kiện") for name in names)
    assert not any(name.startswith("Xã An Hiệp") for name in names)
    assert "Xã Phú Tâm" in html
    whole, _html = made("reasons", f"run:{run.id}", whom=hamlets(run).replace(f"group:{run.id}:", "type:"))
    assert len(whole.entries) == 4


def test_many_reasons_are_printed_in_the_background(context):
    assert is_long('<p class="reason">x</p>' * 301)
    assert not is_long('<p class="reason">x</p>' * 30)


def test_the_dossier_offers_the_papers_of_the_run(run):
    offered = {line.kind.code for part in dossier_of(run.movement_year) for line in part.lines}
    assert {"ranking", "reasons"} <= offered


def test_a_unit_draws_no_papers(client_as):
    client = client_as(RoleCode.UNIT)
    assert client.get("/van-ban/lap?loai=ranking&nguon=run:1").status_code == 403
