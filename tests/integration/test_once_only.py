"""Nobody is commended twice by the same session, and one more paper of a kind is drawn only by choice."""

import pytest

from documents.drafting import kind_of, plan_of
from documents.given_awards import withdraw_paper
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from documents.readiness import readiness_of
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import SYSTEM, RoleCode
from register.models import Certificate, PaperState
from register.queries import find_paper
from register.services import start_draft
from tests.at_once import at_once
from tests.awarding import DAY, IN_DISTRICT, build_decision, build_session, draft


def issue(paper):
    take_number(actor=SYSTEM, paper=paper, now=IN_DISTRICT)
    return enter_file(actor=SYSTEM, paper=words_of(paper.id), now=IN_DISTRICT)


def replacement_of(paper):
    kind, material = kind_of(paper.kind), load(paper.source)
    plan = plan_of(kind, material, paper.particulars, signed_on=DAY, now=IN_DISTRICT, replaces=paper)
    return start_draft(actor=SYSTEM, plan=plan, now=IN_DISTRICT)


@pytest.fixture
def decision(app, ready):
    """An issued decision of a session."""
    number = ready(build_decision)
    with app.app_context():
        yield find_paper(number)


def test_whoever_was_commended_is_not_commended_again_by_another_decision(decision):
    before = db.session.query(Certificate).count()
    second = draft(decision.source)
    (told,) = readiness_of(second, IN_DISTRICT).obstacles
    assert "số 01/QĐ-UBND đang có hiệu lực đã khen" in told
    with pytest.raises(Conflict, match="thay thế quyết định đó"):
        take_number(actor=SYSTEM, paper=second, now=IN_DISTRICT)
    db.session.rollback()
    assert db.session.query(Certificate).count() == before


def test_a_decision_that_replaces_the_first_commends_the_same(decision):
    second = issue(replacement_of(decision))
    assert (second.number, decision.state) == (2, PaperState.REPLACED)
    assert len(second.certificates) == len(decision.certificates)


def test_after_the_first_was_revoked_another_may_commend(decision):
    withdraw_paper(actor=SYSTEM, paper=decision, reason="Sai thẩm quyền", now=IN_DISTRICT)
    second = draft(decision.source)
    assert readiness_of(second, IN_DISTRICT).obstacles == []
    assert issue(second).state is PaperState.ISSUED


def test_two_decisions_pressed_at_once_give_one(app, ready):
    def two_drafts():
        source = f"session:{build_session()}"
        return [draft(source).id, draft(source).id]

    ids = ready(two_drafts)

    def press(paper_id):
        def deed():
            take_number(actor=SYSTEM, paper=find_paper(paper_id), now=IN_DISTRICT)

        return deed

    assert sorted(at_once(app, [press(one) for one in ids])) == ["Conflict", "done"]


def test_a_draft_can_be_the_only_one_that_replaces(decision):
    replacement_of(decision)
    with pytest.raises(Conflict, match="Đã có bản nháp thay thế"):
        replacement_of(decision)


def test_the_clerk_is_asked_before_another_paper_of_the_kind_is_drawn(ready, client_as):
    number = ready(build_decision)
    clerk = client_as(RoleCode.CLERK)
    with clerk.application.app_context():
        decision = find_paper(number)
        source, year = decision.source, decision.movement_year_id
    address = f"/van-ban/lap?loai=decision&nguon={source}"
    asked = clerk.get(address).text
    assert "đang có hiệu lực" in asked
    assert f"thay={number}" in asked
    assert 'name="signed_on"' not in asked
    assert 'name="signed_on"' in clerk.get(f"{address}&them=1").text
    assert f"thay={number}" in clerk.get(f"/van-ban?year={year}").text
    assert 'value="2024-12-18"' in clerk.get(f"{address}&thay={number}").text
    given = {
        "signed_on": "2024-12-18",
        "text_proposal": "Xét đề nghị của Hội đồng",
        "text_articles": "Thi hành.",
    }
    made = clerk.post(f"{address}&thay={number}", data=given)
    assert made.status_code == 302, made.text
    again = clerk.get(f"{address}&thay={number}")
    assert again.location == made.location
    assert made.location in clerk.get(address).text
