"""What can still be judged of a document whose form has faults: the document without what is faulty.

A person should hear of every fault at once. So each faulty value gives way to a harmless one, or is left out
where the form allows that, else what stands around it is left out; the rest is checked as a whole. Findings
that may only come from this are not reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from criteria.echoes import Spoilt, is_echo
from scoring.check import check
from scoring.faults import Fault, Path
from scoring.rubric import Rubric

_ROUNDS = 12
# The largest maximum, so that no scale and no section exceeds it.
_STAND_INS = {
    "max": "999999999999",
    "scale": "manual",
    "points": "0",
    "target": "0",
    "each": "1",
    "at_least": "0",
    "above": "0",
    "at_most": "0",
    "below": "0",
    "percent": "1",
    "count": "1",
}
_WORDS = ("code", "name", "issuer")
_Problems = list[Any]
OwnPath = Callable[[Any, tuple[str | int, ...]], Path]


@dataclass(slots=True)
class _Mended:
    """Content without some values and with stand-ins for others, and the places that list items had."""

    left_out: set[Path]
    stand_ins: dict[Path, str]
    places: dict[Path, list[int]] = field(default_factory=dict)
    added: dict[Path, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in self.stand_ins:
            self.added.setdefault(path[:-1], []).append(str(path[-1]))

    def mend(self, value: Any, old: Path, new: Path) -> Any:
        if old in self.stand_ins:
            return self.stand_ins[old]
        if isinstance(value, dict):
            return self._mapping(value, old, new)
        if not isinstance(value, list):
            return value
        kept = [index for index in range(len(value)) if (*old, index) not in self.left_out]
        self.places[new] = kept
        return [self.mend(value[index], (*old, index), (*new, place)) for place, index in enumerate(kept)]

    def _mapping(self, value: dict[str, Any], old: Path, new: Path) -> dict[str, Any]:
        keys = [*value, *(key for key in self.added.get(old, ()) if key not in value)]
        return {
            key: self.mend(value.get(key), (*old, key), (*new, key))
            for key in keys
            if (*old, key) not in self.left_out
        }

    def original(self, path: Path) -> Path:
        """The place in the whole document of a place in the mended one."""
        old: list[str | int] = []
        for depth, part in enumerate(path):
            kept = self.places.get(path[:depth])
            old.append(kept[part] if isinstance(part, int) and kept and part < len(kept) else part)
        return tuple(old)


def faults_of_the_rest(content: Any, own_path: OwnPath, problems: _Problems) -> list[Fault]:
    """Faults of the document as a whole that stand besides the faults of form in `problems`."""
    left_out: set[Path] = set()
    stand_ins: dict[Path, str] = {}
    rest, mended = content, _Mended(left_out, stand_ins)
    for _ in range(_ROUNDS):
        faulty = {mended.original(own_path(rest, problem["loc"])): problem["type"] for problem in problems}
        for path, kind in faulty.items():
            if not _give_way(path, kind, left_out, stand_ins):
                return []
        mended = _Mended(left_out, stand_ins)
        rest = _with_head(mended.mend(content, (), ()))
        try:
            rubric = Rubric.model_validate(rest)
        except ValidationError as error:
            problems = error.errors(include_url=False)
            continue
        spoilt = Spoilt(left_out | set(stand_ins))
        found = (
            Fault(fault.code, mended.original(fault.path), fault.facts, fault.severity)
            for fault in check(rubric)
        )
        return [fault for fault in found if not is_echo(fault, spoilt)]
    return []


def _give_way(path: Path, kind: str, left_out: set[Path], stand_ins: dict[Path, str]) -> bool:
    """Replace or leave out the faulty place, or the nearest around it that was not yet; False if none is."""
    for end in range(len(path), 0, -1):
        place = path[:end]
        if place in left_out:
            continue
        stand_in = None if kind == "extra_forbidden" else _stand_in(place, len(stand_ins))
        if stand_in is not None and place not in stand_ins:
            stand_ins[place] = stand_in
            return True
        stand_ins.pop(place, None)
        left_out.add(place)
        if kind != "missing" or end < len(path):
            return True
    return False


def _stand_in(place: Path, number: int) -> str | None:
    """A value that no rule can object to; names and codes are like no others."""
    key = place[-1]
    if key in _WORDS and place[:1] != ("attributes",):
        return f"_{number}"
    return _STAND_INS.get(key) if isinstance(key, str) else None


def _with_head(content: Any) -> Any:
    """The content with a head that has no fault, so that what stands below it can be judged."""
    return {**content, "format": "1", "title": "-"} if isinstance(content, dict) else content
