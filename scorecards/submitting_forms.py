"""The shape of handing in, taking back, and giving one unit more time."""

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from foundation.clock import VIETNAM
from foundation.form_errors import Form
from scorecards.submitting import LONGEST_REASON

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""As a browser sends a day, and as people write it where it has no calendar."""
END_OF_WORK = time(17, 0)


class SubmitForm(Form):
    """`seen` is the mark of what was reviewed; `with_gaps` the tick beside what is still wanting."""

    seen = HiddenField()
    with_gaps = BooleanField(_l("Tôi biết phiếu còn thiếu những mục trên và vẫn nộp."))


class WithdrawForm(Form):
    """Only the token: the page itself asks."""


class ExtensionForm(Form):
    """Until when, and why."""

    day = DateField(
        _l("Đến ngày"), format=DAY_FORMATS, validators=[InputRequired(_l("Ghi ngày, ví dụ 12/11/2024."))]
    )
    hour = TimeField(
        _l("Giờ"), default=END_OF_WORK, validators=[InputRequired(_l("Ghi giờ và phút, ví dụ 17:00."))]
    )
    reason = TextAreaField(
        _l("Lý do"),
        description=_l("Hiện trên trang phiếu của đơn vị và trong lịch sử."),
        validators=[InputRequired(_l("Ghi lý do gia hạn.")), Length(max=LONGEST_REASON)],
    )

    def until(self) -> datetime:
        """The instant, on a Vietnamese clock."""
        return datetime.combine(self.day.data, self.hour.data, VIETNAM)
