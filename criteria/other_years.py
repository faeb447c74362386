"""Where a document speaks of another year than its own: deadlines above all, then titles and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DEADLINE = re.compile(r"\bdeadline:[ \t]*[\"']?(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})")
_NAMED_YEAR = re.compile(r"\bnăm[ \t]+(20\d{2})\b", re.IGNORECASE)
_WITHOUT = re.compile(r"^\s*(?:#|source:|clause:|- ?clause:)")
LONGEST = 90


@dataclass(frozen=True, slots=True)
class OtherYear:
    """A line of the document that names another year: a deadline with its day, or the words around it."""

    line: int
    deadline: date | None
    words: str


def list_other_years(document: str, year: int) -> list[OtherYear]:
    """The places of a document that lie in another year than this, in its order. Where each stands is told by
    its line; what cites the text of a law or plan is left out.
    """
    return list(_found(document, year))


def _found(document: str, year: int) -> Iterator[OtherYear]:
    for number, line in enumerate(document.splitlines(), start=1):
        if _WITHOUT.match(line):
            continue
        if (found := _DEADLINE.search(line)) is not None:
            day = _day(*found.groups())
            if day is not None and day.year != year:
                yield OtherYear(number, day, "")
        elif any(int(named) != year for named in _NAMED_YEAR.findall(line)):
            words = re.sub(r"^[-\s]*(?:[a-z_]+:)?[>|\s\"'-]*", "", line).strip(" \"'")
            yield OtherYear(number, None, words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")


def _day(first: str, month: str, last: str) -> date | None:
    """The day, written as 2024-11-15 or 15/11/2024."""
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
