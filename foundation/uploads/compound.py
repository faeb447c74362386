"""Old office documents (.doc, .xls): the directory of an OLE compound file, no stream opened."""

import struct
from collections.abc import Iterator
from pathlib import Path

from foundation.uploads.archives import broken, locked, with_macros
from foundation.uploads.kinds import DOC, XLS, Kind
from foundation.uploads.spooling import FileRefused

END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
LONGEST_CHAIN = 10_000
_MACROS = frozenset({"macros", "_vba_project_cur", "vba", "_vba_project"})
_LOCKED = frozenset({"encryptioninfo", "encryptedpackage"})
_MAIN = {"worddocument": DOC, "workbook": XLS, "book": XLS}


def judge_compound(path: Path) -> Kind:
    """Whether it is .doc or .xls. Raises FileRefused for others, for macros, passwords and broken files."""
    content = path.read_bytes()
    try:
        names = {name.lower() for name in _entry_names(content)}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise FileRefused(broken()) from error
    if names & _LOCKED:
        raise FileRefused(locked())
    if names & _MACROS:
        raise FileRefused(with_macros())
    for name, kind in _MAIN.items():
        if name in names:
            return kind
    raise FileRefused(broken())


def _entry_names(content: bytes) -> Iterator[str]:
    """The names in the directory; IndexError where the file ends too early."""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise IndexError(shift)
    size = 1 << shift
    (start,) = struct.unpack_from("<I", content, 48)
    table = _table(content, size)
    for sector in _chain(table, start):
        block = _sector(content, sector, size)
        for at in range(0, size, 128):
            length, kind = struct.unpack_from("<HB", block, at + 64)
            if kind and 2 <= length <= 64:
                yield block[at : at + length - 2].decode("utf-16-le")


def _table(content: bytes, size: int) -> list[int]:
    """The table of chains (FAT), from the sectors that the head lists."""
    (count,) = struct.unpack_from("<I", content, 44)
    sectors = [one for one in struct.unpack_from("<109I", content, 76) if one < END][: min(count, 109)]
    table: list[int] = []
    for sector in sectors:
        table.extend(struct.unpack(f"<{size // 4}I", _sector(content, sector, size)))
    if table and sum(1 for one in table if one != FREE) > len(content) // size + 1:
        raise IndexError("the file ends before its last sector")
    return table


def _chain(table: list[int], start: int) -> Iterator[int]:
    for _step in range(LONGEST_CHAIN):
        if start >= END:
            return
        yield start
        start = table[start]
    raise IndexError("the directory does not end")


def _sector(content: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size
    block = content[begin : begin + size]
    if len(block) < size:
        raise IndexError(number)
    return block
