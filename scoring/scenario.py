"""Rules changed on trial: changes as plain data, and the document that they make.

A changed document is judged by the check of every other document; nothing here knows which values are right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.conditions import plain_number
from scoring.controls import BOUNDS, OFF, YES, Content, find_place, is_gate, look, value_at
from scoring.faults import Path

MOST_CHANGES = 200
LONGEST = 200

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class BadChangesError(ValueError):
    """Data that write no changes; `problems` say of each what is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One control set to another value."""

    at: str
    to: str | None

    def as_data(self) -> dict[str, str | None]:
        """The change as JSON knows it."""
        return {"at": self.at, "to": self.to}


@dataclass(frozen=True, slots=True)
class Applied:
    """A changed document. `places` says by control where its change stands now; `unknown` are controls that
    the document does not have, whose changes were left out.
    """

    content: dict[str, Any]
    places: Mapping[str, Path]
    unknown: tuple[str, ...]

    def control_at(self, path: Path) -> str | None:
        """The changed control that a place of the document has most to do with; None where nothing was
        changed.
        """
        return max(self.places, key=lambda at: (_shared(self.places[at], path), at), default=None)


def read_changes(data: Any) -> list[Change]:
    """The changes that JSON data write, in their one order. Raises BadChangesError with all that is wrong."""
    if not isinstance(data, list) or len(data) > MOST_CHANGES:
        raise BadChangesError([f"no list of at most {MOST_CHANGES} changes"])
    problems = [f"{place}: {problem}" for place, one in enumerate(data) if (problem := _problem(one))]
    if problems:
        raise BadChangesError(problems)
    return in_order(Change(one["at"], one["to"]) for one in data)


def write_changes(changes: Iterable[Change]) -> list[dict[str, str | None]]:
    """The changes as JSON data, in their one order."""
    return [change.as_data() for change in in_order(changes)]


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The changes by control; of several to one control the last."""
    return sorted({change.at: change for change in changes}.values(), key=lambda change: change.at)


def moved(changes: Iterable[Change], content: Content) -> list[Change]:
    """Those changes that set a control to something else than the document does; within what another change
    switches off none does anything.
    """
    found = [(one, find_place(content, one.at)) for one in in_order(changes)]
    off = {place[:-1] for one, place in found if place is not None and _switches_off(one)}
    return [
        one
        for one, place in found
        if not is_same(one.to, value_at(content, one.at) if place is not None else None)
        and (place is None or place[-1] == OFF or not _lies_in(place, off))
    ]


def _lies_in(place: Path, off: set[Path]) -> bool:
    return any(place[: len(whole)] == whole for whole in off)


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two texts write the same value: 82.50 is 82,5."""
    if one is None or other is None:
        return one is other
    if one.strip() == other.strip():
        return True
    first, second = plain_number(one), plain_number(other)
    return first is not None and first == second


def apply(changes: Iterable[Change], content: Content) -> Applied:
    """The document with these changes; nothing of the given one is touched or shared."""
    changed = _copy(content)
    places: dict[str, Path] = {}
    unknown = []
    for change in in_order(changes):
        path = find_place(content, change.at)
        if path is None:
            unknown.append(change.at)
        else:
            places[change.at] = path
            if path[-1] != OFF:
                _set(changed, path, change.to)
            elif change.to != YES and not is_gate(path):
                _holder(changed, path[:-1])
    off = {places[one.at][:-1] for one in in_order(changes) if one.at in places and _switches_off(one)}
    _take_out(changed, off)
    return Applied(changed, {at: _now(path, off) for at, path in places.items()}, tuple(unknown))


def _set(content: dict[str, Any], path: Path, to: str | None) -> None:
    holder, key = _holder(content, path[:-1]), str(path[-1])
    if is_gate(path) and key in BOUNDS and "name" in holder and to is not None:
        holder["name"] = renamed(holder["name"], str(holder[key]), to)
    if key == "tie_break":
        holder[key] = _reordered(holder[key], to or "")
    elif to is None:
        holder.pop(key, None)
    else:
        holder[key] = to


def renamed(name: str, old: str, new: str) -> str:
    """The name of a gate whose bound changes, where it tells the bound: "Đạt từ 80 điểm" becomes "từ 82"."""
    was, now = plain_number(old), plain_number(new)
    told = [found for found in _NUMBER.finditer(name) if plain_number(found[0]) == was]
    if was is None or now is None or len(told) != 1:
        return name
    start, end = told[0].span()
    return name[:start] + f"{now:f}".replace(".", ",") + name[end:]


def _switches_off(change: Change) -> bool:
    return change.to == YES and change.at.endswith(f"/{OFF}")


def _take_out(content: dict[str, Any], places: set[Path]) -> None:
    """Take out what was switched off; of a list the last first, so that numbers stay true."""
    for *around, key in sorted(places, key=_number, reverse=True):
        holder = look(content, tuple(around))
        if isinstance(holder, list):
            del holder[int(key)]
        else:
            holder.pop(key, None)


def _number(place: Path) -> int:
    return place[-1] if isinstance(place[-1], int) else -1


def _copy(value: Any) -> Any:
    """The same, sharing nothing: what an alias repeats may change in one place alone."""
    if isinstance(value, Mapping):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value


def _holder(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """The mapping at a place, made where there is none: a quota or a floor that is new."""
    holder = look(content, path[:-1])
    if isinstance(holder, dict) and holder.get(path[-1]) is None:
        holder[path[-1]] = {}
    found: dict[str, Any] = holder[path[-1]]
    return found


def _reordered(keys: list[Any], order: str) -> list[Any]:
    """The keys that stay, in their new order; a number that is none stands there as it was written, so that
    the check refuses it.
    """
    known = {str(number): key for number, key in enumerate(keys)}
    return [known.pop(word, word) for word in order.split()]


def _now(path: Path, off: set[Path]) -> Path:
    """Where a place has come to, once gates before it were taken out of their list."""
    if not is_gate(path):
        return path
    end = path.index("conditions") + 1
    before = sum(
        place[:end] == path[:end] and int(place[end]) < int(path[end]) for place in off if len(place) > end
    )
    return (*path[:end], int(path[end]) - before, *path[end + 1 :])


def _shared(one: Path, other: Path) -> int:
    """How many parts two places share from the top."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _problem(one: Any) -> str:
    if not isinstance(one, dict) or set(one) != {"at", "to"}:
        return "a change has at and to"
    at, to = one["at"], one["to"]
    if not isinstance(at, str) or not 0 < len(at) <= LONGEST:
        return "at is the name of a control"
    if to is not None and (not isinstance(to, str) or len(to) > LONGEST):
        return "to is a text or nothing"
    return ""
