"""Echoes: findings that may be there only because another value, a faulty one, was replaced or left out."""

from collections.abc import Iterable

from scoring.faults import Fault, Path

_OF_BANDS = frozenset(
    {"band_beyond", "band_empty", "band_gap", "band_gap_above", "band_gap_below", "band_gap_point"}
    | {"band_gap_whole", "band_overlap"}
)
_OF_A_SCALE = frozenset(
    {
        "count_gives_nothing",
        "max_unreachable",
        "points_exceed_max",
        "points_without_minimum",
        "strict_without_effect",
        "target_order",
        "target_points_order",
        "variant_key_unused",
    }
)
_OF_AN_ATTRIBUTE = frozenset(
    {
        "attribute_choices",
        "attribute_default",
        "attribute_not_number",
        "unknown_choice",
        "value_not_number",
    }
)
_OF_SUMS = frozenset({"children_exceed", "children_fall_short", "counts_for_without_max", "floor_above_max"})
_OF_GRADES = frozenset({"grade_catches_all", "grade_gap", "grade_order"})
_OF_NODES = frozenset({"origin_without_figure", "origin_without_target", "unknown_criterion", "unknown_node"})


class Spoilt:
    """The places of a document that were replaced or left out."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = frozenset(paths)

    def within(self, place: Path) -> list[Path]:
        """Those at the place or inside it."""
        return [path for path in self.paths if path[: len(place)] == place]

    def keys(self, place: Path) -> set[str | int]:
        """The last part of each of those inside the place; -1 for an item that was left out."""
        return {-1 if isinstance(path[-1], int) else path[-1] for path in self.within(place)}

    def codes_in(self, part: str) -> bool:
        """Whether an item below the part called so is gone or has lost its code."""
        return any(
            (part in path and (isinstance(path[-1], int) or path[-1] in (part, "code", "scale")))
            or (path[0] == "types" and len(path) <= 2)
            for path in self.paths
        )


def is_echo(fault: Fault, spoilt: Spoilt) -> bool:
    """Whether the finding may be there only because of what was replaced or left out."""
    code, path = fault.code, fault.path
    if code in _OF_BANDS or code in _OF_A_SCALE:
        return _echoes_scale(code, path, spoilt)
    if code in _OF_AN_ATTRIBUTE:
        attribute = str(fault.facts.get("attribute", fault.facts.get("code", "")))
        return bool(spoilt.within(("attributes", attribute))) or bool(spoilt.keys(path) - {"name"})
    if code in _OF_SUMS:
        return _echoes_sum(code, path, spoilt)
    if code == "max_needed":
        return any(spoilt.within((*path[:end], "role")) for end in range(len(path) + 1))
    if code in ("unknown_attribute", "unknown_group"):
        return any(gone[0] == "attributes" and len(gone) <= 2 for gone in spoilt.paths)
    return _echoes_reference(code, path, spoilt)


def _echoes_scale(code: str, path: Path, spoilt: Spoilt) -> bool:
    end = path.index("scale") + 1 if "scale" in path else len(path)
    gone = spoilt.keys(path[:end]) - {"name"}
    if code in _OF_BANDS:
        return bool(gone - {"points"})
    return bool(gone) or bool(spoilt.within((*path[: end - 1], "max")))


def _echoes_sum(code: str, path: Path, spoilt: Spoilt) -> bool:
    gone = spoilt.keys(path[:-1])
    if code == "children_fall_short":
        return bool(gone & {-1, "max", "role", "children", "bonus_within_max", "counts_for"})
    return bool(gone & {"max", "role", "counts_for"})


def _echoes_reference(code: str, path: Path, spoilt: Spoilt) -> bool:
    if code in _OF_NODES:
        return spoilt.codes_in("children")
    if code == "unknown_grade":
        return spoilt.codes_in("grading") or spoilt.codes_in("grades")
    if code in _OF_GRADES:
        return bool(spoilt.within(path[: path.index("grades")]))
    if code == "unknown_type":
        return any(gone[0] == "types" and (len(gone) <= 2 or gone[2] == "code") for gone in spoilt.paths)
    return code == "year_needed" and ("year",) in spoilt.paths
