"""A snapshot of every kind of paper with made-up words, drawn from the types alone: new kinds have one too.

Shown when a template is tried before there is anything real; the text of a field is known by its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from documents.kinds.base import PaperKind
from documents.paper import Mark
from foundation.clock import local_date

DAY = date(2024, 12, 18)
HOUR = datetime(2024, 12, 17, 7, 30, tzinfo=UTC)
MARK = Mark("ABCD-EFGH-JKMN", "https://vi-du.gov.vn/kiem-tra")
POINTS = Decimal("94.70")
WORDS: Mapping[str, str] = {
    "superior": "Ủy ban nhân dân tỉnh Sóc Trăng",
    "issuing": "Ủy ban nhân dân\nhuyện Châu Thành",
    "symbol": "QĐ-UBND",
    "place": "Châu Thành",
    "area": "huyện Châu Thành",
    "authority": "TM. Ủy ban nhân dân",
    "title": "Chủ tịch",
    "name": "Nguyễn Văn Mẫu",
    "names": "Hộ ông Trần Văn Ví Dụ, ấp Trà Quýt A, thị trấn Châu Thành",
    "recipients": "Lưu: VT",
    "bases": "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    "subject": "Về việc khen thưởng Phong trào thi đua năm 2024",
    "award": "Giấy khen của Chủ tịch Ủy ban nhân dân huyện Châu Thành",
    "achievement": "Hạng 1/8, 94,70 điểm",
    "period": "năm 2024",
    "code": "1A2B 3C4D 5E6F 7081",
    "address": "ấp Trà Quýt A, thị trấn Châu Thành",
    "articles": "Ủy ban nhân dân huyện giao các cơ quan, đơn vị liên quan thực hiện Quyết định này.",
}
OTHERWISE = "Nội dung ví dụ"
USUAL_LENGTH = 2
FIGURES: Mapping[str, Decimal] = {"low": Decimal(0), "high": Decimal(100)}
LENGTHS: Mapping[str, int] = {"rates": 16}
"""How many there must be where each belongs to a row of a list."""


def snapshot_type(kind: PaperKind) -> Any:
    """What the papers of this kind are drawn from."""
    return get_type_hints(kind.build)["return"]


def samples_of(kind: PaperKind) -> tuple[Any, Any]:
    """A draft, and the same as it would be issued, with its mark."""
    made = sample_of(snapshot_type(kind))
    known = {one.name for one in fields(made)}
    draft = {"mark": None, "draft": True, "sample": True}
    issued = {"mark": MARK, "draft": False, "sample": True}
    return _with(made, draft, known), _with(made, issued, known)


def sample_of(kind: Any, name: str = "") -> Any:
    """A made-up value of a type; `name` is that of the field it is for."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return sample_of(next(one for one in inner if one is not type(None)), name)
    if origin is tuple:
        wanted = [inner[0]] * LENGTHS.get(name, USUAL_LENGTH) if inner[-1] is Ellipsis else inner
        return tuple(sample_of(one, name) for one in wanted)
    if origin in (list, Sequence):
        return [sample_of(inner[0], name)] * USUAL_LENGTH
    if origin in (dict, Mapping):
        return {}
    if not isinstance(kind, type):
        return OTHERWISE
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: sample_of(hints[one.name], one.name) for one in fields(kind) if one.init})
    return _plain(kind, name)


def _plain(kind: type, name: str) -> Any:
    if issubclass(kind, Enum):
        return next(iter(kind))
    plain: dict[type, Any] = {
        str: WORDS.get(name, OTHERWISE),
        bool: False,
        int: DAY.year if name == "year" else 3,
        Decimal: FIGURES.get(name, POINTS),
        datetime: HOUR,
        date: local_date(HOUR),
    }
    return plain.get(kind, OTHERWISE)


def _with(made: Any, values: Mapping[str, Any], known: set[str]) -> Any:
    return replace(made, **{name: value for name, value in values.items() if name in known})
