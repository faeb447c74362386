"""What counts of a criterion on a verified scorecard, and what another figure would give."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Literal

from flask_babel import gettext as _

from foundation.errors import DomainError
from foundation.formats import number
from scorecards.entering import find_assessment, raw_below, unread_text
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.scorers import scorer_of
from scorecards.to_scoring import LEVELS, Raw
from scorecards.typed import same, to_stored, typing_convention
from scorecards.wording import PointsWording
from verification.page import Trial

OFFICE, SELF = AssessmentLevel.OFFICE, AssessmentLevel.SELF
UP_TO_OFFICE = LEVELS[: LEVELS.index(OFFICE) + 1]
CLAIM_ALONE = (SELF,)
ZERO = Decimal(0)
Convention = Literal["point", "comma"] | None


def standing(scorecard: Scorecard, code: str) -> Raw | None:
    """What counts of a criterion now: the office's figure, else that of the levels below."""
    office = find_assessment(scorecard, OFFICE)
    if office is not None and code in office.entries:
        entry: Raw = office.entries[code]
        return entry
    return raw_below(scorecard, OFFICE, code)


def stored(scorecard: Scorecard, code: str, raw: Raw | None, convention: Convention) -> Raw | None:
    """What is kept of what was typed."""
    return None if raw is None else to_stored(scorer_of(scorecard).reader.criteria[code], raw, convention)


def readable(scorecard: Scorecard, code: str, raw: Raw | None, field: str) -> None:
    """Raise DomainError beside a field for a figure that would not count."""
    unread = scorer_of(scorecard).reader.fault(OFFICE, code, raw) if raw is not None else None
    if unread is not None:
        raise DomainError(unread_text(unread), field=field)


def agree(scorecard: Scorecard, code: str, one: Raw | None, other: Raw | None) -> bool:
    """Whether two entries say the same, however they are written: 5 and 5.0, 1/2 stays 1/2."""
    if one is None or other is None or same(one, other):
        return same(one, other)
    reader = scorer_of(scorecard).reader
    first = reader.entries({OFFICE: {code: one}}).get(code)
    return first is not None and first == reader.entries({OFFICE: {code: other}}).get(code)


def points_with(
    scorecard: Scorecard,
    code: str,
    raw: Raw | None,
    seen: Collection[AssessmentLevel] = UP_TO_OFFICE,
) -> tuple[Decimal | None, Any]:
    """The points and reasons of a criterion if the office entered this, with what `seen` levels did."""
    node = _scored(scorecard, code, raw, seen).nodes[code]
    return node.points, node.reasons


def total_with(scorecard: Scorecard, code: str, raw: Raw | None) -> Decimal:
    """The total of the scorecard if the office entered this of a criterion."""
    total: Decimal = _scored(scorecard, code, raw, UP_TO_OFFICE).total
    return total


def try_figure(
    scorecard: Scorecard, code: str, typed: Raw | None, *, against: Raw | None, blind: bool = False
) -> Trial:
    """The points that a typed figure would give, beside those of the figure it would replace. A `blind` trial
    knows of no level but the claim.
    """
    scorer = scorer_of(scorecard)
    raw = to_stored(scorer.reader.criteria[code], typed, typing_convention())
    unread = scorer.reader.fault(OFFICE, code, raw) if raw is not None else None
    if unread is not None:
        return Trial(None, (), True, "", False, unread_text(unread))
    seen = CLAIM_ALONE if blind else UP_TO_OFFICE
    was, _reasons = points_with(scorecard, code, against, seen)
    points, reasons = points_with(scorecard, code, raw, seen)
    rubric = scorer.engine.rubric
    wording = PointsWording(rubric, scorer.reader.kind)
    change = (points or ZERO) - (was or ZERO)
    differs = raw is not None and not agree(scorecard, code, raw, against)
    return Trial(
        points=None if raw is None or points is None else number(points, rubric.decimals),
        work=tuple(wording.working(reason) for reason in reasons) if raw is not None else (),
        differs=differs,
        difference=_difference(change, rubric.decimals) if differs else "",
        rises=change > 0,
        fault="",
    )


def _scored(scorecard: Scorecard, code: str, raw: Raw | None, seen: Collection[AssessmentLevel]) -> Any:
    """The scorecard as the engine scores it."""
    entries: dict[AssessmentLevel, dict[str, Any]] = {
        one.level: dict(one.entries) for one in scorecard.assessments if one.level in seen
    }
    own = entries.setdefault(OFFICE, {})
    own.pop(code, None)
    if raw is not None:
        own[code] = raw
    unit = scorecard.participant
    return scorer_of(scorecard).score(unit.code, unit.attributes, entries, scorecard.targets)


def _difference(change: Decimal, decimals: int) -> str:
    if not change:
        return _("số liệu khác, điểm không đổi")
    amount = number(abs(change), decimals)
    return _("tăng %(n)s", n=amount) if change > 0 else _("giảm %(n)s", n=amount)
