"""A sealed session of the council → the snapshot of its commendation list, from the seal alone."""

from decimal import Decimal

from awards.models import Category
from awards.proposals import Proposal
from council.result_reading import Data, SealedSession
from documents.commendation_list import CommendationList
from documents.list_from_run import Occasion, Particulars, compose
from documents.paper import session_mark
from documents.pending import pending_of


def list_from_session(
    read: SealedSession, particulars: Particulars, *, waiting: bool = False
) -> CommendationList:
    """The list of those to whom a session granted one award, or all by precedence. `waiting`: it ends
    with the names of those whose place is kept while something is verified, which not everybody should read.
    """
    proposals = [one for one in proposals_of(read) if particulars.award in ("", one.award)]
    session = read.session
    occasion = Occasion(
        movement=session["movement"],
        district=session["district"],
        year=session["year"],
        mark=session_mark(read),
        remarks=tuple(pending_of(proposals).remarks()) if waiting else (),
        supplementary=read.is_supplementary,
        sample=session["is_sample"],
    )
    return compose(proposals, occasion, particulars)


def proposals_of(read: SealedSession) -> list[Proposal]:
    """What a session granted and whose place it keeps, type by type in the order of the document."""
    types = {one["code"]: place for place, one in enumerate(read.document["run"]["types"])}
    found = [(one, "recommended") for one in read.awards] + [(one, "held") for one in read.holds]
    found.sort(key=lambda pair: types[pair[0]["type"]])
    return [_proposal(one, status) for one, status in found]


def award_names(read: SealedSession) -> list[str]:
    """The awards of the list, the higher first."""
    return [name for name, _ones in read.awards_by_form]


def _proposal(one: Data, status: str) -> Proposal:
    return Proposal(
        participant_id=one["participant"],
        name=one["full_name"],
        category=Category(one["category"]),
        type_name=one["type_name"],
        award=one["award_name"],
        precedence=one["precedence"],
        status=status,
        total=Decimal(one["total"]),
        achievement=one["achieved"],
    )
