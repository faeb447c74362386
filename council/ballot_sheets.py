"""Blank ballot papers: snapshot → HTML, for PDF and DOCX. One sheet for each question and voter, all alike,
so that no paper which lacks a question tells whose it is; the place of the stamp is left open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council.ballot_electorate import questions_of
from council.models import Ballot, Question, QuestionKind
from council.paper_side import day_of_session, head_of_session
from foundation.papers.rendering import render
from foundation.papers.wording import long_date


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The head of a ballot paper, as every paper of the council has it; it bears no number."""

    superior: str
    issuing: str
    number_line: str
    place_line: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question. `names` are those to choose from, with their groups; empty where one agrees or not."""

    place: int
    text: str
    names: Sequence[tuple[str, str]]
    listed: Sequence[str]
    places: int
    copies: range


@dataclass(frozen=True, slots=True)
class Sheets:
    """The snapshot: every sheet with its number of copies."""

    head: SheetHead
    title: str
    session: str
    sheets: Sequence[Sheet]
    sample: bool


def sheets_html(ballot: Ballot, copies: Mapping[int, int]) -> str:
    """So many copies of each question, by its id, as a complete XHTML page."""
    return render("ballot_sheets.html", sheets_of(ballot, copies))


def sheets_of(ballot: Ballot, copies: Mapping[int, int]) -> Sheets:
    """What the sheets say."""
    session = ballot.session
    head = head_of_session(session)
    return Sheets(
        head=SheetHead(
            superior=head.superior,
            issuing=head.issuing,
            number_line="",
            place_line=f"{head.place}, {long_date(day_of_session(session))}",
        ),
        title=ballot.title,
        session=session.title,
        sheets=[
            _sheet(place, one, copies.get(one.id, 0))
            for place, one in enumerate(questions_of(ballot), start=1)
        ],
        sample=session.is_sample,
    )


def _sheet(place: int, question: Question, copies: int) -> Sheet:
    choice = question.kind is QuestionKind.CHOOSE
    cases = [(one.name, one.group_name) for one in question.candidates]
    return Sheet(
        place=place,
        text=question.text,
        names=cases if choice else (),
        listed=() if choice else [name for name, _group in cases],
        places=question.places or 1,
        copies=range(copies),
    )
