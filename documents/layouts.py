"""The layouts that the district set for its certificates: reads, and the one change."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from documents.certificate_layout import STYLES, Layout, clashes, default_layout, from_data, strays, to_data
from documents.models import CertificateLayout
from foundation.database import db
from foundation.errors import DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from register.services import can_issue

ALL_OTHERS = ""
"""The award whose layout serves every award without one of its own."""


def find_layout(award: str) -> CertificateLayout | None:
    """What was set for exactly this award."""
    return db.session.scalars(select(CertificateLayout).where(CertificateLayout.award == award)).one_or_none()


def layout_for(award: str) -> Layout:
    """The layout by which an award is printed: its own, else that of all others, else ours."""
    kept = find_layout(award) or find_layout(ALL_OTHERS)
    return from_data(kept.layout) if kept else default_layout()


def list_own_layouts() -> list[str]:
    """The awards that have a layout of their own."""
    return list(db.session.scalars(select(CertificateLayout.award).order_by(CertificateLayout.award)))


def keep_layout(*, actor: Actor, award: str, layout: Layout, now: datetime) -> CertificateLayout:
    """Set where the certificates of an award print. Raises NotAllowed; DomainError with every box that leaves
    the sheet, touches the frame or overlaps another, since then lines could touch.
    """
    if not can_issue(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng và văn thư đặt mẫu giấy khen."))
    faults = list(_faults(layout))
    if faults:
        raise DomainError(" ".join(faults))
    kept = find_layout(award)
    if kept is None:
        kept = CertificateLayout(award=award, layout={})
        db.session.add(kept)
    kept.layout, kept.changed_by_id, kept.changed_at = to_data(layout), actor.actor_id, now
    db.session.flush()
    record(
        actor=actor,
        action="certificate_layout:changed",
        subject=("certificate_layout", kept.id),
        after={"award": award, "sheet": layout.sheet.value},
        now=now,
    )
    return kept


def _faults(layout: Layout) -> list[str]:
    names = {name: str(style.name) for name, style in STYLES.items()}
    found = [
        _("Ô %(name)s ra ngoài tờ giấy hoặc chạm khung. Giảm bề rộng hoặc dời ô vào.", name=names[one])
        for one in strays(layout)
    ]
    return found + [
        _("Ô %(one)s chồng lên ô %(two)s. Dời một trong hai ô.", one=names[one], two=names[two])
        for one, two in clashes(layout)
    ]
