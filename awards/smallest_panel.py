"""What the pages show of the smallest change: sentences about points, figures and rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.models import RunResult
from awards.run_facts import RunFacts, TypeFacts
from awards.smallest import AT_ONCE, asked_award, find_smallest
from awards.smallest_reasons import SmallestReasons
from awards.wording import Wording
from foundation.errors import Conflict, NotFound
from scoring.award_rules import AwardRule
from scoring.scenario import Change, in_order


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A sentence about one rule, and the arguments of the address at which it can be tried on everybody."""

    text: str
    arguments: dict[str, str]


@dataclass(frozen=True, slots=True)
class SmallestPanel:
    """The sentences of one award. `figures` is None for a reader whom single figures do not concern; `others`
    are the awards of the type that may be asked about instead.
    """

    award: AwardRule
    points: tuple[str, ...]
    figures: tuple[str, ...] | None
    rules: tuple[RuleLine, ...]
    no_rule: str
    others: tuple[AwardRule, ...]
    leapt: bool

    @property
    def aloud(self) -> list[str]:
        """What is read aloud of it: the first change of points, and the first of a figure; what is said of
        both is said once.
        """
        return list(dict.fromkeys([*self.points[:1], *(self.figures or ())[:1]]))

    @property
    def only(self) -> str:
        """The one sentence that is said of points, figures and rules alike; empty where they differ."""
        said = {*self.points, *(self.figures or ()), *(one.text for one in self.rules)}
        said |= set() if self.rules else {self.no_rule}
        return said.pop() if len(said) == 1 else ""


def is_answered_at_once(kind: TypeFacts) -> bool:
    """Whether a type is small enough for every page to tell."""
    return kind.size <= AT_ONCE


def build_panel(
    facts: RunFacts, row: RunResult, nearest: str | None, *, whole: bool, award: str | None = None
) -> SmallestPanel | None:
    """What is told of one award, of which the page speaks where none is named; None where the type has no
    award. Raises NotFound for an award that the type does not have, Conflict as `find_smallest` does.
    """
    kind = facts.type(row.type_code).kind
    rules = [rule for rule in facts.rubric.awards if kind.code in rule.types]
    asked = award or asked_award(facts.rubric, row, nearest)
    if asked is None:
        return None
    if asked not in [rule.code for rule in rules]:
        raise NotFound(_("Loại đối tượng này không có hình thức khen thưởng đó."))
    found = find_smallest(facts.run, row, asked)
    reasons, wording = SmallestReasons(facts.rubric, kind, found), Wording(facts.rubric, kind)
    points = reasons.points()
    return SmallestPanel(
        award=found.rule,
        points=tuple(wording.say(one) for one in points if whole or one.code != "if_mark"),
        figures=tuple(wording.say(one) for one in reasons.figures()) if whole else None,
        rules=tuple(
            RuleLine(wording.say(one.reason), dict(_arguments(one.changes))) for one in reasons.rules()
        ),
        no_rule=wording.say(reasons.no_rule()),
        others=tuple(rule for rule in rules if rule.code != asked),
        leapt=found.leapt,
    )


def panel_at_once(
    facts: RunFacts, row: RunResult, nearest: str | None, *, whole: bool
) -> SmallestPanel | None:
    """The same for a page that tells other things too: nothing where it would take long, or the run cannot be
    computed again.
    """
    if not is_answered_at_once(facts.type(row.type_code)):
        return None
    try:
        return build_panel(facts, row, nearest, whole=whole)
    except Conflict:
        return None


def _arguments(changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    for change in in_order(changes):
        yield change.at, change.to or ""
