"""What stands beside a field: the answers to choose from, the bands in which a figure may lie."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from scorecards.rule_words import band_words, days_words, steps_of, yes_points
from scorecards.typed import NO, YES
from scoring.reasons import Reason
from scoring.rubric import Criterion
from scoring.scales import DaysLate, Levels, YesNo

ENDS = ("at_least", "above", "at_most", "below")


class Step(NamedTuple):
    """One band: its points, its interval in words, and whether the figure lies in it."""

    points: Decimal
    words: str
    current: bool


def choices_of(criterion: Criterion) -> list[tuple[str, str, Decimal]]:
    """What may be chosen: value, words and points; nothing where a figure is entered."""
    scale = criterion.scale
    if isinstance(scale, YesNo):
        return [(YES, _("Có"), yes_points(scale, criterion)), (NO, _("Không"), scale.no_points)]
    if isinstance(scale, Levels):
        return [(level.code, level.name, level.points) for level in scale.levels]
    return []


def bands_of(criterion: Criterion, reasons: Sequence[Reason], *, scored: bool) -> tuple[Step, ...]:
    """The bands, with the one that holds the figure; none holds it where nothing was `scored`."""
    scale = criterion.scale
    facts = reasons[0].facts if reasons else {}
    here = {name: facts[name] for name in ENDS if name in facts}
    steps = []
    for band in steps_of(criterion):
        words = days_words(band) if isinstance(scale, DaysLate) else band_words(band, _short_unit(scale))
        own = {name: getattr(band, name) for name in ENDS if getattr(band, name) is not None}
        steps.append(Step(band.points, words, scored and own == here and "value" in facts))
    return tuple(steps)


def _short_unit(scale: object) -> str | None:
    """The per cent sign, which belongs to the number; other units stand in the rule."""
    unit = getattr(scale, "unit", None)
    return "%" if unit and unit.startswith("%") else None
