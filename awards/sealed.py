"""A sealed result, read back: its JSON as reasons, points and lines of award that pages and papers draw from.

The seal is over JSON in which exact decimals are text (`results.fact`); here they become decimals again,
so that the words of a sealed reason are those of the day it was sealed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from scoring.reasons import Fact, Reason

# Facts that are words. Every other fact that stands as text in the JSON is an exact decimal.
WORDS = frozenset(
    {
        "attributes", "award", "band", "better", "deadline", "gate", "given", "grade", "grades", "group",
        "higher", "issuer", "key", "keys", "level", "mark", "name", "of", "other", "points_name", "points_of",
        "policy", "rounding", "section", "side", "ties", "unit", "with",
    }
)  # fmt: skip

GROUNDS = ("excluded", "on_hold")


@dataclass(frozen=True)
class AwardLine:
    """An award recommended, or waiting: `status` is recommended, held or ballot."""

    code: str
    name: str
    status: str


@dataclass(frozen=True)
class SealedResult:
    """One participant's sealed result. `document` is the JSON as it was sealed."""

    document: Mapping[str, Any]

    @classmethod
    def from_text(cls, text: str) -> "SealedResult":
        """From the stored JSON text."""
        return cls(json.loads(text))

    def without_grounds(self) -> "SealedResult":
        """The same without why somebody is held or excluded, for readers whom that does not concern."""
        told = [one for one in self.document["reasons"] if one["code"] not in GROUNDS]
        return SealedResult({**self.document, "reasons": told})

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason, in the order in which it is read aloud."""
        return tuple(_reason(document) for document in self.document["reasons"])

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons on which place, grade and award turned: what is said of the whole, but for conditions
        that were met, and points that were taken off.
        """
        return tuple(
            one
            for one in self.reasons
            if (one.points is not None and one.points < 0 if one.node else one.code != "gate_passed")
        )

    @property
    def group(self) -> tuple[str, ...]:
        """The parts of the ranking group's name."""
        return tuple(self.document["group"])

    @property
    def remarks(self) -> Mapping[str, str]:
        """By criterion, why those who verified differ from the claim."""
        remarks: Mapping[str, str] = self.document["remarks"]
        return remarks

    @property
    def missing(self) -> tuple[str, ...]:
        """The codes of the criteria that were not yet scored."""
        return tuple(self.document["missing"])

    @cached_property
    def awards(self) -> tuple[AwardLine, ...]:
        """What is recommended, then what waits for a ballot or for the end of a hold."""
        won = [AwardLine(line["code"], line["name"], "recommended") for line in self.document["awards"]]
        waiting = [AwardLine(line["code"], line["name"], line["status"]) for line in self.document["pending"]]
        return (*won, *waiting)

    @property
    def nearest_award(self) -> str | None:
        """Of the awards whose conditions are not met, the one that asks least: the last in precedence."""
        below = self.select(("award_below",))
        return str(below[-1].facts["award"]) if below else None

    def points(self, code: str) -> Decimal | None:
        """Verified points of a section or criterion; None where it was not scored or does not apply."""
        return _decimal(self._node(code).get("points"))

    def maximum(self, code: str) -> Decimal | None:
        """The maximum that counted for a section or criterion."""
        return _decimal(self._node(code).get("max"))

    def state(self, code: str) -> str:
        """scored, missing, not_claimed or not_applicable."""
        return str(self._node(code).get("state", "missing"))

    def claimed(self, code: str) -> Decimal | None:
        """Points that the participant claimed for a section or criterion, where it scored itself."""
        claimed = self.document.get("claimed") or {}
        return _decimal((claimed.get("points") or {}).get(code))

    def find(self, *codes: str, award: str | None = None) -> Reason | None:
        """The first reason with one of these codes, of one award where it is given."""
        return next(iter(self.select(codes, award=award)), None)

    def select(self, codes: Iterable[str], *, award: str | None = None) -> list[Reason]:
        """All reasons with one of these codes, of one award where it is given."""
        wanted = frozenset(codes)
        return [
            _reason(document)
            for document in self.document["reasons"]
            if document["code"] in wanted and (award is None or document["facts"].get("award") == award)
        ]

    def of_node(self, code: str) -> list[Reason]:
        """The reasons that gave a section or criterion its points."""
        gates = ("floor_passed", "floor_failed")
        return [reason for reason in self.reasons if reason.node == code and reason.code not in gates]

    def _node(self, code: str) -> Mapping[str, Any]:
        node: Mapping[str, Any] = self.document["points"].get(code, {})
        return node


def _reason(document: Mapping[str, Any]) -> Reason:
    code = document["code"]
    facts = {name: _fact(code, name, value) for name, value in document["facts"].items()}
    return Reason(code, facts, _decimal(document.get("points")), document.get("node") or "")


def _fact(code: str, name: str, value: Any) -> Fact:
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    if isinstance(value, str) and name not in WORDS and not (code == "level" and name == "value"):
        return Decimal(value)
    fact: Fact = value
    return fact


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
