"""The names of the participant types of a year."""

from criteria.queries import find_published
from criteria.rubrics import rubric_of
from movements.models import MovementYear


def names_of_types(year: MovementYear | None) -> dict[str, str]:
    """The names of the participant types of a year, by code."""
    published = find_published(year.id) if year is not None else None
    return {one.code: one.name for one in rubric_of(published).types} if published is not None else {}
