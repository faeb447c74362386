"""How firm the recommendations of a sealed run are, from what it sealed; kept, as a run never changes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from flask_babel import gettext as _

from awards.kept import Kept
from awards.queries import RunLine
from awards.run_columns import RunColumns, TypeRun, columns_of_run
from awards.run_queries import list_inputs_of
from awards.sealed_inputs import evidence_of
from awards.sealing import WHOLE_TYPE
from foundation.errors import NotFound
from scoring.columns import Ints
from scoring.engine import Engine
from scoring.evidence import Evidence
from scoring.firm_rules import Rules, read_rules
from scoring.firm_trials import Outcome, apply
from scoring.firmness import Firmness, firmness
from scoring.leaving_out import Without, leave_out, totals_without
from scoring.parts import PartColumns
from scoring.weighable import weighable
from scoring.weightings import draw_weightings
from scoring.weights import parts_of

SPREAD = 20
WEIGHTINGS, LEAST_WEIGHTINGS = 10_000, 1_000
# How many totals are tried at most, and how many scorecards are scored again at most, for one answer.
TOTALS, CARDS = 50_000_000, 8_000
# What a page that tells other things too may take.
CARDS_AT_ONCE = 1_500


@dataclass(frozen=True, slots=True)
class FirmRun:
    """What was found of all who compete with a group. `rows` are their places in the columns of the type;
    `base` is what every award says of them now. `without` is None where there are too many to be scored
    again without each criterion.
    """

    was: TypeRun
    rows: Ints
    rules: Rules
    base: tuple[Outcome, ...]
    found: Firmness
    without: tuple[Without, ...] | None

    def at(self, participant_id: int) -> int:
        """The row of one participant."""
        return int(np.flatnonzero(self.was.participant_ids[self.rows] == participant_id)[0])


_kept: Kept[FirmRun] = Kept(40)
_rules: Kept[Rules] = Kept(12)
_trying = Lock()


def seed_of(run: RunLine) -> int:
    """The number from which the weightings of a run are drawn: the first eight bytes of its seal."""
    return int(run.result_sha256[:16], 16)


def group_number(was: TypeRun, key: str) -> int:
    """The number of a ranking group by its key. Raises NotFound."""
    keys = ["/".join(label) or WHOLE_TYPE for label in was.sealed.standing.groups.labels]
    if key not in keys:
        raise NotFound(_("Không có nhóm này trong lần đánh giá này. Mở lại từ bảng xếp hạng."))
    return keys.index(key)


def firmness_of(run: RunLine, type_code: str, key: str, spread: int = SPREAD) -> FirmRun:
    """The firmness of all who compete with a ranking group, that group among them.

    Raises Conflict as `columns_of_run` does, NotFound for a group that is not there.
    """
    columns = columns_of_run(run)
    was = columns.types[type_code]
    rules = _rules_of(run, columns, was)
    rows = rules.around(group_number(was, key))
    name = (run.result_sha256, run.id, type_code, int(rows[0]), len(rows), spread)

    def make() -> FirmRun:
        with _trying:
            return _kept.get((*name, "made"), lambda: _try(run, columns, was, rules.of(rows), rows, spread))

    return _kept.get(name, make)


def is_quick(run: RunLine, type_code: str, key: str) -> bool:
    """Whether the firmness of a group is found so soon that a page may wait for it."""
    columns = columns_of_run(run)
    was = columns.types[type_code]
    rows = _rules_of(run, columns, was).around(group_number(was, key))
    return len(rows) * len(list(was.kind.criteria())) <= CARDS_AT_ONCE


def _rules_of(run: RunLine, columns: RunColumns, was: TypeRun) -> Rules:
    name = (run.result_sha256, run.id, was.kind.code)
    return _rules.get(name, lambda: read_rules(columns.rubric, was.kind, was.sealed.columns))


def _try(run: RunLine, columns: RunColumns, was: TypeRun, rules: Rules, rows: Ints, spread: int) -> FirmRun:
    totals = was.sealed.columns.points["total"][rows]
    codes = [criterion.code for criterion in was.kind.criteria()]
    scorable = len(rows) * len(codes) <= CARDS
    evidence = list(_evidence(run, was, rows)) if scorable else []
    parts = _parts(columns, was, rows, evidence, totals)
    count = min(WEIGHTINGS, max(LEAST_WEIGHTINGS, TOTALS // len(rows)))
    weightings = draw_weightings(parts, count=count, spread=spread, seed=seed_of(run))
    without = None
    if scorable:
        again = {code: totals_without(columns.rubric, was.kind, code, evidence) for code in codes}
        without = tuple(leave_out(rules, totals, again))
    base = tuple(Outcome(one.won[0], one.ballot[0]) for one in apply(rules, totals[None]))
    return FirmRun(was, rows, rules, base, firmness(rules, totals, parts, weightings), without)


def _parts(
    columns: RunColumns, was: TypeRun, rows: Ints, evidence: Sequence[Evidence], totals: Ints
) -> PartColumns:
    """What is weighed: the sections at the top; where there are not two, what stands in or beside them, if
    that can be added up as well.
    """
    opened = weighable(was.kind)
    if opened is not was.kind and evidence:
        engine = Engine(columns.rubric, opened)
        parts = parts_of(engine, [engine.score(item) for item in evidence])
        if (parts.totals({}) == totals).all():
            return parts.columns
    if was.whole.parts is None:
        raise ValueError("columns of a run without the parts of its totals")
    return was.whole.parts.columns.of(rows)


def _evidence(run: RunLine, was: TypeRun, rows: Ints) -> Iterator[Evidence]:
    """What the run sealed of these rows, in their order."""
    wanted = was.participant_ids[rows].tolist()
    inputs = dict(list_inputs_of(run.id, wanted))
    for one in wanted:
        yield evidence_of(json.loads(inputs[one]))
