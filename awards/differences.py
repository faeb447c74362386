"""What differs between two pieces of JSON data of one participant, each named as a person knows it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

NOTHING = "–"
_BY_CRITERION = frozenset({"entries", "points", "claimed", "attributes", "targets", "remarks"})


class Change(NamedTuple):
    """`subject` is a criterion's code or a field's name, with the part of it; old and new as short text."""

    subject: str
    old: str
    new: str


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference between two inputs or two results, in a fixed order."""
    return list(_changes((), old, new))


def _changes(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_entry(old) and not _is_entry(new):
        for key in sorted(old.keys() | new.keys()):
            yield from _changes((*path, key), old.get(key), new.get(key))
    elif path == ("reasons",) and isinstance(old, list) and isinstance(new, list):
        yield from _changes(path, _by_code(old), _by_code(new))
    else:
        yield Change(_subject(path), _short(old), _short(new))


def _is_entry(value: Mapping[str, Any]) -> bool:
    """Whether a mapping is one entry or attribute value, to be shown as a whole."""
    return len(value) == 1 and next(iter(value)) in ("number", "pair", "level", "special")


def _by_code(reasons: list[Any]) -> dict[str, Any]:
    """Reasons by node and code, counted where one occurs more than once."""
    named: dict[str, Any] = {}
    for reason in reasons:
        name = f"{reason['node'] or '*'} {reason['code']}"
        count = 1 + sum(other == name or other.startswith(f"{name} #") for other in named)
        facts = reason["facts"] | {"points": reason["points"]}
        named[name if count == 1 else f"{name} #{count}"] = facts
    return named


def _subject(path: tuple[str, ...]) -> str:
    if len(path) > 1 and path[0] in _BY_CRITERION:
        path = (*path[1:], path[0]) if path[0] != "points" else path[1:]
    return " ".join(part for part in path if part not in ("entries", "reasons"))


def _short(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, Mapping) and _is_entry(value):
        value = next(iter(value.values()))
    if isinstance(value, list):
        return " / ".join(_short(part) for part in value) or NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
