"""Certificates in the background: only for who may issue, only of a decision in force, to the very end."""

import pytest

from accounts.models import Role
from accounts.queries import find_user_by_name
from documents.certificate_tasks import KIND, params_of, run
from documents.given_awards import withdraw_paper
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from register.queries import find_paper, list_certificates
from register.services import revoke_certificate
from tasks.handlers import Work, silent
from tasks.models import Task
from tasks.running import run_next
from tests.awarding import build_decision
from tests.factories import make_user
from tests.working import empty_shelf

ADDRESS = "https://thidua.example/kiem-tra"


@pytest.fixture
def issued(ready):
    """The number of an issued decision."""
    return ready(build_decision)


@pytest.fixture
def printed(app, issued, tmp_path):
    """`printed(before_part)`: its certificates for a clerk; `before_part` is called before each part."""
    with app.app_context():
        with transaction():
            owner = make_user(username="inan", roles=[RoleCode.CLERK]).id
            make_user(username="thamdinh9", roles=[RoleCode.VERIFIER])

        def make(tell=silent):
            return run(Work(1, owner, params_of(issued, "pdf", ADDRESS), tmp_path, tell))

        yield make


def revoke(issued):
    with transaction():
        withdraw_paper(actor=SYSTEM, paper=find_paper(issued), reason="Sai thẩm quyền", now=now())


def dismiss(username):
    """An account that is only a verifier's from now on."""
    with transaction():
        verifier = db.session.query(Role).filter_by(name=RoleCode.VERIFIER).one()
        find_user_by_name(username).roles = [verifier]


def test_a_revoked_decision_gives_no_certificates(issued, printed):
    revoke(issued)
    with pytest.raises(Conflict, match="đã thu hồi"):
        printed()


def test_who_lost_the_right_gets_none(printed):
    dismiss("inan")
    with pytest.raises(NotAllowed, match="không còn quyền"):
        printed()


def test_a_decision_that_falls_while_pages_are_laid_out_gives_none(issued, printed):
    def fall(_done, _total, said):
        if said == "Đang ghép tệp":
            revoke(issued)

    with pytest.raises(Conflict, match="đã thu hồi"):
        printed(fall)


def test_a_right_that_is_lost_while_pages_are_laid_out_gives_none(printed):
    def leave(_done, _total, said):
        if said == "Đang ghép tệp":
            dismiss("inan")

    with pytest.raises(NotAllowed, match="không còn quyền"):
        printed(leave)


def test_a_certificate_that_falls_meanwhile_is_not_handed_out(issued, printed):
    def fall(_done, _total, said):
        if said == "Đang ghép tệp":
            with transaction():
                one = list_certificates(issued)[0]
                revoke_certificate(actor=SYSTEM, certificate=one, reason="Sai tên", now=now())

    with pytest.raises(Conflict, match="có giấy bị hủy bỏ"):
        printed(fall)


@pytest.fixture
def clerk(accounts, issued, client_as):
    """The clerk, and an issued decision."""
    empty_shelf(accounts)
    return client_as(RoleCode.CLERK)


def laid(app, issued, clerk):
    """The task that prints the certificates one by one; its number."""
    clerk.post(f"/van-ban/{issued}/giay", data={"form": "zip"})
    with app.app_context():
        return db.session.query(Task.id).filter_by(kind=KIND).scalar()


def test_beginning_again_asks_for_right_and_force_anew(app, issued, clerk):
    task = laid(app, issued, clerk)
    clerk.post(f"/viec/{task}/huy")
    with app.app_context():
        revoke(issued)
    assert "Văn bản này đã thu hồi" in clerk.post(f"/viec/{task}/lam-lai", follow_redirects=True).text
    with app.app_context():
        dismiss("vanthu")
    assert clerk.post(f"/viec/{task}/lam-lai").status_code == 403
    with app.app_context():
        assert db.session.get(Task, task).state == "cancelled"


def test_the_file_is_not_handed_out_without_right_or_force(app, issued, clerk):
    task = laid(app, issued, clerk)
    with app.app_context():
        assert run_next(app.extensions["tasks"], "worker").end == "done"
    assert clerk.get(f"/viec/{task}/tai").status_code == 200
    with app.app_context():
        revoke(issued)
    refused = clerk.get(f"/viec/{task}/tai")
    assert refused.status_code == 409
    assert "đã thu hồi" in refused.text
    with app.app_context():
        dismiss("vanthu")
    assert clerk.get(f"/viec/{task}/tai").status_code == 403
