"""What differs between two states of a claim, criterion by criterion: figures, points, notes, evidence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scorecards.submission_content import Content

Said = Callable[[str, Any], str]
"""How an entry of a criterion reads; given the criterion's code and the stored entry."""


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion of which something differs. `earlier` and `later` are the figures as read, empty where
    nothing was entered; evidence is named as people cite it. `reason` is why it was sent back, if it was.
    """

    code: str
    name: str
    earlier: str
    later: str
    earlier_points: Decimal | None
    later_points: Decimal | None
    earlier_note: str
    later_note: str
    added: tuple[Content, ...]
    removed: tuple[Content, ...]
    recited: tuple[tuple[Content, Content], ...]
    reason: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether the figure itself differs."""
        return self.earlier != self.later

    @property
    def is_anything(self) -> bool:
        """Whether anything differs, beyond a reason that is not yet answered."""
        return bool(
            self.is_figure
            or self.earlier_points != self.later_points
            or self.earlier_note != self.later_note
            or self.added
            or self.removed
            or self.recited
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two contents, and the totals of both."""

    changes: tuple[Change, ...]
    earlier_total: Decimal | None
    later_total: Decimal | None

    @property
    def answered(self) -> tuple[Change, ...]:
        """Where something differs."""
        return tuple(one for one in self.changes if one.is_anything)

    @property
    def unanswered(self) -> tuple[Change, ...]:
        """Where a reason was given and nothing differs."""
        return tuple(one for one in self.changes if not one.is_anything)


def compare(
    earlier: Content, later: Content, names: Mapping[str, str], said: Said, reasons: Mapping[str, str]
) -> Comparison:
    """What differs, in the order of `names` (criterion's code to name); `reasons` say by criterion why the
    earlier one was sent back, and such a criterion is listed though nothing differs.
    """
    changes = (_change(code, name, earlier, later, said, reasons) for code, name in names.items())
    return Comparison(
        changes=tuple(one for one in changes if one.is_anything or one.reason),
        earlier_total=_decimal(earlier["total"]),
        later_total=_decimal(later["total"]),
    )


def _change(
    code: str, name: str, earlier: Content, later: Content, said: Said, reasons: Mapping[str, str]
) -> Change:
    before, after = _cited(earlier, code), _cited(later, code)
    return Change(
        code=code,
        name=name,
        earlier=_figure(earlier, code, said),
        later=_figure(later, code, said),
        earlier_points=_decimal(earlier["points"].get(code)),
        later_points=_decimal(later["points"].get(code)),
        earlier_note=earlier["notes"].get(code, ""),
        later_note=later["notes"].get(code, ""),
        added=tuple(after[key] for key in after if key not in before),
        removed=tuple(before[key] for key in before if key not in after),
        recited=tuple(_recited(before, after)),
        reason=reasons.get(code, ""),
    )


def _recited(
    before: Mapping[int, Content], after: Mapping[int, Content]
) -> Iterator[tuple[Content, Content]]:
    """Evidence that stands in both and is cited differently, as with another page."""
    return ((before[key], after[key]) for key in after if key in before and before[key] != after[key])


def _cited(content: Content, code: str) -> dict[int, Content]:
    return {one["id"]: one for one in content["citations"] if one["criterion"] == code}


def _figure(content: Content, code: str, said: Said) -> str:
    raw = content["entries"].get(code)
    return "" if raw is None else said(code, raw)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
