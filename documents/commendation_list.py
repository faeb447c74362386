"""The list of those proposed for an award ("Danh sách đề nghị tặng …"): snapshot and HTML.

Order of the rows: higher award first; within an award collective, household, individual
(Decree 152/2025, Article 29.5). Running numbers go through the whole list.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from documents.paper import EvaluationMark, Header, Mark, SessionMark, Signature
from foundation.papers.rendering import render
from foundation.papers.wording import joined, two_digits


class Recipient(StrEnum):
    """Who may be commended, in the order in which the law reads them out."""

    COLLECTIVE = "tập thể"
    HOUSEHOLD = "hộ gia đình"
    INDIVIDUAL = "cá nhân"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `points` is exact; it is rounded where it is printed."""

    name: str
    achievement: str
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SubGroup:
    """The rows of one participant type, e.g. "Xã, thị trấn"."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind of recipient."""

    recipient: Recipient
    subgroups: tuple[SubGroup, ...]


@dataclass(frozen=True, slots=True)
class AwardPart:
    """Everybody proposed for one award."""

    award: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposal as the caller knows it. The award of lower `precedence` is the higher award."""

    recipient: Recipient
    type_name: str
    row: Row
    award: str
    precedence: int = 0


@dataclass(frozen=True, slots=True)
class CommendationList:
    """The snapshot of a commendation list. `title` are its lines, `accompanies` the "Kèm theo …" line."""

    header: Header
    title: tuple[str, ...]
    parts: tuple[AwardPart, ...]
    period: str
    signature: Signature
    accompanies: str = ""
    remarks: tuple[str, ...] = ()
    evaluation: EvaluationMark | SessionMark | None = None
    sample: bool = False
    mark: Mark | None = None
    draft: bool = False

    @property
    def rows(self) -> int:
        """How many rows the list has."""
        return sum(len(subgroup.rows) for _group, subgroup in self._subgroups())

    @property
    def closing(self) -> str:
        """The sentence under the table: how many of each kind, for which period, then the remarks."""
        counts: Counter[Recipient] = Counter()
        for group, subgroup in self._subgroups():
            counts[group.recipient] += len(subgroup.rows)
        kinds = [f"{two_digits(counts[kind])} {kind.value}" for kind in Recipient if counts[kind]]
        if kinds:
            first = f"Danh sách này có {joined(kinds)}; thời gian đạt thành tích: {self.period}."
        else:
            first = f"Không có trường hợp nào được đề nghị khen thưởng; thời gian xét: {self.period}."
        return " ".join([first, *self.remarks]).removesuffix(".") + "./."

    def _subgroups(self) -> Iterator[tuple[Group, SubGroup]]:
        for part in self.parts:
            for group in part.groups:
                for subgroup in group.subgroups:
                    yield group, subgroup


def arrange(entries: Iterable[Entry]) -> tuple[AwardPart, ...]:
    """Put proposals into the legal order. Within an award and a kind, types and rows keep the given order."""
    tree: dict[tuple[int, str], dict[Recipient, dict[str, list[Row]]]] = {}
    for entry in entries:
        kinds = tree.setdefault((entry.precedence, entry.award), {})
        kinds.setdefault(entry.recipient, {}).setdefault(entry.type_name, []).append(entry.row)
    return tuple(AwardPart(award, _groups(tree[precedence, award])) for precedence, award in sorted(tree))


def _groups(kinds: dict[Recipient, dict[str, list[Row]]]) -> tuple[Group, ...]:
    return tuple(
        Group(kind, tuple(SubGroup(name, tuple(rows)) for name, rows in kinds[kind].items()))
        for kind in Recipient
        if kind in kinds
    )


def render_html(snapshot: CommendationList) -> str:
    """The list as a complete XHTML page; the only markup in it is the template's."""
    return render("commendation_list.html", snapshot)
