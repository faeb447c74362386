"""What was found of a group's firmness, put into words: places, what is weighed, what decides each line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from flask_babel import gettext as _
from markupsafe import Markup, escape

from awards.aloud import fill, strong
from awards.board import place_of
from awards.firmness import FirmRun, group_number
from awards.firmness_picture import Cells, draw_cells
from awards.firmness_words import (
    UNTOUCHED,
    Moves,
    Way,
    apart_text,
    award_text,
    decided_text,
    exactly_text,
    moves_text,
    out_of_hundred,
    stays_text,
    weakest_text,
)
from awards.models import AwardStatus
from awards.run_facts import TypeFacts
from foundation.formats import number
from scorecards.figures import plain, units_of
from scoring.columns import Bools
from scoring.firm_trials import Outcome
from scoring.leaving_out import Decider, Line, Without, decide, line_of, points_apart
from scoring.weighable import named

KEPT = (AwardStatus.RECOMMENDED, AwardStatus.HELD, AwardStatus.BALLOT)


@dataclass(frozen=True, slots=True)
class Place:
    """One participant and how firm its result is."""

    participant_id: int
    name: str
    rank: str
    total: Decimal
    status: str
    award: str
    stays: int
    text: Markup
    exactly: str
    shares: tuple[str, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class Weight:
    """One part that is weighed, by its code and name, with the points it counts for in the document."""

    code: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One criterion and what becomes of each award of the group without it; `decides` some line."""

    code: str
    name: str
    moves: tuple[str, ...]
    decides: bool


class FirmnessSpeaker:
    """Says what was found of one group."""

    def __init__(self, kind: TypeFacts, firm: FirmRun, key: str) -> None:
        self.kind, self.firm = kind, firm
        self.was, self.rows, self.found = firm.was, firm.rows, firm.found
        self.columns = self.was.sealed.columns
        self.group: Bools = firm.rules.groupings[0].codes == group_number(self.was, key)
        self.units = units_of(kind.kind.category)
        self.names = {node.code: node.name for node in kind.kind.nodes()}
        self.awards = [outcome.rule for outcome in self.was.sealed.awards]
        self.totals = self.columns.points["total"][self.rows]
        self.lines = list(self._lines())

    def by_firmness(self) -> tuple[list[int], list[int]]:
        """The rows of the group of whom some weighting takes the result, the least firm first; then those
        whom none moves, the nearest to the line first.
        """
        standing = self.was.sealed.standing
        members = [row for row in np.flatnonzero(self.group).tolist() if self._status(row) not in UNTOUCHED]
        rank = {row: int(standing.rank[self.rows[row]]) for row in members}
        members.sort(key=lambda row: (rank[row], row))
        won = [rank[row] for row in members if self.was.states.won[self.rows[row]]]
        line = max(won, default=0)
        moved = [row for row in members if self.found.stays[row] < self.found.count]
        fixed = [row for row in members if self.found.stays[row] == self.found.count]
        moved.sort(key=lambda row: int(self.found.stays[row]))
        fixed.sort(key=lambda row: abs(2 * (rank[row] - line) - 1))
        return moved, fixed

    def _status(self, row: int) -> AwardStatus:
        return self.was.states.at(int(self.rows[row]))

    def place(self, row: int) -> Place:
        """One participant."""
        at = int(self.rows[row])
        standing, status = self.was.sealed.standing, self._status(row)
        award = int(self.was.states.award[at])
        stays, count = int(self.found.stays[row]), self.found.count
        return Place(
            participant_id=int(self.was.participant_ids[at]),
            name=self.was.names[at],
            rank=place_of(int(standing.rank[at]) or None, int(standing.tied[at])),
            total=Decimal(int(self.totals[row])).scaleb(-self.columns.decimals),
            status=status.value,
            award=self.awards[award].name if award >= 0 else "",
            stays=stays,
            text=stays_text(status, stays, count),
            exactly=exactly_text(stays, count),
            shares=tuple(self._shares(row)) if stays < count else (),
            cells=draw_cells(out_of_hundred(stays, count)),
        )

    def _shares(self, row: int) -> Iterator[str]:
        """How often each award comes to a participant, for those who may move."""
        at = int(self.rows[row])
        own = int(self.was.states.award[at]) if self._status(row) in KEPT else None
        told = (
            award_text(
                rule.name, int(share.won[row]), int(share.ballot[row]), self.found.count, _way(number, own)
            )
            for number, (rule, share) in enumerate(zip(self.awards, self.found.awards, strict=True))
        )
        return (text for text in told if text)

    def weights(self) -> Iterator[Weight]:
        """The parts that are weighed."""
        drawn = self.found.weightings
        for code, varied, own in zip(drawn.codes, drawn.varied, drawn.own, strict=True):
            if varied:
                yield Weight(named(code), self.names[named(code)], Decimal(own) / drawn.per)

    def paragraphs(self, moved: list[int]) -> Iterator[Markup]:
        """What is read aloud."""
        weights = list(self.weights())
        if not weights:
            yield escape(
                _(
                    "Loại này chỉ có một phần được cân nên không có trọng số nào để đổi; "
                    "xem khi bỏ từng tiêu chí."
                )
            )
        else:
            yield self._summary(weights, moved)
        if moved:
            weakest = [(self.was.names[self.rows[row]], int(self.found.stays[row])) for row in moved[:3]]
            yield weakest_text(weakest, self.found.count)
        for _award, text in self.decided():
            yield text

    def _summary(self, weights: list[Weight], moved: list[int]) -> Markup:
        judged = sum(self._status(row) not in UNTOUCHED for row in np.flatnonzero(self.group).tolist())
        said = _(
            "Đã thử %(count)s cách cân điểm hợp lý: mỗi mục nặng hơn hoặc nhẹ hơn đến %(spread)s%%, tổng vẫn "
            "là %(whole)s điểm. %(firm)s giữ nguyên kết quả ở mọi cách."
        )
        firm = _(
            "%(n)s trong %(all)s %(units)s",
            n=number(judged - len(moved)),
            all=number(judged),
            units=self.units,
        )
        return fill(
            said,
            count=number(self.found.count),
            spread=self.found.weightings.spread,
            whole=plain(sum((weight.points for weight in weights), Decimal(0))),
            firm=strong(firm),
        )

    def decided(self) -> Iterator[tuple[str, Markup]]:
        """What decides each line of the group, or parts the two beside it most: its code, one sentence."""
        for line in self.lines:
            rule, decider = self.awards[line.award], line.decider
            if decider is None:
                continue
            criterion = f"{decider.code} {self.names[decider.code]}"
            if decider.moved:
                yield rule.code, decided_text(rule.name, criterion, decider.moved, self.units)
            elif line.ends.last is not None and line.ends.first is not None:
                last, first = (self.was.names[self.rows[row]] for row in (line.ends.last, line.ends.first))
                yield rule.code, apart_text(rule.name, criterion, plain(decider.difference), last, first)

    def _lines(self) -> Iterator["_Line"]:
        if self.firm.without is None:
            return
        points = {code: self.was.whole.points[code][self.rows] for code in self.names}
        for award, step in enumerate(self.firm.rules.awards):
            codes = self.firm.rules.groupings[step.grouping].codes
            group = np.isin(codes, np.unique(codes[self.group]))
            ends = line_of(self.firm.rules, self.totals, award, group)
            apart = points_apart(self.kind.kind, points, ends, 10**self.columns.decimals)
            yield _Line(award, ends, decide(self.firm.without, award, group, apart))

    def left_out(self) -> tuple[LeftOut, ...] | None:
        """Every criterion, and what the awards of the group are without it; None where that was not tried."""
        if self.firm.without is None:
            return None
        deciding = {line.decider.code for line in self.lines if line.decider and line.decider.moved}
        return tuple(
            LeftOut(one.code, self.names[one.code], tuple(self._moves(one)), one.code in deciding)
            for one in self.firm.without
        )

    def _moves(self, one: Without) -> Iterator[str]:
        told = (
            moves_text(rule.name, self._moves_of(number, one.awards))
            for number, rule in enumerate(self.awards)
        )
        return (text for text in told if text)

    def _moves_of(self, award: int, after: Sequence[Outcome]) -> Moves:
        """Who comes to an award and who goes, and from where: the awards stand from the highest down."""
        before = self.firm.base
        gained = [new.won & ~old.won for old, new in zip(before, after, strict=True)]
        lost = [old.won & ~new.won for old, new in zip(before, after, strict=True)]
        here, gone = gained[award], lost[award] & ~after[award].ballot
        risen, fallen = _any(lost[award + 1 :], here), _any(lost[:award], here)
        higher, lower = _any(gained[:award], gone), _any(gained[award + 1 :], gone)
        old, new = before[award], after[award]
        return Moves(
            enter=self._names(here & ~risen & ~fallen),
            rise_to=self._names(risen),
            fall_to=self._names(fallen & ~risen),
            rise_from=self._names(higher),
            fall_from=self._names(lower & ~higher),
            leave=self._names(gone & ~higher & ~lower),
            ballot=self._names(new.ballot & ~old.ballot),
            settled=self._names(old.ballot & ~new.ballot & ~new.won),
        )

    def _names(self, who: Bools) -> list[str]:
        return [self.was.names[self.rows[row]] for row in np.flatnonzero(who & self.group).tolist()]


def _way(award: int, own: int | None) -> Way:
    """Where an award lies from the one that is had (None: none); the highest stands first."""
    if own is None:
        return Way.IN
    return Way.SAME if award == own else Way.UP if award < own else Way.DOWN


def _any(several: Sequence[Bools], among: Bools) -> Bools:
    """Of these, whom any of several holds."""
    found: Bools = among & np.logical_or.reduce([np.zeros_like(among), *several])
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of one award (by its number), and what decides it."""

    award: int
    ends: Line
    decider: Decider | None
