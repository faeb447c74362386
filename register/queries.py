"""Reads of the register, always in a total order."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from foundation.database import db
from register.models import Certificate, NumberSeries, Paper, PaperState, SignedCopy

NUMBERED = (PaperState.NUMBERED, PaperState.ISSUED, PaperState.REPLACED, PaperState.REVOKED)


def find_paper(paper_id: int) -> Paper | None:
    """The paper with this id, without its words."""
    return db.session.get(Paper, paper_id)


def find_frozen(paper_id: int) -> Paper | None:
    """The paper with its words, as they were frozen with its number."""
    statement = select(Paper).where(Paper.id == paper_id).options(undefer(Paper.html))
    return db.session.scalars(statement).one_or_none()


def find_by_code(code: str) -> Paper | None:
    """The numbered paper with this code."""
    return db.session.scalars(select(Paper).where(Paper.code == code)).one_or_none()


def find_certificate_by_code(code: str) -> Certificate | None:
    """The certificate with this code, and its decision."""
    statement = select(Certificate).where(Certificate.code == code).options(joinedload(Certificate.decision))
    return db.session.scalars(statement).one_or_none()


def find_certificate(certificate_id: int) -> Certificate | None:
    """The certificate with this id."""
    return db.session.get(Certificate, certificate_id)


def find_signed_copy(sha256: str) -> SignedCopy | None:
    """The signed copy whose file is kept under this address."""
    return db.session.scalars(select(SignedCopy).where(SignedCopy.sha256 == sha256)).one_or_none()


def find_successor(paper: Paper) -> Paper | None:
    """The paper that is to replace this one, or did."""
    return db.session.scalars(select(Paper).where(Paper.replaces_id == paper.id)).one_or_none()


def list_papers_of(source: str) -> Sequence[Paper]:
    """All papers drawn from one source, the oldest first."""
    return db.session.scalars(select(Paper).where(Paper.source == source).order_by(Paper.id)).all()


def list_register(year: int, series: str | None = None, *, words: bool = False) -> Sequence[Paper]:
    """What has a number in a calendar year, series by series in the order of the numbers; with their `words`
    where these are to be read.
    """
    statement = select(Paper).where(Paper.year == year, Paper.state.in_(NUMBERED), Paper.number.is_not(None))
    if series is not None:
        statement = statement.where(Paper.series == series)
    if words:
        statement = statement.options(undefer(Paper.html), undefer(Paper.snapshot))
    return db.session.scalars(statement.order_by(Paper.series, Paper.number)).all()


def year_of_draft(paper: Paper) -> int:
    """In which calendar year a draft will take its number: that of its day, else the one it is on."""
    return paper.signed_on.year if paper.signed_on else paper.movement_year.year


def list_drafts() -> Sequence[Paper]:
    """Every draft, and what waits for its file; the latest change first."""
    statement = select(Paper).where(Paper.state.in_((PaperState.DRAFT, PaperState.NUMBERED)))
    return db.session.scalars(statement.order_by(Paper.changed_at.desc(), Paper.id.desc())).all()


def list_years_of_register() -> Sequence[int]:
    """The calendar years in which numbers were given or drafts wait for one, the latest first."""
    given = set(db.session.scalars(select(NumberSeries.year).distinct()))
    return sorted(given | {year_of_draft(one) for one in list_drafts() if one.series}, reverse=True)


def list_counters(year: int) -> Sequence[NumberSeries]:
    """Every known series with the last number of a calendar year: 0 where none was given yet, so that
    numbers given elsewhere may be noted before the first of our own. A series that only drafts have is known
    in the years of these.
    """
    given = {one.series: one for one in db.session.scalars(select(NumberSeries).filter_by(year=year))}
    numbered = select(Paper.series).where(Paper.series.is_not(None), Paper.state != PaperState.DRAFT)
    known = set(db.session.scalars(select(NumberSeries.series).union(numbered)))
    known |= {one.series for one in list_drafts() if one.series and year_of_draft(one) == year}
    return [given.get(one) or NumberSeries(series=one, year=year, last=0) for one in sorted(known)]


def find_counter(series: str, year: int) -> NumberSeries | None:
    """The counter of one known series in a calendar year."""
    return next((one for one in list_counters(year) if one.series == series), None)


def list_certificates(decision_id: int) -> Sequence[Certificate]:
    """The certificates of a decision in the order of its list."""
    statement = select(Certificate).where(Certificate.decision_id == decision_id).order_by(Certificate.place)
    return db.session.scalars(statement).all()


def last_signed(series: str, year: int) -> date | None:
    """The day of the latest paper in a series of a year."""
    statement = select(func.max(Paper.signed_on)).where(
        Paper.series == series, Paper.year == year, Paper.state != PaperState.DRAFT
    )
    return db.session.scalars(statement).one()
