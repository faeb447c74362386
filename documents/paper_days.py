"""By which day a paper goes, and who issues it then: the paper's own day, else that of what it is drawn from.

Today decides only where the source has no day of its own: issuer, signers, bases and base salary of a paper
on 2024 are not those of the year in which somebody opens its draft.
"""

import json
from datetime import date

from authorities.heads import usual_issuer
from authorities.models import Issuer
from authorities.queries import list_all
from awards.queries import list_runs
from council.paper_side import areas_chosen
from council.queries import find_ahead
from council.result_queries import list_sealed_of_year
from documents.kinds import find_kind
from documents.kinds.base import PaperKind, Source
from documents.materials import Material, source_of
from foundation.clock import local
from register.models import Paper
from register.queries import find_paper

OF_SESSION = (Source.SESSION, Source.PLANNED_SESSION, Source.BALLOT, Source.NOMINEE)
OF_YEAR = (Source.RUN, Source.GROUP, Source.YEAR)


def source_day(material: Material) -> date | None:
    """The day of the session or of the decision; of a year or a run, that of the last sealed session of the
    year, else of the session that is prepared, else of the seal. None for what has no such day.
    """
    sort, content = source_of(material.key), material.content
    if sort == Source.DECISION:
        decided: date = content.day
        return decided
    if sort in OF_SESSION:
        session = getattr(content, "session", content) if sort == Source.NOMINEE else content
        met = getattr(session, "read", session).meets_at
        return local(met).date()
    return _day_of_year(material.year.id) if sort in OF_YEAR else None


def _day_of_year(movement_year_id: int) -> date | None:
    sealed = list_sealed_of_year(movement_year_id)
    if sealed:
        return local(sealed[-1].meets_at).date()
    ahead = find_ahead(movement_year_id)
    if ahead is not None:
        return local(ahead).date()
    run = next((one for one in list_runs() if one.movement_year_id == movement_year_id), None)
    return local(run.sealed_at).date() if run is not None else None


def day_of(material: Material, signed_on: date | None, today: date) -> date:
    """The day by which everything dated is looked up: issuer, signers, bases, base salary."""
    return signed_on or source_day(material) or today


def proposed_day(material: Material, today: date) -> date:
    """The day that a new draft begins with; papers are not signed ahead."""
    day = source_day(material)
    return min(day, today) if day else today


def area_for(kind: PaperKind, material: Material, day: date) -> str:
    """Whose paper it is on a day unless the clerk chooses: of the area of the other papers on the same
    matter, of the movement's own, as long as they issue then; else of the first in force. Empty for none.
    """
    found = usual_issuer(kind.part, day, (*_areas_of(material), material.year.movement.district_name))
    return found.area if found else ""


def _areas_of(material: Material) -> list[str]:
    sort, _colon, rest = material.key.partition(":")
    number = rest.partition(":")[0]
    if sort in OF_SESSION:
        return areas_chosen(int(number))
    decision = find_paper(int(number)) if sort == Source.DECISION else None
    area = str(decision.particulars.get("area", "")) if decision else ""
    return [area] if area else []


def issuer_of(paper: Paper) -> str:
    """Who issues a paper, in one line: as its words say where they stand, else by its draft."""
    if paper.snapshot:
        header = json.loads(paper.snapshot).get("header", {})
        lines = (header.get("superior", ""), " ".join(header.get("issuing", "").split()))
        return ", ".join(reversed([one for one in lines if one]))
    kind = find_kind(paper.kind)
    if kind is not None and kind.headed_by:
        return " ".join(str(paper.particulars.get("texts", {}).get(kind.headed_by, "")).split())
    area, series = str(paper.particulars.get("area", "")), paper.series or ""
    known = (one for one in list_all(Issuer) if one.area == area and series.startswith(f"{one.code}/"))
    return next((one.told for one in known), area)
