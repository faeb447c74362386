"""What all pages share: the first page, errors, headers, the session that ends under an open form."""

import re
import zlib

import pytest
from flask import render_template
from werkzeug.test import Client

from foundation.error_pages import PAGES
from foundation.permissions import RoleCode
from tests.factories import PASSWORD
from tests.page_client import page_faults


@pytest.mark.parametrize("role", list(RoleCode))
def test_each_role_has_a_first_page(client_as, role):
    page = client_as(role).get("/")
    assert page.status_code == 200
    assert "Dữ liệu mẫu" in page.text
    assert "Đăng xuất" in page.text


def test_menu_shows_only_what_the_role_may_open(client_as):
    assert 'href="/tai-khoan"' in client_as(RoleCode.ADMIN).get("/").text
    assert 'href="/tai-khoan"' not in client_as(RoleCode.UNIT).get("/").text


def test_no_sample_note_without_sample_data(client):
    assert "Dữ liệu mẫu" not in client.get("/dang-nhap").text


def test_a_missing_page_says_so(client):
    page = client.get("/khong-co")
    assert page.status_code == 404
    assert "Không có trang này" in page.text


def test_a_forbidden_page_says_what_to_do(client_as):
    page = client_as(RoleCode.UNIT).get("/tai-khoan")
    assert page.status_code == 403
    assert "đề nghị quản trị hệ thống" in page.text


def test_static_files_are_kept_for_a_year_by_their_content(client):
    page = client.get("/dang-nhap").text
    link = page.split('href="/static/css/site.css')[1].split('"')[0]
    assert link.startswith("?v=")
    assert "max-age=31536000" in client.get(f"/static/css/site.css{link}").headers["Cache-Control"]
    assert "no-cache" in client.get("/static/css/site.css").headers["Cache-Control"]
    assert "no-cache" in client.get("/dang-nhap").headers["Cache-Control"]


def test_a_static_file_carries_no_cookie_of_who_is_signed_in(client_as):
    client = client_as(RoleCode.UNIT)
    assert "Set-Cookie" in client.get("/").headers
    for file in ("/static/css/site.css", "/bootstrap/static/css/bootstrap.min.css"):
        answer = client.get(file)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_a_number_that_no_row_has_is_not_found_and_no_fault(client_as, number):
    client = client_as(RoleCode.OFFICE)
    for address in ("/viec/{0}", "/van-ban/{0}", "/phieu/{0}", "/phien-hop/{0}"):
        assert client.get(address.format(number)).status_code == 404
    for address in ("/viec?trang={0}", "/so-van-ban?year={0}", "/tham-quyen/can-cu/moi?nhu={0}"):
        assert client.get(address.format(number)).status_code in (200, 404)


def test_nothing_is_fetched_from_outside(client):
    page = client.get("/dang-nhap").text
    assert "/bootstrap/static/css/bootstrap.min.css" in page
    assert "//cdn" not in page


def test_headers_and_cookie_protect(client):
    answer = client.get("/dang-nhap")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_healthz_is_open(client):
    assert client.get("/healthz").json == {"status": "ok", "clock": None}


def test_a_form_without_its_token_is_refused(client):
    answer = client.post("/dang-nhap", data={"name": "noivu", "password": PASSWORD}, csrf=False)
    assert answer.status_code == 400
    assert "không nhận dữ liệu gửi từ nơi khác" in answer.text


def test_an_expired_form_keeps_what_was_typed_but_no_password(client):
    answer = client.post(
        "/dang-nhap",
        data={"name": "xa.anninh", "password": PASSWORD, "ghi_chu": "Đã đối chiếu <biểu> rà soát"},
        headers={"Origin": "http://localhost"},
        csrf=False,
    )
    assert answer.status_code == 400
    assert 'value="xa.anninh"' in answer.text
    assert "Đã đối chiếu &lt;biểu&gt; rà soát" in answer.text
    assert PASSWORD not in answer.text
    assert "Gửi lại" in answer.text


def test_another_site_is_never_offered_to_send_again(client):
    answer = client.post(
        "/ngon-ngu", data={"language": "en"}, headers={"Origin": "https://evil.example"}, csrf=False
    )
    assert "Gửi lại" not in answer.text


def test_a_post_after_the_session_ended_keeps_what_was_typed(client):
    answer = client.post(
        "/tai-khoan/mat-khau", data={"ghi_chu": "dài"}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 400
    assert 'value="dài"' in answer.text
    assert "Đăng nhập ở thẻ mới" in answer.text


def token_of(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text.partition("<main")[2])[1]


def test_a_form_sent_again_after_signing_in_arrives_at_once(accounts, client):
    expired = client.post("/tai-khoan/mat-khau", headers={"Origin": "http://localhost"}, csrf=False)
    assert "Việc vừa rồi chưa được thực hiện." in expired.text
    assert "vẫn còn ở dưới" not in expired.text
    client.become(RoleCode.OFFICE)
    again = client.post("/tai-khoan/mat-khau", data={"csrf_token": token_of(expired)}, csrf=False)
    assert again.status_code == 422
    assert "Nhập mật khẩu hiện tại." in again.text


def test_signing_in_renews_the_token_where_no_form_waits(accounts, client):
    before = token_of(client.get("/dang-nhap"))
    client.become(RoleCode.OFFICE)
    answer = client.post("/tai-khoan/mat-khau", data={"csrf_token": before}, csrf=False)
    assert answer.status_code == 400


@pytest.mark.parametrize("status", sorted(PAGES))
def test_every_error_page_is_a_page_with_a_way_on(app, status):
    with app.test_request_context("/"):
        page = render_template(f"errors/{status}.html", message=None)
    assert page_faults(page) == []
    assert "Về trang đầu" in page


def test_an_unexpected_fault_is_a_page_without_details(app, client):
    """Only here the application answers as it does for people: tests otherwise let a fault surface."""
    from foundation.error_pages import _on_fault

    with app.test_request_context("/"):
        page, status = _on_fault(ZeroDivisionError("secret detail"))
    assert status == 500
    assert "secret detail" not in page


@pytest.mark.parametrize("path", ["/dang-nhap", "/static/css/site.css"])
def test_pages_and_style_sheets_travel_small(app, path):
    """Also to a browser that was not reached by https, which does not offer Brotli."""
    client = Client(app)
    plain = client.get(path, buffered=True).data
    packed = client.get(path, headers={"Accept-Encoding": "gzip, deflate"}, buffered=True)
    assert packed.headers["Content-Encoding"] in ("gzip", "deflate")
    assert len(packed.data) * 2 < len(plain)
    assert len(zlib.decompress(packed.data, wbits=47)) == pytest.approx(len(plain), abs=200)
