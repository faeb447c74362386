"""Who issued and signed in huyện Châu Thành, and does in the four communes made of it on 1 July 2025, and to
which province their proposals go.
"""

from collections.abc import Iterator
from datetime import date

from authorities.facts import DISTRICT_TO, NEW_FROM, Fact
from authorities.models import Certainty, Issuer, LegalBasis, Signer, Tier

FIRST = date(2021, 1, 1)
"""The movement begins in 2021; earlier papers are not made here."""
PLAN = "Kế hoạch phong trào thi đua của huyện Châu Thành"
COMMUNES = (
    ("phu-tam", "Phú Tâm"),
    ("ho-dac-kien", "Hồ Đắc Kiện"),
    ("thuan-hoa", "Thuận Hòa"),
    ("an-ninh", "An Ninh"),
)
PLAN_OF_PROVINCE = (
    "Căn cứ Kế hoạch số 150/KH-UBND ngày 06 tháng 10 năm 2021 của Ủy ban nhân dân tỉnh Sóc Trăng về việc tổ "
    "chức thực hiện Phong trào thi đua “Sóc Trăng chung tay vì người nghèo - Không để ai bị bỏ lại phía "
    "sau” giai đoạn năm 2021 - 2025"
)
NAMELESS = "Ghi họ tên người ký; không ghi học hàm, học vị."
ORDERS, LETTERS = ["decision", "certificate"], ["proposal", "movement_report", "invitation"]
COUNCIL = [
    "council_minutes",
    "count_minutes",
    "commendation_list",
    "proposal",
    "invitation",
    "ranking",
    "reasons",
]

Body = tuple[str, str, str, str, Certainty, str]
Line = tuple[str, str, str, list[str]]


def facts_of_district() -> Iterator[Fact]:
    """The issuers and signers of the district to 30 June 2025 and of its communes from then on, and the plan
    of the province that the movement rests on.
    """
    kinds = ["decision", "proposal", "group_minutes", "movement_report"]
    values = {"order_no": 60, "paper_kinds": kinds, "text": PLAN_OF_PROVINCE}
    plan, until = date(2021, 10, 6), date(2025, 12, 31)
    note = "Từ 01/07/2025 tỉnh Sóc Trăng nhập vào thành phố Cần Thơ; xem kế hoạch này còn áp dụng hay không."
    yield Fact("basis:plan:150", LegalBasis, plan, until, Certainty.PLAN, values, PLAN, note)
    yield from _district()
    yield from _province()
    for number, (key, name) in enumerate(COMMUNES, start=1):
        yield from _commune(key, name, number)


def _district() -> Iterator[Fact]:
    bodies: tuple[Body, ...] = (
        ("committee", "", "Ủy ban nhân dân\nhuyện Châu Thành", "UBND", Certainty.PLAN, ""),
        (
            "council",
            "UBND huyện Châu Thành",
            "Hội đồng\nThi đua - Khen thưởng",
            "HĐTĐKT",
            Certainty.PLAN,
            "Ký hiệu theo cách viết tắt quen dùng; đối chiếu quy chế của Hội đồng.",
        ),
        (
            "standing",
            "UBND huyện Châu Thành",
            "Phòng Nội vụ",
            "PNV",
            Certainty.PLAN,
            "Ký hiệu theo cách viết tắt quen dùng.",
        ),
    )
    for body in bodies:
        yield _issuer("district", "huyện Châu Thành", "Châu Thành", Tier.DISTRICT, 1, body)
    head = "Trưởng phòng Nội vụ"
    for code, signers in _signers("Trưởng phòng", head).items():
        yield from _of(f"district:{code}", FIRST, DISTRICT_TO, signers, Certainty.BELIEVED)


def _province() -> Iterator[Fact]:
    """Whose chairman gives the Bằng khen, to whom the committee proposes: the province, then the city."""
    named = "Nơi nhận tờ trình đề nghị cấp trên khen thưởng; đối chiếu nghị quyết sắp xếp đơn vị hành chính."
    for area, place, first, last in (
        ("tỉnh Sóc Trăng", "Sóc Trăng", FIRST, DISTRICT_TO),
        ("thành phố Cần Thơ", "Cần Thơ", NEW_FROM, None),
    ):
        values = {
            "code": "province",
            "area": area,
            "order_no": 9,
            "tier": Tier.PROVINCE,
            "superior": "",
            "name": f"Ủy ban nhân dân\n{area}",
            "place": place,
            "symbol": "UBND",
        }
        yield Fact(f"issuer:province:{place}", Issuer, first, last, Certainty.PARTIAL, values, note=named)


def _commune(key: str, name: str, number: int) -> Iterator[Fact]:
    area, above = f"xã {name}", f"UBND xã {name}"
    office = (
        "Phòng Văn hóa - Xã hội là cơ quan tham mưu theo tổ chức mới của xã; cần xác nhận tại địa phương."
    )
    named = "Tên xã theo nghị quyết sắp xếp đơn vị hành chính, lấy từ tin báo chí."
    bodies: tuple[Body, ...] = (
        ("committee", "", f"Ủy ban nhân dân\nxã {name}", "UBND", Certainty.PARTIAL, named),
        ("council", above, "Hội đồng\nThi đua - Khen thưởng", "HĐTĐKT", Certainty.BELIEVED, named),
        ("standing", above, "Phòng Văn hóa - Xã hội", "PVHXH", Certainty.BELIEVED, office),
    )
    for body in bodies:
        yield _issuer(key, area, name, Tier.COMMUNE, number, body)
    for code, signers in _signers("Trưởng phòng", "Trưởng phòng Văn hóa - Xã hội").items():
        yield from _of(f"{key}:{code}", NEW_FROM, None, signers, Certainty.BELIEVED)


def _issuer(key: str, area: str, place: str, tier: Tier, number: int, body: Body) -> Fact:
    code, superior, name, symbol, certainty, note = body
    values = {
        "code": code,
        "area": area,
        "order_no": number,
        "tier": tier,
        "superior": superior,
        "name": name,
        "place": place,
        "symbol": symbol,
    }
    first, last = (FIRST, DISTRICT_TO) if tier is Tier.DISTRICT else (NEW_FROM, None)
    source = PLAN if certainty is Certainty.PLAN else ""
    return Fact(f"issuer:{key}:{code}", Issuer, first, last, certainty, values, source, note)


def _signers(head: str, secretary: str) -> dict[str, tuple[Line, ...]]:
    """By issuer: key, lines of authority, title, kinds. What its chairman decides in person (Giấy khen) is
    signed without TM.; what the committee says as a body is signed for it.
    """
    return {
        "committee": (
            ("chair", "", "Chủ tịch", ORDERS),
            ("deputy", "KT. Chủ tịch", "Phó Chủ tịch", ORDERS),
            ("chair-for", "TM. Ủy ban nhân dân", "Chủ tịch", LETTERS),
            ("deputy-for", "TM. Ủy ban nhân dân\nKT. Chủ tịch", "Phó Chủ tịch", LETTERS),
            ("by-order", "TL. Chủ tịch", secretary, ["invitation", "bonus_table"]),
        ),
        "council": (
            ("chair", "TM. Hội đồng", "Chủ tịch", COUNCIL),
            ("deputy", "TM. Hội đồng\nKT. Chủ tịch", "Phó Chủ tịch", COUNCIL),
            ("standing", "TL. Chủ tịch Hội đồng", "Ủy viên Thường trực", COUNCIL),
        ),
        "standing": (
            ("head", "", head, []),
            ("deputy", f"KT. {head}", f"Phó {head}", []),
        ),
    }


def _of(
    key: str, first: date, last: date | None, signers: tuple[Line, ...], certainty: Certainty
) -> Iterator[Fact]:
    for number, (name, authority, title, kinds) in enumerate(signers, start=1):
        values = {
            "issuer": f"issuer:{key}",
            "order_no": number,
            "authority": authority,
            "title": title,
            "paper_kinds": list(kinds),
        }
        yield Fact(f"signer:{key}:{name}", Signer, first, last, certainty, values, note=NAMELESS)
