"""Averages of small samples, drawn towards the average of all by as much as chance alone explains.

A unit with two cases may be far off by luck; one with two hundred is not. With the mean m of all cases,
the variance s² within groups and the variance t² between them (one-way analysis of variance, never below
zero), the mean of a group with n cases is drawn to m + (mean − m) · t² / (t² + s²/n): the empirical Bayes
estimate of a normal model. Sums are exact (`math.fsum`), so that every machine gives the same figures. These
figures warn; no score is ever made from them.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One group: how many cases, their plain mean, and the mean drawn towards all."""

    cases: int
    mean: float
    shrunk: float

    @property
    def mean_percent(self) -> Decimal:
        """The plain mean in percent, as it is shown."""
        return percent(self.mean)

    @property
    def shrunk_percent(self) -> Decimal:
        """The drawn mean in percent, as it is shown."""
        return percent(self.shrunk)


def percent(share: float) -> Decimal:
    """A share as percent with one decimal; a zero has no sign."""
    shown = round(Decimal(repr(share * 100)), 1)
    return shown if shown else Decimal("0.0")


def grand_mean(samples: Mapping[Key, Sequence[float]]) -> float:
    """The mean of all cases; zero of none."""
    values = [value for sample in samples.values() for value in sample]
    return fsum(values) / len(values) if values else 0.0


def shrink(samples: Mapping[Key, Sequence[float]]) -> dict[Key, Estimate]:
    """The estimate of each group that has a case."""
    filled = {key: sample for key, sample in samples.items() if sample}
    if not filled:
        return {}
    mean = grand_mean(filled)
    means = {key: fsum(sample) / len(sample) for key, sample in filled.items()}
    within, between = _variances(filled, means, mean)
    return {
        key: Estimate(
            len(sample), means[key], mean + (means[key] - mean) * _trust(len(sample), within, between)
        )
        for key, sample in filled.items()
    }


def _trust(cases: int, within: float, between: float) -> float:
    """How much of a group's distance from the mean of all is believed: 0 none, 1 all."""
    spread = between + within / cases
    return between / spread if spread > 0 else 0.0


def _variances(
    samples: Mapping[Key, Sequence[float]], means: Mapping[Key, float], mean: float
) -> tuple[float, float]:
    """Within groups and between them."""
    total, groups = sum(map(len, samples.values())), len(samples)
    inner = fsum((value - means[key]) ** 2 for key, sample in samples.items() for value in sample)
    within = inner / (total - groups) if total > groups else 0.0
    if groups < 2:
        return within, 0.0
    outer = fsum(len(sample) * (means[key] - mean) ** 2 for key, sample in samples.items())
    weight = total - sum(len(sample) ** 2 for sample in samples.values()) / total
    between = (outer - (groups - 1) * within) / weight if weight > 0 else 0.0
    return within, max(0.0, between)
