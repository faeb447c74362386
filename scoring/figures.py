"""From what was entered to the one figure that a scale reads, and the thresholds that hold for a unit."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, cast

from scoring.conditions import holds
from scoring.evidence import Entry, Evidence, OwnTarget, Pair
from scoring.exact import CONTEXT, HUNDRED, ZERO, Exact, minus, quotient, rounding
from scoring.scales import Amount, Bands, Count, Ratio, Target, TargetVariant

Measured = Count | Bands | Target | Ratio


def percentage(pair: Pair) -> Exact:
    """`first` as a percentage of `second`, exact; `second` is above zero."""
    return quotient(CONTEXT.multiply(HUNDRED, pair.first), pair.second)


def figure_reader(scale: Measured) -> Callable[[Entry], Exact]:
    """The function from an entry of this scale to its figure, rounded where the scale says so."""
    asked = "ratio" if isinstance(scale, Ratio) else scale.asks
    round_value = rounding(scale.value_decimals, "half_up") if scale.value_decimals is not None else None

    def read(entry: Entry) -> Exact:
        value: Exact
        if isinstance(entry, Decimal):
            value = entry
        elif not isinstance(entry, Pair):
            value = cast(Fraction, entry)
        elif asked == "ratio":
            value = percentage(entry)
        else:
            rise = entry.second - entry.first
            value = rise if asked == "increase" else -rise
        return round_value(value) if round_value is not None else value

    return read


class Thresholds(NamedTuple):
    """The thresholds that hold for one participant."""

    minimum: Decimal | None
    target: Decimal
    plan: Decimal | None
    strict: bool = False


_NO_TARGET = OwnTarget()


def thresholds_for(scale: Target | Amount, code: str, year: int | None, evidence: Evidence) -> Thresholds:
    """The participant's own thresholds, else the first variant that fits, else the document's."""
    own = evidence.targets.get(code) or _NO_TARGET
    variant = next((v for v in scale.variants if _fits(v, year, evidence)), None)
    if isinstance(scale, Amount):
        plan = own.plan or (variant and variant.plan) or scale.plan
        return Thresholds(None, ZERO, plan)
    minimum, target, strict = scale.minimum, scale.target, scale.strict
    if variant is not None:
        strict = variant.strict if variant.strict is not None else strict
        minimum = variant.minimum if variant.minimum is not None else minimum
        target = variant.target if variant.target is not None else target
    minimum = own.minimum if own.minimum is not None else minimum
    target = own.target if own.target is not None else target
    return Thresholds(minimum, target, None, strict)


def _fits(variant: TargetVariant, year: int | None, evidence: Evidence) -> bool:
    return (
        (variant.units is None or evidence.id in variant.units)
        and (variant.year is None or variant.year == year)
        and (variant.when is None or holds(variant.when, evidence.attributes) is True)
    )


SHOWN_DECIMALS = 6
_to_six_places = rounding(SHOWN_DECIMALS, "half_up")
_ONE = Decimal(1)


def shown(value: Exact) -> Decimal:
    """The value as a Decimal for people and files: to six places, without idle zeros or an exponent.

    Equal values are shown alike, however many zeros they were typed with.
    """
    bare = (value if isinstance(value, Decimal) else _to_six_places(value)).normalize(CONTEXT)
    exponent = cast(int, bare.as_tuple().exponent)
    if exponent > 0:
        return bare.quantize(_ONE, context=CONTEXT)
    return bare if exponent >= -SHOWN_DECIMALS else shown(_to_six_places(value))


def excess(value: Exact, over: Decimal | None) -> Exact:
    """What of `value` exceeds `over`, never below zero; the value itself without `over`."""
    if over is None:
        return value
    return max(minus(value, over), ZERO)
