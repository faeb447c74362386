"""What decision, Tờ trình and bonus table share: who is awarded in the legal order, and the money with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from authorities.award_bonus import bonus_code_of
from authorities.bonus import Recipient as Paid
from authorities.models import BonusRate
from authorities.money import BonusUnknownError, bonus_of
from authorities.queries import list_all
from council.result_reading import Data, SealedSession
from documents.achievement_words import as_phrase
from documents.bodies import Bodies
from documents.commendation_list import AwardPart, Entry, Recipient, Row, arrange
from documents.honorifics import titled
from documents.kinds.base import Field, Shape
from documents.list_from_run import RECIPIENTS
from documents.paper import Header
from foundation.formats import plain_number
from foundation.papers.wording import joined, long_date, two_digits

GENERAL = "none"
"""The choice of not naming amounts."""
PAID = {
    Recipient.COLLECTIVE: Paid.COLLECTIVE,
    Recipient.HOUSEHOLD: Paid.HOUSEHOLD,
    Recipient.INDIVIDUAL: Paid.INDIVIDUAL,
}
_AWARD_ABOVE = re.compile(r"(.*Chủ tịch) (?:UBND|Ủy ban nhân dân) (?:tỉnh|thành phố)\b.*")
_OWN_AWARD = re.compile(r"(Giấy khen) của Chủ tịch (?:UBND|Ủy ban nhân dân)\b.*")


@dataclass(frozen=True, slots=True)
class Granted:
    """One line of a list, with what certificates and money need of it."""

    participant: int
    name: str
    address: str
    code: str
    achieved: str
    question: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What an award brings to one kind of recipient: `rate` base salaries of `base` đồng, `exact` before and
    `amount` after rounding; `working` is how it was made.
    """

    award: str
    recipient: Recipient
    rate: Decimal
    base: int
    exact: Decimal
    amount: int
    working: str

    @property
    def figures(self) -> str:
        """The amount as papers write it: 1.410.000."""
        return plain_number(self.amount)


def named_here(award: str, area: str) -> str:
    """An award that is given here, by whom it is given on the day: a Giấy khen is the chairman's of the area
    that decides, whatever the criteria document called the level.
    """
    found = _OWN_AWARD.fullmatch(award)
    return f"{found[1]} của Chủ tịch Ủy ban nhân dân {area}" if found else award


def named_above(award: str, province: str) -> str:
    """An award that a province gives, by the name it has on the day, and in full as a Tờ trình writes it."""
    found = _AWARD_ABOVE.fullmatch(award)
    if found and province:
        return f"{found[1]} Ủy ban nhân dân {province}"
    return award.replace("UBND", "Ủy ban nhân dân")


def named_by(award: str, bodies: Bodies) -> str:
    """An award as a paper of this area names it: its own Giấy khen, or what the province gives."""
    here = named_here(award, bodies.area)
    return here if here != award else named_above(award, bodies.province)


def parts_with_lines(
    awards: Iterable[Data], read: SealedSession, bodies: Bodies | None = None
) -> tuple[tuple[AwardPart, ...], tuple[Granted, ...]]:
    """The list of these awards in the legal order (Decree 152/2025, Art. 29.5), and for each of its lines who
    it is. `bodies` are those whose names the awards bear on the day; None keeps what the seal calls them.
    """
    places = {one["code"]: place for place, one in enumerate(read.document["run"]["types"])}
    ordered = sorted(awards, key=lambda one: (places[one["type"]], -Decimal(one["total"])))
    lines: dict[int, Granted] = {}
    entries = []
    for one in ordered:
        name = titled(one["full_name"], one["participant"], one["category"])
        row = Row(name, as_phrase(one["achieved"]), Decimal(one["total"]))
        lines[id(row)] = granted(one)
        award = named_by(one["award_name"], bodies) if bodies else one["award_name"]
        entries.append(Entry(RECIPIENTS[one["category"]], one["type_name"], row, award, one["precedence"]))
    parts = arrange(entries)
    return parts, tuple(lines[id(row)] for _part, _kind, row in rows_of(parts))


def granted(one: Data) -> Granted:
    """An award of the seal; the address is what its full name adds to the name."""
    name, full = one["name"], one["full_name"]
    rest = full.removeprefix(name).lstrip(", ") if full.startswith(name) else ""
    return Granted(
        one["participant"],
        titled(name if rest else full, one["participant"], one["category"]),
        rest,
        one["award"],
        as_phrase(one["achieved"]),
        one["question"],
    )


def rows_of(parts: Sequence[AwardPart]) -> Iterator[tuple[AwardPart, Recipient, Row]]:
    """Every line of a list with its award and kind of recipient, in order."""
    for part in parts:
        for group in part.groups:
            for subgroup in group.subgroups:
                for row in subgroup.rows:
                    yield part, group.recipient, row


def counted(parts: Sequence[AwardPart]) -> str:
    """How many of each kind: "18 tập thể, 73 hộ gia đình và 04 cá nhân"."""
    counts = Counter(recipient for _part, recipient, _row in rows_of(parts))
    return joined([f"{two_digits(counts[kind])} {kind.value}" for kind in Recipient if counts[kind]])


def whom(parts: Sequence[AwardPart]) -> str:
    """Which kinds there are: "Tập thể, hộ gia đình và cá nhân"."""
    kinds = {recipient for _part, recipient, _row in rows_of(parts)}
    told = joined([kind.value for kind in Recipient if kind in kinds])
    return told[:1].upper() + told[1:]


def bonuses(parts: Sequence[AwardPart], day: date, choice: str) -> tuple[tuple[Sum, ...], tuple[str, ...]]:
    """What each award of a list brings to each of its kinds of recipients when it is decided on `day`, and
    what is not known. `choice` is the code of a rate for all of them, empty to go by their names.
    """
    sums, faults = [], []
    for part in parts:
        code = choice or bonus_code_of(part.award)
        if code is None:
            faults.append(
                f"Chưa rõ hệ số tiền thưởng của “{part.award}”. Chọn hệ số ở mục Tiền thưởng của bản nháp."
            )
            continue
        for group in part.groups:
            try:
                money = bonus_of(code, PAID[group.recipient], day)
            except BonusUnknownError as error:
                faults.append(error.message)
                continue
            sums.append(
                Sum(
                    part.award,
                    group.recipient,
                    money.rate,
                    money.base,
                    money.exact,
                    money.amount,
                    money.working,
                )
            )
    return tuple(sums), tuple(dict.fromkeys(faults))


def reference(kind: str, header: Header) -> str:
    """How another paper names this one: "Tờ trình số 46/TTr-HĐTĐKT ngày 12 tháng 12 năm 2024"."""
    number = two_digits(header.number) if header.number is not None else "……"
    day = f" {long_date(header.signed_on)}" if header.signed_on else ""
    return f"{kind} số {number}/{header.symbol}{day}"


def rate_choices(general: bool) -> list[tuple[str, str]]:
    """By what the clerk may have the money counted."""
    rates: Mapping[str, str] = {one.award: one.name for one in list_all(BonusRate)}
    first = [("", "Theo tên hình thức khen thưởng")]
    if general:
        first.append((GENERAL, "Không ghi số tiền, dẫn quy định hiện hành"))
    return [*first, *((code, f"Theo hệ số của {name}") for code, name in rates.items())]


def bonus_field(*, general: bool) -> Field:
    """The field by which the clerk says how the money is counted."""
    return Field(
        "bonus",
        _l("Tiền thưởng"),
        Shape.CHOICE,
        hint=_l("Hệ số nhân mức lương cơ sở của ngày ký quyết định, làm tròn theo trang Thẩm quyền."),
        choices=lambda _material: rate_choices(general),
    )
