"""Controls: the places of a criteria document that a council may try otherwise, each by a name.

The name says where the place stands, by codes and not by numbers in a list:

    awards/GK/conditions/0/at_least        a bound of a gate; also `rank_at_most`, `percent_at_least`, …
    awards/GK/conditions/0/off             whether the gate is switched off: yes or no
    awards/GK/quota/percent                also `count`, `of`, `rounding`, `minimum`, `maximum`, `off`
    awards/GK/ties                         ballot, all, none
    awards/GK/not_again_within             years
    types/commune/grades/tot/at_least      also `above`, and `conditions/…`, `quota/…` as of an award
    types/commune/grading/ties
    types/commune/sections/I/floor/percent also `points`, `off`
    types/commune/sections/I/counts_for    what a section at the top counts for in the total
    types/commune/tie_break                the keys that stay, by their numbers from 0, in their order: "2 0"

A value is the text that the document holds, None where it holds nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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

Content = Mapping[str, Any]


def value_at(content: Content, at: str) -> str | None:
    """What the document says at a control, or means where it says nothing."""
    path = find_place(content, at)
    key = at.rpartition("/")[2]
    if path is None:
        return None
    if key == OFF:
        return NO if is_gate(path) or look(content, path[:-1]) is not None else YES
    found = look(content, path)
    if key == "tie_break":
        return " ".join(str(place) for place in range(len(found or ())))
    if key == "ties" and found is None:
        return AWARD_TIES if path[0] == "awards" else GRADE_TIES
    return _text(DEFAULTS.get(key) if found is None and "quota" in path else found)


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
            if place is not None:
                return _of_grade(grades[place], (*path, "grading", "grades", place), of_grade)
        case ["sections", code, *of_section]:
            found = next(((at, node) for at, node in _sections(kind, path) if _code(node) == code), None)
            return _of_section(*found, len(path) + 2, of_section) if found is not None else None
    return None


def _of_section(path: Path, section: Content, top: int, rest: list[str]) -> Path | None:
    match rest:
        case ["floor", key] if key in (*FLOOR, OFF):
            return (*path, "floor", key)
        case ["counts_for"] if len(path) == top and "role" not in section:
            return (*path, "counts_for")
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


def look(content: Any, path: Path) -> Any:
    """What stands at a place of a document; None where nothing does."""
    here = content
    for part in path:
        if isinstance(here, dict):
            here = here.get(part)
        else:
            here = here[part] if isinstance(here, list) and isinstance(part, int) else None
    return here


def is_gate(path: Path) -> bool:
    """Whether a place lies in a gate of a grade or an award."""
    return "conditions" in path


def _index(parts: Any, code: str) -> int | None:
    listed = parts if isinstance(parts, list) else []
    return next((number for number, part in enumerate(listed) if _code(part) == code), None)


def _code(part: Content) -> str:
    return str(part.get("code", "")).strip()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
