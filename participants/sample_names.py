"""Fictional names of people for the sample district, drawn from pools of common parts."""

from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """A drawn name and whether it is a woman's."""

    name: str
    is_woman: bool


class Names:
    """Draws names from the pools of the facts with the random numbers of its owner."""

    def __init__(self, pools: dict[str, Any], rng: Random) -> None:
        self._pools = pools
        self._rng = rng

    def draw(self, *, khmer_pct: int = 20, women_pct: int = 50) -> Person:
        """One person; `khmer_pct` and `women_pct` are how likely such a name is, in percent."""
        rng = self._rng
        is_woman = rng.random() * 100 < women_pct
        is_khmer = rng.random() * 100 < khmer_pct
        half = self._pools["women" if is_woman else "men"]
        family = rng.choice(self._pools["families"]["khmer" if is_khmer else "common"])
        if is_khmer:
            middle = ["Thị"] if is_woman and rng.random() < 0.5 else []
            return Person(" ".join([family, *middle, rng.choice(half["khmer_given"])]), is_woman)
        return Person(f"{family} {rng.choice(half['middle'])} {rng.choice(half['given'])}", is_woman)
