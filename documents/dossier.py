"""What papers a year has and still lacks, source by source."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from awards.queries import list_runs
from council.ballot_queries import list_ballots_of
from council.models import SessionState
from council.queries import SessionLine, list_sessions
from council.result_queries import list_sealed_of_year, read_sealed
from documents.group_reading import meeting_groups
from documents.kinds import list_kinds_of
from documents.kinds.base import PaperKind, Source
from documents.materials import counted_ballots
from movements.models import MovementYear
from movements.queries import find_current_year, list_years
from register.models import Paper, PaperState
from register.naming import paper_name
from register.queries import list_drafts, list_papers_of

DECISION = "decision"
Address = tuple[str, dict[str, Any]]
AHEAD = (SessionState.PREPARED, SessionState.OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of paper of a source: those that stand or wait, the latest last, and those that ended."""

    kind: PaperKind
    standing: Sequence[Paper]
    ended: Sequence[Paper]

    @property
    def replaceable(self) -> Paper | None:
        """The one that a new paper would replace: the latest in force."""
        return next((one for one in reversed(self.standing) if one.state is PaperState.ISSUED), None)


@dataclass(frozen=True, slots=True)
class Part:
    """One source with its kinds. `url` leads to it: an endpoint with its arguments; `blanks` are papers that
    are printed to be filled in by hand, each by its name with its address.
    """

    key: str
    name: str
    url: Address
    lines: Sequence[Line]
    blanks: Sequence[tuple[str, Address]] = ()


def find_year_of_dossier(now: datetime) -> MovementYear | None:
    """The year whose papers are at hand: the latest one that was evaluated, else the one people work on."""
    evaluated = {run.movement_year_id for run in list_runs()}
    return next((year for year in list_years() if year.id in evaluated), None) or find_current_year(now)


def dossier_of(year: MovementYear) -> list[Part]:
    """The dossier of a year: for each sealed session what is drawn from it, and from its decisions."""
    parts = [_of_planned(one) for one in list_sessions() if one.year == year.year and one.state in AHEAD]
    for session in reversed(list_sealed_of_year(year.id)):
        part = _of_session(session)
        parts += [part, *_of_ballots(session), *_of_decisions(part)]
    return [*parts, *_of_run(year), *_of_groups(year), *_of_year(year)]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What waits for its number or file: that of the year on the page, and how many of each other year."""

    own: Sequence[Paper]
    others: Sequence[tuple[MovementYear, int]]


def drafts_by_year(year: MovementYear | None) -> Drafts:
    """Every draft under the year that it is on, the latest change first."""
    drafts = list_drafts()
    own = [one for one in drafts if year is not None and one.movement_year_id == year.id]
    others = Counter(one.movement_year for one in drafts if one not in own)
    return Drafts(own, sorted(others.items(), key=lambda other: -other[0].year))


def _of_session(session: Any) -> Part:
    key = f"{Source.SESSION}:{session.id}"
    name = _("Phiên họp thứ %(n)s năm %(year)s", n=session.number, year=session.movement_year.year)
    return Part(key, name, ("council.result", {"session_id": session.id}), _lines(key, Source.SESSION))


def _of_planned(line: SessionLine) -> Part:
    key = f"{Source.PLANNED_SESSION}:{line.id}"
    name = _("Chuẩn bị phiên họp thứ %(n)s năm %(year)s", n=line.number, year=line.year)
    url = ("council.session", {"session_id": line.id})
    blanks = [_blank(line.id, one.number, one.title) for one in list_ballots_of(line.id)]
    return Part(key, name, url, _lines(key, Source.PLANNED_SESSION), blanks)


def _blank(session_id: int, number: int, title: str) -> tuple[str, Address]:
    """The blank papers of a ballot."""
    url = ("council.ballot_sheets", {"session_id": session_id, "number": number})
    return _("Phiếu bầu %(n)s: %(title)s", n=number, title=title), url


def _of_year(year: MovementYear) -> list[Part]:
    """What is drawn from the year as a whole, once anything of it was sealed."""
    if all(one.movement_year_id != year.id for one in list_runs()):
        return []
    key = f"{Source.YEAR}:{year.id}"
    name = _("Cả năm %(year)s", year=year.year)
    return [Part(key, name, ("documents.index", {"year": year.id}), _lines(key, Source.YEAR))]


def _of_run(year: MovementYear) -> list[Part]:
    """What is drawn from the latest evaluation of the year."""
    run = next((one for one in list_runs() if one.movement_year_id == year.id), None)
    if run is None:
        return []
    key = f"{Source.RUN}:{run.id}"
    name = _("Lần đánh giá %(n)s năm %(year)s", n=run.number, year=run.year)
    return [Part(key, name, ("awards.ranking", {"run_id": run.id}), _lines(key, Source.RUN))]


def _of_groups(year: MovementYear) -> list[Part]:
    """What is drawn from each cluster in the latest evaluation of the year."""
    run = next((one for one in list_runs() if one.movement_year_id == year.id), None)
    url = ("awards.ranking", {"run_id": run.id}) if run else ("awards.index", {})
    keys = [(name, f"{Source.GROUP}:{rest}") for name, rest in meeting_groups(run)] if run else []
    return [Part(key, name, url, _lines(key, Source.GROUP)) for name, key in keys]


def _of_ballots(session: Any) -> list[Part]:
    """What is drawn from each secret ballot that was counted."""
    read = read_sealed(session)
    url = ("council.result", {"session_id": session.id})
    return [
        Part(
            key,
            _("Lượt bỏ phiếu kín %(n)s: %(title)s", n=one["number"], title=one["title"]),
            url,
            lines,
            [_blank(session.id, one["number"], one["title"])],
        )
        for one in (counted_ballots(read) if read else ())
        for key in (f"{Source.BALLOT}:{session.id}:{one['number']}",)
        for lines in (_lines(key, Source.BALLOT),)
    ]


def _of_decisions(part: Part) -> list[Part]:
    """What is drawn from each decision that stands or is being drafted, and from one that ended as long as
    something that goes with it stands.
    """
    lines = [line for line in part.lines if line.kind.code == DECISION]
    decisions = [one for line in lines for one in (*filter(_has_standing, line.ended), *line.standing)]
    return [
        Part(
            f"{Source.DECISION}:{one.id}",
            _("Quyết định %(name)s", name=paper_name(one.number, one.symbol, _("đang soạn"))),
            ("documents.paper", {"paper_id": one.id}),
            _lines(f"{Source.DECISION}:{one.id}", Source.DECISION),
        )
        for one in decisions
    ]


def _has_standing(decision: Paper) -> bool:
    return any(not _is_over(one) for one in list_papers_of(f"{Source.DECISION}:{decision.id}"))


def _lines(key: str, source: Source) -> list[Line]:
    papers = list_papers_of(key)
    return [
        Line(
            kind,
            [one for one in papers if one.kind == kind.code and not _is_over(one)],
            [one for one in papers if one.kind == kind.code and _is_over(one)],
        )
        for kind in list_kinds_of(source)
    ]


def _is_over(paper: Paper) -> bool:
    return paper.state in (PaperState.REPLACED, PaperState.REVOKED)
