"""Who hears in their inbox what becomes of a scorecard: the unit, else the nearest above with an account."""

from collections.abc import Sequence

from flask_babel import gettext as _

from accounts.models import User
from assignments.queries import list_members
from assignments.scope import acting_unit
from participants.models import Participant


def who_is_told(participant: Participant) -> tuple[Participant | None, Sequence[User]]:
    """The unit whose inboxes hear of a participant, itself or the nearest above with an account, and the
    accounts; no account where nobody hears of it.
    """
    unit = acting_unit(participant)
    return unit, list_members(unit.id) if unit is not None else ()


def say_who_is_told(participant: Participant) -> str:
    """The same in a sentence, before and after something is told."""
    unit, users = who_is_told(participant)
    if unit is None or not users:
        return _(
            "%(name)s chưa có tài khoản nên hệ thống không báo được: báo cho đơn vị bằng cách khác.",
            name=participant.name,
        )
    if unit.id == participant.id:
        return _("Tài khoản của %(name)s được báo trong hộp thư.", name=unit.name)
    return _(
        "%(name)s chưa có tài khoản: %(above)s được báo thay trong hộp thư.",
        name=participant.name,
        above=unit.name,
    )
