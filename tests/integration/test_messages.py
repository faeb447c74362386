"""Inbox, preferences, and what is told in whose language."""

from datetime import timedelta

import pytest
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import User
from accounts.queries import find_user_by_name
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from messages.models import Letter, LetterState, MailRefusal, Message, MessageKind
from messages.services import tell
from tests.factories import NOW, make_user


def send(name="noivu", count=1, **overrides):
    with transaction():
        for number in range(count):
            values = {
                "actor": SYSTEM,
                "users": [find_user_by_name(name)],
                "kind": MessageKind.RETURNED,
                "title": f"Phiếu số {number + 1} được trả lại",
                "body": "Tiêu chí II.3 thiếu văn bản.",
                "path": "/xep-hang",
                "now": NOW + timedelta(minutes=number),
            }
            tell(**values | overrides)


def test_the_inbox_shows_the_newest_first_and_what_is_unread(client_as, accounts):
    with accounts.app_context():
        send(count=2)
    page = client_as(RoleCode.OFFICE).get("/tin-nhan").text
    assert page.index("Phiếu số 2") < page.index("Phiếu số 1")
    assert "2 tin chưa đọc" in page
    assert page.count("<strong>Chưa đọc</strong>") == 2


def test_an_empty_inbox_says_what_will_stand_there(client_as):
    assert "Chưa có tin nào." in client_as(RoleCode.OFFICE).get("/tin-nhan").text


def test_the_head_of_every_page_counts_what_is_unread(client_as, accounts):
    with accounts.app_context():
        send(count=3)
    assert "<b>3</b>" in client_as(RoleCode.OFFICE).get("/").text
    assert "mast-mail" in client_as(RoleCode.UNIT).get("/").text
    assert "<b>" not in client_as(RoleCode.UNIT).get("/").text.partition("mast-mail")[2].partition("</a>")[0]


def test_opening_a_message_marks_it_read_and_reading_its_page_does_not(client_as, accounts):
    with accounts.app_context():
        send()
        number = db.session.scalars(select(Message.id)).one()
    office = client_as(RoleCode.OFFICE)
    assert "Tiêu chí II.3 thiếu văn bản." in office.get(f"/tin-nhan/{number}").text
    assert "Đánh dấu đã đọc" in office.get(f"/tin-nhan/{number}").text
    opened = office.post(f"/tin-nhan/{number}")
    assert opened.location == f"/tin-nhan/{number}"
    assert "Đánh dấu đã đọc" not in office.get(f"/tin-nhan/{number}").text
    assert "Không có tin chưa đọc." in office.get("/tin-nhan").text


def test_a_message_leads_to_its_page_inside_the_product_only(client_as, accounts):
    with accounts.app_context():
        send()
        send(path="https://example.org/")
        inside, outside = db.session.scalars(select(Message.id).order_by(Message.id))
    office = client_as(RoleCode.OFFICE)
    assert office.post(f"/tin-nhan/{inside}", data={"to": "page"}).location == "/xep-hang"
    assert office.post(f"/tin-nhan/{outside}", data={"to": "page"}).location == f"/tin-nhan/{outside}"


def test_a_message_of_another_person_does_not_exist_and_the_attempt_is_recorded(client_as, accounts):
    with accounts.app_context():
        send("quantri")
        number = db.session.scalars(select(Message.id)).one()
    unit = client_as(RoleCode.UNIT)
    assert unit.get(f"/tin-nhan/{number}").status_code == 404
    assert unit.post(f"/tin-nhan/{number}").status_code == 404
    assert unit.get("/tin-nhan/999").status_code == 404
    with accounts.app_context():
        assert db.session.scalars(select(Message.read_at)).one() is None
        entries = select(HistoryEntry).where(HistoryEntry.subject_type == "message")
        assert db.session.scalars(entries).first() is not None


def test_all_is_marked_read_at_once(client_as, accounts):
    with accounts.app_context():
        send(count=2)
        send("quantri")
    office = client_as(RoleCode.OFFICE)
    assert "Đã đánh dấu 2 tin" in office.post("/tin-nhan/da-doc", follow_redirects=True).text
    with accounts.app_context():
        assert db.session.scalars(select(Message.id).where(Message.read_at.is_(None))).all() != []


def test_a_long_inbox_has_pages_and_may_be_cut_to_the_unread(client_as, accounts):
    with accounts.app_context():
        send(count=25)
    office = client_as(RoleCode.OFFICE)
    assert "Phiếu số 5 " not in office.get("/tin-nhan").text
    last = office.get("/tin-nhan?trang=9&loc=chua-doc").text
    assert "Phiếu số 5 " in last
    assert "Trang trước" in last


def test_preferences_keep_an_address_and_what_is_refused(client_as, accounts):
    office = client_as(RoleCode.OFFICE)
    page = office.get("/tin-nhan/tuy-chon").text
    assert page.count(" checked") == len(MessageKind)
    kinds = ["returned", "stage"]
    answer = office.post("/tin-nhan/tuy-chon", data={"email": " NoiVu@SocTrang.gov.vn ", "kinds": kinds})
    assert answer.status_code == 302
    assert office.get("/tin-nhan/tuy-chon").text.count(" checked") == 2
    with accounts.app_context():
        assert find_user_by_name("noivu").email == "noivu@soctrang.gov.vn"
        assert len(db.session.scalars(select(MailRefusal)).all()) == len(MessageKind) - 2
        entry = db.session.scalars(
            select(HistoryEntry).where(HistoryEntry.action == "account:email-changed")
        ).one()
        assert entry.after == {"email": "no…@soctrang.gov.vn"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("noivu", "Nhập đúng dạng"),
        ("a@b.vn\nBcc: x@y.vn", "Nhập đúng dạng"),
        ("co@soctrang.gov.vn", "đã thuộc về một tài khoản khác"),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_stays_on_the_page(client_as, accounts, typed, told):
    with accounts.app_context(), transaction():
        make_user(username="khac", email="co@soctrang.gov.vn")
    answer = client_as(RoleCode.OFFICE).post(
        "/tin-nhan/tuy-chon", data={"email": typed, "kinds": ["returned"]}
    )
    assert answer.status_code == 422
    assert told in answer.text
    assert typed.splitlines()[0] in answer.text
    assert answer.text.count(" checked") == 1
    with accounts.app_context():
        assert find_user_by_name("noivu").email is None


@pytest.mark.usefixtures("context")
class TestTelling:
    def test_nobody_is_told_twice_of_one_occasion(self):
        user = make_user()
        for _turn in range(2):
            tell(actor=SYSTEM, users=[user, user], kind=MessageKind.WORK, title="a", occasion="x:1", now=NOW)
        assert len(db.session.scalars(select(Message)).all()) == 1

    def test_a_closed_account_is_told_nothing(self):
        user = make_user()
        user.active = False
        assert tell(actor=SYSTEM, users=[user], kind=MessageKind.WORK, title="a", now=NOW) == []

    def test_lazy_words_are_written_in_the_language_of_each_reader(self):
        here, there = make_user(), make_user()
        there.language = "en"
        told = tell(
            actor=SYSTEM,
            users=[here, there],
            kind=MessageKind.NOTICE,
            title=_l("Đăng xuất"),
            body=lambda: _("Đổi mật khẩu"),
            now=NOW,
        )
        assert [message.title for message in told] == ["Đăng xuất", "Sign out"]
        assert told[0].body != told[1].body

    def test_a_letter_is_kept_where_no_mail_server_is_set_up(self):
        tell(actor=SYSTEM, users=[make_user(email="a@b.vn")], kind=MessageKind.WORK, title="a", now=NOW)
        letter = db.session.scalars(select(Letter)).one()
        assert (letter.state, letter.recipient) == (LetterState.KEPT, "a@b.vn")

    def test_who_has_no_address_or_refused_the_kind_gets_no_letter(self):
        refuser, without = make_user(email="a@b.vn"), make_user()
        db.session.add(MailRefusal(user_id=refuser.id, kind=MessageKind.WORK))
        db.session.flush()
        users: list[User] = [refuser, without]
        assert len(tell(actor=SYSTEM, users=users, kind=MessageKind.WORK, title="a", now=NOW)) == 2
        assert db.session.scalars(select(Letter)).all() == []
        tell(actor=SYSTEM, users=users, kind=MessageKind.STAGE, title="b", now=NOW)
        assert len(db.session.scalars(select(Letter)).all()) == 1

    def test_a_title_that_is_too_long_is_shortened(self):
        (told,) = tell(actor=SYSTEM, users=[make_user()], kind=MessageKind.WORK, title="a" * 400, now=NOW)
        assert len(told.title) == 300
