"""The participant types and their criteria as the present year's published document names them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from criteria.queries import find_published
from criteria.rubrics import rubric_of
from movements.queries import find_current_year
from participants.queries import count_by_type

KNOWN_NAMES: dict[str, LazyString] = {
    "agency": lazy_pgettext("participant type", "Ban ngành, Mặt trận, đoàn thể"),
    "commune": lazy_pgettext("participant type", "Xã, thị trấn"),
    "hamlet": lazy_pgettext("participant type", "Ấp"),
    "household_not_poor": lazy_pgettext("participant type", "Hộ không nghèo"),
    "household_poor": lazy_pgettext("participant type", "Hộ nghèo, cận nghèo, mới thoát nghèo"),
    "official": lazy_pgettext("participant type", "Cán bộ, công chức, viên chức"),
    "enterprise": lazy_pgettext("participant type", "Doanh nghiệp, hợp tác xã, hộ kinh doanh"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A section or criterion of a type: its code and name, and how deep it stands."""

    code: str
    name: str
    depth: int
    is_section: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A participant type with all that can be verified of it, in document order."""

    code: str
    name: str
    nodes: Sequence[Node]

    def name_of(self, code: str) -> str:
        """A section or criterion by name; its code where the document no longer has it."""
        return next((node.name for node in self.nodes if node.code == code), code)


def list_kinds(now: datetime) -> list[Kind]:
    """The types of the present year's criteria; where none are published, those of the participants."""
    year = find_current_year(now)
    published = find_published(year.id) if year else None
    if published is None:
        return [Kind(code, str(KNOWN_NAMES.get(code, code)), ()) for code in count_by_type()]
    return [Kind(one.code, one.name, tuple(_nodes(one, 0))) for one in rubric_of(published).types]


def _nodes(above: Any, depth: int) -> Iterator[Node]:
    for child in above.children:
        inner = hasattr(child, "children")
        yield Node(child.code, child.name, depth, inner)
        if inner:
            yield from _nodes(child, depth + 1)
