"""What the record calls sessions of the council, and how it reads what they keep."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from council.ballot_rules import PRESETS
from council.models import CouncilSession, Method
from council.tally_words import sentences_of
from foundation.database import db
from history.reading import FieldReader
from history.wording import label_of, missing
from movements.models import MovementYear

WORDS = {
    "unknown": _l("chưa điểm danh"),
    "present": _l("có mặt"),
    "written": _l("vắng, có ý kiến bằng văn bản"),
    "absent": _l("vắng"),
    "agree": _l("tán thành"),
    "disagree": _l("không tán thành"),
    "blank": _l("không có ý kiến"),
    "hands": _l("giơ tay"),
    "secret": _l("bỏ phiếu kín"),
    "regular": _l("thường kỳ"),
    "supplementary": _l("bổ sung"),
    "members": _l("tổng số thành viên"),
    "valid": _l("số phiếu hợp lệ"),
    "carried": _l("thông qua"),
    "rejected": _l("không thông qua"),
    "chosen": _l("đã chọn đủ"),
    "unfilled": _l("còn suất chưa có người đủ phiếu"),
    "tied": _l("ngang phiếu"),
    "chair": _l("chủ trì"),
    "deputy": _l("phó chủ tịch"),
    "member": _l("ủy viên"),
    "secretary": _l("thư ký"),
}
"""Fixed words that fields of a session's entries hold."""

_KEPT = frozenset({"denominator", "kind", "method", "result"})
_SEAT = re.compile(r"\((chair|deputy|member|secretary)\b")


def name_sessions(ids: Collection[str]) -> Mapping[str, str]:
    """The sessions by their number in the database: which one of which year."""
    rows = db.session.execute(
        select(CouncilSession.id, CouncilSession.number, MovementYear.year)
        .join(MovementYear, MovementYear.id == CouncilSession.movement_year_id)
        .where(CouncilSession.id.in_(map(int, ids)))
    )
    return {
        str(key): _("phiên họp thứ %(number)s, năm %(year)s", number=number, year=year)
        for key, number, year in rows
    }


def readers_of(ids: Collection[str]) -> Mapping[str, FieldReader]:
    """How to read the entries of sessions."""
    return dict.fromkeys(ids, read_field)


def read_field(field: str, value: Any, about: Mapping[str, Any]) -> tuple[str, str] | None:
    """The label and the words of one field; None where the record's own are as good."""
    if field in ("quorum", "threshold") and isinstance(value, list):
        return label_of(field), _share(value)
    if field == "votes" and isinstance(value, Mapping):
        return label_of(field), "; ".join(f"{name}: {_word(choice)}" for name, choice in value.items())
    if field == "members" and isinstance(value, list):
        return label_of(field), "; ".join(_SEAT.sub(_seat, str(one)) for one in value)
    if field == "tally" and isinstance(value, Mapping):
        return label_of(field), " ".join(sentences_of(value, Method.HANDS))
    if field == "preset":
        return label_of(field), str(PRESETS[value].name) if value in PRESETS else missing()
    if field in _KEPT or field not in about or not isinstance(value, str):
        return (label_of(field), _word(value)) if field in _KEPT else None
    mark, _sign, reference = value.partition(": ")
    if mark in WORDS:
        return label_of(field), " ".join(part for part in (str(WORDS[mark]), reference) if part)
    return None


def _seat(found: re.Match[str]) -> str:
    return f"({WORDS[found[1]]}"


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or str(WORDS["blank"])
    return str(WORDS.get(value, value))


def _share(value: list[Any]) -> str:
    part, whole, how = value
    if how == "more":
        return _("trên %(part)s/%(whole)s", part=part, whole=whole)
    return _("ít nhất %(part)s/%(whole)s", part=part, whole=whole)


NAMES = {"council_session": name_sessions}
READERS = {"council_session": readers_of}
