"""Awards kept through the years: entering, revoking, and what they do to an evaluation."""

from datetime import date

import pytest
from sqlalchemy import select

from awards.queries import Selection, list_rows
from awards.recomputing import compare_with_present, recompute_run
from awards.services import seal_run
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from movements.given import Given, code_of, enter_given, grant_given, revoke_given, settle_given
from movements.given_queries import GivenFilter, count_given, list_given, list_given_to
from participants.models import Participant
from scorecards.queries import past_awards_of
from tests.factories import NOW, make_user
from tests.sealed_year import COMMUNES, DOCUMENT, Card, prepare_year

NOT_AGAIN = DOCUMENT.replace(
    "quota: {percent: 50, rounding: floor}", "quota: {percent: 50, rounding: floor}\n    not_again_within: 2"
)
FOUR = (
    Card("Xã A", "40", "60"),
    Card("Xã B", "39", "60"),
    Card("Xã C", "38", "60"),
    Card("Xã D", "37", "60"),
)


def unit(name):
    return db.session.scalars(select(Participant).where(Participant.name == name)).one()


def given(name, year=2024, award="GK", **more):
    values = {"award_name": "Giấy khen", "reference": "12/QĐ-UBND", "decided_on": date(2024, 11, 1)}
    return Given(unit(name), year, award, **{**values, "decided_on": None, **more})


def enter(name, year=2024, award="GK", **more):
    return enter_given(actor=SYSTEM, given=given(name, year, award, **more), now=NOW)


def states(run):
    rows = list_rows(run.id, Selection("commune"), offset=0, limit=50)
    return {row.name: row.award_status.value for row in rows}


def seal(year):
    return seal_run(actor=SYSTEM, year=year, now=NOW)


def test_an_award_of_an_earlier_year_bars_it_for_the_years_that_the_rule_says(context):
    year = prepare_year(FOUR, document=NOT_AGAIN)
    enter("Xã A", 2022)
    enter("Xã B", 2021)
    assert states(seal(year)) == {
        "Xã A": "too_soon",
        "Xã B": "recommended",
        "Xã C": "recommended",
        "Xã D": "outside",
    }


def test_a_revoked_award_counts_no_longer_whoever_tells_of_it(context):
    told = Card("Xã A", "40", "60", past_awards=[{"award": "GK", "year": 2022}])
    year = prepare_year((told, *FOUR[1:]), document=NOT_AGAIN)
    assert states(seal(year))["Xã A"] == "too_soon"
    kept = enter("Xã A", 2022)
    assert states(seal(year))["Xã A"] == "too_soon"
    revoke_given(actor=SYSTEM, given=kept, on=date(2024, 6, 1), reason="Kê khai gian dối.", now=NOW)
    assert states(seal(year))["Xã A"] == "recommended"


def test_who_was_given_one_form_this_year_keeps_its_place_and_gets_no_second(context):
    year = prepare_year(FOUR)
    enter("Xã A", 2024, "BK-TINH", award_name="Bằng khen")
    enter("Xã B", 2024)
    run = seal(year)
    assert states(run) == {
        "Xã A": "too_soon",
        "Xã B": "too_soon",
        "Xã C": "recommended",
        "Xã D": "outside",
    }
    assert recompute_run(run).holds


def test_an_award_for_another_achievement_bars_nothing(context):
    year = prepare_year(FOUR)
    enter("Xã A", 2024, "GK", achievement="other")
    assert states(seal(year))["Xã A"] == "recommended"


def test_awards_given_after_a_run_are_no_change_of_what_it_judged(context):
    year = prepare_year(FOUR)
    run = seal(year)
    grant_given(awards=[given("Xã A")], session_id=1, now=NOW)
    assert compare_with_present(run) == []


def test_scorecards_and_the_list_are_joined_without_doubles():
    told = [{"award": "GK", "year": 2022}, {"award": "GK", "year": 2021}]
    kept = {"award": "GK", "year": 2022, "achievement": "movement", "name": "Giấy khen", "void": False}
    assert past_awards_of(told, [kept]) == [told[1], kept]
    assert past_awards_of(told, [kept | {"void": True}]) == [told[1]]
    assert past_awards_of(told, []) == told


def test_one_award_of_a_year_is_kept_once_and_again_after_it_was_revoked(context):
    prepare_year(COMMUNES[:2])
    first = enter(COMMUNES[0].name, 2023)
    with pytest.raises(Conflict, match="đã có Giấy khen năm 2023"):
        enter(COMMUNES[0].name, 2023)
    revoke_given(actor=SYSTEM, given=first, on=date(2024, 1, 2), reason="Sai thẩm quyền", now=NOW)
    enter(COMMUNES[0].name, 2023)
    assert [one.revoked_on for one in list_given_to(unit(COMMUNES[0].name).id)] == [date(2024, 1, 2), None]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year": 2025}, "year"),
        ({"year": 1900}, "year"),
        ({"decided_on": date(2024, 12, 31)}, "decided_on"),
        ({"year": 2023, "decided_on": date(2022, 12, 31)}, "decided_on"),
    ],
)
def test_years_and_days_that_cannot_be_are_refused(context, changed, field):
    prepare_year(COMMUNES[:1])
    with pytest.raises(DomainError) as refused:
        enter(COMMUNES[0].name, **changed)
    assert refused.value.field == field
    assert count_given(GivenFilter()) == 0


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [(date(2024, 1, 2), " ", "reason"), (date(2025, 1, 2), "Sai", "on"), (date(2023, 1, 2), "Sai", "on")],
)
def test_revoking_needs_a_reason_and_a_day_that_can_be(context, on, reason, field):
    prepare_year(COMMUNES[:1])
    kept = enter(COMMUNES[0].name, 2023, decided_on=date(2023, 12, 20))
    with pytest.raises(DomainError) as refused:
        revoke_given(actor=SYSTEM, given=kept, on=on, reason=reason, now=NOW)
    assert refused.value.field == field
    assert kept.revoked_on is None


def test_a_second_revocation_is_told(context):
    prepare_year(COMMUNES[:1])
    kept = enter(COMMUNES[0].name, 2023)
    revoke_given(actor=SYSTEM, given=kept, on=date(2024, 1, 2), reason="Sai", now=NOW)
    with pytest.raises(Conflict):
        revoke_given(actor=SYSTEM, given=kept, on=date(2024, 1, 3), reason="Sai", now=NOW)


@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.COUNCIL, RoleCode.CLERK, RoleCode.ADMIN])
def test_only_the_office_keeps_the_list(context, role):
    prepare_year(COMMUNES[:1])
    kept, user = enter(COMMUNES[0].name, 2023), make_user(roles=[role])
    with pytest.raises(NotAllowed):
        enter_given(actor=user, given=given(COMMUNES[0].name), now=NOW)
    with pytest.raises(NotAllowed):
        revoke_given(actor=user, given=kept, on=date(2024, 1, 2), reason="Sai", now=NOW)


def test_what_is_done_stands_in_the_record(context):
    prepare_year(COMMUNES[:1])
    kept = enter(COMMUNES[0].name, 2023)
    revoke_given(actor=SYSTEM, given=kept, on=date(2024, 1, 2), reason="Sai thẩm quyền", now=NOW)
    entries = db.session.scalars(select(HistoryEntry).where(HistoryEntry.subject_type == "given_award")).all()
    assert [entry.action for entry in entries] == ["given:entered", "given:revoked"]
    assert entries[1].after == {"revoked_on": "2024-01-02", "reason": "Sai thẩm quyền"}


def test_the_list_is_narrowed_by_year_award_type_and_name(context):
    prepare_year(COMMUNES[:3])
    enter(COMMUNES[0].name, 2023)
    enter(COMMUNES[1].name, 2022)
    enter(COMMUNES[2].name, 2022, "BK", award_name="Bằng khen")

    def names(**wanted):
        return [one.name for one in list_given(GivenFilter(**wanted))]

    assert names() == [COMMUNES[0].name, COMMUNES[2].name, COMMUNES[1].name]
    assert names(year=2022, award="GK") == [COMMUNES[1].name]
    assert names(words="phu tam") == [COMMUNES[1].name]
    assert names(type_code="hamlet") == []


def test_a_form_without_code_gets_one_of_its_words():
    assert code_of("Bằng khen của Chủ tịch UBND tỉnh") == "bang-khen-cua-chu-tich-ubnd-tinh"


def propose(name, year, award="GK"):
    """What a session of the council proposed to the higher level."""
    grant_given(awards=[given(name, year, award, proposed=True)], session_id=1, now=NOW)
    return list_given_to(unit(name).id)[0]


def settle(kept, *, granted, reference="2310/QĐ-UBND", on=date(2024, 6, 1), actor=SYSTEM):
    settle_given(actor=actor, given=kept, granted=granted, reference=reference, on=on, now=NOW)


def test_what_was_proposed_counts_for_later_years_only_once_it_was_granted(context):
    year = prepare_year(FOUR, document=NOT_AGAIN)
    kept = propose("Xã A", 2023)
    assert states(seal(year))["Xã A"] == "recommended"
    settle(kept, granted=True)
    assert states(seal(year))["Xã A"] == "too_soon"
    settle(kept, granted=False, reference="45/CV-SNV: không đủ hồ sơ")
    assert states(seal(year))["Xã A"] == "recommended"


def test_what_was_proposed_this_year_keeps_its_place_until_it_is_declined(context):
    year = prepare_year(FOUR)
    kept = propose("Xã A", 2024, "BK-TINH")
    assert states(seal(year))["Xã A"] == "too_soon"
    settle(kept, granted=False)
    assert states(seal(year))["Xã A"] == "recommended"


def test_a_declined_proposal_may_be_made_again(context):
    prepare_year(FOUR)
    kept = propose("Xã A", 2024)
    with pytest.raises(Conflict, match="Có người đã được ghi"):
        propose("Xã A", 2024)
    db.session.rollback()
    prepare_year(FOUR)
    kept = propose("Xã A", 2024)
    settle(kept, granted=False)
    propose("Xã A", 2024)
    with pytest.raises(Conflict, match="đã được đề nghị lại"):
        settle(kept, granted=True)


def test_only_the_office_notes_the_answer_to_a_proposal_that_waits(context):
    prepare_year(FOUR)
    kept = propose("Xã A", 2023)
    with pytest.raises(NotAllowed):
        settle(kept, granted=True, actor=make_user(roles=[RoleCode.COUNCIL]))
    with pytest.raises(DomainError) as unsaid:
        settle(kept, granted=True, reference=" ")
    assert unsaid.value.field == "reference"
    with pytest.raises(DomainError) as early:
        settle(kept, granted=True, on=date(2999, 1, 1))
    assert early.value.field == "on"
    with pytest.raises(Conflict, match="không chờ cấp trên"):
        settle(enter("Xã B", 2023), granted=True)
    settle(kept, granted=True)
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "given:granted")).one()
    assert (entry.before["standing"], entry.after["reference"]) == ("proposed", "2310/QĐ-UBND")
