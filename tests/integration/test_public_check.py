"""The page on which anybody asks whether a paper is genuine: what it tells, and what it keeps to itself."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from config import Settings
from foundation.database import db, transaction
from foundation.limits import limiter
from foundation.permissions import SYSTEM
from history.models import HistoryEntry
from register.queries import find_paper
from register.services import Plan, freeze, revoke, revoke_certificate, start_draft
from tests.district import make_year
from tests.factories import NOW
from tests.registering import DAY, SERIES, draft, issue, reward, words

HOUSEHOLD = "Hộ bà Lý Thị Hương"
REASON = "Kê khai gian dối của hộ bà Lý Thị Hương"
NONE = "K7Q49ZTW2M5H"


@pytest.fixture(autouse=True)
def fresh_counts(app):
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def papers(app):
    """A decision with two certificates, and its codes."""
    with app.app_context(), transaction():
        decision = issue(draft(make_year()), rewards=[reward("Xã Một"), reward(HOUSEHOLD)])
        number = decision.id
        codes = [decision.code, *(one.code for one in decision.certificates)]
    return (number, *codes)


def ask(app, code):
    return app.test_client().get(f"/kiem-tra/{code}")


def test_a_visitor_learns_that_a_paper_is_genuine_and_in_force(app, papers):
    _id, code, *_certificates = papers
    page = ask(app, code)
    assert page.status_code == 200
    for told in ("Văn bản thật, đang có hiệu lực", "01/QĐ-UBND", "05/11/2024", "Quyết định khen thưởng"):
        assert told in page.text


def test_a_certificate_is_told_by_award_and_decision_and_names_nobody(app, papers):
    page = ask(app, papers[3])
    assert "Giấy khen của Chủ tịch UBND huyện" in page.text
    assert "01/QĐ-UBND" in page.text
    assert HOUSEHOLD not in page.text


def test_a_revoked_paper_says_so_at_once_with_its_certificates_and_without_the_reason(app, papers):
    number, code, first, _second = papers
    with app.app_context(), transaction():
        revoke(actor=SYSTEM, paper=find_paper(number), reason=REASON, now=NOW)
    page, certificate = ask(app, code), ask(app, first)
    assert "đã thu hồi, không còn hiệu lực" in page.text
    assert "đã bị hủy bỏ, không còn giá trị" in certificate.text
    for one in (page, certificate):
        assert "05/11/2024" in one.text
        assert "Lý Thị Hương" not in one.text
        assert "gian dối" not in one.text


def test_one_certificate_falls_alone(app, papers):
    number, code, first, second = papers
    with app.app_context(), transaction():
        fallen = find_paper(number).certificates[1]
        revoke_certificate(actor=SYSTEM, certificate=fallen, reason=REASON, now=NOW)
    assert "đã bị hủy bỏ" in ask(app, second).text
    assert "gian dối" not in ask(app, second).text
    assert "đang có giá trị" in ask(app, first).text
    assert "đang có hiệu lực" in ask(app, code).text


def test_a_replaced_paper_leads_to_the_number_and_day_of_the_other(app, papers):
    number, code, first, _second = papers
    with app.app_context(), transaction():
        old = find_paper(number)
        plan = Plan(
            "decision", "session:1", old.movement_year, "Bản đúng", {}, SERIES, "QĐ-UBND", DAY, replaces=old
        )
        issue(start_draft(actor=SYSTEM, plan=plan, now=NOW))
    for one in (ask(app, code), ask(app, first)):
        assert "được thay thế" in one.text
        assert "02/QĐ-UBND" in one.text


def test_what_has_a_number_but_no_file_yet_is_not_known(app):
    with app.app_context(), transaction():
        paper = draft(make_year())
        freeze(actor=SYSTEM, paper=paper, compose=words, now=NOW)
        code = paper.code
    assert ask(app, code).status_code == 404


def test_sample_data_is_marked(app):
    with app.app_context(), transaction():
        code = issue(draft(make_year(), is_sample=True)).code
    assert "dữ liệu mẫu, không có giá trị" in ask(app, code).text


def test_no_guess_tells_how_near_it_came(app, papers):
    code = papers[1]
    slipped = code[:-1] + ("A" if code[-1] != "A" else "B")
    pages = [ask(app, one) for one in (NONE, slipped, "xyz", "' OR 1=1 --")]
    assert {page.status_code for page in pages} == {404}
    texts = {page.text.replace(one, "") for page, one in zip(pages[:3], (NONE, slipped, "xyz"), strict=True)}
    assert len(texts) == 1


def test_the_page_leaves_no_trace(app, papers):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(HistoryEntry))
    for code in (papers[1], NONE):
        page = ask(app, code)
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in page.headers
        assert "Đăng nhập" not in page.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(HistoryEntry)) == before


def test_a_typed_code_finds_its_page_and_a_slip_is_told(app, papers):
    code = papers[1]
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    found = app.test_client().get("/kiem-tra", query_string={"ma": typed})
    assert (found.status_code, found.location) == (302, f"/kiem-tra/{code}")
    slip = app.test_client().get("/kiem-tra", query_string={"ma": code[:-1]})
    assert slip.status_code == 422
    assert code[:-1] in slip.text


def test_who_tries_codes_is_stopped_and_told_when_to_come_back(app, papers, monkeypatch):
    _allow(app, monkeypatch, misses_allowed="3 per minute")
    tries = [ask(app, NONE).status_code for _ in range(3)]
    stopped = ask(app, papers[1])
    assert (tries, stopped.status_code) == ([404] * 3, 429)
    assert "Mở lại từ" in stopped.text
    assert 0 < int(stopped.headers["Retry-After"]) <= 61
    elsewhere = app.test_client().get(f"/kiem-tra/{papers[1]}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200


def test_genuine_papers_are_checked_many_times_from_one_network(app, papers, monkeypatch):
    _allow(app, monkeypatch, misses_allowed="3 per minute", checks_allowed="6 per minute")
    assert [ask(app, papers[1]).status_code for _ in range(7)] == [200] * 6 + [429]


def test_addresses_of_one_network_count_together(app, monkeypatch):
    _allow(app, monkeypatch, misses_allowed="2 per minute")

    def ask_from(address):
        return app.test_client().get(f"/kiem-tra/{NONE}", environ_base={"REMOTE_ADDR": address}).status_code

    assert [ask_from("2001:db8:1:2::1"), ask_from("2001:db8:1:2:ffff::9")] == [404, 404]
    assert ask_from("2001:db8:1:2::5") == 429
    assert ask_from("2001:db8:1:3::1") == 404


def test_a_limit_that_cannot_be_read_stops_the_start():
    assert Settings.from_environment({"MISSES_ALLOWED": "5 per hour"}).misses_allowed == "5 per hour"
    with pytest.raises(ValueError, match="per hour"):
        Settings.from_environment({"CHECKS_ALLOWED": "many"})


def _allow(app, monkeypatch, **limits):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **limits))
