"""How often one visitor may ask on pages that are open to all.

Counted in the memory of each process: with two processes a visitor may get up to twice the number, and a
restart forgets. That is enough against guessing, and needs no other server. A visitor is an address; of
IPv6, the network that a household or an office gets (/64). Behind proxies the address is the one that
TRUSTED_PROXIES of them report.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter, RateLimitExceeded

from foundation.clock import local, now


def visitor() -> str:
    """Who asks, as far as an address tells it."""
    address = request.remote_addr or ""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)


limiter = Limiter(key_func=visitor, storage_uri="memory://", strategy="fixed-window")


def _tell(_error: RateLimitExceeded) -> ResponseReturnValue:
    """When to try again, in the words of a clock."""
    limit = limiter.current_limit
    until = datetime.fromtimestamp(limit.reset_at, UTC) if limit else now() + timedelta(minutes=1)
    minute = local(until + timedelta(seconds=59))
    said = _(
        "Từ mạng này vừa có quá nhiều lần hỏi nên trang tạm nghỉ. Mở lại từ %(clock)s.",
        clock=f"{minute:%H:%M}",
    )
    answer = make_response(
        render_template("errors/429.html", heading=_("Tạm nghỉ ít phút"), message=said, again=request.path)
    )
    answer.status_code = 429
    answer.headers["Retry-After"] = str(max(1, int((until - now()).total_seconds()) + 1))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    """Bind the counting, and the page for who asked too often."""
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, _tell)
