"""Attributes that count something, such as Khmer households: those that the document compares with nothing.

Only their sums are shown, and only of collectives: what is known of a household or a person is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from pydantic import BaseModel

from scoring.columns import Ints
from scoring.conditions import Condition
from scoring.evidence import Evidence
from scoring.rubric import ParticipantType, Rubric

UNKNOWN = -1


def counting_attributes(rubric: Rubric, kind: ParticipantType) -> list[str]:
    """The codes of the number attributes of which the rules of a type ask whether there is any at all."""
    if kind.category != "collective":
        return []
    parts = [kind, *(award for award in rubric.awards if kind.code in award.types)]
    asked = {
        one.attribute
        for one in _conditions(parts)
        if one.attribute is not None and (one.above == 0 or one.at_least == 1)
    }
    known = rubric.attributes
    return [code for code in known if code in asked and not known[code].sensitive]


def count_columns(rubric: Rubric, kind: ParticipantType, evidence: Sequence[Evidence]) -> dict[str, Ints]:
    """By attribute how much each participant has, -1 where that is not known."""
    return {
        code: np.array([_count(item.attributes.get(code)) for item in evidence], dtype=np.int64)
        for code in counting_attributes(rubric, kind)
    }


def _count(value: object) -> int:
    return UNKNOWN if value is None else max(0, int(str(value).partition(".")[0]))


def _conditions(part: object) -> Iterator[Condition]:
    if isinstance(part, Condition):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _conditions(getattr(part, name))
    elif isinstance(part, Mapping):
        yield from (one for value in part.values() for one in _conditions(value))
    elif isinstance(part, list | tuple):
        yield from (one for value in part for one in _conditions(value))
