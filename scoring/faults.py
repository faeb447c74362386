"""Faults of a document or of an entry, as data: a code, where, and the facts. Words live elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at `path`; a warning lets the document stand, a fault does not."""

    code: str
    path: Path
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Literal["fault", "warning"] = "fault"
