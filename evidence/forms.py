"""The shape of what is said of a file."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from foundation.form_errors import Form

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


class DescribeFileForm(Form):
    """The name of a file, and number, date and subject of the document in it."""

    name = StringField(_l("Tên tệp"), validators=[Length(max=255)], render_kw={"autocomplete": "off"})
    title = StringField(
        _l("Trích yếu"),
        description=_l("Nội dung ngắn của văn bản, ví dụ: Báo cáo rà soát hộ nghèo năm 2024."),
        validators=[Length(max=300)],
        render_kw={"autocomplete": "off"},
    )
    number = StringField(
        _l("Số, ký hiệu văn bản"),
        description=_l("Ví dụ 88/BC-UBND."),
        validators=[Length(max=60)],
        render_kw={"autocomplete": "off"},
    )
    issued_on = DateField(_l("Ngày văn bản"), format=DAY_FORMATS, validators=[Optional()])
