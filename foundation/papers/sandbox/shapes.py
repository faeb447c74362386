"""What templates find where, by the types of a snapshot: fields, properties, items, methods of values."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from foundation.papers.sandbox.values import Choice, members

UNKNOWN: Any = Any
"""A type about which nothing can be said: everything is believed of it."""
_PLAIN: Mapping[type, type] = {
    bool: int,
    int: int,
    str: str,
    Decimal: Decimal,
    datetime: datetime,
    date: date,
}


def member(kind: Any, name: str) -> Any:
    """The type of a member of a value of this type; None where it has none of this name."""
    if kind is UNKNOWN:
        return UNKNOWN
    found = [one for one in (_member(part, name) for part in parts(kind)) if one is not None]
    return joined(found) if found else None


def names(kind: Any) -> list[str]:
    """The names of all members of a value of this type."""
    found: dict[str, None] = {}
    for part in parts(kind):
        if isinstance(part, type) and is_dataclass(part):
            found |= dict.fromkeys(members(part))
        elif isinstance(part, type) and part is not type(None):
            known = Choice if issubclass(part, Enum) else _plain(part)
            found |= dict.fromkeys(one for one in dir(known) if not one.startswith("_"))
    return list(found)


def item(kind: Any) -> Any:
    """The type of what a loop over such a value meets."""
    found: list[Any] = []
    for part in parts(kind):
        origin, inner = get_origin(part), get_args(part)
        if origin is tuple and inner and inner[-1] is not Ellipsis:
            found.extend(inner)
        elif origin in (tuple, list, Sequence, frozenset, set):
            found.append(inner[0])
        else:
            return UNKNOWN
    return joined(found) if found else UNKNOWN


def unpacked(kind: Any, count: int) -> list[Any]:
    """The types of the parts of a value that is taken apart into so many names."""
    inner = get_args(kind)
    if get_origin(kind) is tuple and len(inner) == count and inner[-1] is not Ellipsis:
        return list(inner)
    return [item(kind)] * count


def parts(kind: Any) -> list[Any]:
    """The types that a union joins, without None; a type alone is its own only part."""
    if get_origin(kind) in (Union, UnionType):
        return [one for one in get_args(kind) if one is not type(None)]
    return [kind]


def joined(kinds: Sequence[Any]) -> Any:
    """One type for a value that is of one of these."""
    if any(one is UNKNOWN for one in kinds):
        return UNKNOWN
    return Union[tuple(kinds)]  # noqa: UP007 - how many there are is not known here


def type_of(kind: Any, name: str) -> Any:
    """The type that a dataclass declares for a field or a property."""
    hints = get_type_hints(kind)
    if name in hints:
        return hints[name]
    getter = getattr(kind, name).fget
    return get_type_hints(getter).get("return", UNKNOWN)


def _member(kind: Any, name: str) -> Any:
    if is_dataclass(kind):
        return type_of(kind, name) if name in members(kind) else None  # type: ignore[arg-type]
    if get_origin(kind) in (dict, Mapping) or kind in (dict, Mapping):
        return UNKNOWN
    if name in names(kind) or not isinstance(kind, type):
        return str if isinstance(kind, type) and issubclass(kind, Enum) else UNKNOWN
    return None


def _plain(kind: type) -> type:
    return next((shown for known, shown in _PLAIN.items() if issubclass(kind, known)), object)
