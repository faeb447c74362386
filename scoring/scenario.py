"""Rules changed on trial: what may be changed of a criteria document, and what a change makes of it.

A control is one place of the document that a council may try otherwise. Its name says where it stands, by
codes and not by numbers of places in a list:

    awards/GK/conditions/0/at_least        a bound of a gate; also `rank_at_most`, `percent_at_least`, …
    awards/GK/conditions/0/off             whether the gate is switched off: yes or no
    awards/GK/quota/percent                also `count`, `of`, `rounding`, `minimum`, `maximum`, `off`
    awards/GK/ties                         ballot, all, none
    awards/GK/not_again_within             years
    types/commune/grades/tot/at_least      also `above`, and `conditions/…`, `quota/…` as of an award
    types/commune/grading/ties
    types/commune/sections/I/floor/percent also `points`, `off`
    types/commune/sections/I/counts_for    what the section counts for in the total
    types/commune/tie_break                the keys that stay, by their numbers from 0, in their order: "2 0"

A value is the text that the document would hold, None where it would hold nothing. A changed document is
judged by the check of every other document; nothing here knows which values are right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.conditions import plain_number
from scoring.faults import Path

YES, NO = "yes", "no"
BOUNDS = ("at_least", "above", "at_most", "below", "percent_at_least", "rank_at_most")
QUOTA = ("count", "percent", "of", "rounding", "minimum", "maximum")
FLOOR = ("points", "percent")
THRESHOLDS = ("at_least", "above")
OFF = "off"
# What a key means where the document does not say it.
DEFAULTS = {"of": "group", "rounding": "floor", "minimum": "0"}
AWARD_TIES, GRADE_TIES = "ballot", "none"
MOST_CHANGES = 200
LONGEST = 200

Content = Mapping[str, Any]


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
    """Those changes that set a control to something else than the document does."""
    return [
        change
        for change in in_order(changes)
        if not is_same(change.to, value_at(content, change.at) if find_place(content, change.at) else None)
    ]


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two texts write the same value: 82.50 is 82,5."""
    if one is None or other is None:
        return one is other
    if one.strip() == other.strip():
        return True
    first, second = plain_number(one), plain_number(other)
    return first is not None and first == second


def value_at(content: Content, at: str) -> str | None:
    """What the document says at a control, or means where it says nothing."""
    path = find_place(content, at)
    key = at.rpartition("/")[2]
    if path is None:
        return None
    if key == OFF:
        return NO if _is_gate(path) or _look(content, path[:-1]) is not None else YES
    found = _look(content, path)
    if key == "tie_break":
        return " ".join(str(place) for place in range(len(found or ())))
    if key == "ties" and found is None:
        return AWARD_TIES if path[0] == "awards" else GRADE_TIES
    return _text(DEFAULTS.get(key) if found is None and "quota" in path else found)


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
            elif change.to != YES and not _is_gate(path):
                _holder(changed, path[:-1])
    off = {places[one.at][:-1] for one in in_order(changes) if one.at in places and _switches_off(one)}
    _take_out(changed, off)
    return Applied(changed, {at: _now(path, off) for at, path in places.items()}, tuple(unknown))


def find_place(content: Content, at: str) -> Path | None:
    """Where a control stands in the document; None where the document has no such control."""
    match at.split("/"):
        case ["awards", code, *rest]:
            place = _index(content.get("awards"), code)
            return None if place is None else _of_award(content["awards"][place], ("awards", place), rest)
        case ["types", code, *rest]:
            place = _index(content.get("types"), code)
            return None if place is None else _of_type(content["types"][place], ("types", place), rest)
    return None


def _of_award(award: Content, path: Path, rest: list[str]) -> Path | None:
    if rest in (["ties"], ["not_again_within"]):
        return (*path, rest[0])
    return _of_rule(award, path, rest)


def _of_rule(rule: Content, path: Path, rest: list[str]) -> Path | None:
    """A gate or the quota of an award or a grade."""
    match rest:
        case ["quota", key] if key in (*QUOTA, OFF):
            return (*path, "quota", key)
        case ["conditions", number, key] if number.isascii() and number.isdecimal() and len(number) < 4:
            gates = rule.get("conditions") or []
            if int(number) < len(gates) and _has_control(gates[int(number)], key):
                return (*path, "conditions", int(number), key)
    return None


def _has_control(gate: Content, key: str) -> bool:
    return key == OFF or (key in BOUNDS and key in gate)


def _of_type(kind: Content, path: Path, rest: list[str]) -> Path | None:
    match rest:
        case ["tie_break"]:
            return (*path, "ranking", "tie_break") if (kind.get("ranking") or {}).get("tie_break") else None
        case ["grading", "ties"]:
            return (*path, "grading", "ties") if kind.get("grading") else None
        case ["grades", code, *of_grade]:
            grades = (kind.get("grading") or {}).get("grades") or []
            place = _index(grades, code)
            return (
                None
                if place is None
                else _of_grade(grades[place], (*path, "grading", "grades", place), of_grade)
            )
        case ["sections", code, *of_section]:
            here = next((at for at, node in _sections(kind, path) if _code(node) == code), None)
            known = of_section == ["counts_for"] or (
                of_section[:1] == ["floor"] and len(of_section) == 2 and of_section[1] in (*FLOOR, OFF)
            )
            return (*here, *of_section) if here is not None and known else None
    return None


def _of_grade(grade: Content, path: Path, rest: list[str]) -> Path | None:
    if len(rest) == 1 and rest[0] in THRESHOLDS and rest[0] in grade:
        return (*path, rest[0])
    return _of_rule(grade, path, rest)


def _sections(parent: Content, path: Path) -> Iterator[tuple[Path, Content]]:
    for number, child in enumerate(parent.get("children") or ()):
        if isinstance(child, dict) and "children" in child:
            here: Path = (*path, "children", number)
            yield here, child
            yield from _sections(child, here)


def _set(content: dict[str, Any], path: Path, to: str | None) -> None:
    holder, key = _holder(content, path[:-1]), str(path[-1])
    if key == "tie_break":
        holder[key] = _reordered(holder[key], to or "")
    elif to is None:
        holder.pop(key, None)
    else:
        holder[key] = to


def _switches_off(change: Change) -> bool:
    return change.to == YES and change.at.endswith(f"/{OFF}")


def _take_out(content: dict[str, Any], places: set[Path]) -> None:
    """Take out what was switched off; of a list the last first, so that numbers stay true."""
    for *around, key in sorted(places, key=_number, reverse=True):
        holder = _look(content, tuple(around))
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
    holder = _look(content, path[:-1])
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


def _look(content: Any, path: Path) -> Any:
    here = content
    for part in path:
        if isinstance(here, dict):
            here = here.get(part)
        else:
            here = here[part] if isinstance(here, list) and isinstance(part, int) else None
    return here


def _now(path: Path, off: set[Path]) -> Path:
    """Where a place has come to, once gates before it were taken out of their list."""
    if not _is_gate(path):
        return path
    end = path.index("conditions") + 1
    before = sum(
        place[:end] == path[:end] and int(place[end]) < int(path[end]) for place in off if len(place) > end
    )
    return (*path[:end], int(path[end]) - before, *path[end + 1 :])


def _is_gate(path: Path) -> bool:
    return "conditions" in path


def _index(parts: Any, code: str) -> int | None:
    listed = parts if isinstance(parts, list) else []
    return next((number for number, part in enumerate(listed) if _code(part) == code), None)


def _code(part: Content) -> str:
    return str(part.get("code", "")).strip()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


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
