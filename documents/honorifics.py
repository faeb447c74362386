"""Ông or Bà before the name of a person, where the list of participants says which; else the bare name."""

from collections.abc import Iterable

from awards.models import Category
from participants.queries import find_participant

WOMAN = "woman"
"""The attribute of participants that says so; criteria use it where equals are told apart."""
TITLES = {True: "Bà", False: "Ông"}


def honorific(participant_id: int, category: str) -> str:
    """Ông or Bà; empty for who is no single person, and for whom nothing of the kind is known."""
    if category != Category.INDIVIDUAL:
        return ""
    participant = find_participant(participant_id)
    known = participant.attributes.get(WOMAN) if participant is not None else None
    return TITLES[known] if isinstance(known, bool) else ""


def titled(name: str, participant_id: int, category: str) -> str:
    """The name with Ông or Bà before it, where that is known."""
    title = honorific(participant_id, category)
    return f"{title} {name}" if title and not name.startswith(f"{title} ") else name


def untitled(people: Iterable[tuple[str, int, str]]) -> str:
    """A sentence on the persons (name, id, category) who stand without Ông, Bà; empty where nobody does."""
    found = [name for name, one, category in people if _is_bare(one, category)]
    if not found:
        return ""
    return f"Chưa biết là nam hay nữ nên không ghi Ông, Bà trước tên: {'; '.join(found)}."


def _is_bare(participant_id: int, category: str) -> bool:
    return category == Category.INDIVIDUAL and not honorific(participant_id, category)
