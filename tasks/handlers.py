"""What a room gives to have its work done here: a name and a function, and what that function works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from foundation.permissions import Permission

Params = Mapping[str, Any]


class CancelledError(Exception):
    """The owner wants the task no longer."""


class EndingError(Exception):
    """The process is told to end; the task goes back to the queue."""


class LostError(Exception):
    """Another process has the task, because this one was taken for dead: nothing of it may be kept."""


class Tell(Protocol):
    """How work says how far it is; what takes long calls it often, for it is cheap."""

    def __call__(self, done: int, total: int, said: str) -> None:
        """`done` of `total` pieces, 0 where the total is unknown, and in a few words what is being done."""


def silent(done: int, total: int, said: str) -> None:
    """For callers that nobody watches."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a handler works with: the numbers of the task and its owner, and what was asked for.

    `folder` is the task's own and is still there when the work is begun anew after a crash, so that finished
    parts need not be made again; it goes when the task is done or cancelled. `tell` raises CancelledError,
    EndingError or LostError as soon as the work is no longer wanted; handlers let them pass.
    """

    task_id: int
    owner_id: int
    params: Mapping[str, Any]
    folder: Path
    tell: Tell


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the work: a sentence, a page that shows it, or a file in the task's folder, to be offered
    under `name`.
    """

    outcome: str = ""
    leads_to: str | None = None
    file: Path | None = None
    name: str = ""
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind of work. What `run` writes into the database is committed together with the note that the task
    is done, or not at all, so it commits nothing itself. It may be begun anew after a crash and must tell by
    itself which finished parts lie in the folder. DomainError of it is shown to the owner as the reason.

    Asking for the work, for it once more, and for its file needs `permission`, at that very moment; `check`
    raises DomainError then where the matter of its params does not stand any more. The worker cannot know
    the owner's rights, so `run` asks for them itself.
    """

    name: str
    run: Callable[[Work], Result]
    permission: Permission | None = None
    check: Callable[[Params], None] | None = None
