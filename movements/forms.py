"""The shape of what is typed on the pages of the year."""

import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from foundation.clock import local_date, now
from foundation.form_errors import Form, say_beside
from movements.calendars import faults_of
from movements.models import StageCode
from movements.rules import Calendar
from movements.settings import BOUNDS, YearSettings
from movements.typed_moments import example_moment, read_moment, write_moment
from movements.wording import STAGE_NAMES


class MomentField(Field):
    """A day with its hour, shown as 17:00 08/11/2024 and read in either order; what cannot be read stays
    as it was typed. `example_year` is the year at hand, in which the examples lie.
    """

    widget = TextInput()
    data: datetime | None
    typed = ""
    example_year: int | None = None

    @property
    def example(self) -> str:
        """How to type it."""
        return example_moment(self.example_year or local_date(now()).year)

    def __call__(self, **options: Any) -> Any:
        """The field, with an example where nothing stands."""
        usual = {"placeholder": self.example, "autocomplete": "off", "size": "17"}
        return super().__call__(**(usual | options))

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
            raise ValidationError(
                _("Ghi giờ và ngày có trong lịch, ví dụ %(example)s.", example=self.example)
            )


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
        """Each field by itself; no stage has one end only; and what was read stands in order."""
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
        faults = faults_of(self.calendar())
        for name, sentence in faults:
            say_beside(self[name], sentence)
        return good and not faults


for _code in StageCode:
    setattr(CalendarForm, f"opens_{_code.value}", MomentField(_l("Mở lúc")))
    setattr(CalendarForm, f"closes_{_code.value}", MomentField(_l("Đóng lúc")))


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
    """A new year, and the year from which its calendar is taken; `past` is the tick for one that is over."""

    year = IntegerField(
        _l("Năm"),
        validators=[InputRequired(_l("Nhập năm, bốn chữ số."))],
        render_kw={"inputmode": "numeric"},
    )
    copy_from = SelectField(
        _l("Lịch"),
        description=_l("Ngày, giờ của từng giai đoạn được dời sang năm mới; sửa được ở bước sau."),
        coerce=int,
    )
    past = BooleanField(_l("Tôi biết năm này đã qua và vẫn mở."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; and a year that is over asks for the tick."""
        good: bool = super().validate(extra_validators)
        if self.year.data is not None and self.year.data < local_date(now()).year and not self.past.data:
            say_beside(
                self.past,
                _(
                    "Năm %(year)s đã qua: mọi giai đoạn đã đóng, không ai nhập được cho đến khi đổi lịch. "
                    "Kiểm tra lại năm, hoặc đánh dấu ô này.",
                    year=self.year.data,
                ),
            )
            return False
        return good


class CriteriaForm(Form):
    """Where a year's criteria come from."""

    source = RadioField(
        _l("Lấy bộ tiêu chí từ"),
        choices=[
            SelectChoice("year", _l("Năm khác")),
            SelectChoice("preset", _l("Mẫu có sẵn")),
            SelectChoice("file", _l("Tệp bộ tiêu chí (.yaml)")),
        ],
        validators=[InputRequired(_l("Chọn một mục trong danh sách."))],
    )
    from_year = SelectField(_l("Năm"), coerce=int, validate_choice=False)
    preset = SelectField(_l("Mẫu"), validate_choice=False)
    file = FileField(
        _l("Tệp"),
        description=_l(
            "Tệp văn bản ghi mục, tiêu chí, thang điểm theo mẫu của hệ thống; "
            "đuôi .yaml hoặc .yml, nhiều nhất 1 MB."
        ),
        render_kw={"accept": ".yaml,.yml"},
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
