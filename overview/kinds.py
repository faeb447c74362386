"""The kinds of participant that a year judges, as its published criteria name them."""

from dataclasses import dataclass
from functools import lru_cache

from criteria.document import read_document
from criteria.queries import find_published


@dataclass(frozen=True, slots=True)
class Kind:
    """One participant type: its code and its name in lists."""

    code: str
    name: str


def list_kinds(movement_year_id: int) -> tuple[Kind, ...]:
    """The types of the year's published criteria in their order; none while nothing is published."""
    published = find_published(movement_year_id)
    return () if published is None else _kinds(published.document)


@lru_cache(maxsize=8)
def _kinds(document: str) -> tuple[Kind, ...]:
    rubric = read_document(document.encode()).rubric
    return () if rubric is None else tuple(Kind(one.code, one.name) for one in rubric.types)
