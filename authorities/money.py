"""The bonus of an award on the day of its decision, from the dated entries."""

from datetime import date

from flask_babel import gettext as _

from authorities.bonus import Money, Recipient, bonus
from authorities.models import BaseSalary, BonusRate, RoundingRule
from authorities.queries import base_salary_on, bonus_rate_on, name_of_award, rounding_on
from authorities.wording import RECIPIENTS
from foundation.errors import DomainError
from foundation.formats import day as written


class BonusUnknownError(DomainError):
    """An entry that the bonus needs is missing on that day; the message says which, and where to add it."""


def bonus_of(award: str, recipient: str, day: date) -> Money:
    """What the award (the code of a bonus rate) brings to an individual, a household or a collective when it
    is decided on `day`. Decree 152/2025, Articles 49–54. Raises BonusUnknownError.
    """
    rate, salary, rounding = bonus_rate_on(award, day), base_salary_on(day), rounding_on(day)
    if salary is None:
        raise BonusUnknownError(
            _("Chưa có mức lương cơ sở áp dụng cho ngày %(day)s. Thêm ở trang Thẩm quyền.", day=written(day))
        )
    if rate is None:
        raise BonusUnknownError(
            _(
                "Chưa có hệ số tiền thưởng của “%(award)s” cho ngày %(day)s. Thêm ở trang Thẩm quyền.",
                award=name_of_award(award),
                day=written(day),
            )
        )
    if rounding is None:
        raise BonusUnknownError(
            _(
                "Chưa có cách làm tròn tiền thưởng cho ngày %(day)s. Thêm ở trang Thẩm quyền.",
                day=written(day),
            )
        )
    return money_of(rate, Recipient(recipient), salary, rounding)


def money_of(rate: BonusRate, recipient: Recipient, salary: BaseSalary, rounding: RoundingRule) -> Money:
    """The same from entries at hand. Raises BonusUnknownError where such a recipient gets none."""
    factor = getattr(rate, recipient.value)
    if factor is None:
        raise BonusUnknownError(
            _(
                "%(award)s không có mức tiền thưởng cho %(recipient)s. Sửa hệ số ở trang Thẩm quyền nếu cần.",
                award=rate.name,
                recipient=RECIPIENTS[recipient],
            )
        )
    return bonus(rate.coefficient, factor, salary.amount, rounding.rounding, rounding.unit)
