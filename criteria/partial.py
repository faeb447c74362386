"""What can still be judged of a document whose form has faults: the document without the faulty items.

A person should hear of every fault at once. So items with faults of form are left out, and the rest is
checked as a whole; findings that may only come from the leaving out are not reported.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from scoring.check import check
from scoring.faults import Fault, Path
from scoring.rubric import Rubric

_OF_A_SCALE = frozenset(
    {
        "band_beyond",
        "band_gap",
        "band_gap_above",
        "band_gap_below",
        "band_gap_point",
        "band_gap_whole",
        "count_gives_nothing",
        "max_unreachable",
    }
)
_OF_ATTRIBUTES = frozenset({"unknown_attribute", "unknown_group"})
_OF_GRADES = frozenset({"unknown_grade", "grade_gap"})
_OF_NODES = frozenset({"children_fall_short", "origin_without_figure", "unknown_criterion", "unknown_node"})
_ROUNDS = 12


@dataclass(slots=True)
class _Pruned:
    """Content without some items, and for each list the places its items had before."""

    drop: set[Path]
    places: dict[Path, list[int]] = field(default_factory=dict)

    def prune(self, value: Any, old: Path, new: Path) -> Any:
        if isinstance(value, dict):
            return {
                key: self.prune(item, (*old, key), (*new, key))
                for key, item in value.items()
                if (*old, key) not in self.drop
            }
        if not isinstance(value, list):
            return value
        kept = [index for index in range(len(value)) if (*old, index) not in self.drop]
        self.places[new] = kept
        return [self.prune(value[index], (*old, index), (*new, place)) for place, index in enumerate(kept)]

    def original(self, path: Path) -> Path:
        """The place in the whole document of a place in the pruned one."""
        old: list[str | int] = []
        for depth, part in enumerate(path):
            kept = self.places.get(path[:depth])
            old.append(kept[part] if isinstance(part, int) and kept and part < len(kept) else part)
        return tuple(old)


def faults_of_the_rest(content: Any, own_path: Any, problems: list[Any]) -> list[Fault]:
    """Faults of the document as a whole that stand besides the faults of form in `problems`."""
    drop: set[Path] = set()
    for _ in range(_ROUNDS):
        pruned = _Pruned(drop)
        rest = _with_head(pruned.prune(content, (), ()))
        for problem in problems:
            path = _item_to_drop(problem, own_path(rest, problem["loc"]))
            if path is None:
                return []
            drop.add(pruned.original(path))
        pruned = _Pruned(drop)
        rest = _with_head(pruned.prune(content, (), ()))
        try:
            rubric = Rubric.model_validate(rest)
        except ValidationError as error:
            problems = error.errors(include_url=False)
            continue
        return [
            Fault(fault.code, pruned.original(fault.path), fault.facts, fault.severity)
            for fault in check(rubric)
            if not _may_come_of_leaving_out(fault.code, pruned.original(fault.path), drop)
        ]
    return []


def _may_come_of_leaving_out(code: str, path: Path, drop: set[Path]) -> bool:
    """Whether the finding may be there only because of what was left out."""
    if code in _OF_A_SCALE:
        end = path.index("scale") + 1 if "scale" in path else len(path)
        return any(left_out[:end] == path[:end] for left_out in drop)
    if code in _OF_ATTRIBUTES:
        return any(left_out[0] == "attributes" for left_out in drop)
    if code in _OF_GRADES:
        return any("grading" in left_out or _is_type(left_out) for left_out in drop)
    if code == "unknown_type":
        return any(_is_type(left_out) for left_out in drop)
    if code in _OF_NODES:
        return any("children" in left_out or _is_type(left_out) for left_out in drop)
    return False


def _is_type(path: Path) -> bool:
    return path[0] == "types" and len(path) <= 2


def _with_head(content: Any) -> Any:
    """The content with a head that has no fault, so that what stands below it can be judged."""
    return {**content, "format": "1", "title": "-"} if isinstance(content, dict) else content


def _item_to_drop(problem: Any, path: Path) -> Path | None:
    """The unknown key itself, or the nearest item of a list around the fault, or the part at the top."""
    if problem["type"] == "extra_forbidden":
        return path
    item = path
    while item and not isinstance(item[-1], int):
        item = item[:-1]
    return item or path[: 2 if path[:1] == ("attributes",) else 1] or None
