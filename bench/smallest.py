"""The smallest change that would alter a result, found anew for participants anywhere in one group."""

import random
import statistics
import time

from bench.scoring import DOCUMENT, participants
from bench.table import Line
from criteria.document import judge
from criteria.yaml_source import Source, read_yaml
from scoring.changed_rules import Rules
from scoring.elsewhere import Elsewhere
from scoring.engine import Engine, Scorecard
from scoring.evidence import Evidence
from scoring.rubric import Rubric
from scoring.smallest import smallest_figures, smallest_points
from scoring.smallest_rules import smallest_rules
from scoring.whole_columns import WholeColumns, whole_columns_of

SIZES = (70, 1_000, 25_000)
ASKED = 20
AIM_MILLISECONDS = {70: 200.0, 1_000: 1_000.0, 25_000: 3_000.0}
AWARD = {
    "code": "GK",
    "name": "Giấy khen",
    "issuer": "Chủ tịch",
    "types": ["unit"],
    "conditions": [{"points": "total", "at_least": "50"}],
    "quota": {"percent": "20"},
}


def measure() -> list[Line]:
    """The lines of the table."""
    return [_line(size) for size in SIZES]


def _line(size: int) -> Line:
    rubric = _rubric()
    engine = Engine(rubric, rubric.types[0])
    crowd = participants(size)
    cards = [engine.score(one) for one in crowd]
    whole = whole_columns_of(engine, crowd, cards)
    asked = random.Random(1).sample(range(size), ASKED)
    times = sorted(_milliseconds(rubric, whole, index, crowd[index], cards[index]) for index in asked)
    middle, slow = statistics.median(times), times[int(len(times) * 0.95)]
    return Line(
        f"smallest change of points, figures and rules, one of {size:,} in one group, p95",
        f"p50 {middle:.0f} ms, p95 {slow:.0f} ms",
        f"{AIM_MILLISECONDS[size]:.0f} ms",
        slow / AIM_MILLISECONDS[size],
        1.0,
    )


def _rubric() -> Rubric:
    content = {**read_yaml(DOCUMENT.read_bytes()).content, "awards": [AWARD]}
    rubric = judge(Source(content, {}, [])).rubric
    if rubric is None:
        raise ValueError(f"{DOCUMENT} has faults")
    return rubric


def _milliseconds(
    rubric: Rubric, whole: WholeColumns, index: int, evidence: Evidence, card: Scorecard
) -> float:
    engine = Engine(rubric, rubric.types[0])
    start = time.perf_counter()
    elsewhere = Elsewhere(engine, whole, index, str(AWARD["code"]))
    smallest_points(elsewhere, evidence, card)
    smallest_figures(elsewhere, evidence, card)
    smallest_rules(Rules(engine, whole, index, str(AWARD["code"])))
    return (time.perf_counter() - start) * 1000
