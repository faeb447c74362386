"""From decisions to the seal: making the agenda follow, sealing, and the result with its exports."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import following, sealing
from council.after_decisions import changes_of
from council.kept_places import list_grounds_since, list_kept_places
from council.loading import load, page_to_run, version_sent
from council.models import CouncilSession, SessionState
from council.open_matters import list_deferred, list_left_out, list_open_matters
from council.result_queries import find_sealed, read_sealed
from council.result_reading import SealedSession
from council.result_workbook import make_workbook
from council.rulings_told import tell_to_awards
from council.sealing import OpenMatters, list_rulings
from council.verifying import verify_session
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.formats import grouped_code
from foundation.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both = "/phien-hop/<int:session_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{one}/theo-ket-luan", view_func=follow_decisions, methods=both)
    blueprint.add_url_rule(f"{one}/chot", view_func=seal_session, methods=both)
    blueprint.record(tell_to_awards)
    blueprint.add_url_rule(f"{one}/ket-qua", view_func=result)
    blueprint.add_url_rule(f"{one}/ket-qua.json", view_func=result_document)
    blueprint.add_url_rule(f"{one}/ket-qua.xlsx", view_func=result_workbook)


@requires(Permission.VIEW_SESSION)
def follow_decisions(session_id: int) -> ResponseReturnValue:
    """What the decisions so far change in the agenda below them, and the button that makes it so."""
    page = page_to_run(current_user, session_id)
    if request.method == "POST":
        try:
            with transaction():
                changes = following.follow_decisions(
                    actor=current_user, session_id=session_id, version=version_sent(), now=now()
                )
        except Conflict as conflict:
            flash(conflict.message, "stop")
            return redirect(url_for("council.follow_decisions", session_id=session_id))
        flash(_("Đã cập nhật chương trình: %(n)s thay đổi.", n=len(changes)), "info")
        return redirect(url_for("council.session", session_id=session_id))
    changes = changes_of(page.session)
    return render_template("council/result_follow.html", page=page, changes=changes)


@requires(Permission.VIEW_SESSION)
def seal_session(session_id: int) -> ResponseReturnValue:
    """What will be sealed and what is still open; then the deed."""
    page_to_run(current_user, session_id)
    reasons, left_out_reason = _reasons_sent(), request.form.get("left_out", "")
    if request.method == "POST":
        try:
            with transaction():
                session = sealing.seal_session(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    reasons=reasons,
                    left_out_reason=left_out_reason,
                    now=now(),
                )
        except OpenMatters:
            return _seal_page(session_id, reasons, left_out_reason), 409
        except DomainError as error:
            if error.status in (403, 404):
                raise
            flash(error.message, "stop")
            return _seal_page(session_id, reasons, left_out_reason), error.status
        code = grouped_code(session.seal or "")
        flash(_("Đã chốt phiên họp. Mã chốt %(code)s.", code=code), "info")
        return redirect(url_for("council.result", session_id=session_id))
    return _seal_page(session_id, reasons, left_out_reason), 200


@requires(Permission.VIEW_SESSION)
def result(session_id: int) -> ResponseReturnValue:
    """The result of a sealed session: everything that its minutes say, drawn from the seal alone."""
    session = _sealed(session_id)
    read = read_sealed(session)
    faults = verify_session(session_id).sentences
    return render_template(
        "council/result.html",
        session=session,
        read=read,
        faults=faults,
        kept=list_kept_places(session, read) if read is not None else [],
        grounds=list_grounds_since(session, read) if read is not None else [],
    )


@requires(Permission.VIEW_SESSION)
def result_document(session_id: int) -> ResponseReturnValue:
    """The sealed document itself, byte by byte: its SHA-256 is the seal."""
    session = _sealed(session_id)
    answer = Response((session.document or "").encode(), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(session)}.json"'
    answer.headers["X-Seal"] = session.seal or ""
    return answer


@requires(Permission.VIEW_SESSION)
def result_workbook(session_id: int) -> ResponseReturnValue:
    """The decisions as a spreadsheet, from the seal."""
    session = _sealed(session_id)
    stream = make_workbook(_read(session))
    return send_file(
        BytesIO(stream), mimetype=XLSX, as_attachment=True, download_name=f"{_name(session)}.xlsx"
    )


def _seal_page(session_id: int, reasons: dict[int, str], left_out_reason: str) -> str:
    page = page_to_run(current_user, session_id)
    session = page.session
    is_open = session.state is SessionState.OPEN
    return render_template(
        "council/result_seal.html",
        page=page,
        matters=list_open_matters(session, _known_reasons(session, reasons), left_out_reason),
        rulings=list_rulings(session),
        deferred=list_deferred(session),
        left_out=list_left_out(session) if is_open else [],
        reasons=_known_reasons(session, reasons),
        left_out_reason=left_out_reason,
        sent=request.method == "POST",
    )


def _known_reasons(session: CouncilSession, sent: dict[int, str]) -> dict[int, str]:
    return {one.id: one.reason for one in list_deferred(session)} | sent


def _reasons_sent() -> dict[int, str]:
    """By question, why it is put off."""
    found = {}
    for name, text in request.form.items():
        number = name.removeprefix("reason-")
        if name.startswith("reason-") and number.isascii() and number.isdecimal() and len(number) <= 9:
            found[int(number)] = text
    return found


def _sealed(session_id: int) -> CouncilSession:
    session = find_sealed(session_id)
    if session is None:
        load(session_id)
        raise NotFound(_("Phiên họp này chưa chốt nên chưa có kết quả. Mở phiên họp để xem đang bàn gì."))
    return session


def _read(session: CouncilSession) -> SealedSession:
    read = read_sealed(session)
    if read is None:
        raise Conflict(
            _("Bản chốt của phiên họp không còn đúng với mã chốt nên không xuất được. Báo quản trị kiểm tra.")
        )
    return read


def _name(session: CouncilSession) -> str:
    return f"phien-hop-{session.movement_year.year}-{session.number}"
