"""What every answer carries: what a page may load, and how long a browser keeps what never changes."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
YEAR = 31_536_000
STATIC_FOLDERS = frozenset({"static", "bootstrap.static"})


class SessionsOfPages(SecureCookieSessionInterface):
    """Sessions whose cookie no static file renews: any cache may keep the file, and one still on its way
    when somebody signs out would sign them in again.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether this answer carries the cookie."""
        return request.endpoint not in STATIC_FOLDERS and super().should_set_cookie(app, session)


def _close_what_is_sent(response: Response) -> Response:
    """A file that is packed on its way is closed with the answer; packing alone would forget it."""
    close = getattr(response.response, "close", None)
    if response.is_streamed and close is not None:
        response.call_on_close(close)
    return response


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    if request.endpoint not in STATIC_FOLDERS:
        headers.setdefault("Cache-Control", "private, no-cache")
    elif "v" in request.args:
        headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@cache
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    """Every link to a static file names its content, so that a browser may keep it for a year."""
    if endpoint not in STATIC_FOLDERS or "v" in values:
        return
    owner = current_app.blueprints["bootstrap"] if endpoint == "bootstrap.static" else current_app
    path = Path(owner.static_folder or "") / values.get("filename", "")
    if path.is_file():
        values["v"] = _version(path, path.stat().st_mtime_ns)


def init_app(app: Flask) -> None:
    """Bind the headers and the versions of static files."""
    app.session_interface = SessionsOfPages()
    app.after_request(_protect)
    app.after_request(_close_what_is_sent)
    app.url_defaults(_add_version)
