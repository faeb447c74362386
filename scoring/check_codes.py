"""Whether every code and name is its own: attributes, marks and criteria are columns of one table.

Codes are compared without case. What two columns would share is a fault; a name that two share is a warning,
since the code still tells them apart.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from scoring.faults import Fault, Path
from scoring.reading import Misread, read_attribute
from scoring.rubric import Attribute, Criterion, Mark, ParticipantType, Role, Rubric, Section

RESERVED = frozenset(
    {
        "id",
        "name",
        "type",
        "cluster",
        "parent",
        "exclusions",
        "holds",
        "past_awards",
        "total",
        "bonus",
        "penalty",
    }
)
SUFFIXES = (
    ".numerator",
    ".denominator",
    ".before",
    ".after",
    ".actual",
    ".plan",
    ".target",
    ".minimum",
)
Nodes = Iterator[tuple[Path, Section | Criterion, Role | None]]


def check_codes(rubric: Rubric) -> Iterator[Fault]:
    """Faults of all codes of the document, and of names that would make two columns one."""
    yield from _check_attributes(rubric)
    yield from check_names(((kind.code, kind.name) for kind in rubric.types), ("types",))
    shared: set[str] = set()
    for code in rubric.attributes:
        yield from _take(shared, code, ("attributes", code))
    yield from _take_marks(shared, rubric, ())
    marks = {folded(mark.code) for kind in rubric.types for mark in kind.exclusions + kind.holds}
    for index, kind in enumerate(rubric.types):
        taken = set(shared)
        yield from _take_marks(taken, kind, ("types", index))
        elsewhere = marks - taken
        for path, node, _ in walk(kind, ("types", index)):
            if folded(node.code) in elsewhere:
                yield Fault("duplicate_code", (*path, "code"), {"code": node.code})
            yield from _take(taken, node.code, (*path, "code"))
    yield from _check_column_names(rubric)


def folded(text: str) -> str:
    """A code or name without what does not tell two apart: case, spaces, composed or not."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def check_names(items: Iterable[tuple[str, str]], path: Path) -> Iterator[Fault]:
    """Faults of a list of (code, name) from which one is chosen by either: what two of them share."""
    owners: dict[str, int] = {}
    for index, (code, name) in enumerate(items):
        if owners.setdefault(folded(code), index) != index:
            yield Fault("duplicate_code", (*path, index), {"code": code})
        elif owners.setdefault(folded(name), index) != index:
            yield Fault("name_twice", (*path, index), {"name": name})


def _take(taken: set[str], code: str, path: Path) -> Iterator[Fault]:
    key = folded(code)
    if key in taken:
        yield Fault("duplicate_code", path, {"code": code})
    if key in RESERVED or key.endswith(SUFFIXES):
        yield Fault("reserved_code", path, {"code": code})
    taken.add(key)


def _take_marks(taken: set[str], owner: Rubric | ParticipantType, path: Path) -> Iterator[Fault]:
    for part, marks in (("exclusions", owner.exclusions), ("holds", owner.holds)):
        for index, mark in enumerate(marks):
            yield from _take(taken, mark.code, (*path, part, index, "code"))


def _check_attributes(rubric: Rubric) -> Iterator[Fault]:
    for code, attribute in rubric.attributes.items():
        path: Path = ("attributes", code)
        if (attribute.kind == "choice") != bool(attribute.choices):
            yield Fault("attribute_choices", path, {"code": code})
        for fault in check_names((attribute.choices or {}).items(), ()):
            choice = list(attribute.choices or {})[int(fault.path[0])]
            yield Fault(fault.code, (*path, "choices", choice), fault.facts)
        if attribute.default is not None and not _default_fits(attribute):
            yield Fault("attribute_default", (*path, "default"), {"code": code, "value": attribute.default})


def _default_fits(attribute: Attribute) -> bool:
    try:
        read_attribute(attribute, attribute.default or "")
    except Misread:
        return False
    return True


def _check_column_names(rubric: Rubric) -> Iterator[Fault]:
    """Warnings where an attribute or a mark has the name of another column of its type."""
    warned: set[Path] = set()
    for index, kind in enumerate(rubric.types):
        taken: set[str] = set()
        for path, code, name, is_criterion in _columns(rubric, kind, ("types", index)):
            if folded(name) in taken and path not in warned:
                warned.add(path)
                yield Fault("column_name_twice", path, {"code": code, "name": name}, "warning")
            if not is_criterion:
                taken.add(folded(name))


def _columns(rubric: Rubric, kind: ParticipantType, path: Path) -> Iterator[tuple[Path, str, str, bool]]:
    """Every column of a type by its place, code and name, and whether it is a criterion."""
    for code, attribute in rubric.attributes.items():
        yield ("attributes", code, "name"), code, attribute.name, False
    parts: list[tuple[Path, list[Mark]]] = [
        (("exclusions",), rubric.exclusions),
        (("holds",), rubric.holds),
        ((*path, "exclusions"), kind.exclusions),
        ((*path, "holds"), kind.holds),
    ]
    for place, marks in parts:
        for index, mark in enumerate(marks):
            yield (*place, index, "name"), mark.code, mark.name, False
    for place, node, _ in walk(kind, path):
        if isinstance(node, Criterion):
            yield (*place, "name"), node.code, node.name, True


def walk(kind: ParticipantType, path: Path) -> Nodes:
    """Every node of a type with its place and the role it inherits from a section around it."""

    def inside(parent: ParticipantType | Section, at: Path, role: Role | None) -> Nodes:
        for index, node in enumerate(parent.children):
            here = (*at, "children", index)
            yield here, node, role
            if isinstance(node, Section):
                yield from inside(node, here, role or node.role)

    yield from inside(kind, path, None)
