"""What a newer version of a criteria document changes for those who score by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.rubric import Criterion, ParticipantType, Rubric

# What a criterion is called and explained by changes no figure and no points.
_WORDS = {"code", "name", "clause", "note", "labels"}


@dataclass(frozen=True, slots=True)
class TypeChange:
    """Of one participant type of the older version: the codes of criteria that are new, that are gone, and
    that are asked or counted in another way. `gone` says that the newer version does not judge the type.
    """

    code: str
    name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: bool = False

    @property
    def nothing(self) -> bool:
        """Whether everything stays as it was."""
        return not (self.added or self.removed or self.changed or self.gone)


def changes_between(old: Rubric, new: Rubric) -> list[TypeChange]:
    """What changes, type by type in the order of the older version; types without a change are left out."""
    found = (_change(kind, new.type(kind.code)) for kind in old.types)
    return [one for one in found if not one.nothing]


def _change(old: ParticipantType, new: ParticipantType | None) -> TypeChange:
    if new is None:
        return TypeChange(old.code, old.name, gone=True)
    before, after = _by_code(old), _by_code(new)
    return TypeChange(
        old.code,
        old.name,
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed=tuple(
            code for code in before if code in after and _asked(before[code]) != _asked(after[code])
        ),
    )


def _by_code(kind: ParticipantType) -> dict[str, Criterion]:
    return {one.code: one for one in kind.criteria()}


def _asked(criterion: Criterion) -> Mapping[str, Any]:
    return criterion.model_dump(exclude=_WORDS)
