"""Titles of columns and places of cells, as every table of entries knows them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.rubric import Criterion
from scoring.scales import Amount

PARTS: Mapping[str, tuple[str, ...]] = {
    "numerator": ("tử số",),
    "denominator": ("mẫu số",),
    "before": ("trước", "đầu kỳ"),
    "after": ("sau", "cuối kỳ"),
    "actual": ("thực hiện",),
    "plan": ("kế hoạch",),
    "target": ("chỉ tiêu",),
    "minimum": ("tối thiểu", "mức tối thiểu"),
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault or warning of one cell, column (`row` open) or file (both open).

    `row` is the spreadsheet's number, `column` counts from 0.
    """

    code: str
    row: int | None = None
    column: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def folded(text: str) -> str:
    """A title or code without what does not count: case, spaces at the ends, composed or not."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def asks_plan(criterion: Criterion) -> bool:
    """Whether the second figure of a criterion is its plan, which may also come from the document."""
    return isinstance(criterion.scale, Amount)
