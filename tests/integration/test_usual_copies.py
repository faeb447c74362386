"""To whom tables and units' papers go: by the area and the tier of who issues on the day, unless changed."""

from datetime import date

import pytest

from documents.drafting import kind_of, plan_of
from documents.kinds import list_kinds
from documents.materials import load
from documents.usual_words import usual_of
from tests.papers import DAY, LATER, load_facts
from tests.sealed_year import COMMUNES, seal_year

IN_COMMUNES = date(2025, 8, 20)


@pytest.fixture
def run(context):
    load_facts()
    return seal_year(COMMUNES)


@pytest.mark.parametrize(
    ("code", "district", "commune"),
    [
        (
            "ranking",
            ("Thành viên Hội đồng TĐKT huyện", "Các đơn vị tham gia", "Lưu: VT, PNV"),
            ("Thành viên Hội đồng TĐKT xã", "Các đơn vị tham gia"),
        ),
        (
            "reasons",
            ("Thành viên Hội đồng TĐKT huyện", "Lưu: VT, PNV"),
            ("Thành viên Hội đồng TĐKT xã",),
        ),
    ],
)
def test_copies_follow_the_tier_of_the_day(run, code, district, commune):
    kind, material = kind_of(code), load(f"run:{run.id}")
    assert usual_of(kind, material, DAY, "").recipients == district
    later = usual_of(kind, material, IN_COMMUNES, "xã Phú Tâm").recipients
    assert later[:-1] == commune
    assert later[-1].startswith("Lưu: VT, ")


def test_a_draft_whose_day_moves_to_the_communes_goes_to_their_bodies_unless_the_clerk_wrote_others(run):
    kind, material = kind_of("ranking"), load(f"run:{run.id}")
    usual = list(usual_of(kind, material, DAY, "").recipients)
    entered = {"texts": {}, "recipients": usual, "area": "xã Phú Tâm"}
    later = LATER.replace(year=2025, month=9)
    moved = plan_of(kind, material, entered, signed_on=IN_COMMUNES, now=later)
    assert moved.particulars["recipients"][0] == "Thành viên Hội đồng TĐKT xã"
    own = entered | {"recipients": ["Đảng ủy xã", "Lưu: VT"]}
    assert plan_of(kind, material, own, signed_on=IN_COMMUNES, now=later).particulars["recipients"] == [
        "Đảng ủy xã",
        "Lưu: VT",
    ]


def test_no_kind_of_paper_names_its_recipients_whatever_the_tier():
    fixed = [kind.code for kind in list_kinds() if kind.signed and kind.recipients and kind.usual is None]
    assert fixed == []
