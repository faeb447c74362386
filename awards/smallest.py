"""The smallest change that would alter what a sealed run says of one participant: found once, then kept.

Of the changes found, those that are told are checked once more against everybody of the type, and carry the
rank that would follow.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from awards.kept import Kept
from awards.models import RunResult
from awards.run_columns import SomeRun, TypeRun, columns_of_run
from awards.sealed_inputs import evidence_of
from scoring.award_rules import AwardRule
from scoring.changed_rules import RuleChange, Rules
from scoring.elsewhere import Elsewhere
from scoring.engine import Engine, Scorecard
from scoring.evidence import Evidence
from scoring.figure_curves import with_entry
from scoring.node_curves import add_points
from scoring.reasons import Reason
from scoring.recommendation import Status
from scoring.rubric import Rubric
from scoring.sides import Side, side_of
from scoring.smallest import (
    FigureChange,
    MarkChange,
    PointsChange,
    smallest_figures,
    smallest_points,
    without_mark,
)
from scoring.smallest_rules import smallest_rules
from scoring.whole_columns import awards_of

# In how large a type a page answers at once; of a larger one only who asks is told.
AT_ONCE = 400
FIGURES_TOLD = 3


class ToldPoints(NamedTuple):
    """A change of points, and the rank that would follow."""

    change: PointsChange
    rank: int


class ToldFigure(NamedTuple):
    """A change of a figure, the rank that would follow, and what its criterion would say and says now."""

    change: FigureChange
    rank: int
    then: Reason
    now: Reason


@dataclass(frozen=True, slots=True)
class Smallest:
    """What was found for one award. `state` is what the run says now; `complete` is False where scores are
    missing, so that nothing was sought; `leapt` that the group is too large for every step to be looked at
    (`Elsewhere`).
    """

    rule: AwardRule
    state: Status
    complete: bool
    points: tuple[ToldPoints, ...]
    figures: tuple[ToldFigure, ...]
    rules: tuple[RuleChange, ...]
    mark: MarkChange | None
    leapt: bool

    @property
    def side(self) -> Side:
        """On which side of the award the participant stands now."""
        return side_of(self.state)


_kept: Kept[Smallest] = Kept(2_000)


def asked_award(rubric: Rubric, row: RunResult, nearest: str | None) -> str | None:
    """The award of which a participant's page speaks: that of its state, else the nearest one it missed, else
    the last of its type.
    """
    rules = [rule.code for rule in rubric.awards if row.type_code in rule.types]
    wanted = row.award or nearest
    return wanted if wanted in rules else rules[-1] if rules else None


def find_smallest(run: SomeRun, row: RunResult, award: str) -> Smallest:
    """The smallest changes for one participant of a run and one award of its type. Raises Conflict where the
    run's columns do not give what it sealed.
    """
    key = (run.result_sha256, run.id, row.participant_id, award)
    return _kept.get(key, lambda: _find(run, row, award))


def _find(run: SomeRun, row: RunResult, award: str) -> Smallest:
    columns = columns_of_run(run)
    was = columns.types[row.type_code]
    # Its own engine: what is tried here is not worth remembering beyond this participant.
    engine = Engine(columns.rubric, was.kind)
    evidence = evidence_of(json.loads(row.inputs))
    index = place_of(was, row.participant_id)
    return _Finder(engine, was, index, award, evidence).find()


def place_of(was: TypeRun, participant_id: int) -> int:
    """Where a participant stands in the columns of its type."""
    return int((was.participant_ids == participant_id).argmax())


class _Finder:
    """Looks for the changes of one participant and one award, and checks those that are told."""

    def __init__(self, engine: Engine, was: TypeRun, index: int, award: str, evidence: Evidence) -> None:
        self.engine, self.evidence = engine, evidence
        self.card = engine.score(evidence)
        self.elsewhere = Elsewhere(engine, was.whole, index, award)
        self.rules = Rules(engine, was.whole, index, award)
        self.rule = next(rule for rule in awards_of(engine.rubric, engine.kind) if rule.code == award)

    def find(self) -> Smallest:
        """Everything found, the smallest first."""
        figures = smallest_figures(self.elsewhere, self.evidence, self.card)
        up = [one for one in figures if one.total >= self.card.total][:FIGURES_TOLD]
        down = [one for one in figures if one.total < self.card.total][:FIGURES_TOLD]
        return Smallest(
            rule=self.rule,
            state=self.rules.status,
            complete=self.card.complete,
            points=tuple(self._points(smallest_points(self.elsewhere, self.evidence, self.card))),
            figures=tuple(self._figures([*up, *down])),
            rules=tuple(smallest_rules(self.rules)),
            mark=without_mark(self.elsewhere, self.evidence, self.card),
            leapt=self.elsewhere.leapt,
        )

    def _points(self, changes: Sequence[PointsChange]) -> Iterator[ToldPoints]:
        cards = [add_points(self.engine, self.card, one.node, one.points) for one in changes]
        checked = self.elsewhere.checked([self.elsewhere.stand(self.evidence, card) for card in cards])
        for change, (status, rank) in zip(changes, checked, strict=True):
            if status is change.then:
                yield ToldPoints(change, rank)

    def _figures(self, changes: Sequence[FigureChange]) -> Iterator[ToldFigure]:
        known = [with_entry(self.evidence, one.criterion, one.entry) for one in changes]
        cards = [self.engine.score(one) for one in known]
        stands = [self.elsewhere.stand(*pair) for pair in zip(known, cards, strict=True)]
        checked = self.elsewhere.checked(stands)
        for change, card, (status, rank) in zip(changes, cards, checked, strict=True):
            if status is change.then:
                yield ToldFigure(change, rank, _why(card, change), _why(self.card, change))


def _why(card: Scorecard, change: FigureChange) -> Reason:
    return card.nodes[change.criterion].reasons[0]
