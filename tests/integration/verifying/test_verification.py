"""Judging claims: one criterion, all at once, the end; who may, and what stays beside it."""

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound, Trespass
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from messages.models import Message, MessageKind
from scorecards.entering import EntryConflict, EntryFaults
from scorecards.hearing import say_who_is_told
from scorecards.models import ScorecardStatus
from scorecards.services import assess
from tests.district import make_commune
from tests.judging import accept_all, judge_the_rest, level, verify
from tests.verifying import (
    CLAIM,
    DOCUMENT,
    GROUP,
    NOW,
    OFFICE,
    SELF,
    make_cluster,
    make_member,
    make_office,
    make_verifier,
    submit,
    verifying_year,
)
from verification.doubts import Doubt
from verification.duties import desk_for
from verification.finishing import finish, reopen
from verification.marking import list_marks, set_mark
from verification.page import build_page
from verification.picture import build_picture
from verification.rules import find_left
from verification.services import accept_criterion, leave_unscored
from verification.undisputed import accept_undisputed, preview_undisputed

pytestmark = pytest.mark.usefixtures("context")


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
