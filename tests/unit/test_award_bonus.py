"""Which bonus rate belongs to a form of award."""

import pytest

from authorities.award_bonus import bonus_code_of
from authorities.facts import national_facts
from authorities.models import BonusRate
from criteria.document import read_document
from criteria.presets import PRESETS

DOCUMENT = (PRESETS / "chau-thanh.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "issuer", "code"),
    [
        ("Giấy khen của Chủ tịch UBND huyện", "Chủ tịch UBND huyện Châu Thành", "giay_khen_district"),
        ("Giấy khen", "Chủ tịch UBND xã Phú Tâm", "giay_khen_commune"),
        ("GIẤY KHEN của Chủ tịch UBND thị xã", "", "giay_khen_district"),
        ("Bằng khen của Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh Sóc Trăng", "bang_khen_province"),
        ("Bằng khen", "Chủ tịch UBND thành phố Cần Thơ", "bang_khen_province"),
        ("Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "bang_khen_prime_minister"),
        ("Cờ thi đua của Chính phủ", "Chính phủ", "co_thi_dua_government"),
        ("Tập thể Lao động tiên tiến", "Chủ tịch UBND huyện", "tap_the_tien_tien"),
        ("Lao động tiên tiến", "Chủ tịch UBND huyện", "lao_dong_tien_tien"),
        ("Thư khen", "Chủ tịch UBND huyện", None),
    ],
)
def test_name_and_issuer_tell_the_rate(name, issuer, code):
    assert bonus_code_of(name, issuer) == code


def test_what_the_rule_says_goes_before_its_name():
    assert bonus_code_of("Giấy khen của Chủ tịch UBND huyện", "", "ky_niem") == "ky_niem"


def test_every_code_told_by_a_name_has_a_rate():
    known = {fact.values["award"] for fact in national_facts() if fact.model is BonusRate}
    told = {
        bonus_code_of(name)
        for name in ("Giấy khen huyện", "Giấy khen xã", "Bằng khen tỉnh", "Cờ thi đua tỉnh")
    }
    assert told <= known


def test_every_award_of_the_sample_has_its_rate():
    reading = read_document(DOCUMENT.encode())
    codes = {rule.code: bonus_code_of(rule.name, rule.issuer, rule.bonus) for rule in reading.rubric.awards}
    assert set(codes.values()) == {"bang_khen_province", "giay_khen_district"}


def test_a_document_may_name_the_rate():
    named = DOCUMENT.replace("  - code: BK-AP\n", "  - code: BK-AP\n    bonus: ky_niem\n")
    reading = read_document(named.encode())
    assert reading.findings == []
    assert [rule.bonus for rule in reading.rubric.awards if rule.bonus] == ["ky_niem"]
