"""What stands beside a row of the ranking: its change on the year before, sections as bars, past awards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.board_queries import list_past, list_places
from awards.queries import AnyRow, RunLine
from awards.run_facts import RunFacts, TypeFacts
from awards.sealed import SealedResult
from scorecards.figures import plain
from scoring.rubric import ParticipantType, Section

BAR_HEIGHT = 24
YEARS_BACK = 5


@dataclass(frozen=True, slots=True)
class Change:
    """How a place moved since the year before: `way` is up, down or same; `words` say it whole."""

    way: str
    steps: int
    words: str


@dataclass(frozen=True, slots=True)
class SectionBar:
    """One section of a row: its points of its maximum, and how high its bar stands."""

    code: str
    points: Decimal | None
    maximum: Decimal
    height: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside one row."""

    change: Change | None
    bars: tuple[SectionBar, ...]
    past: str

    @property
    def told(self) -> str:
        """The bars in words."""
        return "; ".join(_bar_words(bar) for bar in self.bars)


def run_before(facts: RunFacts, runs: Sequence[RunLine]) -> RunLine | None:
    """The latest run of the year before among `runs`, which stand as `list_runs` gives them."""
    earlier = [run for run in runs if run.year < facts.run.year]
    return max(earlier, key=lambda run: (run.year, run.number), default=None)


def marks_of(
    facts: RunFacts, kind: TypeFacts, rows: Sequence[AnyRow], before: RunLine | None
) -> Mapping[int, Marks]:
    """The marks of some rows by participant, in two statements however many rows there are."""
    ids = [row.participant_id for row in rows]
    places = list_places(before.id, kind.kind.code, ids) if before is not None and ids else {}
    past = list_past(facts.run.id, ids)
    names = {rule.code: rule.name for rule in facts.rubric.awards}
    sections = [node for node in kind.kind.children if isinstance(node, Section) and node.role is None]
    return {
        row.participant_id: Marks(
            change=_change(row, places.get(row.participant_id), before),
            bars=_bars(sections, row),
            past=_past(past.get(row.participant_id), names, facts.run.year),
        )
        for row in rows
    }


def sections_of(kind: ParticipantType) -> list[tuple[str, str]]:
    """The sections that are drawn as bars: code and name."""
    return [(n.code, n.name) for n in kind.children if isinstance(n, Section) and n.role is None]


def _change(row: AnyRow, place: AnyRow | None, before: RunLine | None) -> Change | None:
    """None where either year has no rank, or where the group was another one, which cannot be compared."""
    if before is None or place is None or None in (row.rank, place.rank) or place.group_key != row.group_key:
        return None
    steps = place.rank - row.rank
    facts = {"year": before.year, "rank": place.rank, "n": abs(steps)}
    if steps > 0:
        return Change("up", steps, _("lên %(n)s bậc so với năm %(year)s (hạng %(rank)s)", **facts))
    if steps < 0:
        return Change("down", -steps, _("xuống %(n)s bậc so với năm %(year)s (hạng %(rank)s)", **facts))
    return Change("same", 0, _("bằng hạng năm %(year)s", year=before.year))


def _bars(sections: Sequence[Section], row: AnyRow) -> tuple[SectionBar, ...]:
    result = SealedResult.from_text(row.result)
    bars = []
    for section in sections:
        points = result.points(section.code)
        maximum = result.maximum(section.code) or section.max or Decimal(0)
        share = float(points / maximum) if points is not None and maximum else 0.0
        bars.append(SectionBar(section.code, points, maximum, round(min(share, 1.0) * BAR_HEIGHT, 1)))
    return tuple(bars)


def _bar_words(bar: SectionBar) -> str:
    if bar.points is None:
        return _("mục %(code)s không áp dụng", code=bar.code)
    return _(
        "mục %(code)s %(points)s trên %(max)s",
        code=bar.code,
        points=plain(bar.points),
        max=plain(bar.maximum),
    )


def _past(text: str | None, names: Mapping[str, str], year: int) -> str:
    """The awards of the last years, the latest first, as sealed: "Giấy khen 2023, 2021"."""
    found: dict[str, list[int]] = {}
    for past in json.loads(text)["past_awards"] if text else ():
        if year - YEARS_BACK <= past["year"] <= year:
            name = past.get("name") or names.get(past["award"], past["award"])
            found.setdefault(name, []).append(past["year"])
    told = sorted(found.items(), key=lambda one: (-max(one[1]), one[0]))
    return "; ".join(
        f"{name} {', '.join(str(y) for y in sorted(years, reverse=True))}" for name, years in told
    )
