"""Letters to a mail server that stands in for a real one: each arrives at most once, whatever breaks."""

import dataclasses
import email
import email.policy
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from messages import sending
from messages.jobs import JOBS
from messages.mail_server import mail_server, read_mail_server
from messages.models import Letter, LetterState, MessageKind
from messages.sending import PAUSES, send_waiting
from messages.services import tell
from scheduling.running import run_due
from tests.factories import NOW, make_user

MINUTE = timedelta(minutes=1)


class Postbox:
    """Takes letters, or answers what it is told to at one step of the conversation."""

    def __init__(self):
        self.letters = []
        self.answers = {}
        self.hang_up_after_text = False
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the library names it
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - the library names it
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library names it
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library names it
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.hang_up_after_text:
            server.transport.close()
        return "250 OK"


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def mail_app(app, postbox, unused_port):
    """The application with a mail server of its own."""
    controller = Controller(postbox, hostname="127.0.0.1", port=unused_port)
    controller.start()
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(
        usual,
        mail_server=f"smtp://127.0.0.1:{unused_port}",
        mail_from="Hội đồng TĐKT <thidua@chauthanh.vn>",
        site_url="https://thidua.chauthanh.vn",
    )
    yield app
    app.config["SETTINGS"] = usual
    controller.stop()


@pytest.fixture
def mail(mail_app):
    """The same, for services."""
    with mail_app.app_context():
        yield mail_app


@pytest.fixture
def unused_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write(title="Phiếu được trả lại", **overrides):
    with transaction():
        user = overrides.pop("user", None) or make_user(email=overrides.pop("address", "anninh@soctrang.vn"))
        values = {
            "actor": SYSTEM,
            "users": [user],
            "kind": MessageKind.RETURNED,
            "title": title,
            "body": "Tiêu chí II.3 thiếu văn bản.\n\n.Dòng có dấu chấm đầu dòng",
            "path": "/phieu/17",
            "now": NOW,
        }
        tell(**values | overrides)


def letter():
    db.session.expire_all()
    return db.session.scalars(select(Letter).order_by(Letter.id)).first()


def send(now=NOW):
    return send_waiting(mail_server(), now)


def test_a_letter_arrives_with_its_words_and_its_link(mail, postbox):
    write()
    assert send().sent == 1
    (arrived,) = postbox.letters
    assert arrived["Subject"] == "Phiếu được trả lại"
    assert arrived["To"].addresses[0].addr_spec == "anninh@soctrang.vn"
    assert arrived["From"].addresses[0].display_name == "Hội đồng TĐKT"
    assert arrived["Message-ID"] == letter().letter_id
    plain = arrived.get_body(("plain",)).get_content()
    assert "Tiêu chí II.3 thiếu văn bản." in plain
    assert "\n.Dòng có dấu chấm đầu dòng" in plain.replace("\r\n", "\n")
    assert "https://thidua.chauthanh.vn/phieu/17" in plain
    assert 'href="https://thidua.chauthanh.vn/phieu/17"' in arrived.get_body(("html",)).get_content()
    assert (letter().state, letter().sent_at, letter().attempts) == (LetterState.SENT, NOW, 1)


def test_a_letter_is_written_in_the_language_of_its_reader(mail, postbox):
    with transaction():
        user = make_user(email="a@b.vn")
        user.language = "en"
    write(user=user)
    send()
    assert '<html lang="en">' in postbox.letters[0].get_body(("html",)).get_content()


def test_what_was_sent_is_not_sent_again(mail, postbox):
    write()
    send()
    send(NOW + timedelta(days=1))
    assert len(postbox.letters) == 1


def test_several_letters_go_over_one_connection(mail, postbox):
    for number in range(3):
        write(address=f"a{number}@b.vn")
    assert send().sent == 3
    assert postbox.connections == 1


def test_nothing_typed_starts_another_header(mail, postbox):
    with transaction():
        user = make_user(email="a@b.vn", full_name="Ấp\r\nBcc: x@y.vn")
    write("Trả lại\r\nBcc: x@y.vn\r\n\r\nXin chào", user=user)
    send()
    (arrived,) = postbox.letters
    assert arrived["Bcc"] is None
    assert arrived["Subject"] == "Trả lại Bcc: x@y.vn Xin chào"
    assert [one.addr_spec for one in arrived["To"].addresses] == ["a@b.vn"]


def test_a_page_shows_words_typed_as_words(mail, postbox):
    write("<script>alert(1)</script>")
    send()
    assert "<script>" not in postbox.letters[0].get_body(("html",)).get_content()


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_for_now_is_tried_again_with_the_same_identifier(mail, postbox, step):
    write()
    postbox.answers[step] = "451 try later"
    assert send().later == 1
    waiting = letter()
    assert waiting.state is LetterState.WAITING
    assert waiting.next_attempt_at == NOW + PAUSES[0]
    assert "try later" in waiting.error
    identifier = waiting.letter_id
    assert send(NOW + timedelta(seconds=30)).sent == 0
    postbox.answers.clear()
    assert send(NOW + PAUSES[0]).sent == 1
    assert postbox.letters[0]["Message-ID"] == identifier
    assert letter().error is None


def test_a_refusal_for_good_is_not_tried_again(mail, postbox):
    write()
    postbox.answers["RCPT"] = "550 no such mailbox"
    assert send().failed == 1
    postbox.answers.clear()
    assert send(NOW + timedelta(days=9)).sent == 0
    assert letter().state is LetterState.FAILED


def test_a_refused_letter_does_not_hold_up_the_next(mail, postbox):
    write(address="a@b.vn")
    write(address="c@d.vn")
    postbox.answers["DATA"] = "554 no"
    tally = send()
    assert (tally.failed, tally.sent) == (2, 0)


def test_trying_ends(mail, postbox):
    write()
    postbox.answers["RCPT"] = "451 try later"
    now = NOW
    for pause in PAUSES:
        send(now)
        assert letter().state is LetterState.WAITING
        now += pause
    send(now)
    assert letter().state is LetterState.FAILED


def test_without_a_line_to_the_server_letters_wait(mail, postbox, unused_port):
    write()
    dead = read_mail_server("smtp://127.0.0.1:1")
    assert send_waiting(dead, NOW).later == 1
    assert letter().state is LetterState.WAITING
    assert letter().error
    assert send(NOW + PAUSES[0]).sent == 1


def test_a_line_that_breaks_after_the_text_leaves_a_doubt(mail, postbox):
    write()
    postbox.hang_up_after_text = True
    assert send().doubtful == 1
    postbox.hang_up_after_text = False
    send(NOW + timedelta(days=1))
    assert letter().state is LetterState.DOUBTFUL
    assert len(postbox.letters) == 1


def test_a_process_that_ends_before_the_text_was_given_never_sends_twice(mail, postbox, monkeypatch):
    write()
    monkeypatch.setattr(sending, "deliver", _end)
    with pytest.raises(KeyboardInterrupt):
        send()
    db.session.remove()
    assert letter().state is LetterState.SENDING
    monkeypatch.undo()
    assert send(NOW + MINUTE).doubtful == 1
    assert letter().state is LetterState.DOUBTFUL
    assert postbox.letters == []


def test_a_process_that_ends_after_the_server_took_the_text_never_sends_twice(mail, postbox, monkeypatch):
    write()
    monkeypatch.setattr(sending, "_settle", _end)
    with pytest.raises(KeyboardInterrupt):
        send()
    db.session.remove()
    monkeypatch.undo()
    send(NOW + MINUTE)
    assert len(postbox.letters) == 1
    assert letter().state is LetterState.DOUBTFUL


def _end(*_arguments):
    raise KeyboardInterrupt


def test_an_address_that_no_server_can_take_fails_and_the_others_go(mail, postbox):
    write(address="không dấu@b.vn")
    write(address="c@d.vn")
    tally = send()
    assert (tally.failed, tally.sent) == (1, 1)


def test_the_clock_sends_what_waits(mail, postbox):
    write(now=NOW)
    run_due(JOBS, NOW)
    run_due(JOBS, NOW + MINUTE)
    assert len(postbox.letters) == 1


@pytest.mark.parametrize(
    ("address", "host", "port", "user", "password", "starttls", "tls"),
    [
        ("smtp://mail.vn", "mail.vn", 25, None, None, False, False),
        ("smtp://a%40b:p%3Aq@mail.vn:587?starttls=1", "mail.vn", 587, "a@b", "p:q", True, False),
        ("smtps://u:p@mail.vn", "mail.vn", 465, "u", "p", False, True),
    ],
)
def test_the_address_of_a_server_is_read(address, host, port, user, password, starttls, tls):
    server = read_mail_server(address)
    assert dataclasses.astuple(server) == (host, port, user, password, starttls, tls)


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ValueError, match="MAIL_SERVER"):
        read_mail_server("mail.vn")


class TestOutbox:
    def test_only_the_administrator_reads_it(self, client_as):
        assert client_as(RoleCode.OFFICE).get("/hop-thu-di").status_code == 403
        page = client_as(RoleCode.ADMIN).get("/hop-thu-di").text
        assert "Chưa có thư nào ở đây." in page
        assert "Bộ hẹn giờ chưa chạy lần nào." in page

    def test_it_counts_filters_and_shows_letters(self, client_as, accounts):
        with accounts.app_context():
            write()
            number = letter().id
        admin = client_as(RoleCode.ADMIN)
        assert "Phiếu được trả lại" in admin.get("/hop-thu-di?trang-thai=kept").text
        assert "Phiếu được trả lại" not in admin.get("/hop-thu-di?trang-thai=sent").text
        page = admin.get(f"/hop-thu-di/{number}").text
        assert "Tiêu chí II.3 thiếu văn bản." in page
        assert "Khai báo MAIL_SERVER" in page
        assert admin.get("/hop-thu-di/99").status_code == 404

    def test_a_kept_letter_is_not_sent_without_a_server(self, client_as, accounts):
        with accounts.app_context():
            write()
            number = letter().id
        answer = client_as(RoleCode.ADMIN).post(f"/hop-thu-di/{number}/gui-lai", follow_redirects=True)
        assert "Chưa có máy chủ thư." in answer.text

    @pytest.mark.parametrize("state", ["failed", "doubtful", "kept"])
    def test_a_person_decides_to_send_again(self, client_as, mail_app, postbox, state):
        with mail_app.app_context():
            write()
            with transaction():
                db.session.execute(update(Letter).values(state=LetterState(state)))
            number = letter().id
        admin = client_as(RoleCode.ADMIN)
        page = admin.post(f"/hop-thu-di/{number}/gui-lai", follow_redirects=True)
        assert "Thư được xếp vào hàng chờ gửi." in page.text
        assert "cho gửi lại lúc" in page.text
        with mail_app.app_context():
            assert letter().state is LetterState.WAITING
            entries = select(HistoryEntry).where(HistoryEntry.action == "letter:sent-again")
            assert db.session.scalars(entries).one().before["state"] == state
            assert send(NOW + timedelta(days=9000)).sent == 1
        again = admin.post(f"/hop-thu-di/{number}/gui-lai", follow_redirects=True)
        assert "đã gửi hoặc đang chờ gửi" in again.text
