"""The names that a template may use, explained from the types of the snapshot and a sample of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from documents.kinds.base import PaperKind
from documents.sample_snapshots import samples_of, snapshot_type
from foundation.papers.sandbox.shapes import item, parts, type_of
from foundation.papers.sandbox.values import read

PAPER = "paper"
DEEPEST = 6
LONGEST_EXAMPLE = 80


@dataclass(frozen=True, slots=True)
class Name:
    """One name: how it is written, of what sort it is, what it means if that is known, an example."""

    path: str
    sort: str
    meaning: LazyString | str
    example: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the paper, or of each item of one of its lists; `loop` is the line that goes through."""

    loop: str
    names: tuple[Name, ...]


def names_of(kind: PaperKind) -> list[Names]:
    """Everything that templates of this kind may use: of the paper, then of the items of each list."""
    found: list[Names] = []
    _walk(snapshot_type(kind), samples_of(kind)[-1], PAPER, "", found)
    return found


def _walk(kind: Any, value: Any, path: str, loop: str, found: list[Names]) -> None:
    """The names below a path, and after them those of the lists among them."""
    lists: list[tuple[str, Any, Any]] = []
    place = len(found)
    found.append(Names(loop, tuple(_names(kind, value, path, lists))))
    for where, inner, first in lists:
        one = _single(where.rpartition(".")[2])
        if place < DEEPEST and first is not None:
            _walk(inner, first, one, f"{{% for {one} in {where} %}}", found)


def _names(kind: Any, value: Any, path: str, lists: list[tuple[str, Any, Any]]) -> Iterator[Name]:
    for owner in parts(kind):
        if not isinstance(owner, type) or not is_dataclass(owner) or not isinstance(value, owner):
            continue
        for name, below in read(value):
            own, here = type_of(owner, name), f"{path}.{name}"
            if any(is_dataclass(one) for one in parts(own)) and below is not None:
                yield from _names(own, below, here, lists)
                continue
            yield Name(here, _sort(own), MEANINGS.get(name, ""), _example(below))
            inner = item(own)
            if any(is_dataclass(one) for one in parts(inner)):
                lists.append((here, inner, next(iter(below), None)))


def _single(name: str) -> str:
    """What one item of a list of this name is called: annexes gives annex."""
    for ending, kept in (("xes", 2), ("ies", 3), ("s", 1)):
        if name.endswith(ending):
            return name[:-kept] + ("y" if ending == "ies" else "")
    return f"one_{name}"


def _sort(kind: Any) -> str:
    first = parts(kind)[0]
    if get_args(first):
        return _("danh sách")
    for known, words in (
        (bool, _("có hoặc không")),
        (int, _("số nguyên")),
        (Decimal, _("số lẻ")),
        (date, _("ngày")),
        (Enum, _("một trong các loại")),
    ):
        if isinstance(first, type) and issubclass(first, known):
            return words
    return _("chữ")


def _example(value: Any) -> str:
    if isinstance(value, tuple | list):
        told = "; ".join(str(one) for one in value if isinstance(one, str))
        return _cut(told) if told else _("%(count)s mục", count=len(value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return _cut(str(value)) if value is not None else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"


MEANINGS: Mapping[str, LazyString] = {
    "accompanies": _l("Dòng “Kèm theo …” dưới tên loại"),
    "achievement": _l("Thành tích"),
    "address": _l("Địa chỉ"),
    "amount": _l("Số tiền, đồng"),
    "annexes": _l("Các phụ lục"),
    "area": _l("Địa bàn của cơ quan ban hành"),
    "articles": _l("Các điều, theo thứ tự"),
    "authority": _l("Dòng thẩm quyền: TM., KT., TL., TUQ., hoặc chức danh người quyết định"),
    "award": _l("Hình thức khen thưởng"),
    "bases": _l("Các căn cứ, mỗi dòng một căn cứ, không dấu cuối dòng"),
    "closing": _l("Câu kết dưới bảng"),
    "code": _l("Mã kiểm tra"),
    "day": _l("Ngày dùng để tra căn cứ, thẩm quyền"),
    "draft": _l("Còn là bản nháp"),
    "figures": _l("Số tiền bằng chữ số"),
    "groups": _l("Các nhóm: tập thể, hộ gia đình, cá nhân"),
    "issuing": _l("Tên cơ quan ban hành"),
    "line": _l("Dòng dẫn về kết quả đã chốt"),
    "link": _l("Địa chỉ trong mã QR"),
    "name": _l("Tên"),
    "names": _l("Tên những người, đơn vị trong nhóm"),
    "number": _l("Số văn bản, trống khi chưa cấp"),
    "number_line": _l("Dòng số, ký hiệu, in sẵn theo thể thức"),
    "parts": _l("Các phần theo hình thức khen thưởng"),
    "path": _l("Hình mã QR"),
    "period": _l("Thời gian đạt thành tích"),
    "place": _l("Địa danh"),
    "place_line": _l("Dòng địa danh, ngày tháng năm"),
    "points": _l("Điểm; in bằng {{ … | points }}"),
    "proposal": _l("Dòng “Xét đề nghị …”"),
    "recipient": _l("Loại người nhận"),
    "recipients": _l("Nơi nhận, mỗi nơi một dòng"),
    "rows": _l("Các dòng, hoặc số dòng"),
    "sample": _l("Là dữ liệu mẫu"),
    "sealed_at": _l("Giờ chốt kết quả"),
    "side": _l("Cỡ hình mã QR"),
    "signed_on": _l("Ngày ký, trống khi chưa biết"),
    "subgroups": _l("Các loại đơn vị trong nhóm"),
    "subject": _l("Trích yếu, từng dòng"),
    "superior": _l("Cơ quan chủ quản cấp trên"),
    "symbol": _l("Ký hiệu văn bản"),
    "title": _l("Chức danh, hoặc các dòng tên"),
    "total": _l("Tổng số tiền"),
    "year": _l("Năm"),
}
"""By the name of the member; where it is missing the example speaks for itself."""
