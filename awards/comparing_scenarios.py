"""Two or three scenarios of one run, side by side: their changes, how many they recommend, and on whom they
differ from what was sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from awards.board import place_of
from awards.models import Scenario
from awards.queries import RunLine
from awards.run_columns import RunColumns, columns_of_run
from awards.scenario_page import ChangeWords, change_words, state_of, type_of
from awards.trying import Trial, TriedType, sealed_type, try_changes
from scoring.columns import Ints
from scoring.scenario import Change

MOST = 3
LISTED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario: what it changes, and how many enter, leave and come to a ballot, of all types and of the
    one shown.
    """

    scenario: Scenario
    words: Sequence[ChangeWords]
    entered: int
    left: int
    waiting: int
    entered_here: int
    left_here: int
    waiting_here: int
    won: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one scenario makes of somebody: the state, the place, and whether it differs from the seal."""

    status: str
    place: str
    side: str


@dataclass(frozen=True, slots=True)
class Line:
    """One participant on whom some scenario differs from the seal."""

    participant_id: int
    name: str
    group: str
    sealed: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The page. `hidden` are those on whom scenarios differ and who are not listed; `sealed` how many win."""

    type_code: str
    type_name: str
    tabs: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    sealed: int
    lines: Sequence[Line]
    hidden: int


def build_comparison(
    run: RunLine, scenarios: Sequence[tuple[Scenario, Sequence[Change]]], type_code: str | None
) -> Comparison:
    """The comparison for one type of the run, the first that some scenario concerns where none is asked."""
    columns = columns_of_run(run)
    trials = [try_changes(columns, changes) for _scenario, changes in scenarios]
    if not type_code:
        type_code = next((code for code in columns.types if any(code in one.types for one in trials)), None)
    was = type_of(columns, type_code)
    code = was.kind.code
    tried = [trial.types.get(code) or sealed_type(was) for trial in trials]
    listed = _differing(tried)
    return Comparison(
        type_code=code,
        type_name=was.kind.name,
        tabs=[(one.kind.code, one.kind.name) for one in columns.types.values()],
        columns=[
            _column(columns, scenario, trial, here)
            for (scenario, _changes), trial, here in zip(scenarios, trials, tried, strict=True)
        ],
        sealed=int(was.states.won.sum()),
        lines=[_line(tried, index) for index in listed[:LISTED_AT_MOST].tolist()],
        hidden=max(0, len(listed) - LISTED_AT_MOST),
    )


def _column(columns: RunColumns, scenario: Scenario, trial: Trial, here: TriedType) -> Column:
    return Column(
        scenario=scenario,
        words=change_words(columns.rubric, state_of(columns, trial.changes)),
        entered=trial.entered,
        left=trial.left,
        waiting=trial.waiting,
        entered_here=len(here.entered),
        left_here=len(here.left),
        waiting_here=len(here.waiting),
        won=int(here.states.won.sum()),
    )


def _differing(tried: Sequence[TriedType]) -> Ints:
    """On whom some scenario differs from the seal, as the sealed ranking lists them."""
    was = tried[0].was
    differs = np.zeros(was.whole.size, dtype=bool)
    for one in tried:
        differs |= one.states.differs(was.states) | (one.states.won != was.states.won)
    order = was.sealed.standing.order
    return order[differs[order]]


def _line(tried: Sequence[TriedType], index: int) -> Line:
    was = tried[0].was
    return Line(
        participant_id=int(was.participant_ids[index]),
        name=was.names[index],
        group=was.groups[int(was.sealed.standing.groups.codes[index])],
        sealed=_cell(sealed_type(was), index),
        cells=[_cell(one, index) for one in tried],
    )


def _cell(tried: TriedType, index: int) -> Cell:
    standing, was, now = tried.result.standing, tried.was.states.won[index], tried.states.won[index]
    side = "" if was == now or tried.states.waiting[index] else "in" if now else "out"
    place = place_of(int(standing.rank[index]) or None, int(standing.tied[index]))
    return Cell(tried.states.at(index).value, place, side)
