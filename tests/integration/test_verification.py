"""Judging: whose duty, conflicts and reasons, accepting at once, sending back, the levels, and their end."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound, Trespass
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from messages.models import Message, MessageKind
from movements.models import Stage, StageCode
from scorecards.entering import EntryConflict, EntryFaults
from scorecards.hearing import say_who_is_told
from scorecards.models import ScorecardStatus
from scorecards.services import assess
from scorecards.submission_rules import is_time_running
from tests.district import make_commune
from tests.factories import make_user
from tests.verifying import (
    CLAIM,
    DOCUMENT,
    GROUP,
    NOW,
    OFFICE,
    SELF,
    make_cluster,
    make_head,
    make_member,
    make_office,
    make_verifier,
    make_village,
    submit,
    verifying_year,
)
from verification.chain import checker_of, checks_as_group
from verification.doubts import Doubt
from verification.duties import desk_for
from verification.finishing import finish, reopen, waive_check
from verification.group_entries import list_to_enter
from verification.marking import list_marks, set_mark
from verification.models import Return
from verification.page import build_page
from verification.picture import build_picture
from verification.queries import Asked, find_next, list_queue
from verification.queue_states import QueueState
from verification.returning import ReturnFaults, return_scorecard
from verification.rules import find_left, words_on_overtime
from verification.services import accept_criterion, leave_unscored, verify_criterion
from verification.undisputed import accept_undisputed, preview_undisputed

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def year(context):
    return verifying_year()


@pytest.fixture
def cluster(year):
    return make_cluster()


@pytest.fixture
def card(year, cluster):
    return submit(year, make_commune(cluster=cluster))


@pytest.fixture
def office(context):
    return make_office()


def level(card, wanted):
    return next(one for one in card.assessments if one.level is wanted)


def verify(actor, card, code, raw, **values):
    return verify_criterion(actor=actor, scorecard_id=card.id, code=code, raw=raw, now=NOW, **values)


def accept_all(actor, *cards, **values):
    ids = [card.id for card in cards]
    digest = preview_undisputed(actor=actor, scorecard_ids=ids, now=NOW).digest
    return accept_undisputed(actor=actor, scorecard_ids=ids, digest=digest, now=NOW, **values)


def judge_the_rest(actor, card):
    """Everything of the usual claim, so that nothing is left."""
    for code in find_left(card, OFFICE):
        if code == "III":
            verify(actor, card, code, "8")
        else:
            accept_criterion(actor=actor, scorecard_id=card.id, code=code, reason="Đã xem bản giấy.", now=NOW)


# One criterion


def test_a_change_needs_a_reason_and_keeps_the_claim(card, office):
    with pytest.raises(EntryFaults) as refusal:
        verify(office, card, "II.1", "25")
    assert refusal.value.field == "II.1"
    verify(office, card, "II.1", "25,5", reason="Biểu 03 ghi khác.")
    assert level(card, SELF).entries["II.1"] == "30"
    own = level(card, OFFICE)
    assert (own.entries["II.1"], own.reasons["II.1"]) == ("25.5", "Biểu 03 ghi khác.")
    assert own.marks["II.1"]["judged"] == "30"
    assert own.marks["II.1"]["by_id"] == office.id


def test_accepting_copies_the_claim_and_takes_back_the_reason(card, office):
    verify(office, card, "II.1", "25", reason="Biểu 03 ghi khác.")
    accept_criterion(actor=office, scorecard_id=card.id, code="II.1", base="25", now=NOW)
    own = level(card, OFFICE)
    assert own.entries["II.1"] == "30"
    assert "II.1" not in own.reasons
    accept_criterion(actor=office, scorecard_id=card.id, code="II.2", now=NOW)
    assert own.entries["II.2"] == {"numerator": "9", "denominator": "10"}


def test_two_verifiers_of_one_criterion_do_not_overwrite_each_other(card, office):
    verify(office, card, "II.1", "25", reason="Biểu 03 ghi khác.")
    other = make_verifier(("commune", None, None))
    with pytest.raises(EntryConflict) as conflict:
        verify(other, card, "II.1", "28", reason="Theo biên bản.", base=None)
    assert (conflict.value.theirs, conflict.value.by) == ("25", "Phòng Nội vụ")


def test_a_claim_that_changed_under_the_page_is_not_judged_unseen(card, office):
    with pytest.raises(Conflict, match="vừa đổi"):
        accept_criterion(actor=office, scorecard_id=card.id, code="II.1", claim="29", now=NOW)


def test_a_verifier_judges_within_type_cluster_and_criteria_only(card, cluster, year):
    mine = make_verifier(("commune", cluster, ["II"]))
    verify(mine, card, "II.1", "25", reason="Biểu 03 ghi khác.")
    with pytest.raises(EntryFaults, match="không thuộc phần"):
        verify(mine, card, "I.2", "1", reason="Một mô hình.")
    elsewhere = make_verifier(("commune", make_cluster("CUM-1", "Cụm thi đua số 1"), None))
    with pytest.raises(Trespass):
        verify(elsewhere, card, "II.1", "25", reason="Biểu 03 ghi khác.")


def test_what_the_office_alone_enters_is_closed_to_verifiers(card, office):
    with pytest.raises(EntryFaults):
        verify(make_verifier(("commune", None, None)), card, "P", "1", reason="Không đăng ký.")
    verify(office, card, "P", "1")
    assert level(card, OFFICE).entries["P"] == "1"


def test_a_unit_does_not_judge_itself(card):
    unit = make_member(card.participant)
    with pytest.raises(NotAllowed):
        verify(unit, card, "II.1", "30")


def test_what_was_not_claimed_is_left_without_points_with_a_reason(year, cluster, office):
    card = submit(year, make_commune(cluster=cluster), {"I.1": "yes"})
    with pytest.raises(EntryFaults, match="Chưa có số"):
        accept_criterion(actor=office, scorecard_id=card.id, code="I.2", now=NOW)
    with pytest.raises(EntryFaults, match="lý do"):
        leave_unscored(actor=office, scorecard_id=card.id, code="I.2", reason=" ", now=NOW)
    leave_unscored(actor=office, scorecard_id=card.id, code="I.2", reason="Không có hồ sơ.", now=NOW)
    assert "I.2" not in find_left(card, OFFICE)
    with pytest.raises(EntryFaults, match="đã có số"):
        leave_unscored(actor=office, scorecard_id=card.id, code="I.1", reason="Thôi.", now=NOW)


# Accepting at once


def test_accepting_does_what_the_preview_showed(card, office):
    preview = preview_undisputed(actor=office, scorecard_ids=[card.id], now=NOW)
    shown = preview.cards[0]
    assert [one.code for one in shown.accepted] == ["I.2", "II.1", "II.2"]
    assert {one.code: one.doubts for one in shown.left_out} == {
        "I.1": (Doubt.EVIDENCE,),
        "III": (Doubt.TO_ENTER,),
    }
    assert (preview.accepted, preview.left_out, preview.finishing) == (3, 2, 0)
    accept_undisputed(actor=office, scorecard_ids=[card.id], digest=preview.digest, finishing=True, now=NOW)
    assert set(level(card, OFFICE).entries) == {"I.2", "II.1", "II.2"}
    assert card.status is ScorecardStatus.SUBMITTED


def test_what_changed_since_the_preview_is_not_accepted_unseen(card, office):
    digest = preview_undisputed(actor=office, scorecard_ids=[card.id], now=NOW).digest
    verify(office, card, "II.1", "25", reason="Biểu 03 ghi khác.")
    with pytest.raises(Conflict, match="vừa thay đổi"):
        accept_undisputed(actor=office, scorecard_ids=[card.id], digest=digest, now=NOW)
    assert "I.2" not in level(card, OFFICE).entries


def test_accepting_stays_within_the_duties(card, cluster):
    mine = make_verifier(("commune", cluster, ["II"]))
    accept_all(mine, card)
    assert set(level(card, OFFICE).entries) == {"II.1", "II.2"}
    stranger = make_verifier(("hamlet", None, None))
    with pytest.raises(Trespass):
        preview_undisputed(actor=stranger, scorecard_ids=[card.id], now=NOW)


def test_what_the_group_changed_or_nobody_can_read_is_left_to_be_looked_at(year, cluster, office):
    unit = make_commune(cluster=cluster)
    card = submit(year, unit, {"I.2": "2", "II.1": "30", "II.2": {"numerator": "9", "denominator": "10"}})
    level(card, SELF).entries["I.2"] = "nhiều"
    assess(
        actor=SYSTEM, scorecard=card, level=GROUP, entries={"II.1": "20"}, reasons={"II.1": "Sai."}, now=NOW
    )
    left = {
        one.code: one.doubts
        for one in preview_undisputed(actor=office, scorecard_ids=[card.id], now=NOW).cards[0].left_out
    }
    assert left["I.2"] == (Doubt.UNREADABLE,)
    assert left["II.1"] == (Doubt.DIFFERS,)


# The end


def test_finishing_names_what_is_left_then_tells_the_unit_what_changed(card, office):
    unit = make_member(card.participant)
    verify(office, card, "II.1", "25", reason="Biểu 03 ghi khác.")
    with pytest.raises(DomainError, match=r"I\.1, I\.2, II\.2, III"):
        finish(actor=office, scorecard_id=card.id, now=NOW)
    judge_the_rest(office, card)
    finish(actor=office, scorecard_id=card.id, now=NOW)
    assert (card.status, card.verified_at) == (ScorecardStatus.VERIFIED, NOW)
    message = db.session.scalars(select(Message).where(Message.user_id == unit.id)).one()
    assert (message.kind, message.path) == (MessageKind.CHANGED, f"/phieu/{card.id}")
    assert "Biểu 03 ghi khác." in message.body
    assert "1 tiêu chí" in message.title


def test_who_judges_a_part_does_not_finish_the_whole(card, cluster, office):
    judge_the_rest(office, card)
    with pytest.raises(NotAllowed):
        finish(actor=make_verifier(("commune", cluster, ["II"])), scorecard_id=card.id, now=NOW)
    finish(actor=make_verifier(("commune", cluster, None)), scorecard_id=card.id, now=NOW)
    assert card.status is ScorecardStatus.VERIFIED


def test_only_the_office_opens_again_and_says_why(card, office):
    judge_the_rest(office, card)
    finish(actor=office, scorecard_id=card.id, now=NOW)
    with pytest.raises(Conflict):
        verify(office, card, "II.1", "20", base="30", reason="Sai.")
    with pytest.raises(NotAllowed):
        reopen(actor=make_verifier(("commune", None, None)), scorecard_id=card.id, reason="Sót.", now=NOW)
    with pytest.raises(DomainError):
        reopen(actor=office, scorecard_id=card.id, reason=" ", now=NOW)
    reopen(actor=office, scorecard_id=card.id, reason="Sót biểu 04.", now=NOW)
    assert (card.status, card.verified_at) == (ScorecardStatus.SUBMITTED, None)
    verify(office, card, "II.1", "20", base="30", reason="Sót biểu 04.")
    assert list_entries_of("scorecard", str(card.id))[-2].note == "Sót biểu 04."


FOLLOWING = """
      - code: T
        name: Thưởng mô hình
        max: 5
        role: bonus
        scale: {kind: count, each: 1, from: {criterion: I.2}}
"""


def test_what_follows_from_another_criterion_counts_in_every_total(context):
    year = verifying_year(DOCUMENT.replace("\n      - code: K\n", FOLLOWING + "      - code: K\n"))
    card, office = submit(year, make_commune()), make_office()
    page = build_page(card, desk_for(office, card))
    assert [(row.code, row.taken_from, row.claimed) for row in page.derived] == [("T", "I.2", 2)]
    assert page.claimed_total.all == page.claimed_points == level(card, SELF).total == 70
    verify(office, card, "I.2", "3", reason="Có ba mô hình.")
    judge_the_rest(office, card)
    page = build_page(card, desk_for(office, card))
    assert page.judged_total.all == page.found_points == level(card, OFFICE).total == 84
    assert [pair.row.code for pair in build_picture(page)][-1] == "T"


def test_a_round_total_is_written_out_in_the_record(card, office):
    judge_the_rest_with(
        office, card, {"I.2": "4", "II.1": "40", "II.2": {"numerator": "9", "denominator": "9"}}
    )
    verify(office, card, "III", "10", base="8")
    finish(actor=office, scorecard_id=card.id, now=NOW)
    last = next(
        one for one in list_entries_of("scorecard", str(card.id)) if one.action == "scorecard:verified"
    )
    assert last.after["total"] == "100"


def judge_the_rest_with(actor, card, found):
    """Some criteria as found, the others as claimed."""
    for code, raw in found.items():
        verify(actor, card, code, raw, reason="Theo biên bản.")
    judge_the_rest(actor, card)


def test_a_claim_without_the_evidence_asked_for_is_accepted_only_with_a_word(card, office):
    with pytest.raises(EntryFaults, match="Thiếu minh chứng bắt buộc"):
        accept_criterion(actor=office, scorecard_id=card.id, code="I.1", now=NOW)
    with pytest.raises(EntryFaults, match="Thiếu minh chứng bắt buộc"):
        verify(office, card, "I.1", "yes")
    accept_criterion(actor=office, scorecard_id=card.id, code="I.1", reason="Đã xem bản giấy.", now=NOW)
    assert level(card, OFFICE).reasons == {"I.1": "Đã xem bản giấy."}


def test_a_numerator_above_its_denominator_is_looked_at_not_refused(year, cluster, office):
    odd = submit(
        year, make_commune(cluster=cluster), CLAIM | {"II.2": {"numerator": "99", "denominator": "26"}}
    )
    (shown,) = preview_undisputed(actor=office, scorecard_ids=[odd.id], now=NOW).cards
    doubts = {one.code: one.doubts for one in shown.left_out}
    assert doubts["II.2"] == (Doubt.ODD,)
    accept_criterion(actor=office, scorecard_id=odd.id, code="II.2", now=NOW)


def test_nobody_is_said_to_hear_who_has_no_account(year, cluster):
    commune = make_commune(cluster=cluster)
    hamlet = make_commune("31600-09", "Ấp Phước An", type_code="hamlet", parent=commune)
    assert "chưa có tài khoản nên hệ thống không báo được" in say_who_is_told(hamlet)
    make_member(commune)
    assert f"{commune.name} được báo thay" in say_who_is_told(hamlet)
    make_member(hamlet, RoleCode.COMMUNE)
    assert say_who_is_told(hamlet) == "Tài khoản của Ấp Phước An được báo trong hộp thư."


# Sending back


def resubmit(card, entries):
    """As the unit does: other figures, handed in again."""
    assess(actor=SYSTEM, scorecard=card, level=SELF, entries=entries, now=NOW + timedelta(days=1))
    card.status, card.submitted_at = ScorecardStatus.SUBMITTED, NOW + timedelta(days=1)
    db.session.flush()


def test_a_return_keeps_what_was_judged_and_tells_the_unit(card, office):
    unit = make_member(card.participant)
    judge_the_rest(office, card)
    due = NOW + timedelta(days=3)
    returned = return_scorecard(
        actor=office,
        scorecard_id=card.id,
        reasons={"II.1": "Thiếu biểu 03.", "II.2": ""},
        note="Bổ sung rồi nộp lại.",
        due_at=due,
        now=NOW,
    )
    assert (card.status, card.extended_until) == (ScorecardStatus.RETURNED, due)
    assert returned.reasons == {"II.1": "Thiếu biểu 03."}
    message = db.session.scalars(select(Message).where(Message.user_id == unit.id)).one()
    assert message.kind is MessageKind.RETURNED
    assert "Thiếu biểu 03." in message.body
    assert not find_left(card, OFFICE)
    resubmit(card, {"II.1": "28"})
    assert find_left(card, OFFICE) == ("II.1",)
    assert level(card, OFFICE).entries["II.1"] == "30"
    accept_criterion(actor=office, scorecard_id=card.id, code="II.1", base="30", now=NOW)
    assert not find_left(card, OFFICE)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reasons": {}}, "note"),
        ({"reasons": {"Z": "Không có."}}, "Z"),
        ({"reasons": {"II.1": "Thiếu."}, "due_at": NOW - timedelta(hours=1)}, "due_at"),
        ({"reasons": {"II.1": "Thiếu."}, "due_at": NOW + timedelta(days=60)}, "due_at"),
    ],
)
def test_a_return_says_why_and_gives_a_time_that_can_be(card, office, values, field):
    with pytest.raises(DomainError) as refusal:
        return_scorecard(actor=office, scorecard_id=card.id, now=NOW, **values)
    assert refusal.value.field == field
    assert db.session.scalar(select(Return.id)) is None


# The levels


def test_a_return_tells_every_fault_at_once(card, office):
    with pytest.raises(ReturnFaults) as refusal:
        return_scorecard(
            actor=office, scorecard_id=card.id, reasons={}, due_at=NOW - timedelta(hours=1), now=NOW
        )
    assert set(refusal.value.faults) == {"note", "due_at"}


def test_a_commune_checks_its_households_before_the_office(year, office):
    commune, hamlet, cards = make_village(year)
    head, clerk = make_member(hamlet, RoleCode.UNIT), make_member(commune)
    assert checker_of(cards[0].participant).name == "Xã An Ninh"
    with pytest.raises(Conflict, match="Xã An Ninh"):
        verify(office, cards[0], "N1", "5")
    verify(clerk, cards[0], "N1", "4", reason="Chưa đủ.")
    assert set(level(cards[0], GROUP).entries) == {"N1"}
    with pytest.raises(NotAllowed):
        verify(head, cards[0], "N1", "5")
    with pytest.raises(DomainError, match="N2"):
        finish(actor=clerk, scorecard_id=cards[0].id, now=NOW)
    accept_all(clerk, *cards, finishing=True)
    with pytest.raises(Conflict, match="kiểm tra xong"):
        verify(clerk, cards[0], "N2", "no", base="yes", reason="Trễ.")
    queue = list_queue(actor=office, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [card.id for card in cards]
    verify(office, cards[0], "N1", "4")
    assert level(cards[0], OFFICE).marks["N1"]["judged"] == "4"


def test_a_commune_does_not_check_what_it_enters_itself(year, office):
    commune, _hamlet, cards = make_village(year, households=1)
    clerk = make_member(commune)
    assert checker_of(cards[0].participant) is None
    assert not checks_as_group(clerk, cards[0].participant)
    verify(office, cards[0], "N1", "5")


GROUPS = DOCUMENT.replace(
    "{code: A2, name: Giúp đỡ, max: 10, scale: yes_no}",
    "{code: A2, name: Giúp đỡ, max: 10, scale: yes_no, entered_by: group}",
)


def test_a_commune_that_enters_for_a_hamlet_enters_the_groups_criteria_and_confirms_nothing(context):
    year = verifying_year(GROUPS)
    commune = make_commune()
    hamlet = make_commune("31600-01", "Ấp Phước Hòa", type_code="hamlet", parent=commune)
    card, clerk, office = submit(year, hamlet, {"A1": "7"}), make_member(commune), make_office()
    assert [(one.scorecard.id, one.left) for one in list_to_enter(clerk, year)] == [(card.id, ("A2",))]
    with pytest.raises(EntryFaults, match="không thuộc phần"):
        verify(clerk, card, "A1", "7")
    with pytest.raises(NotAllowed):
        return_scorecard(actor=clerk, scorecard_id=card.id, reasons={"A2": "Ghi rõ."}, now=NOW)
    verify(clerk, card, "A2", "yes")
    with pytest.raises(NotAllowed):
        finish(actor=clerk, scorecard_id=card.id, now=NOW)
    assert (level(card, GROUP).entries, list_to_enter(clerk, year)) == ({"A2": "yes"}, [])
    assert verify(office, card, "A1", "7").entry == "7"
    make_member(hamlet, RoleCode.UNIT)
    assert desk_for(clerk, card).mine is None


def test_a_new_submission_waits_for_the_group_anew(year, office):
    commune, hamlet, cards = make_village(year, households=1)
    make_member(hamlet, RoleCode.UNIT)
    clerk = make_member(commune)
    accept_all(clerk, cards[0], finishing=True)
    return_scorecard(actor=office, scorecard_id=cards[0].id, reasons={"N1": "Ghi rõ."}, now=NOW)
    resubmit(cards[0], {"N1": "3"})
    with pytest.raises(Conflict, match="đang chờ"):
        verify(office, cards[0], "N1", "3")
    assert find_left(cards[0], GROUP) == ("N1",)


def test_the_head_of_a_cluster_checks_the_others_never_its_own(year, cluster, card, office):
    own = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster))
    head = make_member(own.participant)
    make_head(cluster, head)
    assert checks_as_group(head, card.participant)
    assert checker_of(own.participant) is None
    verify(head, card, "II.1", "28", reason="Biên bản họp cụm.")
    with pytest.raises(NotAllowed):
        verify(head, own, "II.1", "30")


def test_the_office_goes_on_without_waiting_when_it_says_why(year, cluster, card, office):
    other = make_member(make_commune("31603", "Xã Phú Tân", cluster=cluster))
    make_head(cluster, other)
    with pytest.raises(NotAllowed):
        waive_check(
            actor=make_verifier(("commune", None, None)), scorecard_id=card.id, reason="Gấp.", now=NOW
        )
    waive_check(actor=office, scorecard_id=card.id, reason="Cụm trưởng đi công tác.", now=NOW)
    verify(office, card, "II.1", "30")


@pytest.mark.parametrize("with_hamlet", [True, False])
@pytest.mark.parametrize("with_commune", [True, False])
def test_lists_and_single_scorecards_agree_on_who_checks(year, cluster, office, with_hamlet, with_commune):
    commune, hamlet, cards = make_village(year, households=1)
    commune.cluster_id = cluster.id
    first = submit(year, commune)
    clerk = make_member(commune) if with_commune else None
    if with_hamlet:
        make_member(hamlet, RoleCode.UNIT)
    make_head(cluster, make_member(make_commune("31603", "Xã Phú Tân", cluster=cluster)))
    counts = list_queue(actor=office, year=year, asked=Asked()).counts
    waiting = [one for one in (first, *cards) if checker_of(one.participant) is not None]
    assert counts.get(QueueState.BELOW, 0) == len(waiting)
    if clerk is not None:
        queue = list_queue(actor=clerk, year=year, asked=Asked())
        mine = [one.id for one in cards if checks_as_group(clerk, one.participant)]
        assert [line.scorecard.id for line in queue.lines] == mine


# Marks


def test_the_office_bars_and_releases_with_a_ground(card, office):
    with pytest.raises(NotAllowed):
        set_mark(
            actor=make_verifier(("commune", None, None)),
            scorecard_id=card.id,
            code="X1",
            stands=True,
            ground="QĐ 12",
            now=NOW,
        )
    with pytest.raises(DomainError):
        set_mark(actor=office, scorecard_id=card.id, code="X1", stands=True, ground="", now=NOW)
    with pytest.raises(NotFound):
        set_mark(actor=office, scorecard_id=card.id, code="Z", stands=True, ground="QĐ 12", now=NOW)
    set_mark(actor=office, scorecard_id=card.id, code="H1", stands=True, ground="Đơn ngày 3/11", now=NOW)
    assert card.holds == ["H1"]
    assert [(one.code, one.stands) for one in list_marks(card)] == [("X1", False), ("H1", True)]
    set_mark(actor=office, scorecard_id=card.id, code="H1", stands=False, ground="Đơn sai sự thật", now=NOW)
    assert card.holds == []
    notes = [(one.action, one.note) for one in list_entries_of("scorecard", str(card.id))][-2:]
    assert notes == [
        ("scorecard:held", "Đơn ngày 3/11"),
        ("scorecard:released", "Đơn sai sự thật"),
    ]


# The queue


def test_the_queue_shows_the_oldest_first_and_counts_honestly(year, cluster, card, office):
    second = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster), minutes=-5)
    third = submit(year, make_commune("31606", "Xã Phú Tâm"), minutes=5)
    verify(office, card, "II.1", "30")
    judge_the_rest(office, third)
    finish(actor=office, scorecard_id=third.id, now=NOW)
    queue = list_queue(actor=office, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [second.id, card.id]
    assert [line.progress.total for line in queue.lines] == [5, 5]
    assert [len(line.progress.judged) for line in queue.lines] == [0, 1]
    assert queue.lines[0].place == "Cụm thi đua số 2"
    assert queue.counts == {QueueState.WAITING: 1, QueueState.DOING: 1, QueueState.DONE: 1}
    assert [one.name for one in queue.clusters] == ["Cụm thi đua số 2"]
    done = list_queue(actor=office, year=year, asked=Asked(state=QueueState.DONE))
    assert [line.scorecard.id for line in done.lines] == [third.id]
    inside = list_queue(actor=office, year=year, asked=Asked(cluster_id=cluster.id))
    assert inside.total == 2
    assert find_next(actor=office, year=year, asked=Asked(), after=second) == card.id
    assert find_next(actor=office, year=year, asked=Asked(), after=card) == second.id


def test_the_queue_of_a_part_ends_with_the_part(year, cluster, card):
    second = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster), minutes=5)
    mine = make_verifier(("commune", cluster, ["II"]))
    assert list_queue(actor=mine, year=year, asked=Asked()).total == 2
    verify(mine, card, "II.1", "30")
    assert list_queue(actor=mine, year=year, asked=Asked()).counts == {
        QueueState.WAITING: 1,
        QueueState.DOING: 1,
    }
    accept_all(mine, card)
    queue = list_queue(actor=mine, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [second.id]
    assert queue.counts == {QueueState.WAITING: 1, QueueState.DONE: 1}
    assert find_next(actor=mine, year=year, asked=Asked(), after=second) is None


@pytest.mark.parametrize("criteria", [None, ["II"]])
def test_the_queue_asks_as_often_for_many_as_for_one(year, cluster, criteria):
    actor = make_verifier(("commune", cluster, criteria))
    submit(year, make_commune("0", "Xã 0", cluster=cluster))
    list_queue(actor=actor, year=year, asked=Asked())
    few = count_statements(lambda: list_queue(actor=actor, year=year, asked=Asked()))
    for number in range(1, 30):
        submit(year, make_commune(f"{number}", f"Xã {number}", cluster=cluster))
    many = count_statements(lambda: list_queue(actor=actor, year=year, asked=Asked()))
    assert many == few


def count_statements(work):
    sent = []
    db.session.expire_all()

    def see(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    return len(sent)


OPENS, CLOSES = datetime(2024, 11, 11, tzinfo=UTC), datetime(2024, 11, 26, tzinfo=UTC)
COUNCIL_SITS = datetime(2024, 12, 10, tzinfo=UTC)


@pytest.fixture
def sitting(year):
    stage = Stage(code=StageCode.COUNCIL, opens_at=COUNCIL_SITS, closes_at=COUNCIL_SITS + timedelta(days=9))
    year.stages.append(stage)
    db.session.flush()
    return year


def deeds(card, actor, at):
    """Every deed of verification that the calendar binds."""
    known = {"actor": actor, "scorecard_id": card.id, "now": at}
    return [
        lambda: verify_criterion(**known, code="II.1", raw="28", reason="Theo biên bản"),
        lambda: accept_criterion(**known, code="I.2"),
        lambda: leave_unscored(**known, code="III", reason="Chưa có báo cáo"),
        lambda: finish(**known),
        lambda: return_scorecard(**known, reasons={}, note="Bổ sung", due_at=at + timedelta(hours=3)),
    ]


@pytest.mark.parametrize(
    ("at", "told"), [(OPENS - timedelta(seconds=1), "Chưa đến thời gian"), (CLOSES, "Đã hết thời gian")]
)
def test_a_verifier_judges_only_while_verification_runs(sitting, card, at, told):
    verifier = make_verifier(("commune", None, None))
    for deed in deeds(card, verifier, at):
        with pytest.raises(Conflict, match=told):
            deed()
    preview = preview_undisputed(actor=verifier, scorecard_ids=[card.id], now=at)
    assert (preview.accepted, told in preview.cards[0].obstacle) == (0, True)
    accept_undisputed(actor=verifier, scorecard_ids=[card.id], digest=preview.digest, finishing=True, now=at)
    assert card.status is ScorecardStatus.SUBMITTED
    assert verify_criterion(
        actor=verifier, scorecard_id=card.id, code="I.2", raw="2", now=CLOSES - timedelta(seconds=1)
    )


def test_the_office_finishes_what_is_left_until_the_council_sits(sitting, card, office):
    for deed in deeds(card, office, OPENS - timedelta(seconds=1)):
        with pytest.raises(Conflict, match="Chưa đến thời gian"):
            deed()
    assert words_on_overtime(office, sitting, NOW) is None
    assert "10/12/2024" in words_on_overtime(office, sitting, CLOSES)
    verify_criterion(actor=office, scorecard_id=card.id, code="I.2", raw="2", now=CLOSES)
    assert words_on_overtime(office, sitting, COUNCIL_SITS) is None
    for deed in deeds(card, office, COUNCIL_SITS):
        with pytest.raises(Conflict, match="họp xét"):
            deed()


def test_opening_again_and_not_waiting_keep_to_the_dates_too(sitting, cluster, card, office):
    make_head(cluster, make_user(full_name="Cụm trưởng", roles=[RoleCode.COMMUNE]))
    with pytest.raises(Conflict, match="họp xét"):
        waive_check(actor=office, scorecard_id=card.id, reason="Gấp", now=COUNCIL_SITS)
    card.status = ScorecardStatus.VERIFIED
    with pytest.raises(Conflict, match="họp xét"):
        reopen(actor=office, scorecard_id=card.id, reason="Sót", now=COUNCIL_SITS)
    assert reopen(actor=office, scorecard_id=card.id, reason="Sót", now=CLOSES)


def test_grounds_are_laid_and_lifted_from_the_first_day_of_verification_until_the_council_sits(
    sitting, card, office
):
    known = {"actor": office, "scorecard_id": card.id, "code": "H1", "ground": "Đơn ngày 3/11"}
    with pytest.raises(Conflict, match="Chưa đến thời gian"):
        set_mark(**known, stands=True, now=OPENS - timedelta(seconds=1))
    set_mark(**known, stands=True, now=CLOSES)
    with pytest.raises(Conflict, match="họp xét"):
        set_mark(**known, stands=False, now=COUNCIL_SITS)
    assert card.holds == ["H1"]


def test_what_is_sent_back_after_the_end_has_a_time_of_its_own(sitting, card, office):
    known = {"actor": office, "scorecard_id": card.id, "reasons": {}, "note": "Bổ sung", "now": CLOSES}
    with pytest.raises(DomainError, match="ghi hạn nộp lại") as told:
        return_scorecard(**known)
    assert told.value.field == "due_at"
    return_scorecard(**known, due_at=CLOSES + timedelta(days=1))
    assert is_time_running(card, CLOSES)


def test_a_calendar_without_verification_sets_no_limit(year, card):
    db.session.delete(next(one for one in year.stages if one.code is StageCode.VERIFICATION))
    db.session.flush()
    db.session.expire(year, ["stages"])
    verifier = make_verifier(("commune", None, None))
    assert verify_criterion(actor=verifier, scorecard_id=card.id, code="I.2", raw="2", now=COUNCIL_SITS)
