"""Pages of certificates: where each field prints, a trial print, the bulk of a decision, a single reprint."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from documents.certificate_forms import LayoutForm, PrintForm, layout_form
from documents.certificate_layout import Layout, Sheet, default_layout
from documents.certificate_printing import (
    AT_ONCE,
    certificates_html,
    decision_of,
    file_name,
    is_given,
    sample_text,
    trial_print,
)
from documents.certificate_tasks import DOCX, KIND, ZIP, params_of
from documents.certificates import draw, drawing_svg
from documents.issuing import print_paper
from documents.layouts import ALL_OTHERS, find_layout, keep_layout, layout_for, list_own_layouts
from documents.public_address import address_fault, address_on, require_public_address
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.papers.sending import PDF, send_docx, send_paper
from foundation.permissions import Permission
from register.models import Paper, PaperState
from register.queries import find_certificate, find_paper, list_certificates
from register.rules import check_in_force
from tasks.services import submit

AWARD = "hinh-thuc"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/van-ban/mau-giay", view_func=layout, methods=["GET", "POST"])
    blueprint.add_url_rule("/van-ban/mau-giay/in-thu", view_func=trial)
    blueprint.add_url_rule("/van-ban/<int:paper_id>/giay", view_func=certificates, methods=["GET", "POST"])
    blueprint.add_url_rule("/van-ban/giay/<int:certificate_id>/in", view_func=reprint)


@requires(Permission.ISSUE_PAPER)
def layout() -> ResponseReturnValue:
    """Where the fields of an award's certificates stand, with a drawing of the sheet."""
    award = request.args.get(AWARD, ALL_OTHERS)[:60]
    form = layout_form(_shown_layout(award))
    faults: list[str] = []
    if form.validate_on_submit():
        try:
            with transaction():
                keep_layout(actor=current_user, award=award, layout=form.layout(), now=now())
            flash(_("Đã lưu mẫu giấy. In thử trên giấy thường rồi đặt chồng lên phôi để kiểm tra."))
            return redirect(_layout_url(award))
        except DomainError as error:
            faults = [error.message]
    return _layout_page(form, award, faults)


@requires(Permission.ISSUE_PAPER)
def trial() -> ResponseReturnValue:
    """A test page of the layout that is kept: a grid of millimetres and the box of each field."""
    content = trial_print(layout_for(request.args.get(AWARD, ALL_OTHERS)[:60]))
    return send_file(BytesIO(content), PDF, download_name="in-thu-giay-khen.pdf")


@requires(Permission.ISSUE_PAPER)
def certificates(paper_id: int) -> ResponseReturnValue:
    """All certificates of a decision: a few at once, many in the background."""
    decision = _decision(paper_id)
    everyone = list_certificates(paper_id)
    given = [one for one in everyone if is_given(one)]
    form = PrintForm()
    address = address_on(decision)
    if given and form.validate_on_submit():
        require_public_address()
        if len(given) <= AT_ONCE and form.form.data != ZIP:
            html = certificates_html(decision_of(decision), given, address)
            return _send(html, f"giay-khen-{decision.number:02d}-{decision.year}", form.form.data)
        title = _("In giấy khen theo Quyết định số %(n)s", n=f"{decision.number:02d}/{decision.symbol}")
        params = params_of(paper_id, form.form.data, address)
        with transaction():
            task = submit(kind=KIND, title=title, params=params, owner=current_user, now=now())
        return redirect(url_for("tasks.task", task_id=task.id))
    gone = [one for one in everyone if not is_given(one)]
    awards = {one.award: one.award_name for one in everyone}
    return render_template(
        "documents/certificates.html",
        paper=decision,
        form=form,
        given=given,
        gone=gone,
        awards=awards,
        address_fault=address_fault(),
        nameless=not decision_of(decision).signature["signer"]["name"],
    )


@requires(Permission.ISSUE_PAPER)
def reprint(certificate_id: int) -> ResponseReturnValue:
    """One certificate once more, as PDF, or with `docx=1` to be edited."""
    found = find_certificate(certificate_id)
    if found is None:
        raise NotFound(_("Không có giấy này trong sổ. Mở lại từ quyết định."))
    if not is_given(found):
        raise Conflict(_("Giấy này đã hủy bỏ nên không in lại."))
    decision = _decision(found.decision_id)
    require_public_address()
    html = certificates_html(decision_of(decision), [found], address_on(decision))
    return send_paper(html, file_name(found))


def _send(html: str, name: str, form: str) -> ResponseReturnValue:
    """The file in the form that was asked for, to be saved."""
    if form == DOCX:
        return send_docx(html, name)
    content = print_paper(html)
    return send_file(BytesIO(content), PDF, as_attachment=True, download_name=f"{name}.pdf")


def _decision(paper_id: int) -> Paper:
    """An issued decision that stands. Raises NotFound, Conflict."""
    found = find_paper(paper_id)
    if found is None or found.kind != "decision" or found.state is PaperState.DRAFT:
        raise NotFound(_("Không có quyết định đã phát hành này. Mở lại từ trang Văn bản."))
    check_in_force(found)
    return found


def _shown_layout(award: str) -> Layout:
    """What is kept for an award; ours of a size, where the address asks for it."""
    asked = request.args.get("chuan", "")
    if asked in list(Sheet):
        return default_layout(Sheet(asked))
    return layout_for(award)


def _layout_url(award: str) -> str:
    arguments: dict[str, Any] = {AWARD: award} if award else {}
    return url_for("documents.layout", **arguments)


def _layout_page(form: LayoutForm, award: str, faults: list[str]) -> ResponseReturnValue:
    shown = form.layout() if not form.errors else layout_for(award)
    status = 422 if faults or form.errors else 200
    title = _("Hình mẫu giấy khen với ô của từng mục")
    page = render_template(
        "documents/certificate_layout.html",
        form=form,
        award=award,
        faults=faults,
        drawing=drawing_svg(replace(draw(shown, sample_text(), grid=True), title=title)),
        is_kept=find_layout(award) is not None,
        others=[one for one in list_own_layouts() if one != award],
    )
    return page, status
