"""On what real sources a template can be seen, and the snapshot of such a source."""

from datetime import datetime
from itertools import islice
from typing import Any

from flask_babel import force_locale

from documents.dossier import dossier_of
from documents.drafting import VIETNAMESE
from documents.frames import frame_of
from documents.kinds.base import PaperKind
from documents.materials import load
from documents.paper_days import area_for, day_of
from documents.usual_words import usual_of
from foundation.clock import local_date
from foundation.permissions import Actor, Permission, can
from movements.queries import list_years

MOST_SOURCES = 20


def sources_for(actor: Actor, kind: PaperKind) -> list[tuple[str, str]]:
    """Key and name of the latest sources from which such a paper is drawn; none for those who may not
    read papers.
    """
    if not can(actor, Permission.PRINT_LIST):
        return []
    found = (
        (part.key, f"{year.year}: {part.name}")
        for year in list_years()
        for part in dossier_of(year)
        if any(line.kind.code == kind.code for line in part.lines)
    )
    return list(islice(found, MOST_SOURCES))


def snapshot_of(kind: PaperKind, source: str, now: datetime) -> Any:
    """What a draft from this source would say today, in its usual words. Raises DomainError."""
    material = load(source)
    day = day_of(material, None, local_date(now))
    area = area_for(kind, material, day)
    usual = usual_of(kind, material, day, area)
    particulars = {"texts": dict(usual.texts), "recipients": list(usual.recipients), "area": area}
    with force_locale(VIETNAMESE):
        frame = frame_of(kind, particulars, day=day, signed_on=None, paper=None)
        return kind.build(material, frame)
