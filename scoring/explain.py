"""Why a participant stands where it stands, and is or is not recommended."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from scoring.award_rules import Gate, Quota, TieBreak
from scoring.columns import Ints, max_of, points_of, tie_value
from scoring.engine import Engine, Scorecard
from scoring.evidence import Evidence
from scoring.exact import HUNDRED, ZERO
from scoring.figures import shown
from scoring.reasons import Fact, Reason
from scoring.recommendation import AwardOutcome, Places, Recommendation, Status

NAMED_AT_MOST = 20
# Of a very large set of equals, the first stand for all: each member listing all others would be too much.
LISTED_AT_MOST = 200


class Explainer:
    """Explains one type's recommendation; what many explanations need is computed once."""

    def __init__(
        self, engine: Engine, result: Recommendation, evidence: Sequence[Evidence], cards: Sequence[Scorecard]
    ) -> None:
        self.engine, self.result = engine, result
        self.evidence, self.cards = evidence, cards
        self.names = {node.code: node.name for node in engine.kind.nodes()}
        order = result.standing.order
        self._tie_in_order = result.standing.tie[order]
        self._last_totals = [self._last_total_inside(outcome) for outcome in result.awards]

    def reasons(self, index: int) -> list[Reason]:
        """All reasons of place, grade and awards of the participant at `index` of the columns."""
        found = list(self._place(index))
        found += self._grade(index)
        for number, outcome in enumerate(self.result.awards):
            found += self._award(index, number, outcome)
        return found

    def tied_with(self, index: int) -> list[int]:
        """The others whom nothing separates from this one (the first of many); none for the unranked."""
        standing = self.result.standing
        if standing.rank[index] == 0 or standing.tied[index] == 1:
            return []
        return [i for i in self._set_of(index) if i != index]

    def _set_of(self, index: int) -> list[int]:
        standing = self.result.standing
        first = self._first_of_set(index)
        size = min(int(standing.tied[index]), LISTED_AT_MOST)
        return [int(i) for i in standing.order[first : first + size]]

    def _first_of_set(self, index: int) -> int:
        """Where in the order the participant's set of equals begins; sets are numbered in that order."""
        return int(np.searchsorted(self._tie_in_order, self.result.standing.tie[index]))

    def _place(self, index: int) -> Iterator[Reason]:
        standing, card = self.result.standing, self.cards[index]
        group = int(standing.groups.codes[index])
        facts: dict[str, Fact] = {
            "size": int(standing.groups.sizes[group]),
            "group": standing.groups.labels[group],
            "total": card.total,
        }
        rank = int(standing.rank[index])
        if rank == 0:
            yield Reason("unranked", facts | {"missing": len(card.missing)})
            return
        yield Reason("ranked", facts | {"rank": rank})
        others = self.tied_with(index)
        if others:
            names = tuple(self._name(other) for other in others[:NAMED_AT_MOST])
            keys = tuple(self._tie_name(tie) for tie in self.engine.kind.ranking.tie_break)
            yield Reason(
                "tied", {"rank": rank, "count": int(standing.tied[index]), "with": names, "keys": keys}
            )
        yield from self._separations(index)
        yield from self._gaps(index)

    def _neighbours(self, index: int) -> Iterator[tuple[str, int]]:
        """The nearest ranked participants of the group that are not equal: above, then below."""
        standing = self.result.standing
        first = self._first_of_set(index)
        after = first + int(standing.tied[index])
        for side, at in (("above", first - 1), ("below", after)):
            if 0 <= at < len(standing.order):
                other = int(standing.order[at])
                same_group = standing.groups.codes[other] == standing.groups.codes[index]
                if same_group and standing.rank[other] > 0:
                    yield side, other

    def _separations(self, index: int) -> Iterator[Reason]:
        """The tie-break key that set equals of one total apart."""
        own = self.cards[index]
        for side, other in self._neighbours(index):
            if self.cards[other].total != own.total:
                continue
            for tie, column in zip(
                self.engine.kind.ranking.tie_break, self.result.columns.tie_keys, strict=True
            ):
                if column[index] != column[other]:
                    yield Reason(
                        "tie_broken",
                        {
                            "side": side,
                            "other": self._name(other),
                            "key": self._tie_name(tie),
                            "own": self._tie_fact(tie, index),
                            "others": self._tie_fact(tie, other),
                            "total": own.total,
                        },
                    )
                    break

    def _gaps(self, index: int) -> Iterator[Reason]:
        own = self.cards[index].total
        for side, other in self._neighbours(index):
            gap = abs(self.cards[other].total - own)
            if gap:
                rank = int(self.result.standing.rank[other])
                yield Reason(f"gap_{side}", {"other": self._name(other), "rank": rank, "gap": gap})

    def _tie_fact(self, tie: TieBreak, index: int) -> Fact:
        value = tie_value(tie, self.engine, self.evidence[index], self.cards[index])
        if value is None:
            return None
        return bool(value) if tie.prefer is not None else shown(value)

    def _tie_name(self, tie: TieBreak) -> str:
        if tie.name is not None:
            return tie.name
        if tie.attribute is not None:
            return self.engine.rubric.attributes[tie.attribute].name
        if tie.prefer is not None:
            codes = sorted(tie.prefer.attributes())
            return ", ".join(self.engine.rubric.attributes[code].name for code in codes)
        code = tie.points or tie.figure or ""
        return f"{code} {self.names[code]}" if code in self.names else code

    def _name(self, index: int) -> str:
        return self.evidence[index].name or self.evidence[index].id

    def _grade(self, index: int) -> Iterator[Reason]:
        outcome = self.result.grades
        if outcome is None:
            return
        own = int(outcome.grade[index])
        grades = outcome.grading.grades
        for number, grade in enumerate(grades):
            reached = bool(outcome.qualified[number][index])
            full = reached and number != own and (own < 0 or number < own)
            places = outcome.places[number]
            if full and grade.quota is not None and places is not None and self.cards[index].eligible:
                facts = self._quota_facts(grade.quota, places, index, self.result.standing.groups.codes)
                line = outcome.lines[number]
                facts |= {"grade": grade.code, "name": grade.name, "ties": outcome.grading.ties}
                if outcome.decided[number].refused[index]:
                    yield Reason("grade_refused", facts)
                elif line.straddling[index]:
                    group = int(self.result.standing.groups.codes[index])
                    left = int(places.places[group]) - int(line.start[index])
                    yield Reason("grade_tie", facts | {"run": int(line.run[index]), "left": left})
                else:
                    yield Reason("grade_full", facts)
        if own >= 0:
            grade = grades[own]
            if outcome.decided[own].granted[index]:
                yield Reason("grade_granted", {"grade": grade.code, "name": grade.name})
            yield Reason(
                "graded",
                {
                    "grade": grade.code,
                    "name": grade.name,
                    "total": self.cards[index].total,
                    "at_least": grade.at_least,
                    "above": grade.above,
                },
            )
        else:
            yield Reason("not_graded", {"total": self.cards[index].total})

    def _award(self, index: int, number: int, outcome: AwardOutcome) -> Iterator[Reason]:
        rule, status = outcome.rule, Status(int(outcome.status[index]))
        base: dict[str, Fact] = {"award": rule.code, "name": rule.name, "issuer": rule.issuer}
        if status is Status.BARRED:
            yield Reason("award_barred", base)
            return
        for gate, passed in zip(rule.conditions, outcome.passed, strict=True):
            if gate.when is None or self.result.columns.conditions[gate.when.key][index]:
                yield self._gate(index, gate, bool(passed[index]), base)
        if status is Status.TOO_SOON:
            yield self._too_soon(index, outcome, base)
            return
        if status is Status.HAS_HIGHER:
            higher, code = self._higher(index, number), "has_higher"
            if higher is not None and higher.status[index] == Status.GRANTED:
                code = "granted_higher"
            yield Reason(code, base | {"higher": higher.rule.name if higher else ""})
            return
        if status is Status.HAS_AWARD:
            yield self._has_award(index, outcome, base)
            return
        if status in (Status.GRANTED, Status.REFUSED):
            yield Reason("granted" if status is Status.GRANTED else "refused", base)
            return
        if status is Status.BELOW:
            yield Reason("award_below", base)
            return
        yield from self._quota(index, number, outcome, status, base)

    def _gate(self, index: int, gate: Gate, passed: bool, base: dict[str, Fact]) -> Reason:
        code = "gate_passed" if passed else "gate_failed"
        facts: dict[str, Fact] = {**base, "gate": gate.name}
        card = self.cards[index]
        if gate.points is not None:
            points, maximum = points_of(card, gate.points), max_of(card, gate.points)
            bound = gate.lower if gate.lower is not None else gate.upper
            if gate.percent_at_least is not None:
                bound = gate.percent_at_least * (maximum or ZERO) / HUNDRED
            facts |= {
                "points_of": gate.points,
                "points_name": self.names.get(gate.points, gate.points),
                "points": points,
                "at_least": gate.at_least,
                "above": gate.above,
                "at_most": gate.at_most,
                "below": gate.below,
                "percent_at_least": gate.percent_at_least,
                "gap": abs((points or ZERO) - (bound or ZERO)),
            }
        elif gate.grade is not None:
            grades = self.engine.kind.grading.grades if self.engine.kind.grading else []
            facts |= {"grades": tuple(g.name for g in grades if g.code in gate.grade)}
        elif gate.rank_at_most is not None:
            facts |= {"rank": int(self.result.standing.rank[index]), "rank_at_most": gate.rank_at_most}
        elif gate.attribute_holds is not None:
            codes = sorted(gate.attribute_holds.attributes())
            facts |= {"attributes": tuple(self.engine.rubric.attributes[code].name for code in codes)}
        return Reason(code, facts)

    def _too_soon(self, index: int, outcome: AwardOutcome, base: dict[str, Fact]) -> Reason:
        years = [past.year for past in self.evidence[index].past_awards if past.award == outcome.rule.code]
        return Reason("too_soon", {**base, "year": max(years), "within": outcome.rule.not_again_within})

    def _has_award(self, index: int, outcome: AwardOutcome, base: dict[str, Fact]) -> Reason:
        year, achievement = self.engine.rubric.year, outcome.rule.achievement
        past = next(
            past
            for past in self.evidence[index].past_awards
            if past.year == year and past.achievement == achievement
        )
        names = {rule.code: rule.name for rule in self.engine.rubric.awards}
        given = past.name or names.get(past.award, past.award)
        return Reason("has_award", {**base, "year": year, "given": given})

    def _higher(self, index: int, number: int) -> AwardOutcome | None:
        achievement = self.result.awards[number].rule.achievement
        for outcome in self.result.awards[:number]:
            won = outcome.status[index] in (Status.RECOMMENDED, Status.HELD, Status.GRANTED)
            if won and outcome.rule.achievement == achievement:
                return outcome
        return None

    def _quota_facts(self, quota: Quota, places: Places, index: int, groups: Ints) -> dict[str, Fact]:
        group = int(groups[index])
        return {
            "count": quota.count,
            "percent": quota.percent,
            "of": quota.of,
            "base": int(places.base[group]),
            "exact": shown(_decimal(places, group)),
            "rounding": quota.rounding,
            "minimum": quota.minimum,
            "maximum": quota.maximum,
            "places": int(places.places[group]),
        }

    def _quota(
        self, index: int, number: int, outcome: AwardOutcome, status: Status, base: dict[str, Fact]
    ) -> Iterator[Reason]:
        groups = outcome.standing.groups
        group = int(groups.codes[index])
        line: dict[str, Fact] = {
            "place": int(outcome.line.start[index]) + 1,
            "run": int(outcome.line.run[index]),
            "ties": outcome.rule.ties,
        }
        if outcome.places is not None and outcome.rule.quota is not None:
            facts = self._quota_facts(outcome.rule.quota, outcome.places, index, groups.codes)
            yield Reason("quota", base | facts | {"group": groups.labels[group]})
            places = int(outcome.places.places[group])
            line |= {"places": places, "left": max(0, places - int(outcome.line.start[index]))}
        if status is Status.OUTSIDE:
            last = self._last_totals[number][group]
            own = self.cards[index].total
            gap = Decimal(int(last)).scaleb(-self.result.columns.decimals) - own if last >= 0 else None
            if gap is not None and gap < 0:
                gap = None  # the council granted the last place to somebody with fewer points
            straddles = bool(outcome.line.straddling[index])
            yield Reason("outside_tie" if straddles else "outside", base | line | {"gap": gap})
            return
        code = {Status.BALLOT: "ballot", Status.HELD: "held", Status.RECOMMENDED: "recommended"}[status]
        yield Reason(code, base | line | {"proposal": outcome.rule.proposal})

    def _last_total_inside(self, outcome: AwardOutcome) -> Ints:
        """For each group the least total that found a place, -1 where none did."""
        codes = outcome.standing.groups.codes
        found = np.full(len(outcome.standing.groups.labels), np.iinfo(np.int64).max, dtype=np.int64)
        found_one = (Status.GRANTED, Status.RECOMMENDED, Status.HELD, Status.BALLOT)
        won = np.isin(outcome.status, found_one)
        np.minimum.at(found, codes[won], self.result.columns.points["total"][won])
        found[found == np.iinfo(np.int64).max] = -1
        return found


def _decimal(places: Places, group: int) -> Decimal:
    exact = places.exact[group]
    return Decimal(exact.numerator) / Decimal(exact.denominator)
