"""The shape of what is typed on the pages of the year."""

import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, Field, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from foundation.form_errors import Form
from movements.models import StageCode
from movements.rules import Calendar
from movements.settings import BOUNDS, YearSettings
from movements.typed_moments import read_moment, write_moment
from movements.wording import STAGE_NAMES


class MomentField(Field):
    """A day with its hour, typed and shown as 08/11/2024 17:00; what cannot be read stays as it was typed."""

    widget = TextInput()
    data: datetime | None
    typed = ""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return write_moment(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = read_moment(self.typed) if self.typed else None

    def pre_validate(self, form: Any) -> None:
        """What was typed is a day with its hour, or nothing."""
        if self.typed and self.data is None:
            raise ValidationError(_("Ghi ngày có trong lịch và giờ, ví dụ 08/11/2024 17:00."))


class CalendarForm(Form):
    """When each stage opens and closes; both left empty where a year does without the stage."""

    seen = HiddenField()

    def calendar(self) -> Calendar:
        """The dates as typed."""
        found: dict[StageCode, tuple[datetime, datetime]] = {}
        for code in StageCode:
            opens, closes = self.ends(code)
            if opens.data is not None and closes.data is not None:
                found[code] = (opens.data, closes.data)
        return found

    def ends(self, code: StageCode) -> tuple[MomentField, MomentField]:
        """The two fields of a stage."""
        return self[f"opens_{code.value}"], self[f"closes_{code.value}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; and no stage has one end only."""
        good: bool = super().validate(extra_validators)
        for code in StageCode:
            opens, closes = self.ends(code)
            for one, other in ((opens, closes), (closes, opens)):
                if not one.typed and other.typed:
                    one.errors = [
                        _(
                            "%(stage)s: ghi cả lúc mở và lúc đóng, hoặc để trống cả hai.",
                            stage=STAGE_NAMES[code],
                        )
                    ]
                    good = False
        return good


_CLOCK = {"autocomplete": "off", "placeholder": "08/11/2024 17:00", "size": "17"}
for _code in StageCode:
    setattr(CalendarForm, f"opens_{_code.value}", MomentField(_l("Mở lúc"), render_kw=_CLOCK))
    setattr(CalendarForm, f"closes_{_code.value}", MomentField(_l("Đóng lúc"), render_kw=_CLOCK))


class DaysField(Field):
    """Numbers of days in one line, "7, 3, 1"; kept in falling order, each once."""

    widget = TextInput()
    data: tuple[int, ...]
    unread = False

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(str(day) for day in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = valuelist[0] if valuelist else ""
        parts = [part for part in re.split(r"[\s,;]+", typed) if part]
        self.unread = any(not (part.isascii() and part.isdigit() and len(part) < 4) for part in parts)
        self.data = () if self.unread else tuple(sorted({int(part) for part in parts}, reverse=True))

    def pre_validate(self, form: Any) -> None:
        """All of it is numbers."""
        if self.unread:
            raise ValidationError(_("Chỉ ghi các số ngày, cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."))


class _WholeField(IntegerField):
    def __init__(self, label: Any, name_of_bounds: str, **options: Any) -> None:
        least, most = BOUNDS[name_of_bounds]
        super().__init__(
            label,
            validators=[InputRequired(_l("Mục này không để trống.")), NumberRange(least, most)],
            render_kw={"inputmode": "numeric", "min": least, "max": most},
            **options,
        )


class SettingsForm(Form):
    """What the office chooses for a year."""

    reminder_days = DaysField(
        _l("Nhắc trước khi hết hạn tự chấm (ngày)"),
        description=_l("Các số ngày, cách nhau bằng dấu phẩy, ví dụ 7, 3, 1. Để trống thì không nhắc."),
    )
    morning_hour = _WholeField(
        _l("Giờ báo tình hình buổi sáng"),
        "morning_hour",
        description=_l("Giờ Việt Nam, từ 0 đến 23; các ngày làm việc. Lời nhắc hạn cũng gửi vào giờ này."),
    )
    quota_megabytes = _WholeField(_l("Dung lượng minh chứng của một đơn vị (MB)"), "quota_megabytes")
    second_check_percent = _WholeField(
        _l("Số phiếu rút ngẫu nhiên để thẩm định lần hai, trong mỗi 100 phiếu"), "second_check_percent"
    )
    objection_days = _WholeField(_l("Số ngày làm việc để đề nghị phúc tra"), "objection_days")

    def settings(self) -> YearSettings:
        """The choices as typed."""
        return YearSettings(
            reminder_days=self.reminder_days.data,
            quota_megabytes=self.quota_megabytes.data or 0,
            second_check_percent=self.second_check_percent.data or 0,
            morning_hour=self.morning_hour.data or 0,
            objection_days=self.objection_days.data or 0,
        )


class YearForm(Form):
    """A new year, and the year from which its calendar is taken."""

    year = IntegerField(
        _l("Năm"),
        validators=[InputRequired(_l("Nhập năm, ví dụ 2025."))],
        render_kw={"inputmode": "numeric"},
    )
    copy_from = SelectField(
        _l("Lịch"),
        description=_l("Ngày, giờ của từng giai đoạn được dời sang năm mới; sửa được ở bước sau."),
        coerce=int,
    )


class CriteriaForm(Form):
    """Where a year's criteria come from."""

    source = RadioField(
        _l("Lấy tài liệu tiêu chí từ"),
        choices=[
            SelectChoice("year", _l("Năm trước")),
            SelectChoice("preset", _l("Mẫu có sẵn")),
            SelectChoice("file", _l("Tệp YAML")),
        ],
        validators=[InputRequired(_l("Chọn một mục trong danh sách."))],
    )
    from_year = SelectField(_l("Năm"), coerce=int, validate_choice=False)
    preset = SelectField(_l("Mẫu"), validate_choice=False)
    file = FileField(
        _l("Tệp"), description=_l("Tệp .yaml hoặc .yml, nhiều nhất 1 MB."), render_kw={"accept": ".yaml,.yml"}
    )


class MovementForm(Form):
    """The movement itself."""

    name = StringField(
        _l("Tên phong trào"), validators=[InputRequired(_l("Nhập tên phong trào.")), Length(max=300)]
    )
    slogan = StringField(_l("Khẩu hiệu (nếu có)"), validators=[Length(max=300)])
    district_name = StringField(
        _l("Huyện"), validators=[InputRequired(_l("Nhập tên huyện, ví dụ Châu Thành.")), Length(max=100)]
    )
    province_name = StringField(
        _l("Tỉnh"), validators=[InputRequired(_l("Nhập tên tỉnh, ví dụ Sóc Trăng.")), Length(max=100)]
    )
    standing_body = StringField(
        _l("Cơ quan thường trực"),
        validators=[InputRequired(_l("Nhập tên cơ quan, ví dụ Phòng Nội vụ.")), Length(max=200)],
    )
    period_from = DateField(
        _l("Từ ngày"),
        format=["%d/%m/%Y", "%Y-%m-%d"],
        validators=[InputRequired(_l("Ghi ngày bắt đầu, ví dụ 01/01/2021."))],
        widget=TextInput(),
        render_kw={"placeholder": "01/01/2021", "autocomplete": "off"},
    )
    period_to = DateField(
        _l("Đến ngày"),
        format=["%d/%m/%Y", "%Y-%m-%d"],
        validators=[InputRequired(_l("Ghi ngày kết thúc, ví dụ 31/12/2025."))],
        widget=TextInput(),
        render_kw={"placeholder": "31/12/2025", "autocomplete": "off"},
    )
