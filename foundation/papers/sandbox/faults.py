"""What is wrong with a template, in sentences, each with its line."""

from dataclasses import dataclass

from flask_babel import gettext as _

from foundation.errors import DomainError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct; `line` of the template, counted from 1, where it is known."""

    message: str
    line: int | None = None

    @property
    def told(self) -> str:
        """The sentence with its line."""
        if self.line is None:
            return self.message
        return _("Dòng %(line)s: %(message)s", line=self.line, message=self.message)


class TemplateRefusedError(DomainError):
    """A template that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda one: (one.line or 0, one.message))
        super().__init__(" ".join(one.told for one in self.faults), field="body")
