"""A snapshot as plain data on its way to the other process, and back: values without any code behind them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

TAG = "$"


class Record:
    """A snapshot or a part of one: its fields and properties, as values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


class Choice(str):
    """A member of an enumeration: its text, with `value` and `name` as templates know them."""

    __slots__ = ("name", "value")

    name: str
    value: str


def pack(value: Any) -> Any:
    """A value as JSON can hold it; a dataclass with its properties, worked out."""
    if isinstance(value, Enum):
        return {TAG: "choice", "value": str(value.value), "name": value.name}
    if is_dataclass(value) and not isinstance(value, type):
        return {TAG: "record", "values": {name: pack(one) for name, one in read(value)}}
    if isinstance(value, Mapping):
        return {TAG: "map", "values": [[pack(key), pack(one)] for key, one in value.items()]}
    if isinstance(value, list | tuple):
        return [pack(one) for one in value]
    if isinstance(value, Decimal):
        return {TAG: "decimal", "value": str(value)}
    if isinstance(value, datetime):
        return {TAG: "datetime", "value": value.isoformat()}
    if isinstance(value, date):
        return {TAG: "date", "value": value.isoformat()}
    return value


def read(value: Any) -> Iterator[tuple[str, Any]]:
    """What templates may read of a dataclass, by name. A property that cannot be worked out for these values
    is left out: our own templates do not ask for it then either.
    """
    for name in members(type(value)):
        try:
            yield name, getattr(value, name)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            continue


def unpack(value: Any) -> Any:
    """What `pack` made, as templates read it."""
    if isinstance(value, list):
        return tuple(unpack(one) for one in value)
    if not isinstance(value, dict):
        return value
    sort = value[TAG]
    if sort == "record":
        return Record({name: unpack(one) for name, one in value["values"].items()})
    if sort == "map":
        return {unpack(key): unpack(one) for key, one in value["values"]}
    if sort == "choice":
        made = Choice(value["value"])
        made.value, made.name = value["value"], value["name"]
        return made
    return _READERS[sort](value["value"])


def count(packed: Any) -> int:
    """How many values there are: by this what is made of them is bounded."""
    if isinstance(packed, list):
        return 1 + sum(map(count, packed))
    if isinstance(packed, dict):
        inner = packed.get("values", ())
        return 1 + sum(map(count, inner.values() if isinstance(inner, dict) else inner))
    return 1


def members(kind: type) -> list[str]:
    """What templates may read of a dataclass: its fields, then its properties."""
    own = [one.name for one in fields(kind)]
    found = [name for name in dir(kind) if isinstance(getattr(kind, name, None), property)]
    return own + [name for name in found if not name.startswith("_")]


_READERS: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
