"""The table that every measurement prints, and the one way to take a figure."""

import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was measured, against what, the ratio, and the aim (None where there is none)."""

    what: str
    ours: str
    yardstick: str
    ratio: float | None
    aim: float | None

    @property
    def met(self) -> str:
        """Whether the aim is met, in a word."""
        if self.ratio is None or self.aim is None:
            return ""
        return "yes" if self.ratio <= self.aim else "NO"


def show(lines: list[Line]) -> None:
    """Print the rows as an aligned table."""
    head = ("measure", "ours", "yardstick", "ratio", "aim", "met")
    rows = [
        (
            line.what,
            line.ours,
            line.yardstick,
            "" if line.ratio is None else f"{line.ratio:.2f}",
            "" if line.aim is None else f"<= {line.aim:g}",
            line.met,
        )
        for line in lines
    ]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """The median wall time of several runs, garbage collected before each."""
    taken = []
    for _ in range(runs):
        gc.collect()
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def peak_megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
