"""A sealed session, read back: what its result page, exports and papers say, from the document alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from awards.grade_keys import is_grade_key
from council.models import Method
from council.tally_words import needed_in_words, rate_in_words, result_in_words, sentences_of
from foundation.formats import number

Data = Mapping[str, Any]
PRESENT, WRITTEN, ABSENT = "present", "written", "absent"


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One candidate of a choice: votes and their rate, and whether it was chosen."""

    name: str
    group: str
    votes: int
    rate: str
    ruling: bool | None
    award: str


@dataclass(frozen=True)
class ReadQuestion:
    """One question with what became of it."""

    data: Data
    members: Mapping[int, Data]

    @property
    def place(self) -> str:
        """Item and question by number: "3.1"."""
        return str(self.data["place"])

    @property
    def tally(self) -> Data | None:
        """The count; None where nothing was voted on."""
        tally: Data | None = self.data["tally"]
        return tally

    @property
    def is_secret(self) -> bool:
        """Whether it was voted on by ballot."""
        return bool(self.data["method"] == Method.SECRET)

    @property
    def is_deferred(self) -> bool:
        """Whether it was put off to another session."""
        return bool(self.data["state"] == "deferred")

    @property
    def is_plain_motion(self) -> bool:
        """Whether it is a motion that was decided and stands."""
        return bool(self.tally) and self.data["kind"] == "approve" and not self.data["superseded"]

    @property
    def needed(self) -> str:
        """What had to be reached, of how many and of whom."""
        return needed_in_words(self.tally) if self.tally else ""

    @property
    def cases(self) -> list[Data]:
        """The candidates."""
        cases: list[Data] = self.data["candidates"]
        return cases

    @property
    def result(self) -> str:
        """What the count came to."""
        return result_in_words(self.tally) if self.tally else ""

    @property
    def rate(self) -> str:
        """Votes in favour of those that count, as "7/8, 87,50%"; empty for a choice."""
        if not self.tally or self.tally["kind"] != "approve" or not self.tally["rate"]:
            return ""
        return f"{self.tally['rate']}, {rate_in_words(self.tally['rate'])}"

    @property
    def sentences(self) -> list[str]:
        """The count in sentences, with the denominator and what was needed."""
        names = {one["number"]: one["name"] for one in self.cases}
        return sentences_of(self.tally, Method(self.data["method"]), names) if self.tally else []

    @cached_property
    def lines(self) -> list[VoteLine]:
        """A choice by candidate, most votes first."""
        if not self.tally or self.tally["kind"] != "choose":
            return []
        cases = {case["number"]: case for case in self.data["candidates"]}
        votes = sorted(self.tally["votes"], key=lambda line: (-line["votes"], line["number"]))
        return [
            VoteLine(
                name=cases[line["number"]]["name"],
                group=cases[line["number"]]["group"],
                votes=line["votes"],
                rate=rate_in_words(line["rate"]),
                ruling=cases[line["number"]]["ruling"],
                award=cases[line["number"]]["award"],
            )
            for line in votes
        ]

    @property
    def recused(self) -> list[tuple[str, str]]:
        """Who took no part, and why."""
        return [(self._name(one["member"]), one["reason"]) for one in self.data["conflicts"]]

    @property
    def spoken(self) -> list[tuple[str, list[str]]]:
        """Of an open vote whoever did not simply agree: what they said, and who; of a choice all."""
        said: dict[str, list[str]] = {}
        for hand in self.data["hands"]:
            words = self._words(hand["choice"])
            if words:
                said.setdefault(words, []).append(self._name(hand["member"]))
        return list(said.items())

    @property
    def heard_in_writing(self) -> list[str]:
        """Whose opinion in writing was counted in an open vote."""
        return [self._name(hand["member"]) for hand in self.data["hands"] if hand["written"]]

    @property
    def casting(self) -> str:
        """What the chair decided on equal votes."""
        vote = self.data["casting_vote"]
        if vote is None:
            return ""
        if self.data["kind"] == "approve":
            return _("tán thành") if vote == [1] else _("không tán thành")
        return ", ".join(self._case_name(number) for number in vote)

    def _words(self, choice: Any) -> str:
        if isinstance(choice, list):
            names = ", ".join(self._case_name(number) for number in choice)
            return _("Chọn %(names)s", names=names) if names else _("Không chọn ai")
        return {"disagree": _("Không tán thành"), "blank": _("Không có ý kiến")}.get(choice, "")

    def _name(self, number: int) -> str:
        return str(self.members[number]["name"])

    def _case_name(self, number: int) -> str:
        return next(str(one["name"]) for one in self.data["candidates"] if one["number"] == number)


@dataclass(frozen=True)
class ReadItem:
    """One item of the agenda with its questions."""

    data: Data
    questions: Sequence[ReadQuestion]

    @property
    def motions(self) -> list[ReadQuestion]:
        """Motions that were decided and stand, where there are several: they are told in one table."""
        found = [one for one in self.questions if one.is_plain_motion]
        return found if len(found) > 1 else []

    @property
    def others(self) -> list[ReadQuestion]:
        """The questions that are told one by one."""
        tabled = self.motions
        return [one for one in self.questions if one not in tabled]


@dataclass(frozen=True)
class SealedSession:
    """Everything that a sealed session says. `seal` is the hash of the text that `document` was read from."""

    document: Data
    seal: str

    @classmethod
    def from_text(cls, text: str, seal: str) -> "SealedSession":
        """From the stored text."""
        return cls(json.loads(text), seal)

    @property
    def session(self) -> Data:
        """Number, title, place, year and the like."""
        session: Data = self.document["session"]
        return session

    @property
    def meets_at(self) -> datetime:
        """When the council met."""
        return datetime.fromisoformat(self.session["meets_at"])

    @property
    def opened_at(self) -> datetime | None:
        """When the session was opened."""
        return instant(self.session["opened_at"])

    @property
    def sealed_at(self) -> datetime:
        """When it was sealed."""
        return datetime.fromisoformat(self.document["sealed"]["at"])

    @property
    def is_supplementary(self) -> bool:
        """Whether it decided on what an earlier session left open."""
        return bool(self.session["kind"] == "supplementary")

    @cached_property
    def members(self) -> dict[int, Data]:
        """The members by the number under which they are listed."""
        return {one["number"]: one for one in self.document["members"]}

    def attending(self, *how: str, votes: bool | None = None) -> list[Data]:
        """The members who attended so; those with or without a vote where it is said."""
        return [
            one for one in self.members.values() if one["attendance"] in how and votes in (None, one["votes"])
        ]

    def seated(self, seat: str) -> list[Data]:
        """The members in a seat: chair, deputy, member or secretary."""
        return [one for one in self.members.values() if one["seat"] == seat]

    @cached_property
    def items(self) -> list[ReadItem]:
        """The agenda."""
        return [
            ReadItem(item, [ReadQuestion(one, self.members) for one in item["questions"]])
            for item in self.document["items"]
        ]

    @cached_property
    def questions(self) -> list[ReadQuestion]:
        """Every question in the order of the agenda."""
        return [question for item in self.items for question in item.questions]

    @property
    def deferred(self) -> list[ReadQuestion]:
        """What was put off to another session."""
        return [one for one in self.questions if one.is_deferred]

    @property
    def against(self) -> list[ReadQuestion]:
        """What was decided against the recommendation, with a reason."""
        return [one for one in self.questions if one.data["against"] and not one.data["superseded"]]

    @property
    def awards(self) -> list[Data]:
        """Those to whom an award was granted, in the legal order."""
        awards: list[Data] = self.document["awards"]
        return awards

    @cached_property
    def awards_by_form(self) -> list[tuple[str, list[Data]]]:
        """The same, form by form."""
        forms: dict[str, list[Data]] = {}
        for one in self.awards:
            forms.setdefault(one["award_name"], []).append(one)
        return list(forms.items())

    @property
    def grades(self) -> list[Data]:
        """Whose grade was decided on, and whose changed by it."""
        grades: list[Data] = self.document.get("grades", [])
        return grades

    @property
    def holds(self) -> list[Data]:
        """Whose place is kept until a verification ends."""
        holds: list[Data] = self.document["holds"]
        return holds

    @property
    def ballots(self) -> list[Data]:
        """The ballot papers that were opened."""
        return [one for one in self.document["ballots"] if one["opened_at"]]

    def at(self, text: str | None) -> datetime | None:
        """An instant of the document, for a page."""
        return instant(text)

    def points(self, text: str) -> str:
        """Points of the document, for a page."""
        return number(Decimal(text), 2)


def is_on_grade(case: Data) -> bool:
    """Whether a case of a document is about a grade."""
    return is_grade_key(case["award"])


def instant(text: str | None) -> datetime | None:
    """An instant as the document writes it."""
    return None if text is None else datetime.fromisoformat(text)
