"""The kinds of participant that a year judges, as its published criteria name them."""

from dataclasses import dataclass

from criteria.queries import find_published
from criteria.rubrics import rubric_of


@dataclass(frozen=True, slots=True)
class Kind:
    """One participant type: its code and its name in lists."""

    code: str
    name: str


def list_kinds(movement_year_id: int) -> tuple[Kind, ...]:
    """The types of the year's published criteria in their order; none while nothing is published."""
    published = find_published(movement_year_id)
    if published is None:
        return ()
    return tuple(Kind(one.code, one.name) for one in rubric_of(published).types)
