"""How kinds of message and states of letters are named."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from messages.models import LetterState, MessageKind

KIND_NAMES: dict[MessageKind, LazyString] = {
    MessageKind.REMINDER: _l("Nhắc hạn"),
    MessageKind.RETURNED: _l("Phiếu trả lại"),
    MessageKind.CHANGED: _l("Thay đổi điểm"),
    MessageKind.ANSWERED: _l("Trả lời phúc tra"),
    MessageKind.WORK: _l("Việc cần làm"),
    MessageKind.STAGE: _l("Giai đoạn và thời hạn"),
    MessageKind.MORNING: _l("Tình hình buổi sáng"),
    MessageKind.NOTICE: _l("Thông báo"),
}
KIND_HINTS: dict[MessageKind, LazyString] = {
    MessageKind.REMINDER: _l("Phiếu chưa nộp khi sắp hết hạn"),
    MessageKind.RETURNED: _l("Phiếu được trả lại để bổ sung, kèm lý do"),
    MessageKind.CHANGED: _l("Điểm được sửa khi thẩm định, kèm lý do"),
    MessageKind.ANSWERED: _l("Kết quả trả lời ý kiến phúc tra"),
    MessageKind.WORK: _l("Phiếu, ý kiến chờ kiểm tra hoặc thẩm định"),
    MessageKind.STAGE: _l("Giai đoạn mở, đóng, đổi ngày, gia hạn"),
    MessageKind.MORNING: _l("Nơi nào chậm, việc nào đang chờ, mỗi sáng ngày làm việc"),
    MessageKind.NOTICE: _l("Các thông báo khác"),
}
KIND_ICONS: dict[MessageKind, str] = {
    MessageKind.REMINDER: "bell",
    MessageKind.RETURNED: "arrow-return-left",
    MessageKind.CHANGED: "pencil",
    MessageKind.ANSWERED: "chat-square-text",
    MessageKind.WORK: "clipboard-check",
    MessageKind.STAGE: "calendar-event",
    MessageKind.MORNING: "sunrise",
    MessageKind.NOTICE: "info-circle",
}
STATE_NAMES: dict[LetterState, LazyString] = {
    LetterState.WAITING: _l("Chờ gửi"),
    LetterState.SENDING: _l("Đang gửi"),
    LetterState.SENT: _l("Đã gửi"),
    LetterState.FAILED: _l("Không gửi được"),
    LetterState.DOUBTFUL: _l("Chưa rõ đã tới"),
    LetterState.KEPT: _l("Lưu tại chỗ"),
}
STATE_LOOKS: dict[LetterState, tuple[str, str]] = {
    LetterState.WAITING: ("state-go", "hourglass-split"),
    LetterState.SENDING: ("state-go", "send"),
    LetterState.SENT: ("state-ok", "check2-circle"),
    LetterState.FAILED: ("state-stop", "x-circle"),
    LetterState.DOUBTFUL: ("state-wait", "question-circle"),
    LetterState.KEPT: ("", "archive"),
}
