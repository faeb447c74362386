"""Templates of papers: which are the district's own, and one of them at work."""

from io import BytesIO

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from documents.drafting import kind_of
from documents.issuing import is_long, print_paper
from documents.kinds import list_kinds
from documents.kinds.base import PaperKind
from documents.own_templates import (
    fill_real,
    find_in_use,
    find_upload,
    keep,
    list_in_use,
    list_uploads,
    ours,
    reset,
    take_up,
    try_out,
)
from documents.print_tasks import TEMPLATE as TRY
from documents.template_forms import TemplateForm
from documents.template_names import names_of
from documents.template_preview import snapshot_of, sources_for
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.papers.sandbox.faults import Fault, TemplateRefusedError
from foundation.permissions import Permission
from tasks.offering import lay
from tasks.printing import PDF as PDF_FORM

PDF = "application/pdf"
PREVIEW, USE = "preview", "use"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/van-ban/mau/<paper_kind>", ["GET", "POST"], ["POST"]
    blueprint.add_url_rule("/van-ban/mau", view_func=list_templates)
    blueprint.add_url_rule(one, view_func=template, methods=both)
    blueprint.add_url_rule(f"{one}/tai", view_func=template_file)
    blueprint.add_url_rule(f"{one}/mau-chung", view_func=reset_template, methods=send)
    blueprint.add_url_rule(f"{one}/<int:template_id>/dung", view_func=use_template, methods=send)


@requires(Permission.MANAGE_TEMPLATES)
def list_templates() -> ResponseReturnValue:
    """Every kind of paper with the template that is in use."""
    return render_template("documents/list_templates.html", kinds=list_kinds(), own=list_in_use())


@requires(Permission.MANAGE_TEMPLATES)
def template(paper_kind: str) -> ResponseReturnValue:
    """The template of one kind: what is in use, a text to change, and what was kept before."""
    kind = kind_of(paper_kind)
    form = TemplateForm(data={"body": _body(kind)})
    form.offer(sources_for(current_user, kind))
    if not form.validate_on_submit() or not form.take_file():
        return _page(kind, form, [])
    body = form.body.data or ""
    try:
        if request.form.get("go") == PREVIEW:
            return _preview(kind, body, form.source.data or "")
        with transaction():
            use = request.form.get("go") == USE
            note = form.note.data or ""
            keep(actor=current_user, kind=kind, body=body, note=note, use=use, now=now())
    except TemplateRefusedError as error:
        return _page(kind, form, error.faults)
    except DomainError as error:
        return _page(kind, form, [Fault(error.message)])
    flash(_("Đã đưa mẫu riêng vào dùng.") if use else _("Đã lưu mẫu, chưa đưa vào dùng."))
    return redirect(url_for("documents.template", paper_kind=paper_kind))


@requires(Permission.MANAGE_TEMPLATES)
def template_file(paper_kind: str) -> ResponseReturnValue:
    """A template as a file: ours, or one that was kept."""
    kind = kind_of(paper_kind)
    content = _body(kind) if "ban" in request.args else ours(kind)
    return send_file(
        BytesIO(content.encode()),
        "text/plain; charset=utf-8",
        as_attachment=True,
        download_name=f"mau-{kind.code.replace('_', '-')}.html",
    )


@requires(Permission.MANAGE_TEMPLATES)
def use_template(paper_kind: str, template_id: int) -> ResponseReturnValue:
    """Take up one that was kept before; where it does not fit any more, it is shown with its faults."""
    kind = kind_of(paper_kind)
    found = find_upload(kind, template_id)
    try:
        with transaction():
            take_up(actor=current_user, kind=kind, template=found, now=now())
    except TemplateRefusedError as error:
        form = TemplateForm(formdata=None, data={"body": found.body, "note": found.note})
        form.offer(sources_for(current_user, kind))
        return _page(kind, form, error.faults)
    flash(_("Đã đưa mẫu riêng vào dùng."))
    return redirect(url_for("documents.template", paper_kind=paper_kind))


@requires(Permission.MANAGE_TEMPLATES)
def reset_template(paper_kind: str) -> ResponseReturnValue:
    """Ours again."""
    with transaction():
        reset(actor=current_user, kind=kind_of(paper_kind), now=now())
    flash(_("Đã dùng lại mẫu chung. Các mẫu riêng vẫn còn trong danh sách."))
    return redirect(url_for("documents.template", paper_kind=paper_kind))


def _preview(kind: PaperKind, body: str, source: str) -> ResponseReturnValue:
    """The PDF, of sample data or of a real source."""
    content = try_out(kind, body)
    if source in dict(sources_for(current_user, kind)):
        html = fill_real(kind, body, snapshot_of(kind, source, now()))
        if is_long(html):
            title = _("Thử mẫu “%(kind)s” trên số liệu thật", kind=kind.name)
            params = {"kind": kind.code, "body": body, "source": source, "form": PDF_FORM}
            return lay(kind=TRY, title=title, params=params)
        content = print_paper(html)
    response = make_response(content)
    response.content_type = PDF
    return response


def _body(kind: PaperKind) -> str:
    """The text to begin with: an earlier one where the address names it, else the one in use, else ours."""
    chosen = request.args.get("ban", type=int)
    if chosen is not None:
        return find_upload(kind, chosen).body if chosen else ours(kind)
    own = find_in_use(kind)
    return own.body if own else ours(kind)


def _page(kind: PaperKind, form: TemplateForm, faults: list[Fault]) -> ResponseReturnValue:
    page = render_template(
        "documents/template.html",
        kind=kind,
        form=form,
        faults=faults,
        own=find_in_use(kind),
        uploads=list_uploads(kind),
        names=names_of(kind),
    )
    return page, 422 if faults or form.errors else 200
