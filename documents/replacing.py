"""The paper that another one replaces, as the words of the new one name it."""

import json
from dataclasses import dataclass

from foundation.papers.wording import long_date, two_digits
from register.models import Paper


@dataclass(frozen=True, slots=True)
class Replaced:
    """`reference` is "số 01/QĐ-UBND ngày 18 tháng 12 năm 2024"; `authority` who decided then, empty where its
    words name nobody.
    """

    reference: str
    authority: str

    @property
    def told(self) -> str:
        """The same in one: "số 01/QĐ-UBND ngày 18 tháng 12 năm 2024 của Chủ tịch …"."""
        return f"{self.reference} của {self.authority}" if self.authority else self.reference


def replaced_by(paper: Paper | None) -> Replaced | None:
    """What this paper replaces; None where it replaces nothing that has a number."""
    old = paper.replaces if paper is not None else None
    if old is None or old.number is None:
        return None
    day = f" {long_date(old.signed_on)}" if old.signed_on else ""
    words = json.loads(old.snapshot or "{}")
    return Replaced(f"số {two_digits(old.number)}/{old.symbol}{day}", str(words.get("authority", "")))
