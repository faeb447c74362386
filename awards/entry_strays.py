"""Rows that are no participants: sums, notes and signatures that stand below a table."""

import re
from collections.abc import Iterable, Sequence

from criteria.entry_titles import folded

_SUM = re.compile(r"(tổng|cộng|tổng cộng|tổng số|cộng chung|toàn huyện|total|sum)( cộng)?\s*[:.]*")
_OTHER = re.compile(
    r"(tổng cộng|tổng số|cộng)\s*([:.;,(\d–-].*|có \d.*)"
    r"|(ghi chú|lưu ý|chú thích|người lập( bảng| biểu)?|nơi nhận|thủ trưởng đơn vị|notes?)\b.*"
    r"|.*\bngày\b.{1,20}\btháng\b.{1,20}\bnăm\b.*"
)


def is_stray(names: Iterable[str], figures: Sequence[str]) -> bool:
    """Whether an id or a name says that a row is no participant.

    Words that can be no name decide alone; where they only begin a sentence, a row with figures stays.
    """
    texts = [folded(name) for name in names]
    if any(_SUM.fullmatch(text) for text in texts):
        return True
    return not any(figures) and any(_OTHER.fullmatch(text) for text in texts)
