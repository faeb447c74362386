"""What is known of the law beforehand, each with how surely it is known: loaded into the tables once, there
corrected and continued on the web. Nothing reads these constants but the loader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from authorities.bonus import Rounding
from authorities.models import BaseSalary, BonusRate, Certainty, Dated, LegalBasis, RoundingRule

DECREE_91 = "Nghị định số 91/2017/NĐ-CP, Điều 73"
DECREE_98 = "Nghị định số 98/2023/NĐ-CP"
DECREE_152 = "Nghị định số 152/2025/NĐ-CP, Điều 49–54"
OLD_FROM, OLD_TO = date(2017, 10, 1), date(2023, 12, 31)
LAW_FROM, DISTRICT_TO = date(2024, 1, 1), date(2025, 6, 30)
NEW_FROM, NEW_TO = date(2025, 7, 1), date(2027, 2, 28)
"""Decree 152/2025 holds from 1 July 2025 and ends on 1 March 2027 unless extended (Article 60.1)."""

EXPIRES = "Nghị định hết hiệu lực từ ngày 01/03/2027 nếu không được kéo dài (Điều 60.1)."
UNREAD_98 = "Chưa đối chiếu toàn văn Nghị định số 98/2023/NĐ-CP."


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry to be: its key, of which table, when it holds, how it is known, and its own columns."""

    key: str
    model: type[Dated]
    valid_from: date
    valid_to: date | None
    certainty: Certainty
    values: dict[str, Any]
    source: str = ""
    note: str = ""


def national_facts() -> Iterator[Fact]:
    """What holds everywhere: base salaries, bonus rates, rounding, and the legal bases of national law."""
    yield from _salaries()
    yield from _rates()
    yield from _rounding()
    yield from _bases()


def _salaries() -> Iterator[Fact]:
    part, read = Certainty.PARTIAL, Certainty.READ
    unread = "Số tiền lấy từ tin báo chí; số nghị định cần đối chiếu."
    for amount, first, last, source, certainty, note in (
        (1_490_000, date(2019, 7, 1), date(2023, 6, 30), "Nghị định số 38/2019/NĐ-CP", part, unread),
        (1_800_000, date(2023, 7, 1), date(2024, 6, 30), "Nghị định số 24/2023/NĐ-CP", part, unread),
        (2_340_000, date(2024, 7, 1), date(2026, 6, 30), "Nghị định số 73/2024/NĐ-CP", part, unread),
        (2_530_000, date(2026, 7, 1), None, "Nghị định số 161/2026/NĐ-CP", read, ""),
    ):
        values = {"amount": amount}
        yield Fact(f"salary:{first:%Y-%m}", BaseSalary, first, last, certainty, values, source, note)


ALL_KINDS = (Decimal(1), Decimal("1.5"), Decimal(2))
NO_HOUSEHOLD = (Decimal(1), None, Decimal(2))
COLLECTIVE_ONLY = (None, None, Decimal(1))
INDIVIDUAL_ONLY = (Decimal(1), None, None)
DISTRICT_AWARD = ("giay_khen_district", "Giấy khen của Chủ tịch UBND huyện", "0.3")
COMMUNE_AWARD_BEFORE = ("giay_khen_commune", "Giấy khen của Chủ tịch UBND xã", "0.15")
PROVINCE_AWARD = ("bang_khen_province", "Bằng khen của Chủ tịch UBND tỉnh, thành phố", "1.5")

NEW_RATES = (
    ("giay_khen_commune", "Giấy khen của Chủ tịch UBND xã", "0.3", ALL_KINDS),
    (*PROVINCE_AWARD, ALL_KINDS),
    ("bang_khen_prime_minister", "Bằng khen của Thủ tướng Chính phủ", "3.5", ALL_KINDS),
    ("co_thi_dua_province", "Cờ thi đua của UBND tỉnh, thành phố", "8", COLLECTIVE_ONLY),
    ("co_thi_dua_government", "Cờ thi đua của Chính phủ", "12", COLLECTIVE_ONLY),
    ("xa_tieu_bieu", "Xã, phường, đặc khu tiêu biểu", "2", COLLECTIVE_ONLY),
    ("thon_van_hoa", "Thôn, tổ dân phố văn hóa", "1.5", COLLECTIVE_ONLY),
    ("tap_the_xuat_sac", "Tập thể lao động xuất sắc", "1.5", COLLECTIVE_ONLY),
    ("tap_the_tien_tien", "Tập thể lao động tiên tiến", "0.8", COLLECTIVE_ONLY),
    ("chien_si_co_so", "Chiến sĩ thi đua cơ sở", "1", INDIVIDUAL_ONLY),
    ("lao_dong_tien_tien", "Lao động tiên tiến", "0.3", INDIVIDUAL_ONLY),
)


def _rates() -> Iterator[Fact]:
    unknown = "Chưa rõ hệ số cho hộ gia đình; ghi sau khi đối chiếu văn bản."
    for number, (award, name, coefficient) in enumerate((DISTRICT_AWARD, COMMUNE_AWARD_BEFORE), start=1):
        values = _rate(award, name, coefficient, NO_HOUSEHOLD, number)
        key = f"rate:91:{award}"
        yield Fact(key, BonusRate, OLD_FROM, OLD_TO, Certainty.PARTIAL, values, DECREE_91, unknown)
    middle = (DISTRICT_AWARD, COMMUNE_AWARD_BEFORE, PROVINCE_AWARD)
    for number, (award, name, coefficient) in enumerate(middle, start=1):
        values = _rate(award, name, coefficient, ALL_KINDS, number)
        key = f"rate:98:{award}"
        yield Fact(key, BonusRate, LAW_FROM, DISTRICT_TO, Certainty.BELIEVED, values, DECREE_98, UNREAD_98)
    for number, (award, name, coefficient, factors) in enumerate(NEW_RATES, start=1):
        values = _rate(award, name, coefficient, factors, number)
        key = f"rate:152:{award}"
        yield Fact(key, BonusRate, NEW_FROM, NEW_TO, Certainty.READ, values, DECREE_152, EXPIRES)


def _rate(
    award: str, name: str, coefficient: str, factors: tuple[Decimal | None, ...], number: int
) -> dict[str, Any]:
    individual, household, collective = factors
    return {
        "award": award,
        "name": name,
        "order_no": number,
        "coefficient": Decimal(coefficient),
        "individual": individual,
        "household": household,
        "collective": collective,
    }


def _rounding() -> Iterator[Fact]:
    up = {"rounding": Rounding.UP, "unit": 10_000}
    doubt = (
        "Văn bản ghi “làm tròn số lên hàng chục nghìn đồng”; có trả lời đã công bố làm tròn đến số gần nhất. "
        "Chọn cách mà cơ quan tài chính của địa phương chấp nhận."
    )
    part = Certainty.PARTIAL
    yield Fact("rounding:98", RoundingRule, OLD_FROM, DISTRICT_TO, Certainty.BELIEVED, up, DECREE_98, doubt)
    yield Fact("rounding:152", RoundingRule, NEW_FROM, NEW_TO, part, up, DECREE_152, doubt)


COUNCIL_PAPERS = ["decision", "proposal", "council_minutes", "group_minutes", "bonus_table"]
LETTERS = ["decision", "proposal"]
AMENDS_2019 = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều "
    "của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019"
)
LAW_2003 = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung một số điều của Luật "
    "Thi đua, khen thưởng ngày 14 tháng 6 năm 2005 và ngày 16 tháng 11 năm 2013"
)
ON_DECREE_98 = (
    "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành một số "
    "điều của Luật Thi đua, khen thưởng"
)
ON_DECREE_152 = (
    "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân quyền "
    "trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của Luật Thi "
    "đua, khen thưởng"
)
CIRCULAR_12 = (
    "Căn cứ Thông tư số 12/2019/TT-BNV ngày 04 tháng 11 năm 2019 của Bộ trưởng Bộ Nội vụ quy định chi tiết "
    "thi hành một số điều của Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định "
    "chi tiết thi hành một số điều của Luật Thi đua, khen thưởng"
)
AMENDS_2026 = (
    "Căn cứ Luật số 06/2026/QH16 sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng số 06/2022/QH15"
)


def _bases() -> Iterator[Fact]:
    yield from _on_local_government()
    part, believed = Certainty.PARTIAL, Certainty.BELIEVED
    title = "Tên đầy đủ và ngày ký cần đối chiếu với bản công bố."
    yield _basis("law:2003", date(2014, 6, 1), OLD_TO, part, 20, COUNCIL_PAPERS, LAW_2003)
    text = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    yield _basis("law:2022", LAW_FROM, None, part, 20, COUNCIL_PAPERS, text, "Luật số 06/2022/QH15.")
    note = (
        "Ngày Quốc hội thông qua chưa rõ; ghi thêm ngày trước khi in. "
        "Hồ sơ nhận trước 01/10/2026 theo luật cũ."
    )
    first = date(2026, 10, 1)
    yield _basis("law:2026", first, None, Certainty.SECONDARY, 25, COUNCIL_PAPERS, AMENDS_2026, note)
    text = (
        "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi "
        "hành một số điều của Luật Thi đua, khen thưởng"
    )
    yield _basis("decree:91", OLD_FROM, OLD_TO, part, 30, COUNCIL_PAPERS, text)
    text = f"Căn cứ {ON_DECREE_98}"
    note = (
        "Từ 01/07/2025 còn áp dụng cho nội dung tỉnh chưa quy định (Nghị định 152/2025, Điều 60.2); khi cần "
        "thì thêm vào văn bản."
    )
    yield _basis("decree:98", LAW_FROM, DISTRICT_TO, part, 30, COUNCIL_PAPERS, text, note)
    text = f"Căn cứ {ON_DECREE_152}"
    yield _basis("decree:152", NEW_FROM, NEW_TO, Certainty.READ, 30, COUNCIL_PAPERS, text, EXPIRES)
    first, last = date(2020, 1, 1), date(2024, 2, 23)
    yield _basis("circular:12", first, last, believed, 40, LETTERS, CIRCULAR_12, title)
    text = (
        "Căn cứ Thông tư số 01/2024/TT-BNV ngày 24 tháng 02 năm 2024 của Bộ trưởng Bộ Nội vụ quy định biện "
        f"pháp thi hành Luật Thi đua, khen thưởng và {ON_DECREE_98}"
    )
    yield _basis("circular:01", date(2024, 2, 24), date(2025, 8, 3), part, 40, LETTERS, text, title)
    text = (
        "Căn cứ Thông tư số 15/2025/TT-BNV ngày 04 tháng 8 năm 2025 của Bộ trưởng Bộ Nội vụ quy định biện "
        f"pháp để tổ chức, hướng dẫn thi hành Luật Thi đua, khen thưởng và {ON_DECREE_152}"
    )
    yield _basis("circular:15", date(2025, 8, 4), None, part, 40, LETTERS, text, title)


def _on_local_government() -> Iterator[Fact]:
    note = "Ngày thông qua và ngày có hiệu lực cần đối chiếu với bản công bố."
    law = "Căn cứ Luật Tổ chức chính quyền địa phương ngày"
    for key, first, last, text in (
        ("local:2015", date(2020, 7, 1), date(2025, 2, 28), AMENDS_2019),
        ("local:2025-02", date(2025, 3, 1), date(2025, 6, 15), f"{law} 19 tháng 02 năm 2025"),
        ("local:2025-06", date(2025, 6, 16), None, f"{law} 16 tháng 6 năm 2025"),
    ):
        yield _basis(key, first, last, Certainty.BELIEVED, 10, ["decision"], text, note)


def _basis(
    key: str,
    first: date,
    last: date | None,
    certainty: Certainty,
    order_no: int,
    kinds: list[str],
    text: str,
    note: str = "",
) -> Fact:
    values = {"order_no": order_no, "paper_kinds": list(kinds), "text": text}
    return Fact(f"basis:{key}", LegalBasis, first, last, certainty, values, note=note)
