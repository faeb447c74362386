"""The lines of the register: every number that was given, those given outside this product among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from foundation.vietnamese import plain
from register.models import NumberSeries, Paper
from register.numbers import ROLL
from register.words import searched_words


@dataclass(frozen=True, slots=True)
class Line:
    """One paper, or the numbers from `first` to `last` which no paper of this product bears."""

    series: str
    first: int
    last: int
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class SeriesLines:
    """One series of a year in the order of its numbers, and the last number that was given."""

    series: str
    year: int
    last: int
    lines: tuple[Line, ...]


def lines_of(
    year: int, counters: Sequence[NumberSeries], papers: Sequence[Paper], said: str = ""
) -> list[SeriesLines]:
    """The register of a year, series by series; with `said` only the papers whose words say it, without gaps.

    `papers` come series by series in the order of their numbers; the golden book has no papers.
    """
    by_series = {key: list(group) for key, group in groupby(papers, key=lambda one: one.series)}
    wanted = plain(said).split()
    found = []
    for counter in counters:
        if counter.series == ROLL:
            continue
        own = by_series.get(counter.series, [])
        lines = _with_gaps(counter, own) if not wanted else _that_say(counter.series, own, wanted)
        found.append(SeriesLines(counter.series, year, counter.last, tuple(lines)))
    return found


def _with_gaps(counter: NumberSeries, papers: Sequence[Paper]) -> list[Line]:
    lines, after = [], 1
    for paper in papers:
        number = paper.number or 0
        if number > after:
            lines.append(Line(counter.series, after, number - 1))
        lines.append(Line(counter.series, number, number, paper))
        after = number + 1
    if counter.last >= after:
        lines.append(Line(counter.series, after, counter.last))
    return lines


def _that_say(series: str, papers: Sequence[Paper], wanted: Sequence[str]) -> list[Line]:
    return [
        Line(series, paper.number or 0, paper.number or 0, paper) for paper in papers if _says(paper, wanted)
    ]


def _says(paper: Paper, wanted: Sequence[str]) -> bool:
    said = searched_words(paper)
    return all(word in said for word in wanted)
