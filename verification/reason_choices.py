"""Common reasons for a correction, from which a verifier may choose instead of writing one."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

FILE = Path(__file__).with_name("reasons.yaml")
FOR_ALL = "all"


class Choice(NamedTuple):
    """A few words to recognise it by, and the sentence that the unit reads."""

    words: str
    sentence: str


def choices_for(scale: str) -> list[Choice]:
    """The common reasons for a criterion with this kind of scale."""
    known = _known()
    return [*known.get(scale, ()), *known[FOR_ALL]]


@cache
def _known() -> dict[str, list[Choice]]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {scale: [Choice(**one) for one in choices] for scale, choices in content.items()}
