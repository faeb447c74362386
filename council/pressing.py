"""One press of a button on a page of a session: the deed done, and what came of it said."""

from typing import Any

from flask import flash
from flask_security import current_user

from council.loading import version_sent
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError

REFUSED_AS_A_PAGE = (403, 404)


def press(session_id: int, service: Any, done: str, **known: Any) -> None:
    """Have `service` do its deed on the session as the form knew it; flash `done`, or why it was refused.

    `known` is what the deed takes besides. Raises NotAllowed, NotFound and Trespass.
    """
    try:
        with transaction():
            service(actor=current_user, session_id=session_id, version=version_sent(), now=now(), **known)
    except DomainError as error:
        if error.status in REFUSED_AS_A_PAGE:
            raise
        flash(error.message, "stop")
    else:
        if done:
            flash(done, "info")
