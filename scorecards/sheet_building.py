"""Building a sheet: the engine runs once for each level shown, the document gives the order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from criteria.entry_cells import applies
from scorecards.level_entries import LevelEntry, entry_of
from scorecards.lines import DERIVED, OTHER, UNREAD, Line, SectionLine
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.scorers import scorer_of
from scorecards.sheet import Sheet
from scorecards.to_scoring import LEVELS, LOWEST_LEVEL, Facts, Known, Raw, TypeScorer, Unread
from scorecards.wording import PointsWording
from scoring.conditions import Condition
from scoring.engine import Scorecard as Scored
from scoring.engine import floor_points
from scoring.figures import thresholds_for
from scoring.nodes import MISSING, NOT_CLAIMED, SCORED, NodeResult
from scoring.reading import is_asked
from scoring.rubric import Criterion, ParticipantType, Role, Section, maximum_of
from scoring.scales import Amount, Target

Figures = dict[AssessmentLevel, Mapping[str, Raw]]
Unreads = Mapping[tuple[str, str], Unread]


class Run(NamedTuple):
    """What one level's figures give, together with all below it."""

    known: Known
    scored: Scored


def build_sheet(
    scorecard: Scorecard,
    level: AssessmentLevel = AssessmentLevel.SELF,
    levels: Sequence[AssessmentLevel] | None = None,
    trial: Mapping[str, Raw | None] | None = None,
) -> Sheet:
    """The scorecard as a level sees it, beside the other levels that have entered something (or `levels`).

    `trial` are entries of this level that are tried and stored nowhere.
    """
    scorer = scorer_of(scorecard)
    begun = {one.level: one for one in scorecard.assessments}
    figures: Figures = {one.level: one.entries for one in scorecard.assessments}
    if trial:
        tried = {**figures.get(level, {}), **trial}
        figures[level] = {code: raw for code, raw in tried.items() if raw is not None}
    wanted = begun.keys() if levels is None else levels
    shown = [one for one in LEVELS if one is level or one in wanted]
    runs = {one: _run(scorer, scorecard, figures, one) for one in shown}
    builder = _Builder(scorer, scorecard, level, begun, figures, runs)
    kind = scorer.reader.kind
    return Sheet(
        scorecard=scorecard,
        scorer=scorer,
        level=level,
        wording=builder.wording,
        rows=tuple(builder.rows(kind, _Around())),
        scored=runs[level].scored,
        totals={one: run.scored.total for one, run in runs.items()},
        remarks=runs[level].scored.reasons,
    )


def _run(
    scorer: TypeScorer,
    scorecard: Scorecard,
    figures: Figures,
    level: AssessmentLevel,
) -> Run:
    unit = scorecard.participant
    upto = LEVELS[: LEVELS.index(level) + 1]
    known = scorer.reader.read(
        Facts(
            code=unit.code,
            name=unit.name,
            cluster="",
            parent="",
            attributes=unit.attributes,
            entries={one: figures[one] for one in upto if one in figures},
            exclusions=scorecard.exclusions,
            holds=scorecard.holds,
            past_awards=scorecard.past_awards,
            targets=scorecard.targets,
        )
    )
    return Run(known, scorer.engine.score(known.evidence))


class _Around(NamedTuple):
    """What stands around a node: the sections, their conditions, the role they give."""

    path: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    role: Role | None = None


@dataclass(frozen=True)
class _Builder:
    scorer: TypeScorer
    scorecard: Scorecard
    level: AssessmentLevel
    begun: Mapping[AssessmentLevel, Assessment]
    figures: Figures
    runs: Mapping[AssessmentLevel, Run]

    @property
    def wording(self) -> PointsWording:
        return PointsWording(self.scorer.engine.rubric, self.scorer.reader.kind)

    def rows(self, parent: ParticipantType | Section, around: _Around) -> Iterator[Line | SectionLine]:
        wording = self.wording
        unread = {(one.level, one.subject): one for run in self.runs.values() for one in run.known.unread}
        yield from self._rows(parent, around, wording, unread)

    def _rows(
        self, parent: ParticipantType | Section, around: _Around, wording: PointsWording, unread: Unreads
    ) -> Iterator[Line | SectionLine]:
        for node in parent.children:
            here = _Around(
                (*around.path, node.code),
                around.conditions if node.applies_if is None else (*around.conditions, node.applies_if),
                around.role or node.role,
            )
            if isinstance(node, Section):
                inner = list(self._rows(node, here, wording, unread))
                yield self._section(node, here, inner, wording)
                yield from inner
            else:
                yield self._line(node, here, wording, unread)

    def _line(self, criterion: Criterion, here: _Around, wording: PointsWording, unread: Unreads) -> Line:
        run = self.runs[self.level]
        node = run.scored.nodes[criterion.code]
        evidence = run.known.evidence
        scale, year = criterion.scale, self.scorer.engine.rubric.year
        limits = None
        if isinstance(scale, Target | Amount):
            limits = thresholds_for(scale, criterion.code, year, evidence)
        levels = {one: self._entry(one, criterion, unread) for one in self.runs}
        owned = is_asked(criterion) and self._is_owned(LOWEST_LEVEL[criterion.entered_by])
        return Line(
            criterion=criterion,
            path=here.path,
            role=here.role,
            state=_state(criterion, node, owned, levels[self.level]),
            points=node.points,
            applies=applies(here.conditions, evidence.attributes) if here.conditions else True,
            decided_by=self._deciders(here),
            owned=owned,
            limits=limits,
            reasons=node.reasons,
            levels=levels,
            level=self.level,
            wording=wording,
        )

    def _is_owned(self, lowest: AssessmentLevel) -> bool:
        """Whether this level enters what begins at `lowest`: the unit its own, those above it all below."""
        if self.level is AssessmentLevel.SELF:
            return lowest is self.level
        return not _is_below(self.level, lowest)

    def _deciders(self, here: _Around) -> tuple[str, ...]:
        """The names of the attributes that decide whether what stands here applies."""
        attributes = self.scorer.engine.rubric.attributes
        codes = (code for condition in here.conditions for code in condition.attributes())
        return tuple(sorted(attributes[code].name if code in attributes else code for code in codes))

    def _entry(self, level: AssessmentLevel, criterion: Criterion, unread: Unreads) -> LevelEntry:
        code = criterion.code
        raw = self.figures.get(level, {}).get(code)
        counted = raw is not None or not is_asked(criterion)
        points = self.runs[level].scored.nodes[code].points if counted else None
        fault = unread.get((level, code))
        return entry_of(self.scorecard, level, criterion, self.begun.get(level), raw, points, fault)

    def _section(
        self, section: Section, here: _Around, inner: list[Line | SectionLine], wording: PointsWording
    ) -> SectionLine:
        node = self.runs[self.level].scored.nodes[section.code]
        lines = [row for row in inner if isinstance(row, Line)]
        any_scored = any(line.points is not None for line in lines)
        printed = node.as_printed
        floor = floor_points(section, printed.max) if section.floor is not None else None
        open_still = any(line.points is None and line.state in (MISSING, UNREAD, OTHER) for line in lines)
        reached: bool | None = None
        if floor is not None and printed.points is not None:
            reached = True if printed.exact >= floor else (None if open_still else False)
        return SectionLine(
            section=section,
            depth=len(here.path) - 1,
            role=here.role,
            points=node.points if any_scored else None,
            max=node.max if node.max is not None else maximum_of(section) or None,
            floor=floor,
            reached=reached,
            reasons=node.reasons,
            by_level={one: run.scored.nodes[section.code].points for one, run in self.runs.items()},
            wording=wording,
        )


def _state(criterion: Criterion, node: NodeResult, owned: bool, own: LevelEntry) -> str:
    if not is_asked(criterion):
        return DERIVED if node.state == SCORED else node.state
    if own.fault:
        return UNREAD
    if not owned:
        return OTHER if node.state in (MISSING, NOT_CLAIMED, SCORED) else node.state
    return node.state


def _is_below(level: AssessmentLevel, other: AssessmentLevel) -> bool:
    return LEVELS.index(level) < LEVELS.index(other)
