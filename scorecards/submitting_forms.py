"""The shape of handing in, taking back, and giving one unit more time."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form
from movements.forms import MomentField
from scorecards.submitting import LONGEST_REASON


class SubmitForm(Form):
    """`seen` is the mark of what was reviewed; `with_gaps` the tick beside what is still wanting."""

    seen = HiddenField()
    with_gaps = BooleanField(_l("Tôi biết phiếu còn thiếu những mục trên và vẫn nộp."))


class WithdrawForm(Form):
    """Only the token: the page itself asks."""


class ExtensionForm(Form):
    """Until when, and why."""

    until = MomentField(
        _l("Gia hạn đến"), validators=[InputRequired(_l("Ghi giờ và ngày hết hạn mới của đơn vị."))]
    )
    reason = TextAreaField(
        _l("Lý do"),
        description=_l("Hiện trên trang phiếu của đơn vị và trong nhật ký."),
        validators=[InputRequired(_l("Ghi lý do gia hạn.")), Length(max=LONGEST_REASON)],
    )
