"""Errors of the domain: a sentence a person understands, and the field it stands beside, if any."""


class DomainError(Exception):
    """A rule was broken. `message` is shown to the person; `field` names the form field it concerns."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """What was asked for does not exist, or the asker may not know that it does."""

    status = 404


class Trespass(NotFound):
    """Somebody asked for what belongs to others. They are told that it does not exist; the attempt is entered
    in the record as being about `subject`, a pair of type and id.
    """

    def __init__(self, message: str, *, subject: tuple[str, int | str]) -> None:
        super().__init__(message)
        self.subject = subject


class NotAllowed(DomainError):
    """The asker may see the thing but not do this to it."""

    status = 403


class Conflict(DomainError):
    """Somebody else changed it meanwhile."""

    status = 409


class Busy(DomainError):
    """Nothing is wrong, but others write and the turn did not come in time: try again in a moment."""

    status = 503
