"""The kinds of papers that signers and legal bases are kept for, by the code under which papers are made."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

PAPER_KINDS: dict[str, LazyString] = {
    "decision": _l("Quyết định khen thưởng"),
    "proposal": _l("Tờ trình"),
    "commendation_list": _l("Danh sách khen thưởng"),
    "certificate": _l("Giấy khen, giấy chứng nhận"),
    "bonus_table": _l("Bảng kê tiền thưởng"),
    "council_minutes": _l("Biên bản họp Hội đồng"),
    "count_minutes": _l("Biên bản kiểm phiếu"),
    "group_minutes": _l("Biên bản họp cụm, khối"),
    "movement_report": _l("Báo cáo kết quả phong trào"),
    "achievement_report": _l("Báo cáo thành tích"),
    "invitation": _l("Giấy mời họp"),
    "ranking": _l("Bảng xếp hạng, bảng tổng hợp điểm"),
    "scorecard": _l("Phiếu tự chấm, phiếu thẩm định"),
    "reasons": _l("Phụ lục lý do"),
}
"""A kind that is not listed is served by the entries that are for all kinds."""


def kinds_told(codes: list[str]) -> str:
    """The kinds in words, empty where it is all of them; an unknown code stands for itself."""
    return ", ".join(str(PAPER_KINDS.get(code, code)) for code in codes)
