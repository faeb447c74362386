"""The district's own templates: tried before they are kept, kept for good, one of each kind in use."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from documents.kinds.base import PaperKind
from documents.models import PaperTemplate
from documents.sample_snapshots import samples_of, snapshot_type
from documents.template_duties import duty_faults
from foundation.database import db
from foundation.errors import DomainError, NotAllowed, NotFound
from foundation.papers.rendering import TEMPLATES, render
from foundation.papers.sandbox.faults import Fault, TemplateRefusedError
from foundation.papers.sandbox.filling import fill
from foundation.papers.sandbox.markup import glance
from foundation.papers.sandbox.names import check
from foundation.permissions import Actor, Permission, can
from history.services import record

VIETNAMESE = "vi"


def can_manage(actor: Actor | None) -> bool:
    """Whether this person may replace templates."""
    return can(actor, Permission.MANAGE_TEMPLATES)


def ours(kind: PaperKind) -> str:
    """The template that the product brings."""
    return (TEMPLATES / kind.template).read_text(encoding="utf-8")


def find_in_use(kind: PaperKind) -> PaperTemplate | None:
    """The district's template of a kind, if one stands in place of ours."""
    return db.session.scalar(
        select(PaperTemplate).where(PaperTemplate.kind == kind.code, PaperTemplate.in_use)
    )


def list_in_use() -> dict[str, PaperTemplate]:
    """The templates in use by kind."""
    found = db.session.scalars(select(PaperTemplate).where(PaperTemplate.in_use).order_by(PaperTemplate.kind))
    return {one.kind: one for one in found}


def list_uploads(kind: PaperKind) -> Sequence[PaperTemplate]:
    """Everything the district ever kept for a kind, the latest first."""
    return db.session.scalars(
        select(PaperTemplate).where(PaperTemplate.kind == kind.code).order_by(PaperTemplate.id.desc())
    ).all()


def find_upload(kind: PaperKind, template_id: int) -> PaperTemplate:
    """One of them. Raises NotFound."""
    found = db.session.get(PaperTemplate, template_id)
    if found is None or found.kind != kind.code:
        raise NotFound(_("Không có bản mẫu này. Mở lại từ trang Mẫu văn bản."))
    return found


def paper_html(kind: PaperKind, snapshot: object) -> str:
    """The words of a paper: by the district's template, else by ours. Raises TemplateRefusedError where the
    district's cannot be filled.
    """
    own = find_in_use(kind)
    with force_locale(VIETNAMESE):
        if own is None:
            return render(kind.template, snapshot)
        try:
            return _dutiful(kind, snapshot, fill(own.body, [snapshot])[0])
        except TemplateRefusedError as error:
            raise DomainError(
                _(
                    "Mẫu riêng của “%(kind)s” không in được văn bản này: %(why)s Sửa mẫu ở trang Mẫu văn "
                    "bản, hoặc dùng lại mẫu chung.",
                    kind=kind.name,
                    why=error.message,
                )
            ) from error


def try_out(kind: PaperKind, body: str) -> bytes:
    """The PDF that a template makes of sample data. Raises TemplateRefusedError with all that is wrong."""
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.printing import make_pdf

    faults = check(body, snapshot_type(kind))
    if faults:
        raise TemplateRefusedError([*faults, *glance(body)])
    issued = samples_of(kind)[-1]
    page = _dutiful(kind, issued, fill(body, samples_of(kind))[-1])
    try:
        return make_pdf(page)
    except Exception as error:
        # Whatever the printer stumbles over is the template's: its words came out as they should.
        raise TemplateRefusedError([Fault(_("Mẫu điền được nhưng không in được ra PDF."))]) from error


def fill_real(kind: PaperKind, body: str, snapshot: object) -> str:
    """What a template that was tried out makes of a real snapshot. Raises TemplateRefusedError."""
    return _dutiful(kind, snapshot, fill(body, [snapshot])[0])


def keep(*, actor: Actor, kind: PaperKind, body: str, note: str, use: bool, now: datetime) -> PaperTemplate:
    """Keep a template, and take it into use if wanted. Raises NotAllowed, TemplateRefusedError."""
    _require(actor)
    try_out(kind, body)
    made = PaperTemplate(kind=kind.code, body=body, note=note.strip(), made_by_id=actor.actor_id, made_at=now)
    db.session.add(made)
    db.session.flush()
    _record(actor, "template:kept", made, now)
    if use:
        _put_in_use(actor, made, now)
    return made


def take_up(*, actor: Actor, kind: PaperKind, template: PaperTemplate, now: datetime) -> None:
    """Take an earlier one into use. Raises NotAllowed, TemplateRefusedError where papers changed since."""
    _require(actor)
    try_out(kind, template.body)
    if not template.in_use:
        _put_in_use(actor, template, now)


def reset(*, actor: Actor, kind: PaperKind, now: datetime) -> None:
    """From now on ours again; the district's stay in the list. Raises NotAllowed."""
    _require(actor)
    found = find_in_use(kind)
    if found is not None:
        found.in_use = False
        db.session.flush()
        _record(actor, "template:reset", found, now)


def _put_in_use(actor: Actor, template: PaperTemplate, now: datetime) -> None:
    for one in db.session.scalars(
        select(PaperTemplate)
        .where(PaperTemplate.kind == template.kind, PaperTemplate.in_use)
        .order_by(PaperTemplate.id)
        .with_for_update()
    ):
        one.in_use = False
    db.session.flush()
    template.in_use = True
    db.session.flush()
    _record(actor, "template:used", template, now)


def _dutiful(kind: PaperKind, snapshot: object, page: str) -> str:
    """The page, where it bears what every paper must. Raises TemplateRefusedError."""
    faults = duty_faults(snapshot, render(kind.template, snapshot), page)
    if faults:
        raise TemplateRefusedError(faults)
    return page


def _record(actor: Actor, action: str, template: PaperTemplate, now: datetime) -> None:
    after = {"kind": template.kind, "note": template.note}
    record(actor=actor, action=action, subject=("paper_template", template.id), after=after, now=now)


def _require(actor: Actor) -> None:
    if not can_manage(actor):
        raise NotAllowed(_("Chỉ cơ quan thường trực và quản trị được thay mẫu văn bản."))
