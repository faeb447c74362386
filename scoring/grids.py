"""The figures that could have been entered for a criterion instead, one step after another.

Steps are whole where whole things are counted; else of the last decimal that the figure, the document's
thresholds or the usual way of writing a rate has. Of two figures the one that tells of the year changes: the
numerator, the actual amount, the state after.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from scoring.evidence import NEVER, Entry, Pair
from scoring.exact import HUNDRED, ZERO
from scoring.reading import DAYS_AT_MOST, RATES, is_counted, is_rate, parts_of, range_of
from scoring.rubric import Criterion
from scoring.scales import Amount, Bands, Count, DaysLate, Manual, Ratio, Target

FURTHEST = 10**12
RATE_DECIMALS = 2
Figure = Count | Bands | Target | Ratio | Amount


class Grid(NamedTuple):
    """Entries by number of steps from the one that was made (0), from `low` to `high`; `step` is how far one
    goes, None where they are not evenly spaced.
    """

    low: int
    high: int
    entry: Callable[[int], Entry]
    step: Decimal | None = None


def grid_of(criterion: Criterion, entry: Entry) -> Grid | None:
    """The grid around an entry; None for what is no figure (yes and no, levels) or has no neighbours."""
    scale = criterion.scale
    if isinstance(scale, Manual):
        return _judged(criterion, scale, entry)
    if isinstance(scale, DaysLate):
        return _days(scale, entry)
    if not isinstance(scale, Figure):
        return None
    if isinstance(entry, Pair):
        return _pair(criterion, scale, entry)
    return _number(criterion, scale, entry) if isinstance(entry, Decimal) else None


def _judged(criterion: Criterion, scale: Manual, entry: Entry) -> Grid | None:
    if not isinstance(entry, Decimal):
        return None
    most = criterion.max
    if scale.step is not None and most is not None:
        steps = int((most - scale.least) / scale.step)
        return _listed(
            sorted({*(scale.least + scale.step * n for n in range(steps + 1)), most, entry}), entry
        )
    step = scale.step or _step(_decimals(entry, most, scale.least))
    return _even(entry, step, scale.least, most)


def _days(scale: DaysLate, entry: Entry) -> Grid:
    days: list[Entry] = [Decimal(day) for day in range(-DAYS_AT_MOST, DAYS_AT_MOST + 1)]
    if scale.never is not None:
        days.append(NEVER)
    return _listed(days, entry)


def _number(criterion: Criterion, scale: Figure, entry: Decimal) -> Grid:
    least, most = range_of(criterion)
    step = Decimal(1) if _is_whole(criterion, scale) else _step(_decimals(entry, *_thresholds(scale)))
    return _even(entry, step, least, most)


def _pair(criterion: Criterion, scale: Figure, entry: Pair) -> Grid | None:
    share = (parts_of(criterion) or ("",))[0] in ("numerator", "actual")
    if isinstance(scale, Bands) and scale.whole and share:
        return None
    own, other = (entry.first, entry.second) if share else (entry.second, entry.first)
    whole = is_counted(criterion) or (isinstance(scale, Bands) and scale.whole)
    # What a share is taken of says how finely it is counted: 22 of 25, 22,5 of 25,0.
    decimals = _decimals(own, other, *(() if share else _thresholds(scale)))
    least, most = (_of_share if share else _of_states)(criterion, entry)
    grid = _even(own, Decimal(1) if whole else _step(decimals), least, most)
    return grid._replace(entry=lambda n: _with(entry, share, own + n * grid.step if grid.step else own))


def _with(pair: Pair, share: bool, value: Decimal) -> Pair:
    return Pair(value, pair.second) if share else Pair(pair.first, value)


def _of_share(criterion: Criterion, pair: Pair) -> tuple[Decimal, Decimal | None]:
    """Between what a numerator may lie: no more than the whole, unless it is above it already."""
    least, most = (end and end * pair.second / HUNDRED for end in range_of(criterion))
    if not isinstance(criterion.scale, Amount) and pair.first <= pair.second:
        most = pair.second if most is None else min(most, pair.second)
    return max(least or ZERO, ZERO), most


def _of_states(criterion: Criterion, pair: Pair) -> tuple[Decimal | None, Decimal | None]:
    """Between what the state after may lie, so that fall or rise stay within their range."""
    least, most = range_of(criterion)
    if getattr(criterion.scale, "asks", "") == "increase":
        ends = [end if end is None else pair.first + end for end in (least, most)]
    else:
        ends = [end if end is None else pair.first - end for end in (most, least)]
    if not is_rate(criterion):
        return ends[0], ends[1]
    low, high = ends
    return ZERO if low is None else max(low, ZERO), HUNDRED if high is None else min(high, HUNDRED)


def _is_whole(criterion: Criterion, scale: Figure) -> bool:
    counts = isinstance(scale, Count) and scale.whole and scale.per == 1
    return counts or is_counted(criterion) or (isinstance(scale, Bands) and scale.whole)


def _thresholds(scale: Figure) -> list[Decimal]:
    """What the document compares the figure with, and as finely as a rate is written."""
    if isinstance(scale, Target):
        named = [scale.target, scale.minimum]
    elif isinstance(scale, Bands):
        named = [end for band in scale.bands for end in (band.lower, band.upper)]
    else:
        named = [scale.per] if isinstance(scale, Count) else []
    rate = getattr(scale, "unit", None) in RATES or isinstance(scale, Ratio)
    decimals = getattr(scale, "value_decimals", None)
    finest = _step(decimals if decimals is not None else RATE_DECIMALS if rate else 0)
    return [*(value for value in named if value is not None), finest]


def _decimals(*values: Decimal | None) -> int:
    exponents = (value.normalize().as_tuple().exponent for value in values if value is not None)
    return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _even(own: Decimal, step: Decimal, least: Decimal | None, most: Decimal | None) -> Grid:
    """Steps of one size; an entry beyond the range may only come back."""
    low = -FURTHEST if least is None else min(0, int(((least - own) / step).to_integral_value(ROUND_CEILING)))
    high = FURTHEST if most is None else max(0, int(((most - own) / step).to_integral_value(ROUND_FLOOR)))
    return Grid(low, high, lambda n: own + n * step, step)


def _listed(entries: Sequence[Entry], own: Entry) -> Grid:
    here = entries.index(own)
    return Grid(-here, len(entries) - 1 - here, lambda n: entries[here + n])
