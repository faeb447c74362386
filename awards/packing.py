"""Columns of one type as arrays and JSON data, and back again. Exact numbers are written as text."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from awards.packing_parts import Arrays, pack_parts, unpack_parts
from scoring.columns import Groups, Ints
from scoring.exact import Exact
from scoring.whole_columns import Exacts, SectionColumns, WholeColumns


def pack(whole: WholeColumns, counts: Mapping[str, Ints], prefix: str, arrays: Arrays) -> dict[str, Any]:
    """Put the columns of a type into `arrays`, under names with this prefix; the rest comes back."""
    tables: dict[str, Mapping[Any, NDArray[Any]]] = {
        "points": whole.points,
        "maxima": whole.maxima,
        "ties": whole.ties,
        "conditions": whole.conditions,
        "last_year": whole.last_year,
        "given": whole.given,
        "taken": whole.taken,
        "counts": counts,
        "groups": {grouping: groups.codes for grouping, groups in whole.groups.items()},
        "exact": {code: section.exact.places for code, section in whole.sections.items()},
        "maximum": {code: section.which_maximum for code, section in whole.sections.items()},
        "applies": {code: section.applies for code, section in whole.sections.items()},
        "marks": {"incomplete": whole.incomplete, "excluded": whole.excluded, "on_hold": whole.on_hold},
    }
    for name, table in tables.items():
        arrays[prefix + name] = _stacked(list(table.values()), whole.size)
    return {
        "ids": list(whole.ids),
        "decimals": whole.decimals,
        "keys": {name: list(table) for name, table in tables.items()},
        "labels": [list(map(list, groups.labels)) for groups in whole.groups.values()],
        "values": {code: _texts(section.exact.values) for code, section in whole.sections.items()},
        "section_maxima": {code: _texts(section.maxima) for code, section in whole.sections.items()},
        "tie_values": {key: _texts(values) for key, values in whole.tie_values.items()},
        "parts": pack_parts(whole.parts, f"{prefix}parts.", arrays) if whole.parts else None,
    }


def unpack(facts: Mapping[str, Any], prefix: str, arrays: Arrays) -> tuple[WholeColumns, dict[str, Ints]]:
    """The columns of a type, and the counts of attributes, as they were packed."""
    tables = {
        name: dict(zip(_keys(keys), arrays[prefix + name], strict=True))
        for name, keys in facts["keys"].items()
    }
    marks, labels = tables["marks"], facts["labels"]
    whole = WholeColumns(
        ids=facts["ids"],
        decimals=facts["decimals"],
        points=tables["points"],
        maxima=tables["maxima"],
        sections={code: _section(code, facts, tables) for code in tables["exact"]},
        incomplete=marks["incomplete"],
        excluded=marks["excluded"],
        on_hold=marks["on_hold"],
        groups={
            grouping: Groups(codes, [tuple(label) for label in named])
            for (grouping, codes), named in zip(tables["groups"].items(), labels, strict=True)
        },
        ties=tables["ties"],
        tie_values={key: tuple(map(_exact, texts)) for key, texts in facts["tie_values"].items()},
        conditions=tables["conditions"],
        last_year=tables["last_year"],
        given=tables["given"],
        taken=tables["taken"],
        parts=unpack_parts(facts["parts"], f"{prefix}parts.", arrays) if facts["parts"] else None,
    )
    return whole, tables["counts"]


def _section(code: str, facts: Mapping[str, Any], tables: Mapping[str, Any]) -> SectionColumns:
    return SectionColumns(
        exact=Exacts(tables["exact"][code], tuple(Fraction(text) for text in facts["values"][code])),
        which_maximum=tables["maximum"][code],
        maxima=tuple(Decimal(text) for text in facts["section_maxima"][code]),
        applies=tables["applies"][code],
    )


def _stacked(columns: Sequence[NDArray[Any]], size: int) -> NDArray[Any]:
    return np.stack(columns) if columns else np.zeros((0, size), dtype=np.int64)


def _keys(keys: Iterable[Any]) -> list[Any]:
    """Keys as they were: JSON has lists where a grouping is a tuple."""
    return [tuple(key) if isinstance(key, list) else key for key in keys]


def _texts(values: Iterable[Exact]) -> list[str]:
    return [str(value) for value in values]


def _exact(text: str) -> Exact:
    return Fraction(text) if "/" in text else Decimal(text)
