"""The signed copy of an issued paper: sent in by the clerk after the state's tool signed it, and fetched."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from documents.paper_forms import SignedCopyForm
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from register import shelf
from register.models import Paper
from register.queries import find_paper
from register.rules import check_in_force
from register.signed import enter_signed_copy


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one = "/van-ban/<int:paper_id>/ban-ky"
    blueprint.add_url_rule(one, view_func=signed_copy, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{one}/tep", view_func=signed_file)


@requires(Permission.ISSUE_PAPER)
def signed_copy(paper_id: int) -> ResponseReturnValue:
    """Send in the file that was signed."""
    found = _paper(paper_id)
    check_in_force(found)
    form = SignedCopyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                enter_signed_copy(
                    actor=current_user, paper=found, content=form.file.data.stream.read(), now=now()
                )
            flash(_("Đã ghi bản ký số. Trang kiểm tra nhận ra cả hai bản."))
            return redirect(url_for("documents.paper", paper_id=paper_id))
        except DomainError as error:
            show_beside_field(form, error)
    status = 422 if form.errors else 200
    return render_template("documents/signed_copy.html", paper=found, form=form), status


@requires(Permission.PRINT_LIST)
def signed_file(paper_id: int) -> ResponseReturnValue:
    """The latest signed copy, the very bytes that were sent in."""
    found = _paper(paper_id)
    if not found.signed_copies:
        raise NotFound(_("Văn bản này chưa có bản ký số."))
    content = b"".join(shelf.read(found.signed_copies[-1].sha256))
    name = f"{found.kind.replace('_', '-')}-{found.number or found.id}-{found.year or ''}-ky-so.pdf"
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def _paper(paper_id: int) -> Paper:
    found = find_paper(paper_id)
    if found is None:
        raise NotFound(_("Không có văn bản này. Mở lại từ trang Văn bản."))
    return found
