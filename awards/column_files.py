"""Columns of a sealed run as a file: they can be computed again at any time, so the file is safe to delete.

Two files lie in the instance folder under the name of the seal: arrays as NumPy writes them (never pickled),
and JSON with everything else, which names the hash of the arrays and is written last. What does not fit
together, or was made by another engine, counts as not there.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from awards.packing import pack, unpack
from awards.packing_parts import Arrays
from scoring import ENGINE_VERSION
from scoring.columns import Ints
from scoring.whole_columns import WholeColumns

FORMAT = 1
FOLDER = "run_columns"


@dataclass(frozen=True, slots=True)
class Scored:
    """One type of a run: what was scored, whose it is, and by attribute how much of something each has (-1:
    not known).
    """

    whole: WholeColumns
    participant_ids: Ints
    counts: Mapping[str, Ints]


def write_columns(instance: Path, seal: str, types: Mapping[str, Scored]) -> None:
    """Keep the columns of the run with this seal."""
    arrays: Arrays = {}
    facts = {
        code: pack(scored.whole, scored.counts, f"{number}.", arrays)
        for number, (code, scored) in enumerate(types.items())
    }
    for number, scored in enumerate(types.values()):
        arrays[f"{number}.ids"] = scored.participant_ids
    packed = BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    data = packed.getvalue()
    head = {"format": FORMAT, "engine": ENGINE_VERSION, "seal": seal, "sha256": _digest(data), "types": facts}
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _put(folder / f"{seal}.npz", data)
    _put(folder / f"{seal}.json", json.dumps(head, ensure_ascii=False).encode())


def read_columns(instance: Path, seal: str) -> dict[str, Scored] | None:
    """The kept columns of the run with this seal; None where there are none that can be used."""
    folder = instance / FOLDER
    try:
        head = json.loads((folder / f"{seal}.json").read_bytes())
        data = (folder / f"{seal}.npz").read_bytes()
        if not _fits(head, seal, data):
            return None
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            read = {name: arrays[name] for name in arrays.files}
        types = {}
        for number, (code, facts) in enumerate(head["types"].items()):
            whole, counts = unpack(facts, f"{number}.", read)
            types[code] = Scored(whole, read[f"{number}.ids"], counts)
        return types
    except (OSError, ValueError, KeyError, TypeError, BadZipFile):
        return None


def _fits(head: Any, seal: str, data: bytes) -> bool:
    known = {"format": FORMAT, "engine": ENGINE_VERSION, "seal": seal, "sha256": _digest(data)}
    return isinstance(head, dict) and all(head.get(name) == value for name, value in known.items())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _put(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    passing = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
    try:
        passing.write_bytes(data)
        os.replace(passing, target)  # noqa: PTH105 - says that what stands there is replaced
    finally:
        passing.unlink(missing_ok=True)
