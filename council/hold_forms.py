"""The shape of what is typed when a hold or an exclusion is laid or lifted."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from foundation.form_errors import Form
from movements.given_forms import DAY_FORMATS
from verification.marking import LONGEST_GROUND, LONGEST_PAPER


class LiftForm(Form):
    """Why, and by which paper."""

    ground = TextAreaField(
        _l("Kết luận"),
        description=_l("Ví dụ: kết luận thanh tra không có vi phạm; đơn tố cáo sai sự thật."),
        render_kw={"rows": 3},
        validators=[InputRequired(_l("Ghi căn cứ gỡ.")), Length(max=LONGEST_GROUND)],
    )
    paper = StringField(
        _l("Số văn bản"), description=_l("Ví dụ 45/KL-TTr."), validators=[Length(max=LONGEST_PAPER)]
    )
    paper_date = DateField(_l("Ngày văn bản"), format=DAY_FORMATS, validators=[Optional()])
    file = FileField(
        _l("Tệp văn bản"),
        description=_l("PDF, ảnh, Word hoặc Excel, nếu có. Chỉ người làm công tác xét khen thưởng xem được."),
    )


class HoldForm(LiftForm):
    """On what ground, in the law's words and in one's own."""

    code = RadioField(_l("Căn cứ"), choices=[], validators=[InputRequired(_l("Chọn căn cứ."))])
    ground = TextAreaField(
        _l("Sự việc"),
        description=_l("Ví dụ: đang thanh tra việc sử dụng Quỹ Vì người nghèo từ 03/12/2024."),
        render_kw={"rows": 3},
        validators=[InputRequired(_l("Ghi sự việc đang xác minh.")), Length(max=LONGEST_GROUND)],
    )
    paper = StringField(
        _l("Số văn bản"), description=_l("Ví dụ 112/QĐ-TTr."), validators=[Length(max=LONGEST_PAPER)]
    )
    sure = BooleanField(_l("Xác nhận loại trừ: không xếp hạng, không xét khen năm nay"))
