"""The shape of what is said of a file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from foundation.form_errors import Form

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]
"""Shown in the first, read in any: a field of the browser's own would speak the browser's language."""


class DayField(DateField):
    """A day, written as dd/mm/yyyy in a field of text."""

    widget = TextInput()

    def __init__(self, label: Any, **rest: Any) -> None:
        super().__init__(
            label,
            format=DAY_FORMATS,
            validators=[Optional()],
            description=_l("Ngày/tháng/năm, ví dụ 25/10/2024."),
            render_kw={"autocomplete": "off", "maxlength": 20},
            **rest,
        )


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
    issued_on = DayField(_l("Ngày văn bản"))
