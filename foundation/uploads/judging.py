"""Judging a sent file: what it is by its content, whether it is whole, and what of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from foundation.storage import hash_of
from foundation.uploads import kinds
from foundation.uploads.archives import broken, judge_archive, locked
from foundation.uploads.compound import judge_compound
from foundation.uploads.kinds import Kind
from foundation.uploads.names import safe_name
from foundation.uploads.spooling import FileRefused, Sent
from foundation.uploads.workshop import BenchRefused, work

_PICTURES = {"jpeg": kinds.JPEG, "png": kinds.PNG, "webp": kinds.WEBP}
_TAIL = 2048


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it may be kept. `path` is where its bytes lie for now; `treatment` says what was done to it:
    "place" (where a photograph was taken is gone), "notes" (what else the camera wrote), "smaller".
    """

    path: Path
    name: str
    kind: Kind
    size: int
    sha256: str
    received_size: int
    received_sha256: str
    pages: int | None
    treatment: tuple[str, ...]


def judge(sent: Sent, name: str, *, shrink: bool = False) -> Taken:
    """What is kept of a sent file. Raises FileRefused with a sentence for whoever sent it."""
    family = kinds.family_of(sent.path)
    if family in _PICTURES:
        return _picture(sent, name, _PICTURES[family], shrink=shrink)
    if family == "pdf":
        return _as_sent(sent, name, kinds.PDF, pages=_pages(sent.path))
    if family == "zip":
        return _as_sent(sent, name, judge_archive(sent.path))
    if family == "ole":
        return _as_sent(sent, name, judge_compound(sent.path))
    raise FileRefused(kinds.refusal(family))


def words(treatment: tuple[str, ...]) -> list[str]:
    """What was done to a file, in words."""
    told = {
        "place": _("đã bỏ vị trí chụp"),
        "notes": _("đã bỏ thông tin máy ảnh ghi kèm"),
        "smaller": _("đã thu nhỏ, cạnh dài 2.000 điểm ảnh"),
    }
    return [told[one] for one in treatment if one in told]


def _as_sent(sent: Sent, name: str, kind: Kind, pages: int | None = None) -> Taken:
    shown = safe_name(name, kind.ending)
    return Taken(sent.path, shown, kind, sent.size, sent.sha256, sent.size, sent.sha256, pages, ())


def _picture(sent: Sent, name: str, kind: Kind, *, shrink: bool) -> Taken:
    if kinds.is_also_archive(sent.path):
        raise FileRefused(kinds.refusal("double"))
    kept = sent.path.with_name("kept")
    facts = _worked("clean", str(sent.path), str(kept), "1" if shrink else "0")
    done = tuple(one for one in ("place", "notes", "smaller") if facts[one])
    return Taken(
        kept,
        safe_name(name, kind.ending),
        kind,
        kept.stat().st_size,
        hash_of(kept),
        sent.size,
        sent.sha256,
        None,
        done,
    )


def _pages(path: Path) -> int:
    if kinds.is_also_archive(path):
        raise FileRefused(kinds.refusal("double"))
    with path.open("rb") as content:
        content.seek(max(path.stat().st_size - _TAIL, 0))
        if b"%%EOF" not in content.read():
            raise FileRefused(broken())
    return int(_worked("check_pdf", str(path))["pages"])


def _worked(verb: str, *arguments: str) -> Mapping[str, Any]:
    try:
        return work(verb, *arguments)
    except BenchRefused as refused:
        raise FileRefused(_why(str(refused))) from refused


def _why(code: str) -> str:
    if code == "locked":
        return locked()
    if code == "pixels":
        return _(
            "Ảnh có quá nhiều điểm ảnh, máy không mở được. Chụp ở cỡ thường (12 triệu điểm ảnh là đủ) "
            "hoặc thu nhỏ ảnh rồi gửi lại."
        )
    return kinds.refusal("double") if code == "double" else broken()
