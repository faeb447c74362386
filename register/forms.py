"""Forms of the register."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from foundation.form_errors import Form


class ContinueForm(Form):
    """Up to which number a series was given outside this product."""

    last = IntegerField(
        _l("Số cuối đã cấp"),
        description=_l("Số lớn nhất đã dùng ở sổ giấy hoặc phần mềm văn bản; số kế tiếp do hệ thống cấp."),
        validators=[InputRequired(_l("Ghi số cuối đã cấp.")), NumberRange(0, 99_998, _l("Ghi số từ 0."))],
    )
    sure = IntegerField(_l("Xác nhận số cuối"), validators=[Optional()])
    reason = TextAreaField(
        _l("Lý do"),
        render_kw={"rows": 2},
        validators=[InputRequired(_l("Ghi lý do, ví dụ: các số trước cấp ở sổ giấy.")), Length(max=500)],
    )
