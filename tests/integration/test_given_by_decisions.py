"""The list of given awards follows the decisions: number and day, and what falls with a decision."""

from datetime import date

import pytest

from documents.drafting import kind_of, plan_of
from documents.given_awards import withdraw_certificate, withdraw_paper
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from documents.usual_words import usual_of
from foundation.permissions import SYSTEM
from history.queries import list_entries_of
from movements.given_queries import list_given_by, past_awards_until
from register.queries import find_frozen
from register.services import start_draft
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.factories import NOW
from tests.papers import load_facts

DAY = date(2024, 12, 18)
LATER = NOW.replace(year=2024, month=12, day=20)


@pytest.fixture
def session(context):
    load_facts()
    return seal(decide_rest(open_council(run=seal_small_year())))


def issued(session, replaces=None, day=DAY):
    kind, material = kind_of("decision"), load(f"session:{session.id}")
    usual = usual_of(kind, material, day, "")
    entered = {"texts": dict(usual.texts), "recipients": list(usual.recipients)}
    plan = plan_of(kind, material, entered, signed_on=day, now=LATER, replaces=replaces)
    paper = start_draft(actor=SYSTEM, plan=plan, now=LATER)
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    return enter_file(actor=SYSTEM, paper=words_of(paper.id), now=LATER)


def lines(session):
    """Everything the list says of the session's awards: whom, by what, since when, and until when."""
    return [(one.name, one.reference, one.decided_on, one.revoked_on) for one in list_given_by(session.id)]


def counting(paper):
    """Whose awards of the decision count for later years."""
    past = past_awards_until(2025)
    return {
        one.name
        for one in paper.certificates
        if any(line["award"] == one.award and not line["void"] for line in past[one.participant_id])
    }


def actions(paper):
    return [one.action for one in list_entries_of("paper", str(paper.id)) if one.action.startswith("given:")]


def test_an_issued_decision_gives_its_number_and_day_to_the_awards_it_names(session):
    before = {reference for _name, reference, _on, _until in lines(session)}
    assert before == {"Phiên họp thứ 1 của Hội đồng, năm 2024"}
    paper = issued(session)
    named = {one.name for one in paper.certificates}
    told = {name: (reference, on) for name, reference, on, _until in lines(session) if name in named}
    assert named == told.keys()
    assert set(told.values()) == {("Quyết định số 01/QĐ-UBND", DAY)}
    assert actions(paper) == ["given:decided"]
    assert counting(paper) == named


def test_entering_the_file_once_more_after_a_crash_changes_nothing(session):
    paper = issued(session)
    told = lines(session)
    enter_file(actor=SYSTEM, paper=find_frozen(paper.id), now=LATER)
    assert (lines(session), actions(paper)) == (told, ["given:decided"])


def test_awards_count_no_longer_when_their_decision_is_revoked_and_do_again_with_the_next(session):
    paper = issued(session)
    named = {one.name for one in paper.certificates}
    withdraw_paper(actor=SYSTEM, paper=paper, reason="Ban hành sai thẩm quyền", now=LATER)
    fallen = [one for one in list_given_by(session.id) if one.name in named]
    assert {one.revoked_on for one in fallen} == {LATER.date()}
    assert {one.revoke_reason for one in fallen} == {
        "Quyết định số 01/QĐ-UBND bị thu hồi: Ban hành sai thẩm quyền"
    }
    assert counting(paper) == set()
    assert actions(paper)[-1] == "given:withdrawn"
    again = issued(session)
    assert counting(again) == named
    assert {on for name, _reference, on, until in lines(session) if name in named and until is None} == {DAY}


def test_an_award_counts_no_longer_when_its_certificate_is_cancelled(session):
    paper = issued(session)
    one = paper.certificates[0]
    withdraw_certificate(actor=SYSTEM, certificate=one, reason="Kê khai gian dối", now=LATER)
    assert counting(paper) == {other.name for other in paper.certificates[1:]}
    gone = [given for given in list_given_by(session.id) if given.revoked_on is not None]
    assert [(given.name, given.revoke_reason) for given in gone] == [
        (one.name, "Giấy khen bị hủy bỏ: Kê khai gian dối")
    ]


def test_the_decision_in_place_of_another_takes_its_awards_over(session):
    first = issued(session)
    named = {one.name for one in first.certificates}
    second = issued(session, replaces=first, day=date(2024, 12, 19))
    told = {(reference, on, until) for name, reference, on, until in lines(session) if name in named}
    assert told == {("Quyết định số 02/QĐ-UBND", date(2024, 12, 19), None)}
    assert counting(second) == named
