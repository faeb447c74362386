"""Small forms around issued papers."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from foundation.form_errors import Form


class ReasonForm(Form):
    """Why a paper or a certificate is taken back."""

    reason = TextAreaField(
        _l("Lý do"),
        description=_l(
            "In trong sổ và hiện ở trang kiểm tra. Ghi cả số, ngày của quyết định thu hồi, nếu có."
        ),
        render_kw={"rows": 3},
        validators=[InputRequired(_l("Ghi lý do.")), Length(max=1_000)],
    )


class ContinueForm(Form):
    """Up to which number a series was given outside this product."""

    last = IntegerField(
        _l("Số cuối đã cấp"),
        description=_l("Số lớn nhất đã dùng ở sổ giấy hoặc phần mềm văn bản; số kế tiếp do hệ thống cấp."),
        validators=[InputRequired(_l("Ghi số cuối đã cấp.")), NumberRange(0, 99_998, _l("Ghi số từ 0."))],
    )
    reason = TextAreaField(
        _l("Lý do"),
        render_kw={"rows": 2},
        validators=[InputRequired(_l("Ghi lý do, ví dụ: các số trước cấp ở sổ giấy.")), Length(max=500)],
    )
