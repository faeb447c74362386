"""The scorecard page, with and without a script, as its unit, as others, after the deadline."""

import json
from datetime import UTC, datetime

import pytest

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.services import open_scorecard, save_entry
from tests.district import make_commune, make_year
from tests.factories import NOW
from tests.year import COUNCIL, GROUP, OFFICE, SELF, enter, publish

PAIR = {"numerator": "20", "denominator": "30"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    for module in ("entry_views", "submitting_views"):
        monkeypatch.setattr(f"scorecards.{module}.now", lambda: NOW)


@pytest.fixture
def card(accounts):
    """The open scorecard of a commune for which the sample account of communes acts, and its number."""
    with accounts.app_context(), transaction():
        year = make_year()
        publish(year)
        commune = make_commune()
        user = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=user.id, participant_id=commune.id, since=NOW))
        return open_scorecard(actor=SYSTEM, movement_year=year, participant=commune, now=NOW).id


def entries(app, card, level=SELF):
    with app.app_context():
        found = [one for one in db.session.get(Scorecard, card).assessments if one.level is level]
        return dict(found[0].entries) if found else {}


def change(app, card, **values):
    with app.app_context(), transaction():
        for name, value in values.items():
            setattr(db.session.get(Scorecard, card), name, value)


def whole(**fields):
    """A form as the page sends it; bases say that nothing was stored."""
    bases = {f"b-{code}": "null" for code in ("A", "B")} | {f"nb-{code}": "" for code in ("A", "B")}
    return bases | {name.replace("_", "-"): text for name, text in fields.items()}


def post_json(client, path, body):
    headers = {"X-CSRFToken": client._token(), "Accept": "application/json"}
    return client.open(path, method="POST", json=body, headers=headers)


def asked(code="A", text="50", base=None, **values):
    return {
        "code": code,
        "fields": {f"e-{code}": text, f"n-{code}": ""},
        "base": base,
        "note_base": "",
    } | values


def test_the_unit_goes_straight_into_its_one_scorecard(card, client_as):
    client = client_as(RoleCode.COMMUNE)
    response = client.get("/cham-diem")
    assert response.location == f"/phieu/{card}"
    page = client.get(response.location).text
    assert "Hạn nộp" in page
    assert "còn 3 ngày" in page
    assert "Chấm theo mức độ, từ 0 đến 60 điểm, mỗi bước 0,5 điểm." in page
    assert "Cơ quan thẩm định nhập khi thẩm định; đơn vị không phải nhập." in page
    assert "Còn 90 điểm chưa nhập, 10 điểm do cơ quan thẩm định chấm." in page


def test_the_deadline_stands_where_no_save_replaces_it(card, client_as):
    client = client_as(RoleCode.COMMUNE)
    page = client.get(f"/phieu/{card}").text
    tally, bar = page.split('<aside class="tally')[1], page.split('<aside class="runbar"')[1]
    assert "còn 3 ngày" in tally.split('id="tally"')[0]
    assert "còn 3 ngày" in bar.split('id="bar"')[0]
    parts = post_json(client, f"/phieu/{card}/muc", asked()).json["parts"]
    assert "còn 3 ngày" not in parts["tally"] + parts["bar"]


def test_the_page_leads_to_its_form_as_a_spreadsheet(card, client_as):
    client = client_as(RoleCode.COMMUNE)
    page = client.get(f"/phieu/{card}").text
    assert f'href="/bieu-mau/phieu/{card}.xlsx"' in page
    assert 'href="/bieu-mau/nhan"' in page
    assert client.get(f"/bieu-mau/phieu/{card}.xlsx").status_code == 200
    reader = client_as(RoleCode.OFFICE).get(f"/phieu/{card}").text
    assert f'href="/bieu-mau/phieu/{card}.xlsx"' in reader
    assert 'href="/bieu-mau/nhan"' not in reader


def test_the_page_leads_to_the_criteria_it_is_judged_by(card, client_as, accounts):
    with accounts.app_context():
        number = db.session.get(Scorecard, card).criteria_set_id
    client = client_as(RoleCode.COMMUNE)
    address = f"/bo-tieu-chi/{number}?type=commune"
    assert f'href="{address}"' in client.get(f"/phieu/{card}").text
    assert "Mục A" in client.get(address).text


def test_a_unit_without_a_card_opens_it(accounts, client_as):
    with accounts.app_context(), transaction():
        publish(make_year())
        commune = make_commune()
        user = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=user.id, participant_id=commune.id, since=NOW))
        number = commune.id
    client = client_as(RoleCode.COMMUNE)
    assert "Lập phiếu" in client.get("/cham-diem").text
    response = client.post(f"/cham-diem/{number}")
    assert client.get(response.location).status_code == 200
    assert client.post("/cham-diem/999").status_code == 404


def test_the_whole_form_is_saved_without_a_script(card, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    sent = whole(e_A="50,5", e_B_numerator="20", e_B_denominator="30", n_A="Đã đối chiếu")
    response = client.post(f"/phieu/{card}", data=sent, follow_redirects=True)
    assert "Đã lưu 2 tiêu chí." in response.text
    assert 'value="50,5"' in response.text
    assert "70,50 <small>/ 90 đã nhập</small>" in response.text
    assert entries(accounts, card) == {"A": "50.5", "B": PAIR}


def test_what_is_wrong_is_told_all_at_once_and_stays_as_typed(card, client_as, accounts):
    sent = whole(e_A="nhiều", e_B_numerator="20", e_B_denominator="")
    response = client_as(RoleCode.COMMUNE).post(f"/phieu/{card}", data=sent)
    assert response.status_code == 422
    assert "Còn 2 chỗ cần xem lại." in response.text
    assert "không phải là số" in response.text
    assert 'value="nhiều"' in response.text
    assert entries(accounts, card) == {"A": "nhiều", "B": {"numerator": "20"}}


def test_a_text_too_long_stays_on_the_page_and_holds_up_nothing_else(card, client_as, accounts):
    response = client_as(RoleCode.COMMUNE).post(
        f"/phieu/{card}", data=whole(e_A="9" * 201, e_B_numerator="20", e_B_denominator="30")
    )
    assert response.status_code == 422
    assert "9" * 201 in response.text
    assert entries(accounts, card) == {"B": PAIR}


def test_somebody_elses_change_is_shown_beside_ones_own(card, client_as, accounts):
    with accounts.app_context(), transaction():
        save_entry(actor=SYSTEM, scorecard_id=card, level=SELF, code="A", raw="48", now=NOW)
    client = client_as(RoleCode.COMMUNE)
    response = client.post(f"/phieu/{card}", data=whole(e_A="50"))
    assert response.status_code == 409
    assert "Đang lưu: 48" in response.text
    assert "Bạn nhập: 50" in response.text
    assert entries(accounts, card) == {"A": "48"}
    again = client.post(f"/phieu/{card}", data=whole(e_A="50") | {"b-A": json.dumps("48")})
    assert again.status_code == 302
    assert entries(accounts, card) == {"A": "50"}


def test_after_the_deadline_nothing_is_saved_and_nothing_typed_is_lost(
    card, client_as, accounts, monkeypatch
):
    monkeypatch.setattr("scorecards.entry_views.now", lambda: datetime(2024, 11, 9, tzinfo=UTC))
    client = client_as(RoleCode.COMMUNE)
    response = client.post(f"/phieu/{card}", data=whole(e_A="50"))
    assert response.status_code == 409
    assert "Đã hết hạn" in response.text
    assert 'value="50"' in response.text
    assert "Đã hết hạn" in client.get(f"/phieu/{card}").text
    assert not entries(accounts, card)


def test_an_extension_is_shown_with_its_reason(card, client_as, accounts):
    change(accounts, card, extended_until=datetime(2024, 11, 20, tzinfo=UTC), extension_reason="Mưa lũ")
    page = client_as(RoleCode.COMMUNE).get(f"/phieu/{card}").text
    assert "Lý do: Mưa lũ" in page


def test_one_criterion_is_saved_and_answered_with_its_points(card, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    answer = post_json(client, f"/phieu/{card}/muc", asked(text="1.050,5")).get_json()
    assert "vượt điểm tối đa" in answer["fault"]
    assert (answer["entry"], answer["state"], answer["fault_id"]) == ("1050.5", "unread", "e-A")
    answer = post_json(client, f"/phieu/{card}/muc", asked(text="50.5", base="1050.5")).get_json()
    assert (answer["entry"], answer["shown"], answer["points"]) == ("50.5", "50,5", "50,50")
    assert answer["understood"] == "Hiểu là 50,5."
    assert answer["saved"] == "Đã lưu 08:41"
    assert answer["totals"]["text"] == "50,50 / 60 đã nhập"
    assert answer["missing"] == [{"code": "B", "name": "Mục B"}]
    assert "<b>50,50</b>" in answer["parts"]["gives-A"]
    assert {"tally", "bar", "live-A"} <= answer["parts"].keys()
    assert entries(accounts, card) == {"A": "50.5"}


def test_points_while_typing_are_computed_and_stored_nowhere(card, client_as, accounts):
    answer = post_json(client_as(RoleCode.COMMUNE), f"/phieu/{card}/muc", asked(save=False)).get_json()
    assert (answer["points"], answer["saved_at"], answer["saved"]) == ("50,00", None, "")
    assert not entries(accounts, card)


def test_a_script_hears_of_a_conflict_with_both_values(card, client_as, accounts):
    with accounts.app_context(), transaction():
        save_entry(actor=SYSTEM, scorecard_id=card, level=SELF, code="A", raw="48", now=NOW)
    response = post_json(client_as(RoleCode.COMMUNE), f"/phieu/{card}/muc", asked())
    told = response.get_json()
    assert response.status_code == 409
    assert (told["error"], told["theirs"], told["mine_shown"]) == ("conflict", "48", "50")
    assert (told["by"], told["at_shown"]) == ("Hệ thống", "08:41 05/11/2024")


def test_half_a_character_and_unseen_ones_do_not_hold_up_a_note(card, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    sent = asked() | {"fields": {"e-A": "50", "n-A": "Đã đối chiếu \ud83d\x00\x0b"}}
    answer = post_json(client, f"/phieu/{card}/muc", sent)
    assert (answer.status_code, answer.get_json()["note"]) == (200, "Đã đối chiếu")
    form = whole(e_A="50", n_A="Đã xem\x00 lại") | {"b-A": json.dumps("50"), "nb-A": "Đã đối chiếu"}
    assert client.post(f"/phieu/{card}", data=form).status_code == 302
    with accounts.app_context():
        assert db.session.get(Scorecard, card).assessments[0].notes["A"] == "Đã xem lại"


@pytest.mark.parametrize(
    "fields", [{"r-A": ["x"]}, {"n-A": ["x"]}, {"e-A": {"x": "1"}}, {"n-A": None, "e-A": 5}, {"\ud83d": "x"}]
)
def test_fields_of_a_wrong_shape_are_left_out(card, client_as, accounts, fields):
    client = client_as(RoleCode.COMMUNE)
    first = asked() | {"fields": {"e-A": "50", "n-A": "Đã đối chiếu"}}
    post_json(client, f"/phieu/{card}/muc", first)
    again = asked(base="50") | {"note_base": "Đã đối chiếu", "fields": {"e-A": "50"} | fields}
    assert post_json(client, f"/phieu/{card}/muc", again).status_code == 200
    with accounts.app_context():
        assert db.session.get(Scorecard, card).assessments[0].notes["A"] == "Đã đối chiếu"


def test_json_nested_without_end_is_refused(card, client_as):
    client = client_as(RoleCode.COMMUNE)
    headers = {"X-CSRFToken": client._token(), "Accept": "application/json"}
    body = '{"fields":' + "[" * 100_000 + "]" * 100_000 + "}"
    for path in (f"/phieu/{card}/muc",):
        answer = client.open(
            path, method="POST", data=body, headers=headers | {"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422)


def test_a_conflict_names_the_message_that_wrote_what_stands(card, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    figure, words = "a" * 32, "b" * 32
    post_json(client, f"/phieu/{card}/muc", asked(sent=figure))
    noted = asked(base="50", sent=words) | {"fields": {"e-A": "50", "n-A": "Đã đối chiếu"}}
    assert post_json(client, f"/phieu/{card}/muc", noted).status_code == 200
    other = asked(text="40", sent="c" * 32)
    assert post_json(client, f"/phieu/{card}/muc", other).get_json()["sent"] == figure
    other = asked(base="50", sent="d" * 32) | {"fields": {"e-A": "50", "n-A": "Khác"}}
    told = post_json(client, f"/phieu/{card}/muc", other).get_json()
    assert (told["field"], told["sent"]) == ("note", words)
    with accounts.app_context():
        entry = db.session.get(Scorecard, card).assessments[0].marks["A"]
        assert (entry["sent"], entry["note"]["sent"]) == (figure, words)
    assert post_json(client, f"/phieu/{card}/muc", asked(base="50", sent=["x"])).status_code == 409


@pytest.mark.parametrize(
    "body", [[], {}, {"code": "A"}, {"code": "Z", "fields": {}}, {"code": "C", "fields": {}}]
)
def test_a_request_that_cannot_be_understood_is_refused(card, client_as, body):
    assert post_json(client_as(RoleCode.COMMUNE), f"/phieu/{card}/muc", body).status_code == 422


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.COMMUNE, RoleCode.VERIFIER])
@pytest.mark.parametrize("level", [GROUP, OFFICE, COUNCIL])
def test_no_level_above_the_unit_is_written_from_the_units_page(card, client_as, accounts, level, role):
    client = client_as(role)
    for status in ScorecardStatus:
        change(accounts, card, status=status, submitted_at=NOW)
        for saving in (True, False):
            response = post_json(client, f"/phieu/{card}/muc", asked(level=level.value, save=saving))
            assert response.status_code in (404, 422), (status, response.text)
        client.post(f"/phieu/{card}", data=whole(e_A="50", level=level.value))
    assert not entries(accounts, card, level)


def test_the_units_own_level_is_written_by_the_unit_in_its_own_time_alone(card, client_as, accounts):
    for status in set(ScorecardStatus) - {ScorecardStatus.DRAFT, ScorecardStatus.RETURNED}:
        change(accounts, card, status=status, submitted_at=NOW)
        assert post_json(client_as(RoleCode.COMMUNE), f"/phieu/{card}/muc", asked()).status_code == 409
        assert post_json(client_as(RoleCode.OFFICE), f"/phieu/{card}/muc", asked()).status_code == 403
    assert not entries(accounts, card)


def test_anothers_card_is_not_there_whatever_the_request_says(card, client_as, accounts):
    client = client_as(RoleCode.UNIT)
    before = recorded(accounts, card)
    for body in ([], {"code": "Z", "fields": {}}, asked(level="office"), asked(user=0)):
        assert post_json(client, f"/phieu/{card}/muc", body).status_code == 404
    assert recorded(accounts, card) == before + 4


def recorded(app, card):
    with app.app_context():
        return sum(one.subject_id == str(card) for one in list_entries(limit=50))


def test_a_script_that_was_away_hears_what_stands(card, client_as, accounts):
    with accounts.app_context(), transaction():
        save_entry(actor=SYSTEM, scorecard_id=card, level=SELF, code="B", raw=PAIR, now=NOW)
    state = client_as(RoleCode.COMMUNE).get(f"/phieu/{card}/so-lieu").get_json()
    assert state["can_enter"]
    assert state["entries"] == {"B": PAIR}
    assert state["csrf"]


def test_those_who_only_read_see_every_level_side_by_side(card, client_as, accounts):
    with accounts.app_context(), transaction():
        scorecard = db.session.get(Scorecard, card)
        enter(scorecard, SELF, {"A": "50"})
        enter(scorecard, OFFICE, {"A": "47"}, A="Thiếu biên bản")
    page = client_as(RoleCode.OFFICE).get(f"/phieu/{card}").text
    assert "<form id=" not in page
    assert "<s>50</s>" in page
    assert "Lý do: Thiếu biên bản" in page


def test_another_units_card_does_not_exist(card, client_as):
    client = client_as(RoleCode.UNIT)
    assert client.get(f"/phieu/{card}").status_code == 404
    assert post_json(client, f"/phieu/{card}/muc", asked()).status_code == 404
    assert client.post(f"/phieu/{card}", data=whole(e_A="50")).status_code == 404


def test_the_office_sets_targets_and_a_page_without_any_says_so(card, client_as):
    page = client_as(RoleCode.OFFICE).get(f"/phieu/{card}/chi-tieu").text
    assert "không có chỉ tiêu nào giao riêng được" in page


def test_the_page_asks_as_many_statements_for_few_as_for_many(card, client_as, accounts):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    client = client_as(RoleCode.COMMUNE)
    seen = []
    listener = lambda *values: seen.append(values[2])  # noqa: E731
    event.listen(Engine, "before_cursor_execute", listener)
    try:
        client.get(f"/phieu/{card}")
    finally:
        event.remove(Engine, "before_cursor_execute", listener)
    assert len(seen) < 40, len(seen)
