"""Pages of votes: what is never taken for granted, equal votes that wait, putting off with a reason."""

import re

import pytest

from council.counting import AGREE, BLANK, DISAGREE
from council.models import CouncilSession, QuestionState
from council.page import build_page
from council.queries import load_session
from council.rounds import make_round
from council.sessions import change_rules
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError
from foundation.permissions import SYSTEM, RoleCode
from tests.council import open_council, question_about
from tests.deciding import decide, reload
from tests.factories import NOW

LIST = "/phien-hop"
RULES = {
    "quorum": [2, 3, "least"],
    "threshold": [1, 2, "more"],
    "denominator": "members",
    "secret": False,
    "written_opinion": True,
    "casting_vote": True,
}


def council_of_eight(**more):
    """Eight who vote; more than half of all are five."""
    session = open_council(members=8, **more)
    change_rules(actor=SYSTEM, session_id=session.id, version=None, rules=RULES, now=NOW)
    return reload(session)


def said(session, *groups):
    """What the members say one after another: so many of each choice."""
    voters = [one for one in session.members if one.votes]
    choices = [choice for choice, many in groups for _ in range(many)]
    return {one.name: choice for one, choice in zip(voters, choices, strict=True)}


def state_of(session, question):
    view = next(one for one in build_page(SYSTEM, session).items if one.item.id == question.item_id)
    return view.state


def test_three_to_three_with_blanks_decides_nothing_and_goes_to_another_round(context):
    session = council_of_eight()
    motion = question_about(session, "Xã Hồ Đắc Kiện")
    session = decide(session, motion, others=said(session, (AGREE, 3), (DISAGREE, 3), (BLANK, 2)))
    motion = question_about(session, "Xã Hồ Đắc Kiện")
    assert (motion.state, motion.carried, motion.candidates[0].granted) == (QuestionState.VOTING, None, None)
    assert state_of(session, motion) == "equal"
    again = make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=motion.id, now=NOW)
    session = decide(reload(session), again)
    assert [one.granted for one in again.candidates] == [True]
    with pytest.raises(Conflict):
        make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=motion.id, now=NOW)


def test_four_to_four_is_the_chairs(context):
    session = council_of_eight()
    motion = question_about(session, "Xã Hồ Đắc Kiện")
    with pytest.raises(DomainError) as fault:
        decide(session, motion, others=said(session, (AGREE, 4), (DISAGREE, 4)))
    assert fault.value.field == "casting"


def test_equals_of_three_votes_each_keep_the_place_open(context):
    session = council_of_eight()
    tie = question_about(session, "Xã Phú Tân")
    session = decide(session, tie, others=said(session, ([1], 3), ([2], 3), ([], 2)))
    tie = question_about(session, "Xã Phú Tân")
    assert (tie.tally["result"], [one.granted for one in tie.candidates]) == ("tied", [None, None])
    again = make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=tie.id, now=NOW)
    assert (again.places, len(again.candidates)) == (1, 2)


@pytest.fixture
def eight(accounts):
    """A session of eight, the last of whom sent an opinion in writing; its number and that of a motion."""
    with accounts.app_context(), transaction():
        session = council_of_eight(written=[8])
        return session.id, question_about(session, "Thông qua kết quả").id


def sent(app, number, skip=()):
    with app.app_context():
        session = load_session(number)
        voters = [one for one in session.members if one.votes and one.order_no not in skip]
        return {"version": session.version, **{f"v-{one.id}": AGREE for one in voters}}


def test_an_opinion_in_writing_is_empty_until_it_is_recorded(accounts, client_as, eight):
    session_id, motion = eight
    client = client_as(RoleCode.OFFICE)
    path = f"{LIST}/{session_id}/gio-tay"
    assert len(re.findall(r'value="agree" checked', client.get(f"{path}?cau={motion}").text)) == 7
    without = sent(accounts, session_id, skip=[8]) | {"cau": motion, "reason": "Điều đã ghi"}
    page = client.post(path, data=without)
    assert page.status_code == 422
    assert re.search(r'id="loi-\d+".*Ghi ý kiến của Bí thư Huyện đoàn', page.text)
    assert len(re.findall(r'value="agree" checked', page.text)) == 7
    assert "Điều đã ghi" in page.text
    page = client.post(path, data=sent(accounts, session_id) | {"cau": motion}, follow_redirects=True)
    assert "Thông qua: 100,00%" in page.text


def test_nobody_chosen_is_said_for_whoever_wrote_too(accounts, client_as, eight):
    session_id, _motion = eight
    with accounts.app_context():
        session = db.session.get(CouncilSession, session_id)
        tie = question_about(session, "Xã Phú Tân").id
        voters = [one.id for one in session.members if one.votes]
        version = session.version
    client, path = client_as(RoleCode.OFFICE), f"{LIST}/{session_id}/gio-tay"
    data = {"version": version, "cau": tie, **{f"v-{one}": "1" for one in voters[:-1]}}
    page = client.post(path, data=data)
    assert page.status_code == 422
    assert "Ghi ý kiến của Bí thư Huyện đoàn" in page.text
    page = client.post(path, data=data | {f"v-{voters[-1]}": "0"}, follow_redirects=True)
    assert "87,50%" in page.text


def test_a_question_is_put_off_with_its_reason_and_taken_up_again(accounts, client_as, eight):
    session_id, motion = eight
    client, path = client_as(RoleCode.OFFICE), f"{LIST}/{session_id}/cau-hoi/{motion}/hoan"
    assert "Lý do" in client.get(path).text
    version = sent(accounts, session_id)["version"]
    assert client.post(path, data={"version": version}).status_code == 422
    client.post(path, data={"version": version, "reason": "Chờ số liệu"})
    page = client.get(f"{LIST}/{session_id}/chot")
    assert "Chờ số liệu" in page.text
    client.post(path, data={"version": sent(accounts, session_id)["version"], "hoan": "no"})
    with accounts.app_context():
        question = question_about(load_session(session_id), "Thông qua kết quả")
        assert (question.state, question.reason) == (QuestionState.PENDING, "")


def test_whoever_is_about_to_vote_is_told_that_the_agenda_no_longer_follows(accounts, client_as, eight):
    session_id, _motion = eight
    with accounts.app_context(), transaction():
        session = load_session(session_id)
        session = decide(session, question_about(session, "Xã Hồ Đắc Kiện"), DISAGREE)
        tie = question_about(session, "Xã Phú Tân")
        number, item = tie.id, tie.item_id
    client, words = client_as(RoleCode.OFFICE), "Kết luận đã có làm thay đổi"
    for path in ("", f"/noi-dung/{item}", f"/gio-tay?cau={number}"):
        assert words in client.get(f"{LIST}/{session_id}{path}").text
