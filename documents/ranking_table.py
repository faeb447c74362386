"""The ranking of a year ("Bảng xếp hạng") with an annex that tells the reasons: snapshot and HTML."""

from dataclasses import dataclass
from decimal import Decimal

from documents.paper import EvaluationMark, Header, Mark, Signature
from foundation.papers.rendering import render


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One participant. `place` is text ("4=" in a tie); `outcome` is the proposed award or the state, or what
    the council decided; `line`, where it is not empty, is the quota line below the row.
    """

    place: str
    name: str
    self_points: Decimal | None
    verified_points: Decimal | None
    grade: str = ""
    outcome: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """The rows ranked against one another; `note` says the quota or what the reader must know."""

    name: str
    rows: tuple[RankedRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """The reasons of one participant, one sentence each."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankingTable:
    """The snapshot of a ranking; without `header` and `signature` a working paper, not an official one.
    `decided`: outcomes are those of the council; `notes` stand below the table.
    """

    title: tuple[str, ...]
    groups: tuple[RankedGroup, ...]
    annex: tuple[AnnexEntry, ...] = ()
    header: Header | None = None
    signature: Signature | None = None
    accompanies: str = ""
    evaluation: EvaluationMark | None = None
    sample: bool = False
    decided: bool = False
    notes: tuple[str, ...] = ()
    mark: Mark | None = None
    draft: bool = False

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(len(group.rows) for group in self.groups)


def render_html(snapshot: RankingTable) -> str:
    """The ranking as a complete XHTML page; the only markup in it is the template's."""
    return render("ranking_table.html", snapshot)
