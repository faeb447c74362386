"""What goes with a decision stands and falls with it: bonus table, list, and what the public learns."""

import pytest

from documents.given_awards import withdraw_paper
from documents.issuing import take_number
from documents.readiness import readiness_of
from foundation.database import db, transaction
from foundation.errors import Conflict
from foundation.permissions import SYSTEM, RoleCode
from register.queries import find_paper
from tests.awarding import IN_DISTRICT, draft, issued_decision, sealed_session
from tests.integration.test_once_only import issue, replacement_of

TABLES = ["bonus_table", "decision_list"]


def build_replaced():
    """A decision with its bonus table, replaced by another one; the numbers of the three."""
    first = issued_decision(sealed_session())
    table = issue(draft(f"decision:{first.id}", "bonus_table"))
    second = issue(replacement_of(first))
    return first.id, table.id, second.id


@pytest.fixture
def replaced(app, ready):
    numbers = ready(build_replaced)
    with app.app_context():
        yield [find_paper(one) for one in numbers]


def test_a_bonus_table_of_a_replaced_decision_is_refused_and_the_one_in_force_is_named(replaced):
    first, _table, second = replaced
    late = draft(f"decision:{first.id}", "bonus_table")
    ready = readiness_of(late, IN_DISTRICT)
    assert any("số 01/QĐ-UBND đã được thay thế bằng số 02/QĐ-UBND" in one for one in ready.obstacles)
    assert ready.instead == second
    with pytest.raises(Conflict, match="Lập theo số 02/QĐ-UBND"):
        take_number(actor=SYSTEM, paper=late, now=IN_DISTRICT)


def test_a_bonus_table_of_a_draft_or_of_a_revoked_decision_is_refused(app, ready):
    number = ready(build_replaced)[2]
    with app.app_context():
        second = find_paper(number)
        table = draft(f"decision:{number}", "bonus_table")
        withdraw_paper(actor=SYSTEM, paper=second, reason="Sai thẩm quyền", now=IN_DISTRICT)
        with pytest.raises(Conflict, match="đã thu hồi"):
            take_number(actor=SYSTEM, paper=table, now=IN_DISTRICT)
        waiting = draft(f"decision:{draft(second.source).id}", "bonus_table")
        with pytest.raises(Conflict, match="Phát hành quyết định trước"):
            take_number(actor=SYSTEM, paper=waiting, now=IN_DISTRICT)


def test_the_page_of_a_table_and_the_public_check_tell_that_its_decision_is_replaced(ready, client_as):
    first, table, second = ready(build_replaced)
    clerk = client_as(RoleCode.CLERK)
    with clerk.application.app_context():
        code, year = find_paper(table).code, find_paper(table).movement_year_id
    assert f'href="/van-ban/{table}"' in clerk.get(f"/van-ban?year={year}").text
    page = clerk.get(f"/van-ban/{table}").text
    assert "Quyết định mà văn bản này kèm theo đã được thay thế" in page
    assert f"/van-ban/lap?loai=bonus_table&amp;nguon=decision:{second}" in page
    answer = clerk.application.test_client().get(f"/kiem-tra/{code}").text
    assert "quyết định mà văn bản này kèm theo đã được thay thế" in answer
    assert "Văn bản thật, đang có hiệu lực" not in answer
    assert "số 01/QĐ-UBND" in answer
    for kind in TABLES:
        asked = clerk.get(f"/van-ban/lap?loai={kind}&nguon=decision:{first}").text
        assert "Lập theo số 02/QĐ-UBND" in asked
        assert 'name="signer"' not in asked


def test_a_table_of_a_decision_in_force_is_told_as_such(ready, client_as):
    _first, _table, second = ready(build_replaced)
    clerk = client_as(RoleCode.CLERK)
    with clerk.application.app_context(), transaction():
        table = issue(draft(f"decision:{second}", "bonus_table"))
        number, code = table.id, table.code
        db.session.flush()
    assert "Quyết định mà văn bản này kèm theo" not in clerk.get(f"/van-ban/{number}").text
    answer = clerk.application.test_client().get(f"/kiem-tra/{code}").text
    assert "Văn bản thật, đang có hiệu lực" in answer
    assert "số 02/QĐ-UBND" in answer
