"""How far sealing a run is, for whoever watches it: each part takes its share of the whole, as measured."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from tasks.handlers import Tell

WHOLE = 1_000
Heard = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one sealing of about `expected` participants."""

    tell: Tell
    expected: int

    def reading(self) -> Heard:
        """Inputs are read, one after the other."""
        return self._part(0, 290, _("Đang đọc số liệu"))

    def evaluating(self) -> Heard:
        """Everybody is scored and ranked, then each one's reasons are written."""
        return self._part(290, 860, _("Đang chấm, xếp hạng và ghi lý do"))

    def storing(self) -> Heard:
        """The rows go into the database."""
        return self._part(860, WHOLE, _("Đang chốt kết quả"))

    def _part(self, begin: int, end: int, said: str) -> Heard:
        def hear(done: int) -> None:
            share = min(done, self.expected) * (end - begin) // max(self.expected, 1)
            self.tell(begin + share, WHOLE, said)

        hear(0)
        return hear
