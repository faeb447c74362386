"""From what the clerk entered to a draft, and from a draft to the words that stand for good."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from documents.frames import frame_of, issuer_for, series_of, symbol_of
from documents.kinds import find_kind
from documents.kinds.base import PaperKind
from documents.materials import Material, load
from documents.own_templates import paper_html
from documents.snapshots import snapshot_text
from documents.usual_words import follow_issuer
from foundation.clock import local_date
from foundation.errors import DomainError, NotFound
from register.models import Paper
from register.services import Frozen, Plan

VIETNAMESE = "vi"


def kind_of(code: str) -> PaperKind:
    """The kind of this code. Raises NotFound."""
    kind = find_kind(code)
    if kind is None:
        raise NotFound(_("Không có loại văn bản này. Mở lại từ trang Văn bản."))
    return kind


def plan_of(
    kind: PaperKind,
    material: Material,
    particulars: Mapping[str, Any],
    *,
    signed_on: date | None,
    now: datetime,
    replaces: Paper | None = None,
) -> Plan:
    """What a draft is to become. Raises DomainError where nobody may issue it on that day."""
    day = signed_on or local_date(now)
    issuer = issuer_for(kind, day, str(particulars.get("area", "")))
    with force_locale(VIETNAMESE):
        subject = kind.subject(material)
    return Plan(
        kind=kind.code,
        source=material.key,
        year=material.year,
        subject=subject[:300],
        particulars=follow_issuer(kind, material, particulars, day),
        series=series_of(kind, issuer),
        symbol=symbol_of(kind, issuer),
        signed_on=signed_on,
        replaces=replaces,
        is_sample=material.is_sample,
    )


def preview_html(paper: Paper, now: datetime) -> str:
    """What a draft would say if it were issued now."""
    return _html_of(paper, _snapshot_of(paper, now))


def draft_words(paper: Paper, now: datetime) -> str:
    """The snapshot of a draft, as JSON, as it would be issued now."""
    return snapshot_text(_snapshot_of(paper, now))


def remarks_of(paper: Paper, now: datetime) -> list[str]:
    """What the clerk should know before a draft is issued; what it lacks where it cannot be made yet."""
    kind = kind_of(paper.kind)
    try:
        return list(kind.remarks(load(paper.source), _snapshot_of(paper, now)))
    except DomainError as error:
        return [error.message]


def compose(paper: Paper, now: datetime) -> Frozen:
    """The words of a paper that has just got its number and code: snapshot, HTML, and what it gives."""
    kind = kind_of(paper.kind)
    snapshot = _snapshot_of(paper, now)
    rewards = kind.rewards(load(paper.source), snapshot) if kind.rewards else ()
    return Frozen(snapshot_text(snapshot), _html_of(paper, snapshot), rewards)


def _snapshot_of(paper: Paper, now: datetime) -> Any:
    kind, material = kind_of(paper.kind), load(paper.source)
    with force_locale(VIETNAMESE):
        frame = frame_of(
            kind, paper.particulars, today=local_date(now), signed_on=paper.signed_on, paper=paper
        )
        return kind.build(material, frame)


def _html_of(paper: Paper, snapshot: Any) -> str:
    return paper_html(kind_of(paper.kind), snapshot)
