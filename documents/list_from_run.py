"""Proposals → the snapshot of a commendation list: those recommended; what is still open in the closing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from authorities.heads import head_on
from awards.models import Category
from awards.proposals import Proposal, list_proposals
from awards.run_facts import RunFacts
from documents.achievement_words import as_phrase
from documents.commendation_list import AwardPart, CommendationList, Entry, Recipient, Row, arrange
from documents.honorifics import titled
from documents.paper import EvaluationMark, Header, SessionMark, Signature, Signer
from documents.pending import pending_of
from foundation.formats import grouped_code
from foundation.papers.wording import long_date
from movements.models import MovementYear

RECIPIENTS = {
    Category.COLLECTIVE: Recipient.COLLECTIVE,
    Category.HOUSEHOLD: Recipient.HOUSEHOLD,
    Category.INDIVIDUAL: Recipient.INDIVIDUAL,
}

UNDECIDED = "Danh sách theo đề xuất của lần đánh giá; Hội đồng chưa quyết định."


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the clerk adds to a list: number, date, the Tờ trình it goes with, who signs, to whom it goes."""

    symbol: str
    signer: Signer
    recipients: tuple[str, ...]
    number: int | None = None
    signed_on: date | None = None
    request: str = ""
    requested_on: date | None = None
    award: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a list is drawn from: the movement and its year, the mark that leads back, what is still open."""

    movement: str
    district: str
    year: int
    mark: EvaluationMark | SessionMark
    remarks: tuple[str, ...] = ()
    supplementary: bool = False
    sample: bool = False


def list_from_run(facts: RunFacts, year: MovementYear, particulars: Particulars) -> CommendationList:
    """The list of those a run recommends for one award, or for all by precedence; a draft, since the council
    has not decided on them.
    """
    proposals = [one for one in list_proposals(facts) if particulars.award in ("", one.award)]
    run = facts.run
    occasion = Occasion(
        movement=year.movement.name,
        district=year.movement.district_name,
        year=year.year,
        mark=EvaluationMark(str(run.number), run.sealed_at, grouped_code(run.result_sha256)),
        remarks=(UNDECIDED, *pending_of(proposals).remarks()),
        sample=run.is_sample,
    )
    return replace(compose(proposals, occasion, particulars), draft=True)


def compose(proposals: Sequence[Proposal], occasion: Occasion, particulars: Particulars) -> CommendationList:
    """The list of those who are recommended among the proposals."""
    day = particulars.signed_on or date(occasion.year, 12, 31)
    head = head_on("council", day, occasion.district)
    return CommendationList(
        header=Header(
            superior=head.superior,
            issuing=head.issuing,
            symbol=particulars.symbol,
            place=head.place,
            year=occasion.year,
            number=particulars.number,
            signed_on=particulars.signed_on,
        ),
        title=_title(proposals, particulars.award, occasion),
        parts=parts_of(proposals),
        period=f"năm {occasion.year}",
        signature=Signature(particulars.signer, particulars.recipients),
        accompanies=_accompanies(particulars, occasion.district),
        remarks=occasion.remarks,
        evaluation=occasion.mark,
        sample=occasion.sample,
    )


def parts_of(proposals: Iterable[Proposal]) -> tuple[AwardPart, ...]:
    """Those who are recommended among the proposals, in the order of a list."""
    return arrange(_entry(one) for one in _best_first(proposals))


def _best_first(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those recommended: types as they come, within one by points, since a list mixes ranking groups."""
    listed = [one for one in proposals if one.status == "recommended"]
    places = {name: place for place, name in enumerate(dict.fromkeys(one.type_name for one in listed))}
    return sorted(listed, key=lambda one: (places[one.type_name], -one.total))


def _entry(one: Proposal) -> Entry:
    row = Row(titled(one.name, one.participant_id, one.category), as_phrase(one.achievement), one.total)
    return Entry(RECIPIENTS[one.category], one.type_name, row, one.award, one.precedence)


def _title(proposals: Sequence[Proposal], award: str, occasion: Occasion) -> tuple[str, ...]:
    kinds = [
        recipient.value
        for category, recipient in RECIPIENTS.items()
        if any(one.category is category and one.status == "recommended" for one in proposals)
    ] or [recipient.value for recipient in Recipient]
    form = f"tặng {award}" if award else "khen thưởng"
    form += " bổ sung" if occasion.supplementary else ""
    whom = ", ".join(kinds)
    return (
        f"{whom[:1].upper()}{whom[1:]} đề nghị {form} trong Phong trào thi đua",
        f"“{occasion.movement}” năm {occasion.year}",
    )


def count_listed(proposals: Iterable[Proposal]) -> list[tuple[str, list[tuple[str, int]]]]:
    """How many of each type are recommended for each award, in the order in which the list has them."""
    counts: dict[tuple[int, str], dict[str, int]] = {}
    for one in proposals:
        if one.status == "recommended":
            kinds = counts.setdefault((one.precedence, one.award), {})
            kinds[one.type_name] = kinds.get(one.type_name, 0) + 1
    return [(award, list(kinds.items())) for (_, award), kinds in sorted(counts.items())]


def _accompanies(particulars: Particulars, district: str) -> str:
    if not particulars.request:
        return ""
    day = f" {long_date(particulars.requested_on)}" if particulars.requested_on else ""
    council = f"Hội đồng Thi\u00a0đua - Khen\u00a0thưởng {district}"
    return f"Kèm theo Tờ trình số {particulars.request}{day} của {council}"
