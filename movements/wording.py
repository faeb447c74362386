"""How the stages of a year are named, and how a deadline is written."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from foundation.clock import local
from foundation.formats import weekday_day
from movements.models import StageCode

STAGE_NAMES: dict[StageCode, LazyString] = {
    StageCode.REGISTRATION: lazy_pgettext("stage", "Đăng ký"),
    StageCode.SELF_SCORING: lazy_pgettext("stage", "Tự chấm"),
    StageCode.VERIFICATION: lazy_pgettext("stage", "Thẩm định"),
    StageCode.OBJECTION: lazy_pgettext("stage", "Phúc tra"),
    StageCode.COUNCIL: lazy_pgettext("stage", "Hội đồng"),
    StageCode.DECISION: lazy_pgettext("stage", "Quyết định"),
    StageCode.ARCHIVE: lazy_pgettext("stage", "Lưu trữ"),
}


def deadline_text(instant: datetime) -> str:
    """A deadline with its hour and weekday: 17:00 Thứ Sáu, ngày 08/11/2024."""
    return _("%(hour)s %(day)s", hour=f"{local(instant):%H:%M}", day=weekday_day(instant))
