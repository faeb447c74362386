"""From what the clerk entered to a draft, and from a draft to the words that stand for good."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from documents.frames import frame_of, issuer_for, series_of, symbol_of
from documents.kinds import find_kind
from documents.kinds.base import Frame, PaperKind
from documents.materials import Material, load, source_of
from documents.own_templates import paper_html
from documents.paper_days import area_for, day_of
from documents.snapshots import snapshot_text
from documents.usual_words import follow_issuer
from foundation.clock import local_date
from foundation.errors import DomainError, NotFound
from register.models import Paper
from register.services import Frozen, Plan

VIETNAMESE = "vi"
WAITS = 1.0
"""Seconds that a person waits for a page."""


def kind_of(code: str) -> PaperKind:
    """The kind of this code. Raises NotFound."""
    kind = find_kind(code)
    if kind is None:
        raise NotFound(_("Không có loại văn bản này. Mở lại từ trang Văn bản."))
    return kind


def material_for(kind: PaperKind, key: str) -> Material:
    """The material of this key for a paper of this kind. Raises NotFound, also where the kind is not drawn
    from such a source; what `materials.load` raises.
    """
    if source_of(key) != kind.source:
        raise NotFound(_("%(kind)s không lập từ nguồn này. Mở lại từ trang Văn bản.", kind=kind.name))
    return load(key)


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
    day = day_of(material, signed_on, local_date(now))
    issuer = issuer_for(kind, day, str(particulars.get("area", "")) or area_for(kind, material, day))
    with force_locale(VIETNAMESE):
        subject = kind.subject(material)
    return Plan(
        kind=kind.code,
        source=material.key,
        year=material.year,
        subject=subject[:300],
        particulars=follow_issuer(kind, material, {**particulars, "area": issuer.area}, day),
        series=series_of(kind, issuer),
        symbol=symbol_of(kind, issuer),
        signed_on=signed_on,
        replaces=replaces,
        is_sample=material.is_sample,
    )


def preview_html(paper: Paper, now: datetime) -> str:
    """What a draft would say if it were issued now."""
    return _html_of(paper, snapshot_of(paper, now))


def draft_words(paper: Paper, now: datetime) -> str:
    """The snapshot of a draft, as JSON, as it would be issued now."""
    return snapshot_text(snapshot_of(paper, now))


def remarks_of(paper: Paper, now: datetime) -> list[str]:
    """What the clerk should know before a draft is issued; what it lacks where it cannot be made yet."""
    try:
        if takes_long(paper):
            frame_of_draft(paper, now)
            return []
        return remarks_on(paper, snapshot_of(paper, now))
    except DomainError as error:
        return [error.message]


def remarks_on(paper: Paper, snapshot: Any) -> list[str]:
    """What the kind of paper says of a draft that can be made."""
    return list(kind_of(paper.kind).remarks(load(paper.source), snapshot))


def takes_long(paper: Paper) -> bool:
    """Whether even the words of a draft take longer than a person waits."""
    texts = {key: str(value) for key, value in paper.particulars.get("texts", {}).items()}
    return kind_of(paper.kind).words_take(load(paper.source), texts) > WAITS


def frame_of_draft(paper: Paper, now: datetime) -> Frame:
    """What stands around the words of a draft. Raises DomainError where nobody may issue or sign it."""
    with force_locale(VIETNAMESE):
        return _frame_of(paper, kind_of(paper.kind), now)


def compose(paper: Paper, now: datetime) -> Frozen:
    """The words of a paper that has just got its number and code: snapshot, HTML, and what it gives."""
    kind = kind_of(paper.kind)
    snapshot = snapshot_of(paper, now)
    rewards = kind.rewards(load(paper.source), snapshot) if kind.rewards else ()
    return Frozen(snapshot_text(snapshot), _html_of(paper, snapshot), rewards)


def snapshot_of(paper: Paper, now: datetime) -> Any:
    """What a paper says by the words and facts of now, for its kind's template. Raises DomainError."""
    kind, material = kind_of(paper.kind), load(paper.source)
    with force_locale(VIETNAMESE):
        return kind.build(material, _frame_of(paper, kind, now))


def _frame_of(paper: Paper, kind: PaperKind, now: datetime) -> Frame:
    day = day_of(load(paper.source), paper.signed_on, local_date(now))
    return frame_of(kind, paper.particulars, day=day, signed_on=paper.signed_on, paper=paper)


def _html_of(paper: Paper, snapshot: Any) -> str:
    return paper_html(kind_of(paper.kind), snapshot)
