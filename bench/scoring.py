"""Scoring 25,000 scorecards of 12 criteria: scorecards a second, and microseconds for each."""

import random
from decimal import Decimal
from pathlib import Path

from bench.table import Line, seconds
from criteria.document import read_document
from scoring.engine import Engine, compile_rubric
from scoring.evidence import Entry, Evidence, Pair

COUNT = 25_000
AIM_MICROSECONDS = 50.0
DOCUMENT = Path(__file__).parent / "twelve_criteria.yaml"


def participants(count: int, seed: int = 1) -> list[Evidence]:
    """Scorecards with figures of every kind, most of them different from one another."""
    rng = random.Random(seed)
    return [
        Evidence(f"P{i:07}", "unit", entries=_entries(rng), attributes={"khmer": Decimal(rng.randrange(3))})
        for i in range(count)
    ]


def _entries(rng: random.Random) -> dict[str, Entry]:
    return {
        "I.1": rng.random() < 0.8,
        "I.2": rng.choice(["full", "most", "none"]),
        "I.3": Decimal(rng.randrange(5)),
        "II.1": Decimal(rng.randrange(-50, 300)) / 100,
        "II.2": Decimal(rng.randrange(0, 500)) / 100,
        "II.3": Pair(Decimal(rng.randrange(0, 60)), Decimal(rng.randrange(20, 60))),
        "III.1": Decimal(rng.randrange(100_000, 900_000)),
        "III.2": rng.random() < 0.9,
        "IV.1": Decimal(rng.randrange(-3, 15)),
        "B1": Decimal(rng.randrange(4)),
        "B2": rng.random() < 0.1,
        "P1": rng.random() < 0.05,
    }


def engine() -> Engine:
    """The engine of the measured document."""
    rubric = read_document(DOCUMENT.read_bytes()).rubric
    if rubric is None:
        raise ValueError(f"{DOCUMENT} has faults")
    return compile_rubric(rubric)["unit"]


def measure() -> list[Line]:
    """The lines of the table."""
    cards = participants(COUNT)
    fresh = seconds(lambda: _score(engine(), cards), runs=3)
    each = fresh / COUNT * 1e6
    return [
        Line(
            "scoring 25,000 scorecards of 12 criteria, with reasons",
            f"{each:.1f} µs each, {COUNT / fresh:,.0f} a second",
            f"{AIM_MICROSECONDS:g} µs",
            each / AIM_MICROSECONDS,
            1.0,
        )
    ]


def _score(scorer: Engine, cards: list[Evidence]) -> None:
    for card in cards:
        scorer.score(card)
