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


class NotAllowed(DomainError):
    """The asker may see the thing but not do this to it."""

    status = 403


class Conflict(DomainError):
    """Somebody else changed it meanwhile."""

    status = 409
