"""The names of states in the overview."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from overview.queries import Progress

STATE_NAMES: dict[str, LazyString] = {
    Progress.NOT_BEGUN: _l("Chưa bắt đầu"),
    Progress.DRAFT: _l("Nháp"),
    Progress.SUBMITTED: _l("Đã nộp"),
    Progress.RETURNED: _l("Trả lại"),
    Progress.VERIFIED: _l("Đã thẩm định"),
    Progress.OBJECTION: _l("Đang phúc tra"),
    Progress.SEALED: _l("Đã chốt"),
}
CHOICES: dict[str, LazyString] = {
    "waiting": lazy_pgettext("filter", "Chưa nộp (gồm nháp, trả lại)"),
    "late": lazy_pgettext("filter", "Quá hạn chưa nộp"),
    **STATE_NAMES,
}
