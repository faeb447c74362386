"""Days that make no sense one after the other: told before a paper is issued, never refused."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from documents.kinds.base import Source
from documents.materials import load, source_of
from documents.paper_days import source_day
from register.models import Paper
from register.naming import paper_name
from register.standing import list_standing

FROM_SESSION = (Source.SESSION, Source.BALLOT)
PROPOSAL, DECISION = "proposal", "decision"


def told_of_days(paper: Paper) -> Iterator[str]:
    """What is odd about the day of a draft; nothing while it has none."""
    if paper.signed_on is None:
        return
    sort, day = source_of(paper.source), source_day(load(paper.source))
    if day is not None:
        yield from _beside_source(sort, paper.signed_on, day)
    if paper.kind == DECISION:
        yield from _before_proposal(paper, paper.signed_on)


def _beside_source(sort: str, signed_on: date, day: date) -> Iterator[str]:
    told = {"signed": f"{signed_on:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
    if sort in FROM_SESSION and signed_on < day:
        yield _("Ngày ký %(signed)s trước ngày họp %(day)s của Hội đồng. Xem lại ngày ký.", **told)
    if sort == Source.PLANNED_SESSION and signed_on > day:
        yield _("Ngày ký %(signed)s sau ngày họp %(day)s: giấy mời tới trễ. Xem lại ngày ký.", **told)
    if sort == Source.DECISION and signed_on < day:
        yield _("Ngày ký %(signed)s trước ngày %(day)s của quyết định. Xem lại ngày ký.", **told)


def _before_proposal(paper: Paper, signed_on: date) -> Iterator[str]:
    for one in list_standing(PROPOSAL, paper.source):
        if one.signed_on is not None and signed_on < one.signed_on:
            yield _(
                "Ngày ký %(signed)s trước ngày %(day)s của Tờ trình %(name)s. Xem lại ngày ký.",
                signed=f"{signed_on:%d/%m/%Y}",
                day=f"{one.signed_on:%d/%m/%Y}",
                name=paper_name(one.number, one.symbol, one.subject),
            )
