"""What is known of one participant: entries, attributes, marks; and what is missing or not applicable.

An entry that is absent is not yet scored, which is never the same as zero; `NOT_APPLICABLE` is a third
thing again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from scoring.conditions import AttributeValue


class Special(Enum):
    """Entries that are no figure."""

    NOT_APPLICABLE = "-"
    NEVER = "never"


NOT_APPLICABLE = Special.NOT_APPLICABLE
NEVER = Special.NEVER


class Pair(NamedTuple):
    """Two figures that make one: numerator and denominator, before and after, actual and plan."""

    first: Decimal
    second: Decimal


# A Fraction never comes from a person; it is a figure taken from another criterion's ratio.
Entry = Decimal | Fraction | Pair | str | bool | Special


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """Thresholds that hold for this participant alone; None leaves the document's."""

    target: Decimal | None = None
    minimum: Decimal | None = None
    plan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PastAward:
    """An award already given: its code and the year it was given for.

    `achievement` is what it was given for, as award rules group their forms; empty where that is not known,
    so that it bars no other form. `name` is what a reader knows the award by.
    """

    award: str
    year: int
    achievement: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the engine may know of one participant.

    `entries` by criterion code; `targets` by criterion code; `exclusions` and `holds` are codes of marks.
    `cluster` and `parent` are keys for grouping.
    """

    id: str
    type: str
    name: str = ""
    cluster: str = ""
    parent: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    targets: Mapping[str, OwnTarget] = field(default_factory=dict)
    exclusions: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    past_awards: tuple[PastAward, ...] = ()
