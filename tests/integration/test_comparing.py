"""Participants side by side: what the page shows and refuses."""

import pytest
from sqlalchemy import select

from awards.models import RunResult
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from tests.sealed_year import COMMUNES, Card, seal_year


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year(COMMUNES, {"Xã An Ninh": [Card("Ấp Phước Hòa", "38", "55")]}).id


@pytest.fixture
def number(accounts, run_id):
    def find(name):
        with accounts.app_context():
            return db.session.scalar(select(RunResult.participant_id).where(RunResult.name == name))

    return find


@pytest.fixture
def council(client_as):
    return client_as(RoleCode.COUNCIL)


def text_of(page):
    return " ".join(page.text.split())


def compare(client, run_id, *ids):
    return client.get(f"/xep-hang/{run_id}/so-sanh?" + "&".join(f"chon={one}" for one in ids))


def test_two_stand_side_by_side_and_what_parts_them_is_told(council, run_id, number):
    page = text_of(compare(council, run_id, number("Xã Hồ Đắc Kiện"), number("Xã Phú Tâm")))
    assert (
        "Xã Hồ Đắc Kiện và Xã Phú Tâm khác nhau nhiều nhất ở: <strong>I.1</strong> (38,00 và 36,00)" in page
    )
    assert '<strong>38,00</strong><span class="visually-hidden"> cao nhất</span>' in page
    assert page.index("94,70") < page.index("91,80")


def test_equals_have_no_highest(council, run_id, number):
    page = text_of(compare(council, run_id, number("Xã An Ninh"), number("Xã Phú Tân")))
    assert "cao nhất</span>" not in page
    assert "khác nhau nhiều nhất" not in page


def test_one_alone_offers_the_others(council, run_id, number):
    page = text_of(compare(council, run_id, number("Xã An Ninh")))
    assert f'<option value="{number("Xã Phú Tân")}">Xã Phú Tân</option>' in page


def test_different_types_too_many_and_strangers_are_refused_with_words(council, run_id, number):
    mixed = compare(council, run_id, number("Xã An Ninh"), number("Ấp Phước Hòa"))
    assert "Chỉ so sánh được những người cùng một bảng tiêu chí" in text_of(mixed)
    many = compare(council, run_id, *(number(card.name) for card in COMMUNES[:5]))
    assert "Mỗi lần so sánh nhiều nhất 4" in text_of(many)
    assert compare(council, run_id, 999_999).status_code == 404
    assert compare(council, run_id).status_code == 404


def test_units_do_not_read_the_criteria_of_others_there(client_as, run_id, number):
    assert compare(client_as(RoleCode.COMMUNE), run_id, number("Xã An Ninh")).status_code == 403


def test_rows_of_the_board_are_ticked_by_who_may_compare(client_as, council, run_id, number):
    assert (
        f'name="chon" value="{number("Xã An Ninh")}" form="so-sanh"'
        in council.get(f"/xep-hang/{run_id}").text
    )
    assert "so-sanh" not in client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}").text
