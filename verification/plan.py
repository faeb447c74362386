"""What has to be judged on a scorecard, and what of it was: by code, without points or words."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from criteria.models import CriteriaSet
from foundation.errors import DomainError
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.scorers import scorer_for
from scorecards.to_scoring import LEVELS, LOWEST_LEVEL, TypeScorer

OFFICE_ALONE, BONUS, NOT_ASKED = "office", "bonus", "not_asked"
KEPT_PLANS = 64
KEPT_ATTRIBUTES = 50_000


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion that somebody enters. `codes` are its own and those of the sections around it."""

    code: str
    name: str
    codes: frozenset[str]
    lowest: AssessmentLevel
    office_alone: bool
    bonus: bool
    scale: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person judges of one scorecard: at `level` the criteria and sections of `mine` (None is all);
    those that the office alone enters only with `office`.
    """

    level: AssessmentLevel
    mine: frozenset[str] | None
    office: bool

    def holds(self, item: Item) -> bool:
        """Whether the criterion is theirs to judge."""
        if item.office_alone and not self.office:
            return False
        reached = LEVELS.index(item.lowest) <= LEVELS.index(self.level)
        return reached and (self.mine is None or not item.codes.isdisjoint(self.mine))


class Judged(Protocol):
    """An assessment, or a row that says the same."""

    @property
    def level(self) -> AssessmentLevel:
        """Who assessed."""

    @property
    def entries(self) -> Mapping[str, Any]:
        """What was entered, by criterion."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why it differs, by criterion."""

    @property
    def marks(self) -> Mapping[str, Mapping[str, Any]]:
        """What was judged, by criterion."""


@dataclass(frozen=True, slots=True)
class Silence:
    """`idle` criteria do not concern a participant; `optional` ones (bonus, penalty) may be left empty."""

    idle: frozenset[str]
    optional: frozenset[str]


class Plan:
    """The criteria of one participant type of a criteria set, in document order."""

    def __init__(self, scorer: TypeScorer) -> None:
        self._scorer = scorer
        self.items = tuple(_items(scorer))
        self._silent: dict[str, Silence] = {}

    def silence(self, attributes: Mapping[str, Any]) -> Silence:
        """Of which criteria nothing need be said for a participant with these attributes."""
        key = json.dumps(attributes, sort_keys=True, default=str)
        if key not in self._silent:
            if len(self._silent) >= KEPT_ATTRIBUTES:
                self._silent.clear()
            nodes = self._scorer.score("", attributes, {}).nodes
            states = {item.code: nodes[item.code].state for item in self.items}
            self._silent[key] = Silence(
                idle=frozenset(code for code, state in states.items() if state == "not_applicable"),
                optional=frozenset(code for code, state in states.items() if state == "not_claimed"),
            )
        return self._silent[key]


_known: dict[tuple[str, str], Plan] = {}


@dataclass(frozen=True, slots=True)
class Progress:
    """Of what somebody judges on one scorecard: what is judged, and what is left."""

    judged: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.judged) + len(self.left)


def plan_of(scorecard: Scorecard) -> Plan | None:
    """The plan of a scorecard; None where its criteria set does not judge its type."""
    return plan_for(scorecard.criteria_set, scorecard.participant.type_code)


def plan_for(criteria_set: CriteriaSet, type_code: str) -> Plan | None:
    """The plan of one type of a criteria set, made once by each process."""
    key = (criteria_set.sha256, type_code)
    if key not in _known:
        if len(_known) >= KEPT_PLANS:
            _known.clear()
        try:
            _known[key] = Plan(scorer_for(criteria_set, type_code))
        except DomainError:
            return None
    return _known[key]


def progress(
    plan: Plan, desk: Desk, assessments: Collection[Judged], attributes: Mapping[str, Any]
) -> Progress:
    """How far somebody has come with their part of one scorecard."""
    judged: list[str] = []
    left: list[str] = []
    for item in concerned(plan, desk, assessments, attributes):
        (judged if is_judged(assessments, desk.level, item.code) else left).append(item.code)
    return Progress(tuple(judged), tuple(left))


def concerned(
    plan: Plan, desk: Desk, assessments: Collection[Judged], attributes: Mapping[str, Any]
) -> Iterator[Item]:
    """The criteria that somebody judges on one scorecard: not those that do not concern the participant, nor
    a bonus or penalty that nobody entered.
    """
    silence = plan.silence(attributes)
    said = {code for one in assessments for code in one.entries}
    for item in plan.items:
        needless = item.code in silence.idle or (item.code in silence.optional and item.code not in said)
        if desk.holds(item) and not needless:
            yield item


def is_judged(assessments: Collection[Judged], level: AssessmentLevel, code: str) -> bool:
    """Whether a level has judged the entry that now stands below it, or has left a gap and said why."""
    own = next((one for one in assessments if one.level is level), None)
    if own is None:
        return False
    if code in own.entries:
        mark = own.marks.get(code)
        return (
            mark is None or "judged" not in mark or mark["judged"] == standing_below(assessments, level, code)
        )
    return bool(own.reasons.get(code)) and standing_below(assessments, level, code) is None


def standing_below(assessments: Collection[Judged], level: AssessmentLevel, code: str) -> Any:
    """What the level judges: the entry of the nearest level below that has one, or None."""
    below = [one for one in assessments if LEVELS.index(one.level) < LEVELS.index(level)]
    below.sort(key=lambda one: LEVELS.index(one.level), reverse=True)
    return next((one.entries[code] for one in below if code in one.entries), None)


def _items(scorer: TypeScorer) -> Iterator[Item]:
    for one in scorer.reader.kind.criteria():
        unread = scorer.reader.fault(AssessmentLevel.COUNCIL, one.code, "")
        if unread is not None and unread.code == NOT_ASKED:
            continue
        yield Item(
            code=one.code,
            name=one.name,
            codes=frozenset(scorer.paths[one.code]),
            lowest=LOWEST_LEVEL[one.entered_by],
            office_alone=one.entered_by == OFFICE_ALONE,
            bonus=one.role == BONUS,
            scale=one.scale.kind,
        )
