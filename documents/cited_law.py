"""Decrees that sealed words cite, as a paper of a day may cite them: only what is in force then, written as
officials do: "khoản 6 Điều 4 Nghị định số 152/2025/NĐ-CP".
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from authorities.models import LegalBasis
from authorities.queries import list_all

_DECREE = re.compile(
    r"Nghị định (?:số )?(?P<number>\d+/(?P<year>\d{4})/NĐ-CP)"
    r"(?:, Điều (?P<article>\d+)(?:(?: khoản |\.)(?P<clause>\d+))?)?"
)
_IN_BRACKETS = re.compile(rf"\s*\((?P<cited>{_DECREE.pattern})\)")
GENERAL = "quy định hiện hành"


def citing_on(day: date) -> Callable[[str], str]:
    """What makes of a sentence the one that a paper of that day may print: a decree that is not in force then
    is left out where it stands in brackets, else told in general.
    """
    bases = list_all(LegalBasis)
    return lambda text: _cited(text, day, bases) if "Nghị định" in text else text


def is_in_force(number: str, day: date, bases: Sequence[LegalBasis]) -> bool:
    """Whether a decree, by its number 152/2025/NĐ-CP, may be cited on a day, by the dated bases of the
    office; of one that is not among them we know only that it was not there before its year.
    """
    known = [one for one in bases if number in one.text and f"Căn cứ Nghị định số {number}" in one.text]
    if known:
        return any(one.valid_from <= day and (one.valid_to is None or day <= one.valid_to) for one in known)
    return int(number.split("/")[1]) <= day.year


def _cited(text: str, day: date, bases: Sequence[LegalBasis]) -> str:
    def in_brackets(found: re.Match[str]) -> str:
        return found.group() if is_in_force(found["number"], day, bases) else ""

    def plain(found: re.Match[str]) -> str:
        if not is_in_force(found["number"], day, bases):
            return GENERAL
        clause = f"khoản {found['clause']} " if found["clause"] else ""
        article = f"{clause}Điều {found['article']} " if found["article"] else ""
        return f"{article}Nghị định số {found['number']}"

    return _DECREE.sub(plain, _IN_BRACKETS.sub(in_brackets, text))
