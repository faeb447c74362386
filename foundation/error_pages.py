"""One page for each way a request can fail, in words that say what to do next; scripts get them as JSON."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import ClientDisconnected, HTTPException, Unauthorized

from foundation.database import db
from foundation.errors import Busy, DomainError
from foundation.form_errors import label_of
from foundation.json_errors import ask_for_fresh_token, ask_to_sign_in, tell, tell_default, wants_json
from foundation.uploads.bodies import drain, is_cut_off
from foundation.uploads.spooling import cut_off

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})
RETRY_AFTER = "30"
CSRF_TOKEN = "csrf_token"  # noqa: S105 - the name of a field
WAITS = "form_waits"
FIELDS_OF_THE_PAGE = frozenset({"next", "after"})
SECRET_FIELDS = frozenset({CSRF_TOKEN, "password", "new_password", "repeat_password"})
ACCOUNTS, ONE_TIME_CODE = "accounts", "code"  # elsewhere a field of this name holds the code of a criterion


def _page(status: int, message: str | None = None) -> tuple[str, int]:
    return render_template(_template(status), message=message), status


def _template(status: int) -> str:
    page = status if status in PAGES else (500 if status >= 500 else 400)
    return f"errors/{page}.html"


def answer_domain_error(error: DomainError) -> ResponseReturnValue:
    """The page, or for a script the JSON, of a rule that was broken."""
    if wants_json():
        return tell(error.message, error.status, error.field)
    return _page(error.status, error.message)


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, ClientDisconnected):
        return _on_cut_off()
    if error.code == 413:
        drain(request)
    if wants_json():
        return tell_default(_template(error.code), error.code)
    body, status = _page(error.code)
    kept = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return body, status, kept


def _on_cut_off() -> ResponseReturnValue:
    """A form with files did not arrive whole: nothing of it can be shown again, so say what to do."""
    return tell(cut_off(), 400, "file") if wants_json() else _page(400, cut_off())


def _on_busy(error: Busy) -> ResponseReturnValue:
    """Others write and the turn did not come: what was typed is shown, with a button that sends it again."""
    db.session.rollback()
    if wants_json():
        return tell(error.message, error.status, error.field)
    again = request.method == "POST" and _comes_from_here() and not _is_secret() and not _had_files()
    typed = _typed() if again else []
    page = render_template("errors/503.html", message=error.message, again=again, **_shown(typed))
    return page, error.status


def _say_when(response: Response) -> Response:
    """Whoever is told that we are busy is told when to try again, by whatever page says so."""
    if response.status_code == Busy.status:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response


def _on_too_large(_error: Exception) -> ResponseReturnValue:
    """A number that no database holds: nobody of ours sends one."""
    db.session.rollback()
    return answer_domain_error(
        DomainError(_("Có một số quá lớn trong nội dung gửi lên. Xem lại rồi gửi lại."))
    )


def _on_fault(error: Exception) -> ResponseReturnValue:
    log.exception("unexpected fault at %s %s", request.method, request.path, exc_info=error)
    db.session.rollback()
    return tell_default(_template(500), 500) if wants_json() else _page(500)


def _on_expiry(_error: HTTPException) -> ResponseReturnValue:
    """The session ended under an open form: show what was typed and offer to send it again.

    Only for a form of our own pages; what another site posts is never offered for sending. A script of our
    pages keeps what was typed by itself and is told what to do.
    """
    if is_cut_off(request):
        return _on_cut_off()
    if wants_json():
        return ask_for_fresh_token() if current_user.is_authenticated else ask_to_sign_in()
    if request.method != "POST" or not _comes_from_here():
        return _page(400, _("Trang này không nhận dữ liệu gửi từ nơi khác. Mở lại trang rồi nhập."))
    session[WAITS] = True
    return render_template("errors/expired.html", had_files=_had_files(), **_shown(_typed())), 400


def _typed() -> list[tuple[str, str]]:
    """What the form held, but for what nobody may read again."""
    secret = _secret_fields()
    return [(name, value) for name, value in request.form.items(multi=True) if name not in secret]


def _secret_fields() -> frozenset[str]:
    return SECRET_FIELDS | {ONE_TIME_CODE} if request.blueprint == ACCOUNTS else SECRET_FIELDS


def _shown(typed: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """What is sent again, and what of it a person wrote, under the names that they know."""
    said = [(name, value) for name, value in typed if value.strip() and name not in FIELDS_OF_THE_PAGE]
    return {"typed": typed, "shown": [(label_of(name), value) for name, value in said]}


def _is_secret() -> bool:
    """Whether the form held what cannot be sent again by a page, such as a password."""
    return not (_secret_fields() - {CSRF_TOKEN}).isdisjoint(request.form)


def _had_files() -> bool:
    return any(file.filename for file in request.files.values())


def begin_session() -> None:
    """A fresh session for who just signed in; a form that waits to be sent again keeps its token."""
    token = session.get(CSRF_TOKEN) if WAITS in session else None
    session.clear()
    session.permanent = True
    if token:
        session[CSRF_TOKEN] = token


def _comes_from_here() -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return source is not None and urlsplit(source).netloc == request.host


def init_app(app: Flask) -> None:
    """Bind the pages. In tests an unexpected fault surfaces instead of becoming a page."""
    app.register_error_handler(DomainError, answer_domain_error)
    app.register_error_handler(Busy, _on_busy)
    for kind in (OverflowError, DataError):
        app.register_error_handler(kind, _on_too_large)
    app.after_request(_say_when)
    app.register_error_handler(CSRFError, _on_expiry)
    app.register_error_handler(Unauthorized, _on_expiry)
    app.register_error_handler(HTTPException, _on_http_error)
    if not app.testing:
        app.register_error_handler(Exception, _on_fault)
