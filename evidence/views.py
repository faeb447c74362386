"""One file: what is known of it, its receipt, pictures of its pages, and its bytes as a download."""

from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from assignments.scope import may_see
from evidence import services
from evidence.forms import DescribeFileForm
from evidence.models import EvidenceFile
from evidence.previews import draw_page
from evidence.queries import find_file, find_same_content, treatment_of
from evidence.receipt import grouped, make_receipt
from evidence.rules import can_change_file, has_preview, is_handed_in, no_such_file, require_sight_of_file
from evidence.shelf import open_store
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.headers import CONTENT_SECURITY_POLICY
from foundation.permissions import Permission, can
from foundation.storage import StorageError
from foundation.uploads.judging import words
from movements.queries import find_year

blueprint = Blueprint("evidence", __name__)
blueprint.add_app_template_filter(services.size_text, "file_size")


@blueprint.get("/minh-chung/<int:file_id>")
@requires(Permission.VIEW_SCORECARD)
def show_file(file_id: int) -> ResponseReturnValue:
    """What is known of a file."""
    file = _file(file_id)
    return _page(file, DescribeFileForm(obj=file))


@blueprint.post("/minh-chung/<int:file_id>")
@requires(Permission.VIEW_SCORECARD)
def describe_file(file_id: int) -> ResponseReturnValue:
    """Say what document is in it."""
    file, form = _file(file_id), DescribeFileForm()
    if form.validate_on_submit() and _is_described(file, form):
        flash(_("Đã ghi thông tin của tệp."), "info")
        return redirect(url_for("evidence.show_file", file_id=file.id))
    return _page(file, form), 422


@blueprint.get("/minh-chung/<int:file_id>/tai")
@requires(Permission.VIEW_SCORECARD)
def download(file_id: int) -> ResponseReturnValue:
    """The bytes that are kept; always a download, never shown by the browser itself."""
    file, store = _file(file_id), open_store()
    try:
        pieces = store.read(file.sha256)
    except StorageError as error:
        raise NotFound(_("Kho không còn nội dung của tệp này. Báo quản trị hệ thống.")) from error
    response = Response(pieces, mimetype=file.media_type)
    response.content_length = file.size
    ascii_name = file.name.encode("ascii", "ignore").decode().strip(" .") or f"tep-{file.id}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.get("/minh-chung/<int:file_id>/xem/<int:page>.webp")
@requires(Permission.VIEW_SCORECARD)
def preview(file_id: int, page: int) -> ResponseReturnValue:
    """The picture of one page."""
    file = _file(file_id)
    answer = send_file(draw_page(file, page), "image/webp", etag=f"{file.sha256[:32]}-{page}", max_age=3600)
    answer.cache_control.public, answer.cache_control.private = False, True
    return answer


@blueprint.get("/minh-chung/<int:file_id>/bien-nhan.pdf")
@requires(Permission.VIEW_SCORECARD)
def receipt(file_id: int) -> ResponseReturnValue:
    """The receipt."""
    file = _file(file_id)
    year = find_year(file.movement_year_id)
    if year is None:
        raise NotFound(no_such_file())
    pdf = make_receipt(file, year)
    return send_file(
        BytesIO(pdf), "application/pdf", download_name=f"bien-nhan-{file.receipt:04d}-{year.year}.pdf"
    )


def _file(file_id: int) -> EvidenceFile:
    file = find_file(file_id)
    if file is None:
        raise NotFound(no_such_file())
    require_sight_of_file(current_user, file)
    return file


def _page(file: EvidenceFile, form: DescribeFileForm) -> str:
    verifies = can(current_user, Permission.VERIFY_SCORECARD)
    last = file.pages or 1
    return render_template(
        "evidence/show_file.html",
        file=file,
        form=form,
        year=find_year(file.movement_year_id),
        treatment=words(treatment_of(file)),
        hashes=(grouped(file.received_sha256), grouped(file.sha256)),
        elsewhere=find_same_content([file]).get(file.id, []) if verifies else [],
        editable=can_change_file(current_user, file) and not is_handed_in(file),
        has_list=may_see(current_user, file.participant),
        page=min(max(request.args.get("trang", 1, type=int), 1), last) if has_preview(file) else None,
        last=last,
    )


def _is_described(file: EvidenceFile, form: DescribeFileForm) -> bool:
    try:
        with transaction():
            services.describe_file(
                actor=current_user,
                file=file,
                name=form.name.data or "",
                title=form.title.data,
                number=form.number.data,
                issued_on=form.issued_on.data,
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True
