"""One participant's sample scorecard: what it claimed, what was verified, by whom and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from criteria.document import read_document
from scorecards.models import AssessmentLevel, ScorecardStatus
from scorecards.sample_values import draw, text
from scorecards.to_scoring import LEVELS, LOWEST_LEVEL, EntriesByLevel, Facts, TypeScorer
from scoring.conditions import Condition, holds
from scoring.evidence import Evidence
from scoring.reading import Raw, is_asked, parts_of
from scoring.rubric import Criterion, ParticipantType, Rubric, Section

# How often something is so.
WITHOUT_CARD = 0.01
UNFINISHED = 0.02
HAD_AN_AWARD = 0.1
DOES_NOT_APPLY = 0.05
PENALISED = 0.02
OPTIMIST = 0.5
ROSY_FIGURE = 0.25
OTHER_LAST_YEAR = 0.35

SPREAD = 0.13

Entries = dict[str, Raw]


@dataclass(frozen=True, slots=True)
class LevelEntries:
    """What one level entered, and the total that all entries up to that level give."""

    level: AssessmentLevel
    entries: Mapping[str, Raw]
    reasons: Mapping[str, str]
    total: Decimal
    complete: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A sample scorecard."""

    status: ScorecardStatus
    exclusions: list[str]
    holds: list[str]
    past_awards: list[dict[str, Any]]
    levels: list[LevelEntries]


@dataclass(slots=True)
class _Draft:
    """A scorecard in the making, by criterion: what counts, what was claimed instead, and why it changed."""

    verified: Entries = field(default_factory=dict)
    claimed: Entries = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    exclusions: list[str] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    past_awards: list[dict[str, Any]] = field(default_factory=list)
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class YearAfter:
    """What the year after tells of this one, by which the figures are made to agree: the states from which
    its changes set out, by criterion, and how well, at least, the awards given show that it did.
    """

    states: Mapping[str, Decimal] = field(default_factory=dict)
    merit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A criterion that somebody enters, and the conditions under which it and its sections apply."""

    criterion: Criterion
    conditions: tuple[Condition, ...]

    def applies(self, evidence: Evidence) -> bool:
        return all(holds(condition, evidence.attributes) is not False for condition in self.conditions)


class CardMaker:
    """Makes the scorecards of a sample year."""

    def __init__(self, document: str, facts: Mapping[str, Any], seed: int) -> None:
        rubric = read_document(document.encode()).rubric
        if rubric is None:
            raise ValueError("the sample's criteria document has faults")
        self._types = {kind.code: _TypeMaker(rubric, kind, facts, seed) for kind in rubric.types}

    def make(
        self, type_code: str, code: str, attributes: Mapping[str, Any], after: YearAfter | None = None
    ) -> Card | None:
        """The scorecard of a participant; None where it opened none, or its type is not judged. Of a year
        before (`after` tells of the one that follows) nothing is left unfinished.
        """
        maker = self._types.get(type_code)
        return None if maker is None else maker.make(code, attributes, after)

    def total(
        self, type_code: str, code: str, attributes: Mapping[str, Any], entries: EntriesByLevel
    ) -> tuple[Decimal, bool]:
        """What the entries of these levels give together, and whether nothing is missing."""
        scored = self._types[type_code].scorer.score(code, attributes, entries)
        return scored.total, scored.complete


class _TypeMaker:
    def __init__(self, rubric: Rubric, kind: ParticipantType, facts: Mapping[str, Any], seed: int) -> None:
        self.kind, self.facts, self.seed = kind, facts, seed
        self.year = int(facts["year"])
        self.merit = float(facts["merit"][kind.code])
        self.cases = facts["cases"].get(kind.code, {})
        self.corrector = AssessmentLevel(facts["corrected_by"].get(kind.code, AssessmentLevel.OFFICE))
        self.awards = [award.code for award in rubric.awards if kind.code in award.types]
        self.asked = list(_asked(kind, ()))
        self.scorer = TypeScorer(rubric, kind)

    def make(self, code: str, attributes: Mapping[str, Any], after: YearAfter | None) -> Card | None:
        rng = Random(f"scorecard {self.seed} {self.kind.code} {code}")  # noqa: S311 - fiction, not secrets
        case = self.cases.get(code)
        if case is None and rng.random() < WITHOUT_CARD:
            return None
        blank = Facts(code=code, name="", cluster="", parent="", attributes=attributes, entries={})
        evidence = self.scorer.reader.read(blank).evidence
        draft = self._from_case(case) if case and "verified" in case else self._drawn(rng, evidence)
        if after is not None:
            self._rewind(draft, code, evidence, after)
        if case is not None:
            draft.unfinished = case.get("unfinished", False)
        return self._card(draft, blank)

    def _from_case(self, case: Mapping[str, Any]) -> _Draft:
        verified = {code: self._raw(code, value) for code, value in case["verified"].items()}
        return _Draft(
            verified=verified,
            claimed={code: self._raw(code, value) for code, value in case.get("claimed", {}).items()},
            reasons=dict(case.get("reasons", {})),
            exclusions=list(case.get("exclusions", [])),
            holds=list(case.get("holds", [])),
            past_awards=[dict(past) for past in case.get("past_awards", [])],
        )

    def _raw(self, code: str, value: Any) -> Raw:
        """An entry of a case: a text, or two figures in the order in which the criterion asks for them."""
        if not isinstance(value, list):
            return str(value)
        parts = next(parts_of(asked.criterion) for asked in self.asked if asked.criterion.code == code)
        return dict(zip(parts or (), map(str, value), strict=True))

    def _drawn(self, rng: Random, evidence: Evidence) -> _Draft:
        draft = _Draft(unfinished=rng.random() < UNFINISHED)
        merit, optimist = rng.gauss(self.merit, SPREAD), rng.random() < OPTIMIST
        for asked in self.asked:
            level, luck, chance = rng.gauss(merit, SPREAD), rng.random(), rng.random()
            rosy = optimist and rng.random() < ROSY_FIGURE
            if asked.applies(evidence):
                self._enter(draft, asked.criterion, evidence, (level, luck, chance), rosy)
        if self.awards and rng.random() < HAD_AN_AWARD:
            past = {"award": rng.choice(self.awards), "year": self.year - rng.randint(1, 2)}
            draft.past_awards.append(past)
        return draft

    def _rewind(self, draft: _Draft, code: str, evidence: Evidence, after: YearAfter) -> None:
        """Make a draft that of a year before: some figures drawn anew, and every change ends where the
        next one set out.
        """
        rng = Random(f"scorecard {self.seed} {self.year} {self.kind.code} {code}")  # noqa: S311 - fiction
        draft.unfinished = False
        for asked in self.asked:
            criterion, level, luck = asked.criterion, rng.gauss(self.merit, SPREAD), rng.random()
            anew = rng.random() < OTHER_LAST_YEAR or after.merit > 0
            if criterion.role is not None or draft.verified.get(criterion.code, "-") == "-":
                continue
            if anew:
                level = max(level, after.merit)
                draft.verified[criterion.code] = self._figure(criterion, evidence, level, luck)
                draft.claimed.pop(criterion.code, None)
                draft.reasons.pop(criterion.code, None)
            if criterion.code in after.states:
                _end_at(draft, criterion.code, after.states[criterion.code])

    def _enter(
        self,
        draft: _Draft,
        criterion: Criterion,
        evidence: Evidence,
        drawn: tuple[float, float, float],
        rosy: bool,
    ) -> None:
        (level, luck, chance), code = drawn, criterion.code
        if criterion.role == "penalty":
            if chance < PENALISED:
                draft.verified[code] = self._figure(criterion, evidence, level, luck)
            return
        if criterion.on_not_applicable and not criterion.applies_if and chance < DOES_NOT_APPLY:
            draft.verified[code] = "-"
            return
        draft.verified[code] = self._figure(criterion, evidence, level, luck)
        if rosy and criterion.entered_by == "unit":
            claim = self._figure(criterion, evidence, level + 0.25, luck)
            if claim != draft.verified[code]:
                draft.claimed[code] = claim
                draft.reasons[code] = self.facts["reasons"][criterion.scale.kind]

    def _figure(self, criterion: Criterion, evidence: Evidence, level: float, luck: float) -> Raw:
        return draw(criterion, evidence, self.year, level, luck, self.facts["habits"])

    def _card(self, draft: _Draft, blank: Facts) -> Card:
        by_level = self._by_level(draft)
        levels, so_far = [], dict[AssessmentLevel, Mapping[str, Raw]]()
        for level in LEVELS:
            if level not in by_level:
                continue
            so_far[level] = by_level[level]
            scored = self.scorer.score(blank.code, blank.attributes, so_far)
            reasons = draft.reasons if level is self.corrector else {}
            levels.append(LevelEntries(level, by_level[level], reasons, scored.total, scored.complete))
        status = ScorecardStatus.DRAFT if draft.unfinished else ScorecardStatus.VERIFIED
        return Card(status, draft.exclusions, draft.holds, draft.past_awards, levels)

    def _by_level(self, draft: _Draft) -> dict[AssessmentLevel, Entries]:
        """Who entered what: the participant its own, others theirs, and the corrector what it changed."""
        found: dict[AssessmentLevel, Entries] = {AssessmentLevel.SELF: {}}
        for asked in self.asked:
            code, entered_by = asked.criterion.code, asked.criterion.entered_by
            if code not in draft.verified:
                continue
            if entered_by != "unit":
                found.setdefault(LOWEST_LEVEL[entered_by], {})[code] = draft.verified[code]
                continue
            found[AssessmentLevel.SELF][code] = draft.claimed.get(code, draft.verified[code])
            if code in draft.claimed:
                found.setdefault(self.corrector, {})[code] = draft.verified[code]
        if draft.unfinished:
            own = list(found[AssessmentLevel.SELF].items())
            return {AssessmentLevel.SELF: dict(own[: len(own) // 2])}
        found.setdefault(self.corrector, {})
        return found


def _end_at(draft: _Draft, code: str, state: Decimal) -> None:
    """Move a change so that it ends at this state; what was claimed moves with it."""
    ended = draft.verified[code]
    if not isinstance(ended, dict):
        return
    by = state - Decimal(ended["after"])
    for entries in (draft.verified, draft.claimed):
        pair = entries.get(code)
        if isinstance(pair, dict):
            entries[code] = {part: text(max(Decimal(pair[part]) + by, Decimal(0))) for part in pair}


def _asked(
    node: ParticipantType | Section, conditions: tuple[Condition, ...], role: str | None = None
) -> Iterator[_Asked]:
    """Every criterion that is entered, with the role of its sections made its own."""
    for child in node.children:
        own = conditions if child.applies_if is None else (*conditions, child.applies_if)
        child_role = role or child.role
        if isinstance(child, Section):
            yield from _asked(child, own, child_role)
        elif is_asked(child):
            criterion = child if child.role == child_role else child.model_copy(update={"role": child_role})
            yield _Asked(criterion, own)
