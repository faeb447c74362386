"""What is in force on a day: the known facts, and what changing them does."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from authorities import services
from authorities.loading import load_facts_of_district, load_national_facts
from authorities.models import BaseSalary, BonusRate, Certainty, Issuer, LegalBasis, RoundingRule, Signer
from authorities.money import BonusUnknownError, bonus_of
from authorities.page import page_on
from authorities.queries import (
    base_salary_on,
    bases_on,
    find_entry,
    issuer_on,
    issuers_on,
    list_all,
    signers_on,
)
from authorities.sections import BY_SLUG
from foundation.clock import now
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM
from history.models import HistoryEntry
from history.queries import find_head
from history.reading import read_entries

IN_2024, IN_2025, IN_2026 = date(2024, 12, 20), date(2025, 8, 20), date(2026, 11, 23)
SALARY = BY_SLUG["luong-co-so"]


def load():
    load_national_facts(actor=SYSTEM, now=now())
    load_facts_of_district(actor=SYSTEM, now=now())


@pytest.fixture
def facts(ready, app):
    ready(load)
    with app.app_context():
        yield app


def texts(kind, day):
    return [one.text for one in bases_on(kind, day)]


def values(**said):
    return {
        "amount": 2_700_000,
        "valid_from": date(2027, 7, 1),
        "valid_to": None,
        "source": "",
        "note": "",
        "certainty": Certainty.CONFIRMED,
    } | said


def salary_from(first):
    return next(one for one in list_all(BaseSalary) if one.valid_from == first)


def test_a_decision_of_2024_goes_out_from_the_district(facts):
    issuer = issuer_on("committee", IN_2024)
    assert (issuer.line, issuer.place, issuer.symbol) == (
        "Ủy ban nhân dân huyện Châu Thành",
        "Châu Thành",
        "UBND",
    )
    chair, deputy = signers_on(issuer, "decision", IN_2024)
    assert (chair.authority_lines, chair.title) == ((), "Chủ tịch")
    assert (deputy.authority_lines, deputy.title) == (("KT. Chủ tịch",), "Phó Chủ tịch")
    lines = texts("decision", IN_2024)
    assert lines[0].startswith("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;")
    assert lines[1] == "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    assert "98/2023/NĐ-CP" in lines[2]
    assert "01/2024/TT-BNV" in lines[3]
    assert "150/KH-UBND" in lines[4]
    assert not any("152/2025" in line or "15/2025" in line for line in lines)


def test_a_decision_after_1_july_2025_goes_out_from_the_commune(facts):
    issuer = issuer_on("committee", IN_2025)
    assert (issuer.line, issuer.place) == ("Ủy ban nhân dân xã Phú Tâm", "Phú Tâm")
    assert [one.area for one in issuers_on(IN_2025, "committee")] == [
        "xã Phú Tâm",
        "xã Hồ Đắc Kiện",
        "xã Thuận Hòa",
        "xã An Ninh",
    ]
    assert issuer_on("committee", IN_2025, "xã An Ninh").place == "An Ninh"
    assert [one.title for one in signers_on(issuer, "decision", IN_2025)] == ["Chủ tịch", "Phó Chủ tịch"]
    lines = texts("decision", IN_2025)
    assert lines[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    assert "152/2025/NĐ-CP" in lines[2]
    assert "15/2025/TT-BNV" in lines[3]
    assert not any("98/2023" in line for line in lines)


@pytest.mark.parametrize(
    ("last", "first", "code"),
    [(date(2025, 6, 30), date(2025, 7, 1), "committee"), (date(2025, 6, 30), date(2025, 7, 1), "council")],
)
def test_the_district_ends_on_its_last_day_and_the_commune_begins_on_the_next(facts, last, first, code):
    assert issuer_on(code, last).area == "huyện Châu Thành"
    assert issuer_on(code, first).area == "xã Phú Tâm"


def test_what_a_committee_says_as_a_body_is_signed_for_it(facts):
    issuer = issuer_on("committee", IN_2024)
    assert [one.authority_lines for one in signers_on(issuer, "proposal", IN_2024)] == [
        ("TM. Ủy ban nhân dân",),
        ("TM. Ủy ban nhân dân", "KT. Chủ tịch"),
    ]


def test_minutes_of_the_council_rest_on_fewer_bases(facts):
    assert [line.partition(" ngày")[0] for line in texts("council_minutes", IN_2024)] == [
        "Căn cứ Luật Thi đua, khen thưởng",
        "Căn cứ Nghị định số 98/2023/NĐ-CP",
    ]


@pytest.mark.parametrize(
    ("award", "recipient", "day", "amount"),
    [
        ("giay_khen_district", "individual", IN_2024, 710_000),
        ("giay_khen_district", "household", IN_2024, 1_060_000),
        ("giay_khen_district", "collective", IN_2024, 1_410_000),
        ("giay_khen_commune", "individual", IN_2024, 360_000),
        ("giay_khen_commune", "individual", IN_2025, 710_000),
        ("giay_khen_commune", "household", IN_2026, 1_140_000),
        ("giay_khen_commune", "collective", IN_2026, 1_520_000),
        ("bang_khen_province", "collective", IN_2026, 7_590_000),
        ("bang_khen_prime_minister", "individual", IN_2025, 8_190_000),
        ("co_thi_dua_province", "collective", IN_2025, 18_720_000),
    ],
)
def test_the_bonus_is_that_of_the_day_of_the_decision(facts, award, recipient, day, amount):
    assert bonus_of(award, recipient, day).amount == amount


@pytest.mark.parametrize(
    ("award", "recipient", "day", "says"),
    [
        ("giay_khen_district", "individual", IN_2025, "Giấy khen của Chủ tịch UBND huyện"),
        ("co_thi_dua_province", "individual", IN_2025, "cá nhân"),
        ("giay_khen_commune", "individual", date(2018, 5, 1), "mức lương cơ sở"),
        ("giay_khen_commune", "individual", date(2027, 3, 1), "01/03/2027"),
    ],
)
def test_a_missing_entry_is_named_and_not_guessed(facts, award, recipient, day, says):
    with pytest.raises(BonusUnknownError) as caught:
        bonus_of(award, recipient, day)
    assert says in caught.value.message


def test_rounding_is_a_setting_with_a_date(facts):
    rule = next(one for one in list_all(RoundingRule) if one.holds_on(IN_2025))
    assert bonus_of("giay_khen_commune", "individual", IN_2025).amount == 710_000
    section = BY_SLUG["lam-tron"]
    services.end_entry(actor=SYSTEM, section=section, entry_id=rule.id, last=date(2025, 8, 19), now=now())
    nearest = {"rounding": "half_up", "unit": 10_000, "valid_from": IN_2025, "valid_to": None}
    services.add_entry(actor=SYSTEM, section=section, values=nearest, now=now())
    assert bonus_of("giay_khen_commune", "individual", IN_2025).amount == 700_000
    assert bonus_of("giay_khen_commune", "individual", date(2025, 8, 19)).amount == 710_000


def test_loading_again_changes_nothing_and_keeps_corrections(facts):
    entry = salary_from(date(2026, 7, 1))
    entry.amount = 2_600_000
    dropped = list_all(LegalBasis)[0]
    dropped.dropped_at = now()
    db.session.flush()
    before = find_head().entries
    assert load_national_facts(actor=SYSTEM, now=now()) == 0
    assert load_facts_of_district(actor=SYSTEM, now=now()) == 0
    assert find_head().entries == before
    assert base_salary_on(IN_2026).amount == 2_600_000
    assert find_entry(LegalBasis, dropped.id) is None


def test_what_was_not_read_in_the_text_waits_for_the_office(facts):
    unsure = {one.text for one in list_all(LegalBasis) if not one.is_sure}
    assert any("06/2026/QH16" in text for text in unsure)
    assert not any(one.is_sure for one in list_all(Signer))
    assert all(one.is_sure for one in list_all(BonusRate) if one.holds_on(IN_2025))
    assert not any(one.is_sure for one in list_all(BonusRate) if one.holds_on(IN_2024))
    entry = next(one for one in list_all(Issuer) if not one.is_sure)
    section = BY_SLUG["co-quan"]
    services.confirm_entry(actor=SYSTEM, section=section, entry_id=entry.id, now=now())
    assert entry.is_sure


def test_a_new_salary_ends_the_one_before_it(facts):
    added = services.add_entry(actor=SYSTEM, section=SALARY, values=values(), now=now())
    assert added.ended.valid_to == date(2027, 6, 30)
    assert base_salary_on(date(2027, 6, 30)).amount == 2_530_000
    assert base_salary_on(date(2027, 7, 1)).amount == 2_700_000


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"valid_from": date(2024, 8, 1), "valid_to": date(2024, 9, 1)}, "valid_from"),
        ({"valid_from": date(2019, 1, 1), "valid_to": date(2019, 12, 31)}, "valid_to"),
        ({"valid_from": date(2027, 7, 1), "valid_to": date(2027, 6, 1)}, "valid_to"),
        ({"valid_from": date(1950, 1, 1)}, "valid_from"),
    ],
)
def test_two_salaries_never_hold_on_one_day(facts, said, field):
    with pytest.raises(DomainError) as caught:
        services.add_entry(actor=SYSTEM, section=SALARY, values=values(**said), now=now())
    assert caught.value.field == field


def test_an_end_may_not_run_into_the_next_entry(facts):
    entry = salary_from(date(2023, 7, 1))
    with pytest.raises(DomainError, match="Trùng thời gian"):
        services.end_entry(actor=SYSTEM, section=SALARY, entry_id=entry.id, last=date(2024, 7, 15), now=now())


def test_changes_are_in_the_record_in_words(facts):
    entry = salary_from(date(2026, 7, 1))
    changed = values(amount=2_600_000, valid_from=entry.valid_from, source=entry.source)
    services.change_entry(
        actor=SYSTEM, section=SALARY, entry_id=entry.id, version=entry.version, values=changed, now=now()
    )
    services.drop_entry(actor=SYSTEM, section=SALARY, entry_id=entry.id, reason="nhập nhầm", now=now())
    written = db.session.scalars(select(HistoryEntry).where(HistoryEntry.subject_type == "base_salary")).all()
    change, drop = read_entries(written)
    amount = change.changes[0]
    assert (amount.label, amount.before, amount.after) == ("Số tiền (đồng)", "2.530.000", "2.600.000")
    assert (drop.note, change.kind) == ("nhập nhầm", "mức lương cơ sở")
    assert base_salary_on(IN_2026) is None


def test_who_read_an_older_state_is_told(facts):
    entry = salary_from(date(2026, 7, 1))
    stale = entry.version
    services.confirm_entry(actor=SYSTEM, section=SALARY, entry_id=entry.id, now=now())
    services.end_entry(actor=SYSTEM, section=SALARY, entry_id=entry.id, last=date(2030, 1, 1), now=now())
    with pytest.raises(Conflict):
        services.change_entry(
            actor=SYSTEM, section=SALARY, entry_id=entry.id, version=stale, values=values(), now=now()
        )


def test_services_refuse_whoever_may_not(facts):
    class Clerk:
        actor_id, actor_name, role_codes = None, "Văn thư", frozenset({"clerk"})

    with pytest.raises(NotAllowed):
        services.add_entry(actor=Clerk(), section=SALARY, values=values(), now=now())


@pytest.mark.parametrize("day", [date(2021, 10, 6), date(2024, 2, 23), IN_2024, date(2025, 7, 1), IN_2026])
def test_the_known_facts_have_no_overlap_and_no_gap(facts, day):
    """Ends that lie ahead are another matter: seen from far ahead there are none."""
    assert page_on(day, date(2090, 1, 1)).findings == ()


def test_overlaps_gaps_and_ends_are_told_as_sentences(facts):
    salary = salary_from(date(2023, 7, 1))
    salary.valid_to = date(2024, 5, 31)
    db.session.add(BaseSalary(amount=1, valid_from=date(2026, 12, 1), certainty=Certainty.CONFIRMED))
    for one in list_all(Issuer):
        if one.code == "council" and one.area == "huyện Châu Thành":
            one.valid_to = date(2024, 12, 1)
    db.session.flush()
    told = page_on(IN_2024, IN_2024).findings
    assert "Chưa có mức lương cơ sở từ ngày 01/06/2024 đến hết ngày 30/06/2024. Thêm một mục." in told
    assert any(
        one.startswith("Hai mục cùng áp dụng từ ngày 01/12/2026 trở đi: “2.530.000 đồng/tháng”")
        for one in told
    )
    assert any("“Hội đồng Thi đua - Khen thưởng” vào ngày 20/12/2024" in one for one in told)
    expiring = page_on(IN_2026, IN_2026).findings[-1]
    assert "Hết áp dụng sau ngày 28/02/2027 mà chưa có mục thay từ ngày 01/03/2027" in expiring


def test_a_new_rate_may_serve_an_award_of_ones_own(facts):
    values = {
        "award": "ky_niem",
        "name": "Kỷ niệm chương",
        "coefficient": Decimal("0.25"),
        "individual": Decimal(1),
        "household": None,
        "collective": None,
        "valid_from": date(2025, 7, 1),
        "valid_to": None,
    }
    services.add_entry(actor=SYSTEM, section=BY_SLUG["he-so"], values=values, now=now())
    assert bonus_of("ky_niem", "individual", IN_2025).amount == 590_000
