"""Who may hand in files for a unit, and who may see them.

Where a file is cited is known above this room: what cites files puts a function into
`app.extensions["evidence_sight"]`, which says whether an actor may read something that cites a file, and one
into `app.extensions["evidence_handed_in"]`, which says whether a file was handed in and stays as it is.
"""

from flask import current_app
from flask_babel import gettext as _

from assignments.scope import acting_unit, may_enter_for, may_see, may_verify
from evidence.models import EvidenceFile
from foundation.errors import Trespass
from foundation.permissions import Actor
from foundation.uploads.kinds import KINDS
from participants.models import Participant

SIGHT = "evidence_sight"
HANDED_IN = "evidence_handed_in"


def owner_of(participant: Participant) -> Participant:
    """Whose file it becomes: that of the unit whose accounts act for the participant. So one list that a
    hamlet head hands in can prove the figures of all its households.
    """
    return acting_unit(participant) or participant


def can_hand_in(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may hand in files about a participant: who enters for it, or who verifies it."""
    return may_enter_for(actor, participant) or may_verify(actor, participant)


def can_change_file(actor: Actor, file: EvidenceFile) -> bool:
    """Whether the actor may describe a file anew or take it out: who acts for its unit, or who sent it."""
    sent_it = file.received_by_id is not None and file.received_by_id == actor.actor_id
    return sent_it or may_enter_for(actor, file.participant)


def is_handed_in(file: EvidenceFile) -> bool:
    """Whether others judge by the file now, so that nothing about it changes under their eyes."""
    return any(is_fixed(file.id) for is_fixed in current_app.extensions.get(HANDED_IN, ()))


def can_see_file(actor: Actor, file: EvidenceFile) -> bool:
    """Who sees the unit sees its files; so does whoever may read something that cites the file."""
    if may_see(actor, file.participant):
        return True
    return any(is_shown(actor, file.id) for is_shown in current_app.extensions.get(SIGHT, ()))


def require_sight_of_file(actor: Actor, file: EvidenceFile) -> None:
    """Raise Trespass, which shows as 404 and is recorded, where the actor may not see the file."""
    if not can_see_file(actor, file):
        raise Trespass(no_such_file(), subject=("evidence_file", file.id))


def no_such_file() -> str:
    """The sentence for a file that does not exist, or that the asker may not know of."""
    return _("Không có tệp này, hoặc tệp thuộc về đơn vị khác.")


def has_preview(file: EvidenceFile) -> bool:
    """Whether pages of the file can be shown as pictures."""
    kind = KINDS.get(file.media_type)
    return kind is not None and kind.has_preview
