"""Plausible figures for each kind of scale: how well a participant did becomes what it would have entered.

`draw` is a pure function: a better `level` (0 to 1) never gives fewer points, and `luck` (0 to 1) settles
what has nothing to do with merit, such as how many households a hamlet has. So a figure that somebody
made rosier keeps its denominator.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scoring.evidence import Evidence
from scoring.figures import thresholds_for
from scoring.reading import Raw
from scoring.rubric import Criterion
from scoring.scales import Amount, Band, Bands, Count, DaysLate, Levels, Manual, Ratio, Target, YesNo

Habits = Mapping[str, Any]

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def draw(
    criterion: Criterion, evidence: Evidence, year: int, level: float, luck: float, habits: Habits
) -> Raw:
    """What somebody who did this well would enter for a criterion that asks for something."""
    return Drawing(criterion, evidence, year, level, luck, habits).raw()


class Drawing:
    """One figure in the making."""

    def __init__(
        self,
        criterion: Criterion,
        evidence: Evidence,
        year: int,
        level: float,
        luck: float,
        habits: Habits,
    ) -> None:
        self.criterion, self.evidence, self.year = criterion, evidence, year
        self.level, self.luck = min(max(level, 0.0), 1.0), luck
        self.habits = habits

    def raw(self) -> Raw:
        """The entry as text, or as a pair of texts."""
        scale = self.criterion.scale
        way: Callable[[Any], Raw] = getattr(self, f"_{scale.kind}")
        return way(scale)

    def _manual(self, scale: Manual) -> Raw:
        step = scale.step or Decimal(1)
        most = self.criterion.max or step
        steps = int((most - scale.least) / step * Decimal(self.level))
        return text(scale.least + step * steps)

    def _yes_no(self, _scale: YesNo) -> Raw:
        chance = 0.3 * self.level if self.criterion.role else 0.2 + 0.85 * self.level
        return "yes" if self.luck < chance else "no"

    def _levels(self, scale: Levels) -> Raw:
        ladder = sorted(scale.levels, key=lambda one: one.points)
        return ladder[_step(self.level * 1.12, len(ladder))].code

    def _count(self, scale: Count) -> Raw:
        if scale.each < 0:
            return text(_whole((1 - self.level) * 4))
        if self.criterion.role == "penalty":
            return str(1 + int(self.luck * 2))
        full = (self.criterion.max or scale.each * 2) / scale.each * scale.per
        share = 0.6 * self.level * self.luck if self.criterion.role else self.level * 1.15
        value = Decimal(share) * full
        return text(_whole(value) if scale.per == scale.per.to_integral_value() else _cents(value))

    def _bands(self, scale: Bands) -> Raw:
        ladder = sorted(scale.bands, key=lambda one: one.points)
        band = ladder[_step(self.level * 1.05, len(ladder))]
        figure = _inside(band, self.luck, scale.least, scale.most)
        if scale.asks == "ratio":
            return self.share(figure, scale.most or HUNDRED)
        return text(_whole(figure) if _is_whole(scale.bands) else _cents(figure))

    def _days_late(self, scale: DaysLate) -> Raw:
        ladder = sorted(scale.bands, key=lambda one: one.points)
        band = ladder[_step(self.level * 1.3, len(ladder))]
        return text(_whole(_inside(band, self.luck, Decimal(0), None)))

    def _target(self, scale: Target) -> Raw:
        known = thresholds_for(scale, self.criterion.code, self.year, self.evidence)
        minimum = known.minimum if known.minimum is not None else known.target / 2
        figure = minimum + (known.target - minimum) * Decimal(self.level * 2.1 - 0.55)
        figure = _cents(max(figure, scale.least if scale.least is not None else Decimal(0)))
        if scale.asks == "ratio":
            return self.share(figure, HUNDRED)
        if scale.asks in ("decrease", "increase"):
            return self.change(figure, falls=scale.asks == "decrease")
        return text(_whole(figure) if scale.counted or _is_whole_number(known.target) else figure)

    def _ratio(self, scale: Ratio) -> Raw:
        span = scale.full_at - scale.zero_at
        return self.share(scale.zero_at + span * Decimal(self.level * 1.2), HUNDRED)

    def _amount(self, scale: Amount) -> Raw:
        known = thresholds_for(scale, self.criterion.code, self.year, self.evidence)
        low, high = self.habit("plans", (40, 300))
        plan = known.plan or Decimal(5 * int(low / 5 + self.luck * (high - low) / 5))
        actual = plan * scale.cap_percent / HUNDRED * Decimal(0.25 + 0.9 * self.level)
        pair = {"actual": text(_whole(actual) if plan >= 20 else actual.quantize(Decimal("0.1")))}
        return pair if known.plan is not None else pair | {"plan": text(plan)}

    def share(self, percent: Decimal, most: Decimal) -> Raw:
        """Numerator and denominator that make about this percentage."""
        low, high = self.habit("denominators", (8, 30))
        below = Decimal(low + int(self.luck * (high - low + 1)))
        above = min(_whole(max(percent, Decimal(0)) * below / HUNDRED), _whole(most * below / HUNDRED))
        return {"numerator": text(above), "denominator": text(below)}

    def change(self, figure: Decimal, *, falls: bool) -> Raw:
        """Before and after."""
        low, high = self.habit("states", (4, 9) if falls else (900, 1800))
        before = _cents(Decimal(low) + Decimal(self.luck) * (high - low))
        if falls:
            before = max(before, figure)
            return {"before": text(before), "after": text(before - figure)}
        before, figure = _whole(before), _whole(figure)
        return {"before": text(before), "after": text(before + figure)}

    def habit(self, name: str, usual: tuple[int, int]) -> tuple[int, int]:
        """The plausible range of a figure of this criterion."""
        low, high = self.habits.get(name, {}).get(self.criterion.code, usual)
        return low, high


def text(value: Decimal) -> str:
    """A number as it is stored: decimal point, no needless zeros."""
    return f"{value.normalize():f}"


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _whole(value: Decimal | float) -> Decimal:
    return Decimal(value).to_integral_value(ROUND_HALF_UP)


def _step(level: float, count: int) -> int:
    return min(count - 1, int(level * count))


def _is_whole_number(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _is_whole(bands: Sequence[Band]) -> bool:
    ends = [end for band in bands for end in (band.lower, band.upper) if end is not None]
    return all(_is_whole_number(end) for end in ends)


def _inside(band: Band, luck: float, least: Decimal | None, most: Decimal | None) -> Decimal:
    """A figure within a band; where an end is open, near the other one."""
    low, high = band.lower, band.upper
    if low is None:
        floor = least if least is not None else Decimal(0)
        low = min(floor, high) if high is not None else floor
    if high is None:
        high = low + max(low / 4, Decimal(2))
        high = high if most is None else min(high, most)
    figure = low + (high - low) * Decimal(0.15 + 0.7 * luck) if high > low else low
    return figure if band.contains(_whole(figure)) or not band.contains(figure) else _nearest(band, figure)


def _nearest(band: Band, figure: Decimal) -> Decimal:
    """The whole number next to a figure that the band holds, if it holds one."""
    for value in (figure.to_integral_value(ROUND_HALF_UP), figure // 1, figure // 1 + 1):
        if band.contains(value):
            return value
    return figure
