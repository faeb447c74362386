"""Handing in, taking back, more time: the services, with the clock moved by passing it."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assignments.services import assign_unit
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from messages.models import Message
from scorecards.claims import claim_of, entry_text
from scorecards.models import ScorecardStatus
from scorecards.scorers import scorer_of
from scorecards.submission_changes import compare
from scorecards.submission_content import canonical, content_of, fingerprint_of, mark_of
from scorecards.submission_gaps import gaps_of
from scorecards.submission_queries import list_submissions
from scorecards.submission_rules import closes_at, is_late, obstacle_to_submitting
from scorecards.submitting import extend_deadline, extend_for, submit, withdraw
from tests.claiming import CLOSES, cite, claiming, file_of
from tests.district import make_commune
from tests.factories import NOW, make_user
from tests.year import OFFICE, SELF, enter
from verification.returning import return_scorecard

pytestmark = pytest.mark.usefixtures("context")
LATE = CLOSES + timedelta(hours=1)
FULL = {"A": "yes", "B": "3", "C": {"numerator": "20", "denominator": "30"}}


@pytest.fixture
def own(context):
    return claiming()


def complete(own):
    enter(own.card, SELF, FULL)
    cite(
        own.card,
        "A",
        number="12/KH-UBND",
        issued_on=date(2024, 1, 15),
        page="1-6",
        evidence_file=file_of(own.card),
    )


def hand_in(own, now=NOW, **more):
    return submit(actor=own.user, scorecard=own.card, now=now, **more)


def test_a_complete_scorecard_is_handed_in_with_its_fingerprint(own):
    complete(own)
    submission = hand_in(own)
    assert (own.card.status, own.card.submitted_at) == (ScorecardStatus.SUBMITTED, NOW)
    assert (submission.number, submission.total) == (1, Decimal(70))
    assert submission.content["points"]["C"] == "20"
    assert [(one["code"], one["points"]) for one in submission.content["sections"]] == [
        ("I", "50"),
        ("II", "20"),
        ("T", None),
    ]
    assert submission.content["citations"][0]["file"]["receipt"] == 1
    db.session.expire(submission)
    assert hashlib.sha256(canonical(submission.content)).hexdigest() == submission.fingerprint
    entry = list_entries_of("scorecard", str(own.card.id))[-1]
    assert entry.action == "scorecard:submitted"
    assert entry.after["fingerprint"] == submission.fingerprint


def test_the_unit_is_told_where_its_receipt_is(own):
    complete(own)
    submission = hand_in(own)
    message = db.session.query(Message).one()
    assert message.user_id == own.user.id
    assert message.path == f"/phieu/{own.card.id}/bien-nhan/{submission.number}"
    assert "70,00" in message.body


def test_what_is_missing_is_listed_and_must_be_confirmed(own):
    enter(own.card, SELF, {"A": "yes", "T1": "1"})
    cite(own.card, "A", number="12/KH-UBND")
    gaps = gaps_of(claim_of(own.card))
    assert [gap.code for gap in gaps.unscored] == ["B", "C"]
    assert [(gap.code, gap.text) for gap in gaps.evidence] == [
        ("A", "Minh chứng còn thiếu: ngày văn bản, số trang"),
        ("T1", "Chưa có minh chứng"),
    ]
    assert [gap.code for gap in gaps.elsewhere] == ["D"]
    with pytest.raises(DomainError) as refusal:
        hand_in(own)
    assert refusal.value.field == "with_gaps"
    submission = hand_in(own, with_gaps=True)
    assert submission.content["missing"] == ["B", "C"]
    assert submission.content["elsewhere"] == ["D"]
    assert "B" not in submission.content["entries"]


def test_no_evidence_is_asked_for_what_gives_no_points(own):
    enter(own.card, SELF, {**FULL, "A": "no"})
    assert gaps_of(claim_of(own.card)).to_confirm == 0


def test_what_cannot_be_read_stops_the_handing_in(own):
    complete(own)
    own.card.assessments[0].entries["B"] = "ba mô hình"
    gaps = gaps_of(claim_of(own.card))
    assert [gap.code for gap in gaps.unreadable] == ["B"]
    assert "ba mô hình" in gaps.unreadable[0].text
    with pytest.raises(DomainError, match="B"):
        hand_in(own, with_gaps=True)


def test_an_empty_scorecard_is_not_handed_in(own):
    with pytest.raises(DomainError, match="chưa có số liệu"):
        hand_in(own, with_gaps=True)


def test_what_changed_after_the_review_is_not_handed_in_unseen(own):
    complete(own)
    seen = mark_of(claim_of(own.card))
    enter(own.card, SELF, {"B": "2"})
    with pytest.raises(Conflict):
        hand_in(own, seen=seen)
    assert hand_in(own, seen=mark_of(claim_of(own.card))).total == Decimal(60)


def test_only_the_unit_hands_in_and_takes_back(own):
    complete(own)
    office, stranger = make_user(), make_user(roles=[RoleCode.COMMUNE])
    assign_unit(actor=SYSTEM, user=stranger, participant=make_commune("31601", "Xã Khác"), now=NOW)
    for actor in (office, stranger):
        with pytest.raises(NotAllowed):
            submit(actor=actor, scorecard=own.card, now=NOW)
        with pytest.raises(NotAllowed):
            withdraw(actor=actor, scorecard=own.card, now=NOW)


def test_nothing_is_handed_in_before_self_scoring_or_after_the_deadline(own):
    complete(own)
    with pytest.raises(Conflict, match="Chưa đến"):
        hand_in(own, now=NOW - timedelta(days=60))
    with pytest.raises(Conflict, match="07:00 08/11/2024"):
        hand_in(own, now=CLOSES)
    assert is_late(own.card, CLOSES)
    assert not is_late(own.card, CLOSES - timedelta(seconds=1))
    assert hand_in(own, now=CLOSES - timedelta(seconds=1)).number == 1
    assert not is_late(own.card, CLOSES)


def test_handed_in_once_only(own):
    complete(own)
    hand_in(own)
    with pytest.raises(Conflict, match="đã nộp rồi"):
        hand_in(own)


def test_taken_back_until_the_deadline_and_handed_in_again(own):
    complete(own)
    first = hand_in(own)
    withdraw(actor=own.user, scorecard=own.card, now=NOW + timedelta(hours=1))
    assert (own.card.status, own.card.submitted_at) == (ScorecardStatus.DRAFT, None)
    assert first.withdrawn_at == NOW + timedelta(hours=1)
    assert hand_in(own, now=NOW + timedelta(hours=2)).number == 2
    assert [one.number for one in list_submissions(own.card.id)] == [2, 1]
    with pytest.raises(Conflict, match="Đã hết hạn"):
        withdraw(actor=own.user, scorecard=own.card, now=LATE)
    actions = [entry.action for entry in list_entries_of("scorecard", str(own.card.id))]
    assert actions[-3:] == ["scorecard:submitted", "scorecard:withdrawn", "scorecard:submitted"]


def test_not_taken_back_once_checking_has_begun(own):
    complete(own)
    hand_in(own)
    enter(own.card, OFFICE, {"D": "yes"})
    office = next(one for one in own.card.assessments if one.level is OFFICE)
    office.entries["B"] = "3"
    with pytest.raises(Conflict, match="đã bắt đầu"):
        withdraw(actor=own.user, scorecard=own.card, now=NOW)


def test_what_the_office_alone_enters_is_no_checking(own):
    complete(own)
    hand_in(own)
    enter(own.card, OFFICE, {"D": "yes"})
    withdraw(actor=own.user, scorecard=own.card, now=NOW)
    assert own.card.status is ScorecardStatus.DRAFT


def test_more_time_for_one_unit_is_shown_and_lets_it_hand_in(own):
    complete(own)
    office, until = make_user(), CLOSES + timedelta(days=2)
    extend_deadline(actor=office, scorecard=own.card, until=until, reason=" Bão lũ chia cắt xã. ", now=LATE)
    assert (own.card.extended_until, own.card.extension_reason) == (until, "Bão lũ chia cắt xã.")
    told = db.session.query(Message).one()
    assert told.user_id == own.user.id
    assert "Bão lũ chia cắt xã." in told.body
    assert hand_in(own, now=until - timedelta(seconds=1)).number == 1
    entry = list_entries_of("scorecard", str(own.card.id))[-2]
    assert (entry.action, entry.note) == ("scorecard:extended", "Bão lũ chia cắt xã.")


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (LATE - timedelta(minutes=1), "Bão", "until"),
        (CLOSES, "Bão", "until"),
        (CLOSES + timedelta(days=40), "Bão", "until"),
        (CLOSES + timedelta(days=2), "  ", "reason"),
        (CLOSES + timedelta(days=2), "x" * 501, "reason"),
    ],
)
def test_more_time_that_cannot_be_is_refused_beside_its_field(own, until, reason, field):
    with pytest.raises(DomainError) as refusal:
        extend_deadline(actor=make_user(), scorecard=own.card, until=until, reason=reason, now=LATE)
    assert refusal.value.field == field
    assert own.card.extended_until is None


def test_only_the_office_gives_more_time(own):
    with pytest.raises(NotAllowed):
        extend_deadline(
            actor=own.user, scorecard=own.card, until=CLOSES + timedelta(days=2), reason="Bão", now=LATE
        )


def test_more_time_for_a_unit_that_has_not_begun_opens_its_scorecard(own):
    unit = make_commune("31601", "Xã Chưa Chấm")
    card = extend_for(
        actor=make_user(),
        movement_year=own.card.movement_year,
        participant=unit,
        until=CLOSES + timedelta(days=2),
        reason="Mới sáp nhập",
        now=LATE,
    )
    assert (card.participant, card.status) == (unit, ScorecardStatus.DRAFT)
    assert obstacle_to_submitting(card, LATE) is None


def test_a_returned_scorecard_stays_open_while_verification_runs(own):
    complete(own)
    hand_in(own)
    own.card.status = ScorecardStatus.RETURNED
    assert closes_at(own.card) == CLOSES + timedelta(days=17)
    assert hand_in(own, now=LATE).number == 2
    own.card.status = ScorecardStatus.RETURNED
    own.card.extended_until = LATE
    with pytest.raises(Conflict, match="hết hạn"):
        hand_in(own, now=LATE)


def test_what_changed_since_the_last_handing_in_is_told_by_criterion(own):
    complete(own)
    first = hand_in(own)
    own.card.status = ScorecardStatus.RETURNED
    enter(own.card, SELF, {"B": "2", "C": None})
    new = cite(own.card, "B", number="88/BC-UBND", page="3")
    claim = claim_of(own.card)
    claim.citations[0].page = "1-4"
    later = content_of(claim, number=2, by="x", now=LATE)
    names = {one.code: one.name for one in claim.own_criteria}
    scorer = scorer_of(own.card)
    reasons = {"A": "Trang nào?", "T1": "Có mô hình nào không?"}
    told = compare(first.content, later, names, lambda code, raw: entry_text(scorer, code, raw), reasons)
    by_code = {one.code: one for one in told.changes}
    assert list(by_code) == ["A", "B", "C", "T1"]
    assert (by_code["B"].earlier, by_code["B"].later) == ("3 mô hình", "2 mô hình")
    assert (by_code["B"].earlier_points, by_code["B"].later_points) == (Decimal(30), Decimal(20))
    assert [one["id"] for one in by_code["B"].added] == [new.id]
    assert (by_code["C"].earlier, by_code["C"].later, by_code["C"].later_points) == (
        "20 / 30",
        "",
        None,
    )
    assert [(old["page"], page["page"]) for old, page in by_code["A"].recited] == [("1-6", "1-4")]
    assert [one.code for one in told.unanswered] == ["T1"]
    assert (told.earlier_total, told.later_total) == (Decimal(70), Decimal(40))


def test_equal_contents_have_equal_fingerprints_whatever_their_order():
    assert fingerprint_of({"b": 1, "a": {"y": 2, "x": 3}}) == fingerprint_of({"a": {"x": 3, "y": 2}, "b": 1})


def test_an_extension_that_ran_out_does_not_lock_what_is_sent_back_later(own):
    complete(own)
    office, until = make_user(), CLOSES + timedelta(days=2)
    extend_deadline(actor=office, scorecard=own.card, until=until, reason="Bão", now=LATE)
    hand_in(own, now=LATE)
    later = until + timedelta(days=1)
    return_scorecard(
        actor=office, scorecard_id=own.card.id, reasons={"A": "Thiếu trang"}, due_at=None, now=later
    )
    assert hand_in(own, now=later).number == 2
