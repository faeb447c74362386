"""What was found as the smallest change, as reasons: data that the words for every reason are made of."""

from dataclasses import dataclass
from decimal import Decimal

from awards.control_words import gate_name
from awards.smallest import Smallest, ToldFigure, ToldPoints
from scorecards.figures import bounds, entered
from scoring.changed_rules import RuleChange
from scoring.node_curves import highest_total
from scoring.reasons import Fact, Reason
from scoring.recommendation import Status
from scoring.rubric import ParticipantType, Rubric
from scoring.scenario import Change

COUNTED = frozenset({"places", "grade_places"})


@dataclass(frozen=True, slots=True)
class RuleTold:
    """One changed rule: its reason, and the changes that try it on the whole run."""

    reason: Reason
    changes: tuple[Change, ...]


class SmallestReasons:
    """The reasons of what was found for one participant and one award."""

    def __init__(self, rubric: Rubric, kind: ParticipantType, found: Smallest) -> None:
        self.rubric, self.kind, self.found = rubric, kind, found

    def points(self) -> list[Reason]:
        """In points; or that no points would do."""
        told = [self._points(one) for one in self.found.points]
        if self.found.mark is not None:
            told.append(self._mark(self.found.mark.mark, self.found.mark.then))
        return told or [self._none("if_no_points")]

    def figures(self) -> list[Reason]:
        """In the figure of one criterion alone; or that none would do."""
        told = [self._figure(one) for one in self.found.figures]
        return told or [self._none("if_no_figure")]

    def rules(self) -> list[RuleTold]:
        """In one rule; nothing where no single rule would do, or none that anybody would make: a quota of no
        place, a threshold that nobody can reach.
        """
        return [
            RuleTold(Reason(f"if_{one.kind}", self._rule(one)), one.changes)
            for one in self.found.rules
            if self._is_sensible(one)
        ]

    def _is_sensible(self, change: RuleChange) -> bool:
        if change.kind in COUNTED:
            return bool(change.after)
        return change.after is None or change.after <= highest_total(self.kind)

    def no_rule(self) -> Reason:
        """That no single rule would do."""
        return self._none("if_no_rule")

    def _none(self, code: str) -> Reason:
        return Reason(code if self.found.complete else "if_incomplete", {})

    def _facts(self, then: Status) -> dict[str, Fact]:
        rule = self.found.rule
        return {"award": rule.code, "name": rule.name, "then": then.name.lower()}

    def _rank(self, rank: int) -> int | None:
        """The rank, where places of the award are counted in the group that is ranked."""
        return rank or None if self.found.rule.group in (None, self.kind.ranking.group) else None

    def _points(self, told: ToldPoints) -> Reason:
        change = told.change
        facts = self._facts(change.then)
        facts |= {"node": change.node, "points": change.points, "total": change.total}
        facts["rank"] = self._rank(told.rank)
        if change.further is not None:
            further = change.further
            facts |= {"further_points": further.points, "further_then": further.then.name.lower()}
        return Reason("if_points", facts)

    def _figure(self, told: ToldFigure) -> Reason:
        change = told.change
        facts = self._facts(change.then)
        facts |= {"node": change.criterion, "total": change.total, "rank": self._rank(told.rank)}
        facts |= {"figure": _entered(told.then), "figure_now": _entered(told.now)}
        return Reason("if_figure", facts)

    def _mark(self, code: str, then: Status) -> Reason:
        exclusions, _holds = self.rubric.marks_of(self.kind)
        name = next((mark.name for mark in exclusions if mark.code == code), code)
        return Reason("if_mark", {**self._facts(then), "mark": name})

    def _rule(self, change: RuleChange) -> dict[str, Fact]:
        facts = self._facts(change.then)
        facts |= {"before": change.before, "after": change.after}
        further = change.further
        if further is not None:
            facts |= {"further_after": further.after, "further_then": further.then.name.lower()}
        return facts | self._named(change)

    def _named(self, change: RuleChange) -> dict[str, Fact]:
        """The names of what a change is about, found by its place in the document."""
        match change.at.split("/"):
            case ["awards", _code, "conditions", number, key]:
                gate = self.found.rule.conditions[int(number)]
                return {
                    "gate": gate_name(self.rubric, self.kind, gate),
                    "node": gate.points or "total",
                    **_bounds(key, change.before, change.after),
                }
            case ["types", _code, "grades", grade, key]:
                grades = self.kind.grading.grades if self.kind.grading else []
                name = next((one.name for one in grades if one.code == grade), grade)
                return {"grade_name": name, **_bounds(key, change.before, change.after)}
            case ["types", _code, "sections", section, *_rest]:
                return {"node": section}
        return {"within": self.found.rule.not_again_within}


def _entered(reason: Reason) -> str:
    """What was or would be entered; the name of a level is set apart from the sentence around it."""
    text = entered(reason)
    return f"“{text}”" if reason.code == "level" else text


def _bounds(key: str, before: Decimal | None, after: Decimal | None) -> dict[str, Fact]:
    """Both bounds in words: from 80, above 80."""
    if before is None or after is None:
        return {}
    return {"before_words": bounds({key: before}), "after_words": bounds({key: after})}
