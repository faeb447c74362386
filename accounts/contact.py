"""The e-mail address at which a person is reached, and by which they may sign in."""

from datetime import datetime

from flask_babel import gettext as _

from accounts.models import User
from accounts.queries import find_user_by_name
from accounts.rules import canonical, veiled
from foundation.database import db
from foundation.errors import Conflict
from history.services import record


def change_email(*, user: User, email: str | None, now: datetime) -> None:
    """A person gives, changes or takes back their own address. Raises Conflict where another has it."""
    wanted = canonical(email) if email else None
    if wanted == user.email:
        return
    holder = find_user_by_name(wanted) if wanted else None
    if holder is not None and holder.id != user.id:
        raise Conflict(_("Thư điện tử này đã thuộc về một tài khoản khác."), field="email")
    before, user.email = user.email, wanted
    db.session.flush()
    record(
        actor=user,
        action="account:email-changed",
        subject=("user", user.id),
        before={"email": veiled(before)},
        after={"email": veiled(wanted)},
        now=now,
    )
