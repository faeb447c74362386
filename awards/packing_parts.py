"""The parts of totals as arrays and JSON data, and back again; numbers beyond 64 bits are written as text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.parts import Part, PartColumns, Wholes
from scoring.weights import Parts

Arrays = dict[str, NDArray[Any]]
RULES = ("decimals", "rounding", "plainly", "bonus_within_max", "extras", "bounded")
TOTALS = ("bonus", "penalty", "over")
COLUMNS = ("points", "kept")


def pack_parts(parts: Parts, prefix: str, arrays: Arrays) -> dict[str, Any]:
    """Put the parts of a type into `arrays`, under names with this prefix; the rest comes back."""
    columns = parts.columns
    texts: dict[str, list[str]] = {}
    for name in TOTALS:
        _put(getattr(columns, name), prefix + name, arrays, texts)
    for number, part in enumerate(columns.parts):
        here = f"{prefix}{number}."
        for name in COLUMNS:
            _put(getattr(part, name), here + name, arrays, texts)
        arrays[f"{here}gone"], arrays[f"{here}full"] = part.gone, part.full
    return {
        "rules": {name: getattr(columns, name) for name in RULES},
        "limit": str(columns.limit),
        "parts": [
            {
                "code": part.code,
                "section": part.section,
                "settled": part.settled,
                "maximum": str(part.maximum),
                "counts_for": str(part.counts_for),
                "keeps": str(part.keeps),
            }
            for part in columns.parts
        ],
        "texts": texts,
    }


def unpack_parts(facts: Mapping[str, Any], prefix: str, arrays: Mapping[str, NDArray[Any]]) -> Parts:
    """The parts of a type as they were packed."""

    def column(name: str) -> Wholes:
        if name in facts["texts"]:
            return np.array([int(text) for text in facts["texts"][name]], dtype=object)
        return arrays[name]

    return Parts(
        PartColumns(
            **facts["rules"],
            limit=Decimal(facts["limit"]),
            parts=tuple(
                Part(
                    code=part["code"],
                    section=part["section"],
                    settled=part["settled"],
                    maximum=Decimal(part["maximum"]),
                    counts_for=Decimal(part["counts_for"]),
                    points=column(f"{prefix}{number}.points"),
                    gone=arrays[f"{prefix}{number}.gone"],
                    full=arrays[f"{prefix}{number}.full"],
                    kept=column(f"{prefix}{number}.kept"),
                    keeps=int(part["keeps"]),
                )
                for number, part in enumerate(facts["parts"])
            ),
            bonus=column(f"{prefix}bonus"),
            penalty=column(f"{prefix}penalty"),
            over=column(f"{prefix}over"),
        )
    )


def _put(column: Wholes, name: str, arrays: Arrays, texts: dict[str, list[str]]) -> None:
    if column.dtype == object:
        texts[name] = [str(number) for number in column.tolist()]
    else:
        arrays[name] = column
