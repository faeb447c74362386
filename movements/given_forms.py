"""The shape of what is typed on the pages of given awards."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from foundation.form_errors import Form
from movements.given import MOVEMENT, OTHER

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""As a browser sends a day, and as people write it where it has no calendar."""
KIND_NAMES = {
    "topical": _l("Chuyên đề"),
    "unexpected": _l("Đột xuất"),
    "merit": _l("Công trạng"),
}


STANDING_NAMES = {
    "granted": _l("Đã tặng"),
    "proposed": _l("Đề nghị cấp trên tặng, chờ quyết định"),
    "declined": _l("Cấp trên không tặng"),
}


class GivenForm(Form):
    """One award of an earlier year."""

    type_code = SelectField(_l("Loại đối tượng"), validators=[InputRequired(_l("Chọn loại đối tượng."))])
    who = StringField(
        _l("Mã hoặc tên"),
        description=_l("Trùng tên thì ghi mã."),
        validators=[InputRequired(_l("Ghi mã hoặc tên của đơn vị, hộ, cá nhân.")), Length(max=200)],
    )
    year = IntegerField(
        _l("Năm thành tích"), validators=[InputRequired(_l("Ghi năm của thành tích, ví dụ 2023."))]
    )
    award = SelectField(_l("Hình thức khen thưởng"))
    award_name = StringField(
        _l("Hình thức khác"),
        description=_l("Chỉ ghi khi không có trong danh sách trên, đúng tên trên quyết định."),
        validators=[Length(max=300)],
    )
    issuer = StringField(
        _l("Cấp tặng"), description=_l("Để trống thì lấy theo bộ tiêu chí."), validators=[Length(max=300)]
    )
    reference = StringField(
        _l("Số quyết định"), description=_l("Ví dụ 1204/QĐ-UBND."), validators=[Length(max=300)]
    )
    decided_on = DateField(_l("Ngày quyết định"), format=DAY_FORMATS, validators=[Optional()])
    achievement = RadioField(
        _l("Thành tích"),
        choices=[
            SelectChoice(MOVEMENT, _l("Của phong trào này: trong năm không được khen hình thức thứ hai")),
            SelectChoice(OTHER, _l("Thành tích khác: không ảnh hưởng xét khen của phong trào")),
        ],
        default=MOVEMENT,
        validators=[InputRequired(_l("Chọn một mục."))],
    )
    award_kind = SelectField(
        _l("Loại hình khen thưởng"),
        choices=[SelectChoice(code, name) for code, name in KIND_NAMES.items()],
        description=_l("Chuyên đề, đột xuất không làm căn cứ xét khen công trạng."),
        default="topical",
    )


class RevokeForm(Form):
    """That an award was revoked, when and why."""

    on = DateField(
        _l("Ngày quyết định hủy bỏ"),
        format=DAY_FORMATS,
        validators=[InputRequired(_l("Ghi ngày của quyết định hủy bỏ."))],
    )
    reason = TextAreaField(
        _l("Lý do, số quyết định hủy bỏ"),
        render_kw={"rows": 3},
        validators=[
            InputRequired(_l("Ghi lý do hủy bỏ, ví dụ: kê khai gian dối thành tích.")),
            Length(max=500),
        ],
    )


class SettleForm(Form):
    """What the higher level answered to a proposal."""

    granted = RadioField(
        _l("Cấp trên trả lời"),
        choices=[SelectChoice("yes", _l("Đã tặng")), SelectChoice("no", _l("Không tặng"))],
        validators=[InputRequired(_l("Chọn một mục."))],
    )
    reference = StringField(
        _l("Số quyết định tặng; nếu không tặng: văn bản, lý do"),
        description=_l("Ví dụ 2310/QĐ-UBND."),
        validators=[
            InputRequired(_l("Ghi số quyết định tặng, hoặc văn bản, lý do không tặng.")),
            Length(max=300),
        ],
    )
    on = DateField(
        _l("Ngày ghi trên văn bản"),
        format=DAY_FORMATS,
        validators=[InputRequired(_l("Ghi ngày ghi trên văn bản."))],
    )


class UploadForm(Form):
    """A table of awards."""

    file = FileField(
        _l("Tệp khen thưởng các năm (.xlsx hoặc .csv)"),
        validators=[FileRequired(_l("Chọn tệp đã điền theo biểu mẫu."))],
        render_kw={"accept": ".xlsx,.csv"},
    )


class ApplyForm(Form):
    """The rows of a preview, sent back to be applied."""

    rows = HiddenField(validators=[InputRequired()])
