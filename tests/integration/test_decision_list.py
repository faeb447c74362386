"""The list of one issued decision: whom it commends, in the order of its annexes, and nobody else."""

from xml.etree import ElementTree as ET

import pytest

from council.result_queries import find_sealed
from documents.drafting import preview_html, remarks_of
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from foundation.errors import DomainError
from foundation.permissions import SYSTEM, RoleCode
from register.services import revoke, revoke_certificate
from tests.awarding import IN_DISTRICT, build_decision, build_session, draft, issued_decision, plain


@pytest.fixture
def session(app, ready):
    number = ready(build_session)
    with app.app_context():
        yield find_sealed(number)


@pytest.fixture
def decision(session):
    return issued_decision(session)


def list_of(decision, **texts):
    """The words of the list, and its rows: number and name."""
    paper = draft(f"decision:{decision.id}", "decision_list", texts=texts)
    html = preview_html(paper, IN_DISTRICT)
    cells = [
        [" ".join(cell.itertext()) for cell in row.findall("td")] for row in ET.fromstring(html).iter("tr")
    ]
    return plain(html), [(int(one[0]), one[1]) for one in cells if len(one) == 4]


def test_it_has_everybody_of_the_decision_in_its_order_and_refers_to_it(decision):
    said, rows = list_of(decision)
    given = [", ".join(filter(None, (one.name, one.address))) for one in decision.certificates]
    assert [name for _number, name in rows] == given
    assert [number for number, _name in rows] == list(range(1, len(given) + 1))
    assert "(Kèm theo Quyết định số 01/QĐ-UBND ngày 18 tháng 12 năm 2024 của Chủ tịch" in said
    assert "được tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện Châu Thành" in said
    assert "đề nghị" not in said.split("Danh sách này có")[0]
    assert "thời gian đạt thành tích: năm 2024./." in said


def test_who_lost_the_award_since_is_left_out_and_counted_but_not_named(decision):
    gone = decision.certificates[1]
    _said, before = list_of(decision)
    revoke_certificate(actor=SYSTEM, certificate=gone, reason="Kê khai sai.", now=IN_DISTRICT)
    said, rows = list_of(decision)
    assert [name for _number, name in rows] == [name for _number, name in before if gone.name not in name]
    assert "Không ghi 01 trường hợp đã hủy bỏ khen thưởng./." in said
    assert gone.name not in said


def test_it_takes_its_number_in_the_series_of_the_lists(session, decision):
    whole = draft(f"session:{session.id}", "commendation_list")
    take_number(actor=SYSTEM, paper=whole, now=IN_DISTRICT)
    enter_file(actor=SYSTEM, paper=words_of(whole.id), now=IN_DISTRICT)
    own = draft(f"decision:{decision.id}", "decision_list")
    take_number(actor=SYSTEM, paper=own, now=IN_DISTRICT)
    assert [(one.number, one.symbol) for one in (whole, own)] == [(1, "DS-HĐTĐKT"), (2, "DS-HĐTĐKT")]


def test_only_a_decision_that_stands_has_a_list(session, decision):
    waiting = draft(f"session:{session.id}")
    early = draft(f"decision:{waiting.id}", "decision_list")
    late = draft(f"decision:{decision.id}", "decision_list")
    revoke(actor=SYSTEM, paper=decision, reason="Sai thẩm quyền.", now=IN_DISTRICT)
    for one in (early, late):
        (told,) = remarks_of(one, IN_DISTRICT)
        assert "chưa phát hành hoặc không còn hiệu lực" in told
        with pytest.raises(DomainError, match=r"chưa phát hành|đã thu hồi"):
            take_number(actor=SYSTEM, paper=one, now=IN_DISTRICT)


def test_a_decision_is_read_back_as_it_was_written(decision):
    read = load(f"decision:{decision.id}").content
    assert [one.award for one in read.lines] == [one.award_name for one in decision.certificates]
    assert all(row.points for part in read.parts for group in part.groups
               for subgroup in group.subgroups for row in subgroup.rows)  # fmt: skip


def test_the_clerk_finds_it_beside_the_certificates_of_the_decision(accounts, ready, client_as):
    issued = ready(build_decision)
    clerk = client_as(RoleCode.CLERK)
    address = f"/van-ban/lap?loai=decision_list&amp;nguon=decision:{issued}"
    assert address in clerk.get(f"/van-ban/{issued}").text
    page = clerk.get(address.replace("&amp;", "&")).text
    assert "Danh sách khen thưởng theo quyết định" in page
    assert "Tất cả, theo thứ bậc" in page
