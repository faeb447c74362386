"""The words of this room for what is data: levels, doubts, states of the queue, parts of a figure."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from scorecards.models import AssessmentLevel
from verification.doubts import Doubt
from verification.queue_states import QueueState

LEVEL_NAMES: Mapping[AssessmentLevel, LazyString] = {
    AssessmentLevel.SELF: lazy_pgettext("level", "Tự chấm"),
    AssessmentLevel.GROUP: lazy_pgettext("level", "Xã, cụm"),
    AssessmentLevel.OFFICE: lazy_pgettext("level", "Thẩm định"),
    AssessmentLevel.COUNCIL: lazy_pgettext("level", "Hội đồng"),
}
DOUBTS: Mapping[Doubt, LazyString] = {
    Doubt.UNCLAIMED: _l("chưa có số tự chấm"),
    Doubt.TO_ENTER: _l("do nơi thẩm định nhập"),
    Doubt.UNREADABLE: _l("không đọc được số liệu"),
    Doubt.EVIDENCE: _l("thiếu minh chứng bắt buộc"),
    Doubt.SAME_FILE: _l("tệp trùng với đơn vị hoặc năm khác"),
    Doubt.DIFFERS: _l("cấp dưới đã điều chỉnh"),
    Doubt.BONUS: _l("điểm thưởng, cần xem"),
    Doubt.NOT_APPLICABLE: _l("đơn vị ghi không áp dụng"),
    Doubt.CHANGED: _l("số tự chấm đã đổi sau khi chấm"),
    Doubt.ODD: _l("tử số lớn hơn mẫu số"),
}


def doubts_at(level: AssessmentLevel) -> Mapping[Doubt, LazyString]:
    """The words for doubts as a level reads them: what it enters itself is told as its own."""
    if level is not AssessmentLevel.GROUP:
        return DOUBTS
    return {**DOUBTS, Doubt.TO_ENTER: _l("do xã, cụm nhập")}


# What is first written to a unit whose scorecard goes back.
WANTED: Mapping[Doubt, LazyString] = {
    Doubt.UNCLAIMED: _l("Nhập số liệu của tiêu chí này."),
    Doubt.UNREADABLE: _l("Ghi lại số liệu cho đúng cách ghi của tiêu chí."),
    Doubt.EVIDENCE: _l("Bổ sung minh chứng bắt buộc."),
}
QUEUE_STATES: Mapping[QueueState, LazyString] = {
    QueueState.WAITING: lazy_pgettext("queue", "Chờ"),
    QueueState.DOING: lazy_pgettext("queue", "Đang làm"),
    QueueState.DONE: lazy_pgettext("queue", "Xong"),
    QueueState.BELOW: lazy_pgettext("queue", "Chờ cấp dưới"),
    QueueState.RETURNED: lazy_pgettext("queue", "Đã trả lại"),
}
