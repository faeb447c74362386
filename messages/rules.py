"""Who may read the outbox, and which letters may be sent again."""

from foundation.permissions import Actor, Permission, can
from messages.models import Letter, LetterState

SENDABLE = frozenset({LetterState.FAILED, LetterState.DOUBTFUL, LetterState.KEPT})


def can_read_outbox(actor: Actor | None) -> bool:
    """Whether the actor may read letters that were or were not sent."""
    return can(actor, Permission.READ_OUTBOX)


def is_sendable(letter: Letter) -> bool:
    """Whether a person may decide to send the letter (again): not while it waits, nor once it was sent."""
    return letter.state in SENDABLE
