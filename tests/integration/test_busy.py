"""Whose turn to write does not come: told calmly, nothing typed is lost, and the turn goes on to the next."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

import pytest

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from foundation import clock, write_turn
from foundation.database import db, transaction
from foundation.errors import Busy
from foundation.permissions import SYSTEM, RoleCode
from scorecards.models import Scorecard
from scorecards.services import save_entry
from tests.district import make_commune
from tests.verifying import NOW, SELF, SUBMITTED_AT, make_cluster, make_member, submit, verifying_year

SCRIPT = {"Accept": "application/json"}
FORM = {"Origin": "http://localhost"}


@pytest.fixture(autouse=True)
def _impatient(accounts, monkeypatch):
    with accounts.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL has no one turn to write")
    monkeypatch.setattr(write_turn, "PATIENCE", 0.1)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in ("verification.views", "verification.deed_views"):
        monkeypatch.setattr(f"{room}.now", lambda: NOW)
    monkeypatch.setattr("scorecards.entry_views.now", lambda: SUBMITTED_AT)


@pytest.fixture
def card(accounts):
    """The number of a scorecard that was handed in, of a unit for which the sample account acts."""
    with accounts.app_context(), transaction():
        unit = make_commune(cluster=make_cluster())
        made = submit(verifying_year(), unit)
        make_member(unit, username="xa.khac")
        return made.id


@contextmanager
def somebody_writes(app):
    """Another process at work, from its first write to the end of its transaction."""
    with app.app_context():
        path = Path(f"{db.engine.url.database}{write_turn.SUFFIX}")
    with path.open("wb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def test_a_form_whose_turn_does_not_come_is_shown_with_what_was_typed_and_sent_again(
    accounts, client_as, card
):
    office = client_as(RoleCode.OFFICE)
    address, typed = f"/tham-dinh/{card}", {"code": "I.2", "save": "1", "reason": "Theo biên bản số 4"}
    typed |= {"b-I.2": "null", "claim": '"2"', "e-I.2": "1"}
    with somebody_writes(accounts):
        answer = office.post(address, data=typed, headers=FORM)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Hệ thống đang bận" in answer.text
    assert "Theo biên bản số 4" in answer.text
    assert '<input type="hidden" name="code" value="I.2">' in answer.text
    assert "Gửi lại" in answer.text
    assert office.post(address, data=typed, headers=FORM).status_code == 302
    with accounts.app_context():
        (own,) = [one for one in db.session.get(Scorecard, card).assessments if one.level is not SELF]
        assert own.entries == {"I.2": "1"}


def test_a_password_is_never_shown_to_be_sent_again(accounts, client):
    with somebody_writes(accounts):
        answer = client.post("/dang-nhap", data={"name": "noivu", "password": "ChauThanh@2024"}, headers=FORM)
    assert answer.status_code == 503
    assert "ChauThanh@2024" not in answer.text
    assert "Gửi lại" not in answer.text


def test_the_page_of_a_scorecard_keeps_its_fields_and_a_script_is_told_when_to_try_again(
    accounts, client_as, card
):
    with accounts.app_context(), transaction():
        found = db.session.get(Scorecard, card)
        found.status = "draft"
        make_member_of(found, "xa")
    unit = client_as(RoleCode.COMMUNE)
    bases = {"b-II.1": '"30"', "nb-II.1": "", "e-II.1": "31,5", "n-II.1": ""}
    with somebody_writes(accounts):
        page = unit.post(f"/phieu/{card}", data=bases)
        script = unit.open(
            f"/phieu/{card}/muc",
            method="POST",
            json={"code": "II.1", "fields": {"e-II.1": "31,5"}, "base": "30"},
            headers=SCRIPT | {"X-CSRFToken": unit._token()},
        )
    assert (page.status_code, script.status_code) == (503, 503)
    assert 'value="31,5"' in page.text
    assert "Hệ thống đang bận" in page.text
    assert "Hệ thống đang bận" in script.json["message"]
    for answer in (page, script):
        assert int(answer.headers["Retry-After"]) > 0


def test_a_turn_that_nobody_waits_for_any_more_is_passed_on(accounts, card):
    with accounts.test_request_context("/"):
        with somebody_writes(accounts), pytest.raises(Busy), transaction():
            save(card, "28")
        with transaction():
            save(card, "29")
        assert db.session.get(Scorecard, card).assessments[0].entries["II.1"] == "29"


def save(card, figure):
    save_entry(actor=SYSTEM, scorecard_id=card, level=SELF, code="II.1", raw=figure, base="30", now=NOW)


def make_member_of(card, name):
    user = find_user_by_name(name)
    db.session.add(UnitMember(user_id=user.id, participant_id=card.participant_id, since=NOW))
