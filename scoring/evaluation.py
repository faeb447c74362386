"""One evaluation: a criteria document and all participants in, everything that follows out.

Participants stand by type in the order of the document, then by id, so that the same input in another
order gives the same evaluation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.decided import Decisions
from scoring.engine import Engine, Scorecard, compile_rubric
from scoring.evidence import Evidence
from scoring.explain import Explainer
from scoring.reasons import Reason
from scoring.recommendation import Recommendation, Status, recommend
from scoring.rubric import ParticipantType, Rubric
from scoring.whole_columns import columns_of

PENDING = {Status.HELD: "held", Status.BALLOT: "ballot"}


@dataclass(frozen=True, slots=True)
class AwardLine:
    """What one award rule says of one participant; place and places are None without a quota."""

    code: str
    name: str
    status: Status
    place: int
    places: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """Everything that follows for one participant.

    `tied` is the size of the set of equals, `tied_with` the ids of the others (the first of many).
    """

    evidence: Evidence
    card: Scorecard
    group: tuple[str, ...]
    group_size: int
    position: int
    rank: int | None
    tied: int
    tied_with: tuple[str, ...]
    grade: str | None
    awards: tuple[AwardLine, ...]
    reasons: tuple[Reason, ...]


@dataclass
class TypeResult:
    """One type's participants, scored, ranked and recommended."""

    engine: Engine
    evidence: Sequence[Evidence]
    cards: Sequence[Scorecard]
    recommendation: Recommendation

    @property
    def kind(self) -> ParticipantType:
        """The participant type."""
        return self.engine.kind

    @cached_property
    def explainer(self) -> Explainer:
        """What explains the places and awards of this type."""
        return Explainer(self.engine, self.recommendation, self.evidence, self.cards)

    def after(self, decisions: Decisions) -> "TypeResult":
        """The same participants, recommended anew after what a council decided."""
        result = self.recommendation
        return replace(
            self, recommendation=recommend(self.engine.rubric, self.kind, result.columns, decisions)
        )

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the ranking: group by group, best first."""
        for position, index in enumerate(self.recommendation.standing.order.tolist()):
            yield self.row(index, position)

    def row(self, index: int, position: int) -> Row:
        """The row of the participant at `index` of the columns."""
        result, card = self.recommendation, self.cards[index]
        standing = result.standing
        group = int(standing.groups.codes[index])
        grade = int(result.grades.grade[index]) if result.grades is not None else -1
        return Row(
            evidence=self.evidence[index],
            card=card,
            group=standing.groups.labels[group],
            group_size=int(standing.groups.sizes[group]),
            position=position,
            rank=int(standing.rank[index]) or None,
            tied=int(standing.tied[index]) if standing.rank[index] else 1,
            tied_with=tuple(self.evidence[other].id for other in self.explainer.tied_with(index)),
            grade=result.grades.grading.grades[grade].code if result.grades and grade >= 0 else None,
            awards=tuple(self._award_lines(index)),
            reasons=tuple(card.all_reasons() + self.explainer.reasons(index)),
        )

    def _award_lines(self, index: int) -> Iterator[AwardLine]:
        for outcome in self.recommendation.awards:
            group = int(outcome.standing.groups.codes[index])
            places = int(outcome.places.places[group]) if outcome.places is not None else None
            status = Status(int(outcome.status[index]))
            yield AwardLine(
                outcome.rule.code, outcome.rule.name, status, int(outcome.line.start[index]) + 1, places
            )


@dataclass
class Evaluation:
    """All types' results, in the order of the document."""

    rubric: Rubric
    types: list[TypeResult]

    def rows(self) -> Iterator[Row]:
        """Every participant's row, type by type."""
        for result in self.types:
            yield from result.rows()


def evaluate(rubric: Rubric, participants: Sequence[Evidence]) -> Evaluation:
    """Score, rank and recommend. Each participant's type must be one of the document's."""
    by_type: dict[str, list[Evidence]] = {kind.code: [] for kind in rubric.types}
    for item in sorted(participants, key=lambda item: item.id):
        by_type[item.type].append(item)
    engines = compile_rubric(rubric)
    present = [kind.code for kind in rubric.types if by_type[kind.code]]
    return Evaluation(rubric, [evaluate_type(engines[code], by_type[code]) for code in present])


def evaluate_type(engine: Engine, evidence: Sequence[Evidence]) -> TypeResult:
    """The same for participants of one type, at least one, given in the order of their ids."""
    cards = [engine.score(item) for item in evidence]
    columns = columns_of(engine, evidence, cards)
    return TypeResult(engine, evidence, cards, recommend(engine.rubric, engine.kind, columns))
