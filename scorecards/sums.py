"""The sum of a scorecard in its parts: ordinary points out of what was entered, bonus, penalty, whole.

Bonus and penalty have no part in the maximum, so they are never written over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from foundation.formats import number
from scoring.engine import Scorecard as Scored
from scoring.exact import ZERO


@dataclass(frozen=True, slots=True)
class Sums:
    """The parts of a total; `entered_max` is the maximum of the ordinary criteria that are entered."""

    base: Decimal
    entered_max: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    decimals: int = 2

    @property
    def begun(self) -> bool:
        """Whether anything is entered that counts."""
        return bool(self.entered_max or self.bonus or self.penalty)

    @property
    def extra(self) -> bool:
        """Whether bonus or penalty makes the total differ from the ordinary points."""
        return bool(self.bonus or self.penalty)

    @property
    def extras(self) -> str:
        """Bonus, penalty and the whole: "thưởng 8,00, cộng 69,53"; empty where there is neither."""
        if not self.extra:
            return ""
        parts = [
            _("thưởng %(points)s", points=number(self.bonus, self.decimals)) if self.bonus else "",
            _("trừ %(points)s", points=number(self.penalty, self.decimals)) if self.penalty else "",
            _("cộng %(points)s", points=number(self.total, self.decimals)),
        ]
        return ", ".join(filter(None, parts))

    @property
    def text(self) -> str:
        """The whole in one line: "61,53 / 78 đã nhập, thưởng 8,00, cộng 69,53"."""
        if not self.begun:
            return _("Chưa nhập tiêu chí nào")
        ordinary = _(
            "%(points)s / %(max)s đã nhập",
            points=number(self.base, self.decimals),
            max=number(self.entered_max),
        )
        return ", ".join(filter(None, (ordinary, self.extras)))


def sums_of(scored: Scored, decimals: int) -> Sums:
    """The parts of a scored scorecard."""
    return Sums(scored.base, scored.entered_max, scored.bonus, scored.penalty, scored.total, decimals)


def kept_sums(content: Mapping[str, Any]) -> Sums:
    """The parts that a submission keeps. One from before bonus and penalty were kept has the sums of its
    branches of that role.
    """
    bonus, penalty = (_kept(content, role) for role in ("bonus", "penalty"))
    total = Decimal(content["total"] or 0)
    return Sums(total - bonus + penalty, Decimal(content["entered_max"] or 0), bonus, penalty, total)


def _kept(content: Mapping[str, Any], role: str) -> Decimal:
    if role in content:
        return Decimal(content[role] or 0)
    branches = (one["points"] for one in content["sections"] if one["role"] == role)
    return sum((abs(Decimal(points)) for points in branches if points), ZERO)
