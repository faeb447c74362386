"""The second step of signing in: set up, proved, required, turned off, reset, and all of it recorded."""

import re
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from passlib.totp import TOTP
from pypdf import PdfReader

from accounts import second_step, two_factor, two_factor_pages, views
from accounts import two_factor_secrets as codes
from accounts.queries import find_user_by_name
from accounts.sample import SAMPLE_PASSWORD
from accounts.throttling import FAILURES_PER_NAME_AND_ADDRESS
from config import Settings
from foundation import clock
from foundation.access import TWO_FACTOR_ROLES
from foundation.database import db, transaction
from foundation.errors import DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries, list_entries_of
from tests.factories import NOW, PASSWORD, make_user
from tests.page_client import PageClient

HERE = "10.0.0.1"
SET_UP = "/tai-khoan/hai-buoc/thiet-lap"


def code_at(secret: str, at=None) -> str:
    return TOTP(secret).generate(time=at or clock.now()).token


@pytest.fixture
def person(context):
    with transaction():
        return make_user(username="noivu")


@pytest.fixture
def secured(person):
    """A person whose phone was set up at NOW, the secret and the recovery codes."""
    secret = codes.new_secret()
    with transaction():
        fresh = two_factor.enable(user=person, secret=secret, code=code_at(secret, NOW), now=NOW)
    return person, secret, fresh


def prove(user, typed, after=timedelta(minutes=1)):
    with transaction():
        return two_factor.prove(user=user, typed=typed, address=HERE, now=NOW + after)


def test_the_secret_is_kept_encrypted_for_its_owner_alone(secured):
    user, secret, fresh = secured
    assert secret not in user.totp_secret
    assert codes.open_secret(user.totp_secret, user.id) == secret
    assert codes.open_secret(user.totp_secret, user.id + 1) is None
    assert codes.open_secret("khác", user.id) is None
    assert len(user.totp_secret) <= 255
    assert not set(fresh) & set(user.recovery_hashes)


def test_another_key_of_the_installation_opens_nothing(secured, app):
    user, secret, fresh = secured
    kept, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "another"
    try:
        assert prove(user, code_at(secret, NOW + timedelta(minutes=1))) is None
        assert prove(user, fresh[0]) is None
    finally:
        app.config["SECRET_KEY"] = kept


@pytest.mark.parametrize("late", [-30, 0, 30])
def test_a_code_counts_though_the_phone_is_half_a_minute_off(secured, late):
    user, secret, _fresh = secured
    after = timedelta(minutes=10)
    assert prove(user, code_at(secret, NOW + after + timedelta(seconds=late)), after)


def test_a_code_far_from_now_never_counts(secured):
    user, secret, _fresh = secured
    after = timedelta(minutes=10)
    for minutes in (-2, 2):
        assert prove(user, code_at(secret, NOW + after + timedelta(minutes=minutes)), after) is None


def test_no_code_works_twice(secured):
    user, secret, _fresh = secured
    typed = code_at(secret, NOW + timedelta(minutes=1))
    assert prove(user, f" {typed[:3]} {typed[3:]} ") is two_factor.Proof.CODE
    assert prove(user, typed) is None
    assert prove(user, code_at(secret, NOW)) is None


def test_the_code_that_set_it_up_does_not_sign_in(secured):
    user, secret, _fresh = secured
    assert prove(user, code_at(secret, NOW), timedelta(seconds=5)) is None


def test_each_recovery_code_works_once_however_it_is_typed(secured):
    user, _secret, fresh = secured
    assert len(set(fresh)) == 10
    assert prove(user, fresh[3].upper().replace("-", " ")) is two_factor.Proof.RECOVERY
    assert prove(user, fresh[3]) is None
    assert len(user.recovery_hashes) == 9
    assert prove(user, fresh[4]) is two_factor.Proof.RECOVERY


def test_codes_are_throttled_under_a_name_of_their_own(secured):
    user, secret, _fresh = secured
    for _attempt in range(FAILURES_PER_NAME_AND_ADDRESS):
        assert prove(user, "000000") is None
    with pytest.raises(DomainError) as refused:
        prove(user, code_at(secret, NOW + timedelta(minutes=1)))
    assert refused.value.status == 429
    from accounts.services import authenticate

    assert authenticate("noivu", PASSWORD, address=HERE, now=NOW + timedelta(minutes=1)) is user
    with pytest.raises(DomainError):
        prove(user, code_at(secret, NOW + timedelta(minutes=1)))
    assert list_entries_of("user", str(user.id))[-1].action == "account:locked-out"


def test_a_wrong_first_code_turns_nothing_on(person):
    with pytest.raises(DomainError) as refused, transaction():
        two_factor.enable(user=person, secret=codes.new_secret(), code="12 34", now=NOW)
    assert refused.value.field == "code"
    assert person.totp_secret is None


def test_turning_off_asks_for_password_and_code(secured):
    user, _secret, fresh = secured

    def turn_off(password, code):
        with transaction():
            return two_factor.turn_off(user=user, password=password, code=code, address=HERE, now=NOW)

    with pytest.raises(DomainError) as refused:
        turn_off("sai mật khẩu", fresh[0])
    assert refused.value.field == "password"
    assert turn_off(PASSWORD, "không phải") is False
    assert turn_off(PASSWORD, fresh[0]) is True
    assert (user.totp_secret, user.recovery_hashes) == (None, [])


@contextmanager
def required(app: Flask, *roles: RoleCode):
    app.config[TWO_FACTOR_ROLES] = frozenset(roles)
    try:
        yield
    finally:
        app.config[TWO_FACTOR_ROLES] = frozenset()


def test_where_required_it_cannot_be_turned_off(secured, app):
    user, _secret, fresh = secured
    with required(app, RoleCode.OFFICE), pytest.raises(NotAllowed):
        two_factor.turn_off(user=user, password=PASSWORD, code=fresh[0], address=HERE, now=NOW)


def test_resetting_is_for_the_administrator_and_never_ones_own(secured):
    user, _secret, _fresh = secured
    admin = make_user(username="quantri", roles=[RoleCode.ADMIN])
    with pytest.raises(NotAllowed):
        two_factor.reset_two_factor(actor=user, user=admin, now=NOW)
    with pytest.raises(NotAllowed):
        two_factor.reset_two_factor(actor=admin, user=admin, now=NOW)
    session_key = user.fs_uniquifier
    two_factor.reset_two_factor(actor=admin, user=user, now=NOW)
    assert user.totp_secret is None
    assert user.fs_uniquifier != session_key
    assert list_entries(limit=1)[0].action == "account:two-factor-reset"


def test_the_setting_names_roles_and_stops_at_a_misspelt_one(tmp_path):
    read = Settings.from_environment
    assert read({"INSTANCE_PATH": str(tmp_path)}).two_factor_roles == frozenset()
    said = {"INSTANCE_PATH": str(tmp_path), "REQUIRE_TWO_FACTOR": " office, Council,chair,admin"}
    assert read(said).two_factor_roles == {"office", "council", "chair", "admin"}
    with pytest.raises(ValueError, match="ofice"):
        read(said | {"REQUIRE_TWO_FACTOR": "ofice"})


# Pages


@pytest.fixture
def at(monkeypatch):
    """`at(moment)` puts the clock of the pages."""

    def put(moment):
        for module in (second_step, two_factor_pages, views):
            monkeypatch.setattr(module, "now", lambda: moment)

    return put


def set_up(client: PageClient) -> tuple[str, list[str]]:
    """Walk the set-up page as a person does; the secret and the recovery codes."""
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    secret = re.search(r'class="secret-key"><strong>([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    shown = client.post(SET_UP, data={"code": code_at(secret, NOW)})
    assert shown.status_code == 200, shown.text
    return secret, re.findall(r"<li>([a-z0-9-]{14})</li>", shown.text)


def sign_in(client: PageClient, query: str = ""):
    return client.post(f"/dang-nhap{query}", data={"name": "noivu", "password": SAMPLE_PASSWORD})


def test_setting_up_then_signing_in_with_a_code(app, client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    secret, fresh = set_up(client)
    assert len(fresh) == 10
    assert client.get("/").status_code == 200
    assert client.get(SET_UP).location == "/tai-khoan/hai-buoc"
    assert "Còn 10 mã dự phòng" in client.get("/tai-khoan/hai-buoc").text
    client.post("/dang-xuat")
    at(NOW + timedelta(minutes=2))
    assert sign_in(client, "?next=/xep-hang").location == "/dang-nhap/ma"
    assert client.get("/").location.startswith("/dang-nhap")
    wrong = client.post("/dang-nhap/ma", data={"code": code_at(secret, NOW)})
    assert wrong.status_code == 422
    assert "Mã chưa đúng hoặc đã dùng." in wrong.text
    typed = code_at(secret, NOW + timedelta(minutes=2))
    assert client.post("/dang-nhap/ma", data={"code": typed}).location == "/xep-hang"
    assert client.get("/").status_code == 200
    with app.app_context():
        entry = list_entries(limit=1)[0]
        assert (entry.action, entry.after["step"]) == ("account:signed-in", "code")


def test_a_recovery_code_lets_in_and_says_how_many_are_left(client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    _secret, fresh = set_up(client)
    client.post("/dang-xuat")
    sign_in(client)
    assert client.post("/dang-nhap/ma", data={"code": fresh[0]}).location == "/"
    assert "Còn 9 mã." in client.get("/").text


def test_the_half_signed_in_state_ends_after_five_minutes(client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    _secret, fresh = set_up(client)
    client.post("/dang-xuat")
    sign_in(client, "?next=/xep-hang")
    at(NOW + timedelta(minutes=5))
    late = client.post("/dang-nhap/ma", data={"code": fresh[0]})
    assert late.location == "/dang-nhap?next=/xep-hang"
    assert "Nhập lại mật khẩu" in client.get(late.location).text


def test_nobody_reaches_the_code_without_the_password(client):
    assert client.get("/dang-nhap/ma").location == "/dang-nhap"


def test_a_reset_while_half_signed_in_asks_for_the_password_again(app, client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    _secret, fresh = set_up(client)
    client.post("/dang-xuat")
    sign_in(client)
    with app.app_context(), transaction():
        two_factor.reset_two_factor(actor=SYSTEM, user=find_user_by_name("noivu"), now=NOW)
    assert client.post("/dang-nhap/ma", data={"code": fresh[0]}).location.startswith("/dang-nhap")
    assert sign_in(client).location == "/"


def test_setting_up_ends_the_other_sessions(client_as, at):
    at(NOW)
    client, elsewhere = client_as(RoleCode.OFFICE), client_as(RoleCode.OFFICE)
    set_up(client)
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").location.startswith("/dang-nhap")


def test_a_required_role_gets_nowhere_before_setting_up(app, client_as, at):
    at(NOW)
    with required(app, RoleCode.OFFICE):
        client, unit = client_as(RoleCode.OFFICE), client_as(RoleCode.UNIT)
        for path in ("/", "/xep-hang", "/tai-khoan/hai-buoc"):
            assert client.get(path).location == SET_UP
        assert client.get("/", headers={"Accept": "application/json"}).json == {"sign_in": SET_UP}
        assert unit.get("/").status_code == 200
        _secret, fresh = set_up(client)
        assert client.get("/").status_code == 200
        refused = client.post("/tai-khoan/hai-buoc/tat", data={"password": SAMPLE_PASSWORD, "code": fresh[0]})
        assert refused.status_code == 403
        assert "không tắt được" in refused.text


def test_a_first_password_is_changed_before_the_second_step_is_set_up(app, client_as):
    client = client_as(RoleCode.OFFICE)
    with app.app_context(), transaction():
        find_user_by_name("noivu").must_change_password = True
    with required(app, RoleCode.OFFICE):
        assert client.get("/").location == "/tai-khoan/mat-khau"


def test_turning_off_and_new_codes_on_the_pages(client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    _secret, fresh = set_up(client)
    empty = client.post("/tai-khoan/hai-buoc/tat", data={})
    assert empty.status_code == 422
    assert "Nhập mật khẩu hiện tại." in empty.text
    bad = client.post("/tai-khoan/hai-buoc/ma-du-phong", data={"code": "123456"})
    assert bad.status_code == 422
    new = client.post("/tai-khoan/hai-buoc/ma-du-phong", data={"code": fresh[0]})
    renewed = re.findall(r"<li>([a-z0-9-]{14})</li>", new.text)
    assert len(renewed) == 10
    off = client.post("/tai-khoan/hai-buoc/tat", data={"password": SAMPLE_PASSWORD, "code": renewed[0]})
    assert off.location == "/tai-khoan/hai-buoc"
    assert "Đang tắt." in client.get("/tai-khoan/hai-buoc").text
    assert client.get("/tai-khoan/hai-buoc/tat").status_code == 404


def test_the_slip_shows_unused_codes_of_ones_own_only(client_as, at):
    at(NOW)
    client = client_as(RoleCode.OFFICE)
    _secret, fresh = set_up(client)
    slip = client.post("/tai-khoan/hai-buoc/phieu", data={"recovery": fresh})
    assert slip.mimetype == "application/pdf"
    (page,) = PdfReader(BytesIO(slip.data)).pages
    assert all(code in page.extract_text() for code in fresh)
    assert client.post("/tai-khoan/hai-buoc/phieu", data={"recovery": ["aaaa-bbbb-cccc"]}).status_code == 404
    assert client.post("/tai-khoan/hai-buoc/phieu", data={}).status_code == 404


def test_the_administrator_resets_a_lost_phone(app, client_as, at):
    at(NOW)
    client, admin, unit = (client_as(role) for role in (RoleCode.OFFICE, RoleCode.ADMIN, RoleCode.UNIT))
    set_up(client)
    with app.app_context():
        user_id = find_user_by_name("noivu").id
    path = f"/tai-khoan/{user_id}/hai-buoc"
    assert unit.post(path).status_code == 403
    assert admin.post("/tai-khoan/999/hai-buoc").status_code == 404
    back = admin.post(path, headers={"Referer": "http://localhost/tai-khoan?q=noi"})
    assert back.location == "/tai-khoan?q=noi"
    assert client.get("/").location.startswith("/dang-nhap")
    assert sign_in(client).location == "/"


def test_the_command_resets_where_nobody_else_can(app, secured):
    user, _secret, _fresh = secured
    answer = app.test_cli_runner().invoke(args=["accounts", "reset-two-factor", "noivu"])
    assert answer.exit_code == 0, answer.output
    db.session.refresh(user)
    assert user.totp_secret is None
    assert app.test_cli_runner().invoke(args=["accounts", "reset-two-factor", "ai"]).exit_code == 1


# Signing in, in the record


def actions(app) -> list[str]:
    with app.app_context():
        return [entry.action for entry in list_entries(limit=100)]


def test_coming_and_going_is_recorded_without_secrets(app, client_as):
    client = client_as(RoleCode.OFFICE)
    client.post("/ngon-ngu", data={"language": "en"})
    client.post("/dang-xuat")
    client.post("/dang-xuat")
    assert actions(app)[:2] == ["account:signed-out", "account:signed-in"]
    with app.app_context():
        entry = list_entries(limit=2)[1]
        assert entry.after == {"address": "127.0.0.1", "step": "password"}


def test_the_failure_that_locks_the_door_is_recorded_once(app, client_as):
    client = client_as(RoleCode.OFFICE)
    client.post("/dang-xuat")
    for _attempt in range(FAILURES_PER_NAME_AND_ADDRESS + 3):
        client.post("/dang-nhap", data={"name": "noivu", "password": "sai mật khẩu"})
    assert actions(app).count("account:locked-out") == 1


def test_what_was_typed_as_a_name_is_not_recorded(app, client):
    for _attempt in range(FAILURES_PER_NAME_AND_ADDRESS):
        client.post("/dang-nhap", data={"name": "mat-khau-go-nham", "password": "x"})
    with app.app_context():
        entry = list_entries(limit=1)[0]
        assert (entry.action, entry.subject_type) == ("account:locked-out", "address")
        assert "nham" not in f"{entry.before} {entry.after} {entry.subject_id} {entry.note}"
