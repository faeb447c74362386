"""Who may keep these entries; and of periods: overlaps, gaps, ends without a successor."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from foundation.permissions import Actor, Permission, can

DAY = timedelta(days=1)


class Span(Protocol):
    """A period of which both ends count; an open end is None."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day, or None."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row, both ends counted; `last` is None where they do not end."""

    first: date
    last: date | None


def can_keep_authorities(actor: Actor | None) -> bool:
    """Whether the actor may add, end and correct entries."""
    return can(actor, Permission.KEEP_AUTHORITIES)


def last_of(span: Span) -> date:
    """The last day, the end of the calendar where it is open."""
    return span.valid_to or date.max


def shared(one: Span, other: Span) -> Days | None:
    """The days that two periods have in common."""
    first, last = max(one.valid_from, other.valid_from), min(last_of(one), last_of(other))
    return Days(first, None if last == date.max else last) if first <= last else None


def gaps(spans: Iterable[Span]) -> Iterator[Days]:
    """The days between the first and the last of these periods on which none of them holds."""
    reached: date | None = None
    for span in sorted(spans, key=lambda one: one.valid_from):
        if reached is not None and reached < span.valid_from - DAY:
            yield Days(reached + DAY, span.valid_from - DAY)
        last = last_of(span)
        reached = last if reached is None else max(reached, last)


def has_successor(span: Span, others: Sequence[Span]) -> bool:
    """Whether the period does not end, or another goes on where it ends."""
    end = span.valid_to
    return end is None or any(
        one is not span and one.valid_from <= end + DAY and last_of(one) > end for one in others
    )
