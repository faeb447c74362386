"""Papers from draft to issue: the dossier of a year, one draft, its number, its file, and how it ends."""

import logging
from datetime import date
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from documents import number_views, signed_views
from documents.again import ask_first
from documents.dossier import dossier_of, drafts_by_year, find_year_of_dossier
from documents.draft_forms import DraftForm, draft_form
from documents.drafting import kind_of, material_for, plan_of, preview_html, takes_long
from documents.edit_copy import words_to_edit
from documents.facts_used import facts_used_by, facts_used_by_draft
from documents.file_names import file_name
from documents.given_awards import withdraw_certificate, withdraw_paper
from documents.issuing import ISSUE, enter_file, is_long, is_long_docx, print_paper, take_number, words_of
from documents.kinds.base import PaperKind
from documents.materials import Material, load
from documents.meanwhile import Meanwhile, create_url, saved_by_others
from documents.own_templates import can_manage
from documents.paper_days import issuer_of, proposed_day
from documents.paper_forms import ReasonForm
from documents.print_tasks import NUMBER, number_params
from documents.public_address import address_fault
from documents.readiness import readiness_of
from documents.sending import offer_paper
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.papers.sending import PDF, send_docx
from foundation.permissions import Permission
from movements.queries import find_year, list_years
from register import shelf
from register.basis import ended_basis_of, in_place_of
from register.models import Paper, PaperState
from register.naming import paper_name
from register.queries import (
    find_certificate,
    find_paper,
    find_successor,
    list_certificates,
)
from register.rules import Stale, check_in_force, version_of
from register.services import can_issue, change_draft, discard_draft, start_draft
from tasks.offering import lay
from tasks.printing import DOCX as DOCX_FORM
from tasks.printing import PDF as PDF_FORM

log = logging.getLogger(__name__)


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/van-ban/<int:paper_id>", ["GET", "POST"], ["POST"]
    blueprint.add_url_rule("/van-ban", view_func=index)
    blueprint.add_url_rule("/van-ban/lap", view_func=create_paper, methods=both)
    blueprint.add_url_rule(one, view_func=paper, methods=both)
    blueprint.add_url_rule(f"{one}/xem", view_func=paper_file, methods=both)
    blueprint.add_url_rule(f"{one}/docx", view_func=paper_docx, methods=both)
    blueprint.add_url_rule(f"{one}/bo", view_func=discard, methods=send)
    blueprint.add_url_rule(f"{one}/phat-hanh", view_func=issue, methods=both)
    blueprint.add_url_rule(f"{one}/hoan-tat", view_func=finish_paper, methods=send)
    blueprint.add_url_rule(f"{one}/thu-hoi", view_func=revoke_paper, methods=both)
    blueprint.add_url_rule(
        "/van-ban/giay/<int:certificate_id>/huy", view_func=cancel_certificate, methods=both
    )
    number_views.register(blueprint)
    signed_views.register(blueprint)


@requires(Permission.PRINT_LIST)
def index() -> ResponseReturnValue:
    """The dossier of a year: what was made of each source, and what is still to be made."""
    asked = request.args.get("year", type=int)
    year = find_year(asked) if asked else find_year_of_dossier(now())
    return render_template(
        "documents/index.html",
        year=year,
        years=list_years(),
        parts=dossier_of(year) if year else [],
        drafts=drafts_by_year(year),
        may_issue=can_issue(current_user),
        may_change_templates=can_manage(current_user),
    )


@requires(Permission.ISSUE_PAPER)
def create_paper() -> ResponseReturnValue:
    """A new draft of one kind from one source; in place of an issued paper, where one is named."""
    kind = kind_of(request.args.get("loai", ""))
    material = material_for(kind, request.args.get("nguon", ""))
    replaces = _replaced(kind.code, material)
    waiting = find_successor(replaces) if replaces else None
    if waiting is not None:
        return redirect(url_for("documents.paper", paper_id=waiting.id))
    asked = ask_first(kind, material, replaces)
    if asked is not None:
        return asked
    kept, today = replaces.particulars if replaces else None, local_date(now())
    form = draft_form(kind, material, today=today, kept=kept, signed_on=_first_day(material, replaces))
    if not _only_looks() and form.validate_on_submit():
        try:
            with transaction():
                plan = plan_of(
                    kind,
                    material,
                    form.particulars(kind),
                    signed_on=form.signed_on.data,
                    now=now(),
                    replaces=replaces,
                )
                made = start_draft(actor=current_user, plan=plan, now=now())
            return redirect(url_for("documents.paper", paper_id=made.id))
        except DomainError as error:
            show_beside_field(form, error)
    return _draft_page(kind, material, form, None, replaces)


@requires(Permission.PRINT_LIST)
def paper(paper_id: int) -> ResponseReturnValue:
    """A draft to be filled in, or an issued paper with its file and what became of it."""
    if request.method == "POST" and "source" in request.form and find_paper(paper_id) is None:
        return _discarded_page()
    found = _paper(paper_id)
    if found.state is not PaperState.DRAFT:
        return _issued_page(found)
    if not can_issue(current_user):
        raise NotFound(_("Văn bản này chưa phát hành."))
    kind, material, replaces = kind_of(found.kind), load(found.source), found.replaces
    form = draft_form(
        kind, material, today=local_date(now()), kept=found.particulars, signed_on=found.signed_on
    )
    seen = request.form.get("seen", version_of(found))
    if not _only_looks() and form.validate_on_submit():
        try:
            with transaction():
                plan = plan_of(
                    kind, material, form.particulars(kind), signed_on=form.signed_on.data, now=now()
                )
                change_draft(actor=current_user, paper=found, plan=plan, now=now(), seen=seen)
            flash(_("Đã lưu bản nháp."))
            return redirect(_next_step(found))
        except NotFound:
            gone = Meanwhile(again=create_url(kind, material, replaces))
            return _draft_page(kind, material, form, None, replaces, gone)
        except Stale:
            changed = Meanwhile(version_of(found), saved_by_others(form, kind, found))
            return _draft_page(kind, material, form, found, replaces, changed)
        except DomainError as error:
            show_beside_field(form, error)
    return _draft_page(kind, material, form, found, replaces, Meanwhile(seen))


@requires(Permission.PRINT_LIST)
def paper_file(paper_id: int) -> ResponseReturnValue:
    """The PDF: of a draft as it would be issued now, in the background where it is long; of an issued paper
    the very file that was issued.
    """
    found = _paper(paper_id)
    download = request.args.get("save") == "1"
    if found.sha256 is not None:
        content = b"".join(shelf.read(found.sha256))
    elif found.state is PaperState.DRAFT and can_issue(current_user):
        html = "" if takes_long(found) else preview_html(found, now())
        if not html or is_long(html):
            return offer_paper(found, PDF_FORM)
        content = print_paper(html)
    else:
        raise NotFound(_("Văn bản này chưa có tệp. Hoàn tất phát hành trước."))
    return send_file(BytesIO(content), PDF, as_attachment=download, download_name=f"{file_name(found)}.pdf")


@requires(Permission.PRINT_LIST)
def paper_docx(paper_id: int) -> ResponseReturnValue:
    """The same words as a Word document, to be edited, in the background where they are many; the issued
    paper stays what its PDF is.
    """
    found = _paper(paper_id)
    if found.state is not PaperState.DRAFT:
        html = words_to_edit(found, words_of(paper_id).html or "")
    elif can_issue(current_user):
        html = "" if takes_long(found) else preview_html(found, now())
    else:
        raise NotFound(_("Văn bản này chưa phát hành."))
    if not html or is_long_docx(html):
        return offer_paper(found, DOCX_FORM)
    return send_docx(html, file_name(found))


@requires(Permission.ISSUE_PAPER)
def discard(paper_id: int) -> ResponseReturnValue:
    """A draft that is not wanted any more."""
    found = _paper(paper_id)
    year = found.movement_year_id
    with transaction():
        discard_draft(actor=current_user, paper=found, now=now())
    flash(_("Đã bỏ bản nháp."))
    return redirect(url_for("documents.index", year=year))


@requires(Permission.ISSUE_PAPER)
def issue(paper_id: int) -> ResponseReturnValue:
    """Number and issue: what this does is said before it is done."""
    found = _paper(paper_id)
    if found.state is not PaperState.DRAFT:
        return redirect(url_for("documents.paper", paper_id=paper_id))
    seen, fault = request.form.get("seen", version_of(found)), ""
    if request.method == "POST" and seen == version_of(found):
        if takes_long(found):
            params = number_params(paper_id) | {"seen": seen}
            return lay(kind=NUMBER, title=found.subject, params=params)
        try:
            with transaction():
                take_number(actor=current_user, paper=found, now=now(), seen=seen)
            return _print(paper_id)
        except Stale:
            fault = ""
        except DomainError as error:
            fault = error.message
    page = render_template(
        "documents/issue.html",
        paper=found,
        kind=kind_of(found.kind),
        issuer=issuer_of(found),
        facts=facts_used_by_draft(found, now()),
        address_fault=address_fault(),
        ready=readiness_of(found, now()),
        seen=version_of(found),
        changed=request.method == "POST" and not fault,
        fault=fault,
    )
    return page, 409 if request.method == "POST" else 200


@requires(Permission.ISSUE_PAPER)
def finish_paper(paper_id: int) -> ResponseReturnValue:
    """The file of a paper that has its number: after a crash, once more."""
    return _print(paper_id)


@requires(Permission.ISSUE_PAPER)
def revoke_paper(paper_id: int) -> ResponseReturnValue:
    """Take an issued paper back, with its certificates."""
    found = _paper(paper_id)
    check_in_force(found)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            withdraw_paper(actor=current_user, paper=found, reason=form.reason.data or "", now=now())
        flash(_("Đã thu hồi. Trang kiểm tra nói ngay như vậy."))
        return redirect(url_for("documents.paper", paper_id=paper_id))
    return render_template(
        "documents/revoke.html", paper=found, form=form, certificates=list_certificates(paper_id)
    )


@requires(Permission.ISSUE_PAPER)
def cancel_certificate(certificate_id: int) -> ResponseReturnValue:
    """Take one certificate back; its decision stays."""
    found = find_certificate(certificate_id)
    if found is None:
        raise NotFound(_("Không có giấy này trong sổ. Mở lại từ quyết định."))
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                withdraw_certificate(
                    actor=current_user, certificate=found, reason=form.reason.data or "", now=now()
                )
            flash(_("Đã ghi hủy bỏ. Trang kiểm tra nói ngay như vậy."))
            return redirect(url_for("documents.paper", paper_id=found.decision_id))
        except DomainError as error:
            show_beside_field(form, error)
    return render_template("documents/cancel_certificate.html", certificate=found, form=form)


def _print(paper_id: int) -> ResponseReturnValue:
    """A short paper is printed now, a long one by the process for such work."""
    found = words_of(paper_id)
    if found.state is PaperState.NUMBERED and is_long(found.html or ""):
        return lay(kind=ISSUE, title=found.subject, params={"paper": paper_id})
    name = paper_name(found.number, found.symbol, found.subject)
    try:
        with transaction():
            enter_file(actor=current_user, paper=found, now=now())
        flash(_("Đã phát hành."))
    except OSError:
        log.exception("paper %s has its number, but its file cannot be kept", paper_id)
        flash(_("Đã lấy %(name)s nhưng chưa cất được tệp. Bấm Hoàn tất phát hành để làm tiếp.", name=name))
    return redirect(url_for("documents.paper", paper_id=paper_id))


def _draft_page(
    kind: PaperKind,
    material: Material,
    form: DraftForm,
    draft: Paper | None,
    replaces: Paper | None,
    meanwhile: Meanwhile | None = None,
) -> ResponseReturnValue:
    """The form of a draft, and what others did with it since it was opened."""
    others = meanwhile or Meanwhile()
    status = 409 if others.did else 422 if form.errors else 200
    return (
        render_template(
            "documents/draft.html",
            kind=kind,
            material=material,
            form=form,
            draft=draft,
            replaces=replaces,
            facts=facts_used_by(kind, material, form.particulars(kind), form.signed_on.data, now()),
            ready=readiness_of(draft, now()) if draft else None,
            meanwhile=others,
        ),
        status,
    )


def _discarded_page() -> ResponseReturnValue:
    """What was typed into a draft that somebody discarded, so that it can become a draft again."""
    if not can_issue(current_user):
        raise NotFound(_("Không có văn bản này. Mở lại từ trang Văn bản."))
    kind = kind_of(request.form.get("kind", ""))
    material = material_for(kind, request.form["source"])
    form = draft_form(kind, material, today=local_date(now()), kept=None, signed_on=None)
    return _draft_page(kind, material, form, None, None, Meanwhile(again=create_url(kind, material, None)))


def _first_day(material: Material, replaces: Paper | None) -> date:
    """The day that a new draft begins with; no paper is older than the one that it replaces."""
    day, old = proposed_day(material, local_date(now())), replaces.signed_on if replaces else None
    return max(day, old) if old else day


def _only_looks() -> bool:
    """Whether the form was sent to see who issues and signs on the day entered, before anything is saved."""
    return request.form.get("go") == "look"


def _issued_page(found: Paper) -> str:
    basis = ended_basis_of(found.source)
    return render_template(
        "documents/paper.html",
        paper=found,
        kind=kind_of(found.kind),
        issuer=issuer_of(found),
        successor=find_successor(found),
        certificates=list_certificates(found.id),
        basis=basis,
        instead=in_place_of(basis) if basis else None,
        may_issue=can_issue(current_user),
    )


def _next_step(found: Paper) -> str:
    """Where a saved draft goes on: to its preview, its number, or back to itself."""
    if request.form.get("go") == "issue":
        return url_for("documents.issue", paper_id=found.id)
    if request.form.get("go") == "preview":
        return url_for("documents.paper_file", paper_id=found.id)
    if request.form.get("go") == "docx":
        return url_for("documents.paper_docx", paper_id=found.id)
    return url_for("documents.paper", paper_id=found.id)


def _replaced(kind: str, material: Material) -> Paper | None:
    """The issued paper that the new one is to replace, where the address names one of the same kind."""
    number = request.args.get("thay", type=int)
    found = find_paper(number) if number else None
    return found if found and found.kind == kind and found.source == material.key else None


def _paper(paper_id: int) -> Paper:
    found = find_paper(paper_id)
    if found is None:
        raise NotFound(_("Không có văn bản này. Mở lại từ trang Văn bản."))
    return found
