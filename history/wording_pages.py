"""What was asked for by somebody who was refused: the page in words, from the kept method and path."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException

REFUSED = "access:refused"

_CARD = lazy_pgettext("page", "phiếu chấm điểm")
_CHECKING = lazy_pgettext("page", "thẩm định phiếu")
_OBJECTING = lazy_pgettext("page", "đề nghị phúc tra")
_ANSWERING = lazy_pgettext("page", "trả lời phúc tra")
_SECOND = lazy_pgettext("page", "thẩm định lần hai")
_SETTLING = lazy_pgettext("page", "xử lý hai lần thẩm định khác nhau")
_RECEIPT = lazy_pgettext("page", "biên nhận nộp phiếu")
_EVIDENCE = lazy_pgettext("page", "minh chứng của phiếu")
_EXTENDING = lazy_pgettext("page", "gia hạn nộp phiếu")
_FILE = lazy_pgettext("page", "tệp minh chứng")
_HOUSEHOLD = lazy_pgettext("page", "hộ của ấp")
_GRID = lazy_pgettext("page", "bảng nhập hộ")
_SHARED = lazy_pgettext("page", "minh chứng chung của các hộ")
_MESSAGE = lazy_pgettext("page", "tin nhắn")
_TASK = lazy_pgettext("page", "việc chạy nền")

PAGES: dict[str, LazyString] = {
    "scorecards.open_card": lazy_pgettext("page", "lập phiếu"),
    "scorecards.scorecard": _CARD,
    "scorecards.save_criterion": _CARD,
    "scorecards.figures": _CARD,
    "scorecards.targets": lazy_pgettext("page", "chỉ tiêu riêng của phiếu"),
    "scorecards.submit": lazy_pgettext("page", "nộp phiếu"),
    "scorecards.withdraw": lazy_pgettext("page", "rút phiếu"),
    "scorecards.receipt": _RECEIPT,
    "scorecards.receipt_paper": _RECEIPT,
    "documents.self_score_sheet": lazy_pgettext("page", "phiếu tự chấm điểm"),
    "documents.assessment_sheet": lazy_pgettext("page", "phiếu thẩm định"),
    "scorecards.receipt_content": _RECEIPT,
    "scorecards.changes": lazy_pgettext("page", "thay đổi so với lần nộp trước"),
    "scorecards.extend": _EXTENDING,
    "scorecards.extend_unit": _EXTENDING,
    "scorecards.scorecard_history": lazy_pgettext("page", "nhật ký phiếu"),
    "scorecards.cite": _EVIDENCE,
    "scorecards.change_citation": _EVIDENCE,
    "scorecards.withdraw_citation": _EVIDENCE,
    "scorecards.discard_file": _FILE,
    "verification.scorecard": _CHECKING,
    "verification.try_entry": _CHECKING,
    "verification.accept": lazy_pgettext("page", "chấp nhận phần không vướng mắc"),
    "verification.send_back": lazy_pgettext("page", "trả lại phiếu"),
    "verification.finish": lazy_pgettext("page", "kết thúc thẩm định phiếu"),
    "verification.reopen": lazy_pgettext("page", "mở lại phiếu đã thẩm định"),
    "verification.waive": lazy_pgettext("page", "thẩm định không chờ cấp dưới"),
    "verification.marks": lazy_pgettext("page", "loại trừ, chưa xét"),
    "verification.objections": _OBJECTING,
    "verification.object_to": _OBJECTING,
    "verification.try_wanted": _OBJECTING,
    "verification.withdraw": _OBJECTING,
    "verification.answer": _ANSWERING,
    "verification.try_answer": _ANSWERING,
    "verification.second_check": _SECOND,
    "verification.try_check": _SECOND,
    "verification.settle": _SETTLING,
    "verification.try_settling": _SETTLING,
    "evidence.show_file": _FILE,
    "evidence.describe_file": _FILE,
    "evidence.download": _FILE,
    "evidence.preview": _FILE,
    "evidence.receipt": lazy_pgettext("page", "biên nhận tệp"),
    "bulk_entry.new_household": _HOUSEHOLD,
    "bulk_entry.household": _HOUSEHOLD,
    "bulk_entry.retire": _HOUSEHOLD,
    "bulk_entry.retired": _HOUSEHOLD,
    "bulk_entry.restore": _HOUSEHOLD,
    "bulk_entry.grid": _GRID,
    "bulk_entry.save_grid": _GRID,
    "bulk_entry.check_grid": _GRID,
    "bulk_entry.paste": _GRID,
    "bulk_entry.take": _GRID,
    "bulk_entry.discard": _GRID,
    "bulk_entry.hand_in": lazy_pgettext("page", "nộp phiếu của các hộ"),
    "bulk_entry.download_households": lazy_pgettext("page", "mẫu Excel của bảng hộ"),
    "bulk_entry.download_scorecard": lazy_pgettext("page", "mẫu Excel của phiếu"),
    "bulk_entry.share_evidence": _SHARED,
    "bulk_entry.confirm_share_evidence": _SHARED,
    "messages.message": _MESSAGE,
    "messages.open_message": _MESSAGE,
    "tasks.task": _TASK,
    "tasks.progress": _TASK,
    "tasks.cancel": _TASK,
    "tasks.again": _TASK,
    "tasks.download": lazy_pgettext("page", "tệp kết quả của việc chạy nền"),
}
"""By endpoint, every page that names what belongs to one unit or one person."""

ROOMS: dict[str, LazyString] = {
    "scorecards": _CARD,
    "verification": _CHECKING,
    "evidence": _FILE,
    "bulk_entry": _GRID,
    "messages": _MESSAGE,
    "tasks": _TASK,
    "awards": lazy_pgettext("page", "xếp hạng"),
    "assignments": lazy_pgettext("page", "phân công"),
    "overview": lazy_pgettext("page", "tiến độ"),
    "council": lazy_pgettext("page", "phiên họp Hội đồng"),
    "documents": lazy_pgettext("page", "văn bản"),
    "authorities": lazy_pgettext("page", "thẩm quyền, căn cứ"),
}


def words_of_attempt(attempt: str) -> str:
    """What was asked for, from "GET /tham-dinh/445"; the same text where no page of today is known by it."""
    method, _space, path = attempt.partition(" ")
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(path, method=method)
    except HTTPException:
        return attempt
    page = PAGES.get(endpoint) or ROOMS.get(endpoint.partition(".")[0])
    if page is None:
        return attempt
    if method == "GET":
        return _("Trang đã thử mở: %(page)s.", page=page)
    return _("Việc đã thử gửi: %(page)s.", page=page)
