"""The columns of a table: what each cell asks for, and the words that may be chosen in it."""

from dataclasses import dataclass
from typing import Literal

CODE = "code"
NAME = "name"

Kind = Literal["code", "name", "choice", "yes_no", "number", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names it everywhere: "code", "name", "a.ATTRIBUTE", "c.CRITERION" or
    "c.CRITERION.PART"; `subject` is the code of the attribute or criterion, `label` the figure meant where a
    criterion asks for two. `words` maps what may be chosen to what is stored; `dash` says that "not
    applicable" may be written.
    """

    key: str
    title: str
    kind: Kind
    subject: str = ""
    part: str = ""
    label: str = ""
    unit: str = ""
    words: tuple[tuple[str, str], ...] = ()
    dash: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it belongs to a criterion."""
        return self.key.startswith("c.")

    @property
    def is_attribute(self) -> bool:
        """Whether it is an attribute of the participant."""
        return self.key.startswith("a.")

    @property
    def full_title(self) -> str:
        """The title with the code of the criterion and the figure meant, as a header writes it."""
        title = f"{self.subject} {self.title}" if self.is_figure else self.title
        return f"{title}: {self.label}" if self.label else title

    @property
    def brief_title(self) -> str:
        """The code of a criterion alone with the figure meant, or the title of anything else."""
        return f"{self.subject} {self.label}".strip() if self.is_figure else self.title

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of the drop-down."""
        return tuple(word for word, _stored in self.words)
