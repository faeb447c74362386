"""The answers that carry one-time passwords: a page that says what was done, and the PDF; never cached.

The passwords stand in no table. The page holds them, signed, only so that its button can fetch the PDF;
leaving it, or an hour later, they exist on the printed slips alone.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from accounts.queries import list_users
from assignments.people import Person, describe_people
from assignments.slips import make_slips
from foundation.clock import now
from foundation.errors import DomainError
from messages.mail_server import site_url

AN_HOUR = 3600
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def made_answer(title: str, people: Sequence[tuple[Person, str]]) -> ResponseReturnValue:
    """The page after passwords were given: what was done, the button for the slips, and where to go on."""
    token = _signer().dumps([[person.user.id, password] for person, password in people])
    page = render_template(
        "assignments/made_slips.html", title=title, count=len(people), token=token, local=is_only_local()
    )
    return page, {"Cache-Control": "no-store"}


def slips_of(token: str) -> ResponseReturnValue:
    """The slips that such a page asks for. Raises DomainError where it is too old or was touched."""
    try:
        passwords: dict[int, str] = dict(_signer().loads(token, max_age=AN_HOUR))
    except BadData:
        raise DomainError(
            _(
                "Phiếu này không còn tải được. "
                "Cấp lại mật khẩu cho những tài khoản chưa dùng rồi in phiếu mới."
            )
        ) from None
    users = [user for user in list_users() if user.id in passwords]
    return slips_answer([(one, passwords[one.user.id]) for one in describe_people(users)])


def slips_answer(people: Sequence[tuple[Person, str]]) -> ResponseReturnValue:
    """The slips of these people as a file to save and print."""
    answer = make_response(make_slips(people, site=_site(), now=now()))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="phieu-tai-khoan.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_only_local() -> bool:
    """Whether the address on the slips would lead nowhere from another machine."""
    return (urlsplit(_site()).hostname or "") in LOCAL


def _site() -> str:
    return site_url() or request.host_url.rstrip("/")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="one-time passwords on slips")
