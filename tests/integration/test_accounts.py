"""Signing in and out, passwords, language and theme, as a person meets them."""

from datetime import timedelta

import pytest
from flask import Flask

from accounts import services
from accounts.models import SignInFailure, User
from accounts.queries import find_user_by_name
from accounts.sample import SAMPLE_ACCOUNTS, SAMPLE_PASSWORD
from accounts.throttling import FAILURES_PER_NAME_AND_ADDRESS, WINDOW, wait_before_next
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from tests.factories import NOW, PASSWORD, make_user
from tests.page_client import PageClient


def sign_in(client: PageClient, name: str, password: str, query: str = ""):
    return client.post(f"/dang-nhap{query}", data={"name": name, "password": password})


@pytest.fixture
def person(app: Flask) -> str:
    with app.app_context(), transaction():
        make_user(username="noivu", email="noivu@example.vn")
    return "noivu"


@pytest.mark.parametrize("name", ["noivu", "NoiVu", " noivu@example.vn ", "NOIVU@EXAMPLE.VN"])
def test_sign_in_takes_account_name_or_email_in_any_case(client, person, name):
    assert sign_in(client, name, PASSWORD).location == "/"
    assert client.get("/").status_code == 200


def test_sign_in_takes_the_password_however_the_keyboard_composes_it(client, person):
    decomposed = "mo\u0323\u0302t ca\u0302u nga\u0306\u0301n de\u0302\u0303 nho\u031b\u0301"
    assert sign_in(client, person, decomposed).status_code == 302


@pytest.mark.parametrize(("name", "password"), [("noivu", "sai"), ("ai-do", PASSWORD)])
def test_sign_in_refuses_in_the_same_words_whoever_it_is(client, person, name, password):
    response = sign_in(client, name, password)
    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in response.text
    assert client.get("/").location.startswith("/dang-nhap")


def test_sign_in_asks_for_what_is_missing(client, person):
    response = sign_in(client, "", "")
    assert response.status_code == 422
    assert "Nhập mật khẩu." in response.text


def test_sign_in_refuses_a_closed_account(app, client, person):
    with app.app_context(), transaction():
        find_user_by_name(person).active = False
    assert sign_in(client, person, PASSWORD).status_code == 422


def test_sign_in_returns_to_the_page_that_was_asked_for(client, person):
    asked = client.get("/tai-khoan/mat-khau?x=1")
    assert asked.location == "/dang-nhap?next=/tai-khoan/mat-khau?x%3D1"
    assert (
        sign_in(client, person, PASSWORD, "?next=/tai-khoan/mat-khau?x%3D1").location
        == "/tai-khoan/mat-khau?x=1"
    )


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"]
)
def test_sign_in_never_sends_a_person_elsewhere(client, person, target):
    response = client.post(
        "/dang-nhap", query_string={"next": target}, data={"name": person, "password": PASSWORD}
    )
    assert response.location == "/"


def test_guessing_is_stopped_even_with_the_right_password(client, person):
    for _attempt in range(FAILURES_PER_NAME_AND_ADDRESS):
        assert sign_in(client, person, "sai mật khẩu").status_code == 422
    stopped = sign_in(client, person, PASSWORD)
    assert stopped.status_code == 429
    assert "Thử lại sau 15 phút" in stopped.text


def test_guessing_may_go_on_after_the_window_and_elsewhere(context):
    with transaction():
        for _attempt in range(FAILURES_PER_NAME_AND_ADDRESS):
            services.authenticate("noivu", "sai", address="10.0.0.1", now=NOW)
    assert wait_before_next("NOIVU", "10.0.0.1", NOW + timedelta(minutes=5)) == timedelta(minutes=10)
    assert wait_before_next("noivu", "10.0.0.2", NOW) == timedelta(0)
    assert wait_before_next("noivu", "10.0.0.1", NOW + WINDOW) == timedelta(0)


def test_the_right_password_forgets_earlier_failures(context):
    make_user(username="noivu")
    services.authenticate("noivu", "sai", address="10.0.0.1", now=NOW)
    assert services.authenticate("noivu", PASSWORD, address="10.0.0.1", now=NOW) is not None
    assert db.session.query(SignInFailure).count() == 0


def test_signing_out_ends_the_session(client_as):
    client = client_as(RoleCode.OFFICE)
    assert client.post("/dang-xuat").location == "/dang-nhap"
    assert client.get("/").location.startswith("/dang-nhap")


def test_a_one_time_password_leads_to_nothing_but_a_new_one(app, client, person):
    with app.app_context(), transaction():
        once = services.reset_password(actor=SYSTEM, user=find_user_by_name(person), now=NOW)
    assert sign_in(client, person, once).status_code == 302
    assert client.get("/").location == "/tai-khoan/mat-khau"
    new = {"password": once, "new_password": "chín bỏ làm mười", "repeat_password": "chín bỏ làm mười"}
    assert client.post("/tai-khoan/mat-khau", data=new).location == "/"
    assert client.get("/").status_code == 200


def test_changing_a_password_ends_the_other_sessions(app, client, person):
    elsewhere = app.test_client()
    sign_in(elsewhere, person, PASSWORD)
    sign_in(client, person, PASSWORD)
    new = {"password": PASSWORD, "new_password": "chín bỏ làm mười", "repeat_password": "chín bỏ làm mười"}
    client.post("/tai-khoan/mat-khau", data=new)
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").location.startswith("/dang-nhap")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password": "sai"}, "Mật khẩu hiện tại chưa đúng"),
        ({"new_password": "ngắn", "repeat_password": "ngắn"}, "Mật khẩu dài từ 10"),
        ({"repeat_password": "khác hẳn nhé"}, "Hai lần nhập chưa giống nhau"),
        ({"new_password": SAMPLE_PASSWORD, "repeat_password": SAMPLE_PASSWORD}, "trùng mật khẩu cũ"),
        ({"new_password": "Noivu-2024-moi", "repeat_password": "Noivu-2024-moi"}, "không được chứa tên"),
    ],
)
def test_a_bad_new_password_is_explained_beside_its_field(client_as, typed, words):
    client = client_as(RoleCode.OFFICE)
    good = {
        "password": SAMPLE_PASSWORD,
        "new_password": "chín bỏ làm mười",
        "repeat_password": "chín bỏ làm mười",
    }
    response = client.post("/tai-khoan/mat-khau", data=good | typed)
    assert response.status_code == 422
    assert words in response.text


def test_accounts_are_made_with_a_record(context):
    user = make_user(username="Van.Thu", roles=[RoleCode.CLERK, RoleCode.UNIT])
    assert user.username == "van.thu"
    assert user.role_codes == {"clerk", "unit"}
    (entry,) = list_entries_of("user", str(user.id))
    assert entry.action == "account:created"
    assert entry.after == {"username": "van.thu", "full_name": "Nguyễn Thị Hòa", "roles": ["clerk", "unit"]}


def test_accounts_refuse_a_taken_or_unreadable_name(context):
    make_user(username="noivu")
    with pytest.raises(Conflict):
        make_user(username="NOIVU")
    with pytest.raises(DomainError) as refused:
        make_user(username="nội vụ")
    assert refused.value.field == "username"


def test_no_password_is_kept_as_typed(context):
    user = make_user()
    assert user.password.startswith("$argon2id$")
    assert PASSWORD not in user.password


def test_language_and_theme_are_kept_with_the_person(app, client_as):
    client = client_as(RoleCode.UNIT)
    assert client.post("/ngon-ngu", data={"language": "en", "next": "/"}).location == "/"
    client.post("/giao-dien", data={"theme": "dark"})
    page = client.get("/").text
    assert '<html lang="en" data-bs-theme="dark">' in page
    with app.app_context():
        user: User = find_user_by_name("ap")
        assert (user.language, user.theme) == ("en", "dark")


def test_language_and_theme_work_before_signing_in(client):
    client.post("/giao-dien", data={"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/dang-nhap").text
    assert client.post("/ngon-ngu", data={"language": "fr"}).status_code == 400


def test_create_admin_prints_a_one_time_password(app, client):
    result = app.test_cli_runner().invoke(args=["accounts", "create-admin", "--username", "it"])
    name, password = result.output.split()
    assert name == "it"
    assert sign_in(client, "it", password).status_code == 302
    assert client.get("/").location == "/tai-khoan/mat-khau"


def test_show_tells_what_bin_run_needs(app):
    run = app.test_cli_runner()
    assert run.invoke(args=["accounts", "show"]).output == "none\n"
    run.invoke(args=["accounts", "create-admin"])
    assert run.invoke(args=["accounts", "show"]).output == "real\n"
    run.invoke(args=["accounts", "create-sample"])
    shown = run.invoke(args=["accounts", "show"]).output
    assert len(shown.splitlines()) == len(SAMPLE_ACCOUNTS) - 1  # the administrator existed already
    assert SAMPLE_PASSWORD in shown


def test_administrator_makes_an_account_that_can_sign_in(client_as, accounts):
    administrator = client_as(RoleCode.ADMIN)
    typed = {"username": "xa.anninh", "full_name": "UBND xã An Ninh", "roles": "commune", "email": ""}
    asked = administrator.post("/tai-khoan/moi", data=typed)
    assert asked.status_code == 422
    assert "Chưa chọn đơn vị" in asked.text
    typed["without_units"] = "y"
    page = administrator.post("/tai-khoan/moi", data=typed)
    assert page.status_code == 200
    password = page.text.split("<dd><strong>")[1].split("<")[0]
    newcomer = accounts.test_client()
    assert sign_in(newcomer, "xa.anninh", password).status_code == 302
    assert newcomer.get("/").location == "/tai-khoan/mat-khau"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "noivu"}, "đã có. Chọn tên khác"),
        ({"username": "Nội vụ"}, "chữ thường không dấu"),
        ({"email": "khong-phai-thu"}, "Nhập đúng dạng"),
        ({"full_name": ""}, "Nhập tên sẽ hiện"),
    ],
)
def test_a_bad_new_account_is_explained(client_as, typed, words):
    good = {"username": "xa.anninh", "full_name": "UBND xã An Ninh", "roles": "commune", "email": ""}
    page = client_as(RoleCode.ADMIN).post("/tai-khoan/moi", data=good | typed)
    assert page.status_code == 422
    assert words in page.text


def test_closing_an_account_ends_its_session(app, client_as):
    unit, administrator = client_as(RoleCode.UNIT), client_as(RoleCode.ADMIN)
    with app.app_context():
        number = find_user_by_name("ap").id
    answer = administrator.post(f"/tai-khoan/{number}/hieu-luc", data={"active": "no"})
    assert answer.location == f"/phan-cong/{number}"
    assert "Đã khóa tài khoản ap." in administrator.get(answer.location).text
    assert unit.get("/").location.startswith("/dang-nhap")
    assert "đã khóa" in administrator.get("/tai-khoan").text


def test_nobody_closes_their_own_account(app, client_as):
    administrator = client_as(RoleCode.ADMIN)
    with app.app_context():
        number = find_user_by_name("quantri").id
    answer = administrator.post(f"/tai-khoan/{number}/hieu-luc", data={"active": "no"})
    assert answer.status_code == 403
    assert "Nhờ một quản trị khác" in answer.text


@pytest.mark.parametrize("path", ["/tai-khoan/1/mat-khau", "/tai-khoan/1/hieu-luc", "/tai-khoan/moi"])
def test_only_administrators_manage_accounts(client_as, path):
    assert client_as(RoleCode.OFFICE).post(path).status_code == 403


def test_a_lost_password_is_replaced_by_a_one_time_password(app, client_as):
    with app.app_context():
        number = find_user_by_name("ap").id
    page = client_as(RoleCode.ADMIN).post(f"/tai-khoan/{number}/mat-khau")
    assert "chỉ hiện lần này" in page.text
    assert client_as(RoleCode.ADMIN).post("/tai-khoan/99999/mat-khau").status_code == 404


def test_prepare_migrates_and_tells_who_can_sign_in(app):
    assert app.test_cli_runner().invoke(args=["prepare"]).output == "none\n"


def make_administrator(name="it"):
    return make_user(username=name, roles=[RoleCode.ADMIN])


def test_the_last_administrator_keeps_the_role_and_stays_open(context):
    first, second = make_administrator("it1"), make_administrator("it2")
    services.set_active(actor=first, user=second, active=False, now=NOW)
    with pytest.raises(Conflict) as refused:
        services.set_active(actor=SYSTEM, user=first, active=False, now=NOW)
    assert "duy nhất" in refused.value.message
    with pytest.raises(Conflict) as refused:
        change(first, actor=first, roles=[RoleCode.UNIT])
    assert refused.value.field == "roles"
    services.set_active(actor=first, user=second, active=True, now=NOW)
    change(first, actor=first, roles=[RoleCode.UNIT])
    assert first.role_codes == {"unit"}


def change(user, **overrides):
    values = {
        "actor": SYSTEM,
        "user": user,
        "full_name": user.full_name,
        "email": user.email,
        "roles": [RoleCode(code) for code in user.role_codes],
        "now": NOW,
    }
    services.change_account(**values | overrides)


def test_a_changed_account_is_in_the_record_without_its_address(context):
    user = make_user(username="noivu")
    change(user, roles=[RoleCode.OFFICE, RoleCode.VERIFIER], email="NoiVu@example.vn")
    change(user)
    entry = list_entries_of("user", str(user.id))[-1]
    assert entry.action == "account:changed"
    assert entry.after["roles"] == ["office", "verifier"]
    assert entry.after["email"] == "no…@example.vn"
    assert user.email == "noivu@example.vn"


@pytest.mark.parametrize("roles", [[], [RoleCode.OFFICE], [RoleCode.UNIT, RoleCode.COMMUNE]])
def test_only_administrators_may_by_the_services_too(context, roles):
    actor = make_user(roles=roles) if roles else None
    user = make_user(username="ai")
    actor = actor or user
    for verb in (
        lambda: make_user(actor=actor, username="moi"),
        lambda: services.reset_password(actor=actor, user=user, now=NOW),
        lambda: services.set_active(actor=actor, user=user, active=False, now=NOW),
        lambda: change(user, actor=actor, roles=[RoleCode.ADMIN]),
    ):
        with pytest.raises(NotAllowed):
            verb()
