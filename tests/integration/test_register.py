"""The register: numbers without gaps or doubles, papers that stand for good, and how they end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from register import shelf
from register.models import Certificate, Paper, PaperState
from register.numbers import continue_from, take_next
from register.queries import find_paper, find_successor, list_register
from register.services import (
    change_draft,
    discard_draft,
    finish,
    freeze,
    revoke,
    revoke_certificate,
    start_draft,
)
from tests.at_once import at_once
from tests.district import make_year
from tests.factories import NOW, make_user
from tests.registering import DAY, SERIES, Plan, draft, issue, reward, words


@pytest.fixture
def year(context):
    return make_year()


def test_numbers_follow_one_another_and_begin_anew_each_year(year):
    first, second = issue(draft(year)), issue(draft(year))
    other = issue(draft(year, series="council:TTr-HĐTĐKT", symbol="TTr-HĐTĐKT"))
    later = NOW + timedelta(days=80)
    next_year = issue(draft(year, signed_on=date(2025, 1, 20)), now=later)
    assert [one.number for one in (first, second, other, next_year)] == [1, 2, 1, 1]
    assert (next_year.year, next_year.state) == (2025, PaperState.ISSUED)
    assert [one.id for one in list_register(2024, SERIES)] == [first.id, second.id]


def test_a_paper_without_number_is_issued_all_the_same(year):
    table = issue(draft(year, kind="ranking", series=None, symbol="", signed_on=None))
    assert (table.number, table.year, table.state) == (None, None, PaperState.ISSUED)


def test_clerks_who_press_at_once_get_numbers_without_gap_or_double(app):
    with app.app_context(), transaction():
        year = make_year()
        ids = [draft(year).id for _ in range(6)]

    def take(paper_id):
        def deed():
            freeze(actor=SYSTEM, paper=find_paper(paper_id), compose=words, now=NOW)

        return deed

    assert at_once(app, [take(one) for one in ids]) == ["done"] * 6
    with app.app_context():
        assert sorted(db.session.scalars(select(Paper.number))) == [1, 2, 3, 4, 5, 6]


def test_one_draft_takes_one_number_however_often_it_is_pressed(app):
    with app.app_context(), transaction():
        paper_id = draft(make_year()).id

    def deed():
        freeze(actor=SYSTEM, paper=find_paper(paper_id), compose=words, now=NOW)

    assert sorted(at_once(app, [deed] * 3)) == ["Conflict", "Conflict", "done"]
    with app.app_context():
        assert find_paper(paper_id).number == 1


def test_what_cannot_be_composed_takes_no_number(app):
    with app.app_context(), transaction():
        paper_id = draft(make_year()).id
    with app.app_context():
        with pytest.raises(DomainError, match="Chưa chốt"), transaction():
            freeze(actor=SYSTEM, paper=find_paper(paper_id), compose=_fail, now=NOW)
        with transaction():
            freeze(actor=SYSTEM, paper=find_paper(paper_id), compose=words, now=NOW)
        assert find_paper(paper_id).number == 1


def _fail(_paper):
    raise DomainError("Chưa chốt phiên họp.")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (None, "Ghi ngày ký"),
        (DAY + timedelta(days=1), "chưa tới"),
        (DAY - timedelta(days=1), "Số liền trước"),
    ],
)
def test_the_day_of_signing_is_checked(year, day, told):
    issue(draft(year))
    with pytest.raises(DomainError, match=told):
        freeze(actor=SYSTEM, paper=draft(year, signed_on=day), compose=words, now=NOW)


def test_numbers_given_elsewhere_are_passed_over(year):
    said = "Sổ giấy của văn thư"
    continue_from(actor=SYSTEM, series=SERIES, year=2024, last=117, reason=said, now=NOW, sure=117)
    assert issue(draft(year)).number == 118
    with pytest.raises(DomainError, match="118"):
        continue_from(actor=SYSTEM, series=SERIES, year=2024, last=100, reason="Nhầm", now=NOW)
    with pytest.raises(DomainError, match="lý do"):
        continue_from(actor=SYSTEM, series=SERIES, year=2024, last=130, reason=" ", now=NOW)


def test_only_office_and_clerk_issue(year):
    chair = make_user(roles=[RoleCode.CHAIR])
    paper = draft(year)
    with pytest.raises(NotAllowed):
        freeze(actor=chair, paper=paper, compose=words, now=NOW)
    with pytest.raises(NotAllowed):
        finish(actor=chair, paper_id=paper.id, pdf=b"x", now=NOW)
    with pytest.raises(NotAllowed):
        revoke(actor=chair, paper=paper, reason="x", now=NOW)
    with pytest.raises(NotAllowed):
        continue_from(actor=chair, series=SERIES, year=2024, last=5, reason="x", now=NOW)
    freeze(actor=make_user(roles=[RoleCode.CLERK]), paper=paper, compose=words, now=NOW)
    assert paper.number == 1


def test_an_issued_file_is_kept_once_and_a_crash_is_repaired_by_repeating(year):
    paper = draft(year)
    freeze(actor=SYSTEM, paper=paper, compose=words, now=NOW)
    finish(actor=SYSTEM, paper_id=paper.id, pdf=b"%PDF one", now=NOW)
    address = paper.sha256
    finish(actor=SYSTEM, paper_id=paper.id, pdf=b"%PDF another", now=NOW)
    assert paper.sha256 == address
    assert b"".join(shelf.read(address)) == b"%PDF one"
    issued = select(HistoryEntry).where(HistoryEntry.action == "paper:issued")
    assert len(db.session.scalars(issued).all()) == 1


def test_a_draft_changes_and_goes_and_a_numbered_paper_does_neither(year):
    paper = draft(year)
    plan = Plan("decision", "session:1", year, "Tên khác", {"signer": "A"}, SERIES, "QĐ-UBND", DAY)
    change_draft(actor=SYSTEM, paper=paper, plan=plan, now=NOW)
    assert paper.subject == "Tên khác"
    gone = draft(year)
    discard_draft(actor=SYSTEM, paper=gone, now=NOW)
    db.session.flush()
    assert find_paper(gone.id) is None
    freeze(actor=SYSTEM, paper=paper, compose=words, now=NOW)
    with pytest.raises(Conflict, match="không sửa được nữa"):
        change_draft(actor=SYSTEM, paper=paper, plan=plan, now=NOW)
    with pytest.raises(Conflict):
        discard_draft(actor=SYSTEM, paper=paper, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        update(Paper).values(number=9),
        update(Paper).values(sha256="0" * 64),
        update(Paper).values(signed_on=date(2024, 1, 1)),
        update(Paper).values(html="<p>khác</p>"),
        update(Paper).values(state=PaperState.DRAFT),
        update(Paper).values(state=PaperState.NUMBERED),
        delete(Certificate),
        update(Certificate).values(name="Người khác"),
    ],
)
def test_the_database_refuses_to_change_what_was_issued(year, change):
    issue(draft(year), rewards=[reward("Xã Một")])
    with pytest.raises(DatabaseError, match="stay as they are"), db.session.begin_nested():
        db.session.execute(change.execution_options(synchronize_session=False))


def test_a_replaced_paper_says_by_which(year):
    wrong = issue(draft(year))
    plan = Plan(
        "decision", "session:1", year, "Bản đúng", {"why": "Sai tên"}, SERIES, "QĐ-UBND", DAY, replaces=wrong
    )
    right = start_draft(actor=SYSTEM, plan=plan, now=NOW)
    db.session.flush()
    assert wrong.state is PaperState.ISSUED, "it stands until the other one is issued"
    issue(right)
    assert (wrong.state, wrong.ended_reason) == (PaperState.REPLACED, "Sai tên")
    assert find_successor(wrong) is right
    with pytest.raises(Conflict, match="đã được thay thế"):
        revoke(actor=SYSTEM, paper=wrong, reason="Nhầm", now=NOW)


def test_certificates_are_entered_in_the_order_of_the_list_and_fall_one_by_one(year):
    decision = issue(draft(year), rewards=[reward("Xã Một"), reward("Hộ bà Lý Thị Hương")])
    more = issue(draft(year), rewards=[reward("Ấp Ba")])
    first, second = decision.certificates
    assert [(one.place, one.roll, one.name) for one in (first, second)] == [
        (1, 1, "Xã Một"),
        (2, 2, "Hộ bà Lý Thị Hương"),
    ]
    assert more.certificates[0].roll == 3
    revoke_certificate(actor=SYSTEM, certificate=second, reason="Kê khai gian dối", now=NOW)
    assert (first.revoked_at, second.revoked_at) == (None, NOW)
    with pytest.raises(Conflict, match="đã ghi hủy bỏ"):
        revoke_certificate(actor=SYSTEM, certificate=second, reason="Lần hai", now=NOW)
    with pytest.raises(DomainError, match="lý do"):
        revoke(actor=SYSTEM, paper=decision, reason="", now=NOW)
    revoke(actor=SYSTEM, paper=decision, reason="Xét sai thẩm quyền", now=NOW)
    assert (decision.state, decision.ended_reason) == (PaperState.REVOKED, "Xét sai thẩm quyền")
    with pytest.raises(Conflict):
        revoke_certificate(actor=SYSTEM, certificate=first, reason="Nữa", now=NOW)


def test_numbers_of_two_series_do_not_meet(context):
    assert [take_next("a", 2024, 3), take_next("b", 2024), take_next("a", 2024)] == [1, 1, 4]
