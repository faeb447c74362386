"""No number is stuck: a paper that was to replace a revoked one is issued all the same, and a number may be
given up with a reason.
"""

import pytest
from sqlalchemy import select

from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from register.models import Paper, PaperState
from register.queries import find_paper, find_successor, list_certificates
from register.services import finish, freeze, give_up, revoke, start_draft
from tests.district import make_year
from tests.factories import NOW
from tests.registering import DAY, SERIES, Plan, draft, issue, reward, words


@pytest.fixture
def year(context):
    return make_year()


def numbered(paper, *rewards):
    freeze(actor=SYSTEM, paper=paper, compose=lambda one: words(one, rewards), now=NOW)
    return paper


def in_place_of(year, old):
    plan = Plan("decision", old.source, year, "Bản đúng", {"why": "Sai tên"}, SERIES, "QĐ-UBND", DAY, old)
    return start_draft(actor=SYSTEM, plan=plan, now=NOW)


def test_what_was_to_replace_a_paper_that_fell_meanwhile_is_issued(year):
    old = issue(draft(year))
    new = numbered(in_place_of(year, old))
    revoke(actor=SYSTEM, paper=old, reason="Sai thẩm quyền", now=NOW)
    finish(actor=SYSTEM, paper_id=new.id, pdf=b"%PDF new", now=NOW)
    assert (new.state, old.state) == (PaperState.ISSUED, PaperState.REVOKED)
    assert old.ended_reason == "Sai thẩm quyền"


def test_a_number_is_given_up_with_its_reason_and_never_issued(year):
    paper = numbered(draft(year), reward("Xã Một"))
    give_up(actor=SYSTEM, paper=paper, reason="Không in được tệp", now=NOW)
    assert (paper.state, paper.is_void, paper.ended_reason) == (
        PaperState.REVOKED,
        True,
        "Không in được tệp",
    )
    with pytest.raises(Conflict, match="Số này đã hủy"):
        finish(actor=SYSTEM, paper_id=paper.id, pdf=b"%PDF", now=NOW)
    assert issue(draft(year, source="session:2")).number == 2, "the number is not given again"
    assert len(list_certificates(paper.id)) == 1, "its numbers of the golden book stay with it"
    said = db.session.scalars(select(HistoryEntry).filter_by(action="paper:voided")).one()
    assert said.after["reason"] == "Không in được tệp"


def test_what_a_number_given_up_was_to_replace_stands_and_may_be_replaced(year):
    old = issue(draft(year))
    new = numbered(in_place_of(year, old))
    give_up(actor=SYSTEM, paper=new, reason="Sai mẫu", now=NOW)
    assert old.state is PaperState.ISSUED
    assert find_successor(old) is None
    again = issue(in_place_of(year, old))
    assert (old.state, find_successor(old)) == (PaperState.REPLACED, again)


def test_only_a_number_that_waits_for_its_file_is_given_up(year):
    with pytest.raises(Conflict, match="chưa lấy số"):
        give_up(actor=SYSTEM, paper=draft(year), reason="Nhầm", now=NOW)
    with pytest.raises(Conflict, match="đã phát hành"):
        give_up(actor=SYSTEM, paper=issue(draft(year)), reason="Nhầm", now=NOW)
    paper = numbered(draft(year))
    with pytest.raises(DomainError, match="Ghi lý do"):
        give_up(actor=SYSTEM, paper=paper, reason=" ", now=NOW)


@pytest.fixture
def waiting(accounts):
    """A decision that waits for its file; its number."""
    with accounts.app_context(), transaction():
        return numbered(draft(make_year()), reward("Xã Một")).id


def test_the_clerk_gives_a_number_up_and_everybody_is_told(app, waiting, client_as, client):
    clerk = client_as(RoleCode.CLERK)
    assert f"/van-ban/{waiting}/huy-so" in clerk.get(f"/van-ban/{waiting}").text
    page = clerk.get(f"/van-ban/{waiting}/huy-so").text
    assert "Số sổ vàng 1 đến 1" in page
    assert clerk.post(f"/van-ban/{waiting}/huy-so", data={"reason": ""}).status_code == 422
    done = clerk.post(f"/van-ban/{waiting}/huy-so", data={"reason": "Lấy nhầm"}, follow_redirects=True)
    assert "Số này đã hủy lúc" in done.text
    assert "Lấy nhầm" in done.text
    assert "Số đã hủy, chưa phát hành" in clerk.get("/so-van-ban?year=2024").text
    with app.app_context():
        codes = [find_paper(waiting).code, list_certificates(waiting)[0].code]
    assert clerk.post(f"/van-ban/{waiting}/hoan-tat").status_code == 409
    for code in codes:
        told = client.get(f"/kiem-tra/{code}")
        assert told.status_code == 200
        assert "Số này đã hủy, văn bản chưa bao giờ phát hành." in told.text


def test_who_may_not_issue_may_not_give_up(waiting, client_as):
    council = client_as(RoleCode.COUNCIL)
    assert council.post(f"/van-ban/{waiting}/huy-so", data={"reason": "Nhầm"}).status_code == 403


def test_the_database_knows_papers_without_file_only_as_given_up(year):
    paper = numbered(draft(year))
    statement = Paper.__table__.update().where(Paper.id == paper.id).values(state="issued", issued_at=NOW)
    with pytest.raises(Exception, match="issued_with_file"), db.session.begin_nested():
        db.session.execute(statement)
