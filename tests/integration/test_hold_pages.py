"""The pages of holds and exclusions, and where other pages lead to them and to what the council decided."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from council.models import CouncilSession
from council.queries import load_session
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.models import MovementYear, Stage, StageCode
from movements.queries import find_current_year
from scorecards.models import Scorecard
from tests.council import open_council, question_about
from tests.deciding import decide_rest, reload, seal
from tests.factories import NOW
from tests.holding import card_of, set_ground
from tests.integration.test_holds import PDF
from verification.models import Mark

FIRST, HELD = "Xã Hồ Đắc Kiện", "Xã Phú Tâm"
FACTS = {"code": "KN", "ground": "Đơn tố cáo ngày 03/12", "paper": "112/QĐ-TTr", "paper_date": "2024-01-15"}


@pytest.fixture
def sitting(accounts):
    """The number of a session that sits."""
    with accounts.app_context(), transaction():
        return open_council().id


@pytest.fixture
def sealed(accounts, sitting):
    """The same, sealed."""
    with accounts.app_context(), transaction():
        seal(decide_rest(reload(load_session(sitting))))
    return sitting


def number_of(app, name):
    with app.app_context():
        return card_of(name).id


def run_of(app, session_id):
    with app.app_context():
        session = db.session.get_one(CouncilSession, session_id)
        return session.run_id, session.movement_year_id


def test_the_office_lays_a_ground_with_its_paper_and_lifts_it(accounts, client_as, sitting):
    office, card = client_as(RoleCode.OFFICE), number_of(accounts, FIRST)
    _run, year = run_of(accounts, sitting)
    assert FIRST in office.get(f"/chua-xet/them?nam={year}&tim=hồ đắc").text
    address = f"/chua-xet/them?phieu={card}"
    page = office.get(address).text
    assert "Ghi bây giờ thì" in page
    assert "đang họp" in page
    empty = office.post(address, data={})
    assert empty.status_code == 422
    assert "Chọn căn cứ." in empty.text
    file = {"file": (BytesIO(PDF), "Quyết định.pdf")}
    laid = office.post(address, data=FACTS | file, content_type="multipart/form-data")
    page = office.get(laid.location).text
    for words in ("Đơn tố cáo ngày 03/12", "112/QĐ-TTr", "15/01/2024", "Quyết định.pdf"):
        assert words in page
    answer = office.get(f"{laid.location}/tep/1")
    assert answer.data == PDF
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert office.get(f"{laid.location}/tep/2").status_code == 404
    assert FIRST in office.get(f"/chua-xet?nam={year}").text
    item = client_as(RoleCode.COUNCIL).get(f"/phien-hop/{sitting}").text
    assert "ghi chưa xét sau lần đánh giá" in item
    lifted = office.post(f"{laid.location}/go", data={"ground": "Đơn sai sự thật"})
    assert "Đơn sai sự thật" in office.get(lifted.location).text
    with accounts.app_context():
        assert db.session.get_one(Scorecard, card).holds == []


def test_barring_takes_a_tick_on_this_page_too(accounts, client_as, sitting):
    office, card = client_as(RoleCode.OFFICE), number_of(accounts, FIRST)
    address, data = f"/chua-xet/them?phieu={card}", FACTS | {"code": "LT"}
    refused = office.post(address, data=data)
    assert refused.status_code == 422
    assert "Đơn tố cáo ngày 03/12" in refused.text
    assert office.post(address, data=data | {"sure": "y"}).status_code == 302


def test_others_read_the_list_or_nothing(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        mark = set_ground(FIRST, stands=True, actor=SYSTEM).id
    council = client_as(RoleCode.COUNCIL)
    page = council.get(f"/chua-xet/{mark}").text
    assert "Đơn tố cáo ngày 03/12" in page
    assert f"/chua-xet/{mark}/go" not in page
    for address in (f"/chua-xet/{mark}/go", "/chua-xet/them"):
        assert council.get(address).status_code == 403
    unit = client_as(RoleCode.UNIT)
    assert unit.get(f"/chua-xet/{mark}").status_code == 403
    assert council.get(f"/chua-xet/{mark + 999}").status_code == 404
    with accounts.app_context():
        assert db.session.get_one(Mark, mark).stands


def test_after_the_seal_every_page_leads_to_what_was_decided(accounts, client_as, sealed):
    run, year = run_of(accounts, sealed)
    result = f"/phien-hop/{sealed}/ket-qua"
    with accounts.app_context():
        held = card_of(HELD).participant_id
    clerk = client_as(RoleCode.CLERK)
    for address in ("/", "/phien-hop", f"/xep-hang/{run}", f"/xep-hang/{run}/{held}"):
        assert result in clerk.get(address).text, address
    page = clerk.get(f"/xep-hang/{run}/{held}").text
    assert "giữ suất Giấy khen" in page
    assert "Hiện có căn cứ chưa xét" in page
    board = clerk.get(f"/xep-hang/{run}").text
    assert "tặng Giấy khen" in board
    assert "Hiện còn chưa xét:" in clerk.get(result).text
    with accounts.app_context(), transaction():
        set_ground(HELD, stands=False, actor=SYSTEM)
    page = client_as(RoleCode.OFFICE).get(result).text
    assert f"/phien-hop/moi?loai=supplementary&amp;nam={year}" in page


def test_units_read_the_decision_once_the_time_for_it_has_come(accounts, client_as, sealed):
    run, year = run_of(accounts, sealed)
    unit = client_as(RoleCode.UNIT)
    assert "Hội đồng đã quyết định" not in unit.get(f"/xep-hang/{run}").text
    with accounts.app_context(), transaction():
        opens, closes = NOW + timedelta(days=20), NOW + timedelta(days=30)
        db.session.add(
            Stage(movement_year_id=year, code=StageCode.DECISION, opens_at=opens, closes_at=closes)
        )
    page = unit.get(f"/xep-hang/{run}").text
    assert "tặng Giấy khen" in page
    assert f"/phien-hop/{sealed}/ket-qua" not in page


def test_a_second_session_of_a_year_is_proposed_as_supplementary(accounts, client_as, sealed):
    office = client_as(RoleCode.OFFICE)
    run, _year = run_of(accounts, sealed)
    page = office.get("/phien-hop/moi").text
    (chosen,) = re.findall(r'<input[^>]*name="kind"[^>]*>', page)[1:]
    assert "checked" in chosen
    assert 'value="supplementary"' in chosen
    assert "Phiên họp bổ sung" in page
    assert "năm 2024" in page
    data = {"title": "Phiên", "meets_at": "14:00 10/12/2024", "place": "P1", "kind": "regular", "run_id": run}
    refused = office.post("/phien-hop/moi", data=data)
    assert refused.status_code == 422
    assert "Năm này đã có phiên họp thứ 1 chốt rồi" in refused.text
    made = office.post("/phien-hop/moi", data=data | {"kind": "supplementary"})
    page = office.get(made.location).text
    assert "Còn chưa xét được" in page
    assert HELD in page
    assert office.post("/phien-hop/moi", data=data | {"again": "y"}).status_code == 302


# In front of the vote


def hands_path(app, session_id, *names):
    with app.app_context():
        session = db.session.get_one(CouncilSession, session_id)
        numbers = [question_about(session, name).id for name in names]
    return f"/phien-hop/{session_id}/gio-tay?" + "&".join(f"cau={one}" for one in numbers), numbers


def test_hands_warn_of_a_hold_laid_after_the_run_and_leave_it_out_of_the_bulk(accounts, client_as, sitting):
    office = client_as(RoleCode.OFFICE)
    path, (whole, held) = hands_path(accounts, sitting, "Thông qua kết quả", FIRST)
    before = office.get(path).text
    assert f'value="{held}" checked' in before
    with accounts.app_context(), transaction():
        set_ground(FIRST, stands=True)
    page = office.get(path).text
    assert f'value="{whole}" checked' in page
    assert f'value="{held}" checked' not in page
    assert "Không chọn sẵn" in page
    assert "Không quyết định tặng khi chưa gỡ" in page
    alone = office.get(hands_path(accounts, sitting, FIRST)[0]).text
    assert "Không quyết định tặng khi chưa gỡ" in alone


def test_hands_without_a_question_keep_what_was_said(accounts, client_as, sitting):
    office = client_as(RoleCode.OFFICE)
    path, (whole, _other) = hands_path(accounts, sitting, "Thông qua kết quả", FIRST)
    with accounts.app_context():
        members = db.session.get_one(CouncilSession, sitting).members
        said = {f"v-{one.id}": "disagree" for one in members if one.votes}
    page = office.post(path, data=said)
    assert page.status_code == 422
    assert "Chọn ít nhất một câu hỏi." in page.text
    assert len(re.findall(r'value="disagree" checked', page.text)) == len(said)
    assert f'value="{whole}"' in page.text


def test_the_pages_of_holds_open_on_the_year_of_the_session(accounts, client_as, sitting):
    _run, year = run_of(accounts, sitting)
    with accounts.app_context(), transaction():
        sample = db.session.get_one(MovementYear, year)
        later = MovementYear(movement_id=sample.movement_id, year=sample.year + 1)
        db.session.add(later)
        db.session.flush()
        assert find_current_year(now()).id == later.id
    office = client_as(RoleCode.OFFICE)
    assert f'<option value="{year}" selected>' in office.get("/chua-xet").text
    assert f'name="nam" value="{year}"' in office.get("/chua-xet/them").text


def test_a_session_leads_straight_to_laying_a_hold_on_one_of_its_cases(accounts, client_as, sitting):
    office, (_run, year) = client_as(RoleCode.OFFICE), run_of(accounts, sitting)
    with accounts.app_context():
        question = question_about(db.session.get_one(CouncilSession, sitting), FIRST)
        item, participant = question.item_id, question.candidates[0].participant_id
    place = f"/phien-hop/{sitting}/noi-dung/{item}"
    link = f"/chua-xet/them?nam={year}&amp;ai={participant}"
    assert link in office.get(place).text
    assert link not in client_as(RoleCode.COUNCIL).get(place).text
    form = office.get(link.replace("&amp;", "&"))
    assert FIRST in form.text
    laid = office.post(link.replace("&amp;", "&"), data=FACTS)
    assert FIRST in office.get(laid.location).text
    assert office.get(f"/chua-xet/them?nam={year}&ai=987654").status_code == 404
