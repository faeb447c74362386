"""The shape of what is handed in on the pages of this room."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from bulk_entry.columns import Column
from bulk_entry.household_table import TypedRow
from foundation.form_errors import Form
from scorecards.citing_forms import EvidenceForm


class TakeForm(Form):
    """Yes to a preview; `seen` is what it showed as standing, by a hash."""

    seen = HiddenField()


class HandInForm(Form):
    """Answering only with a token."""


class HandInAllForm(Form):
    """Yes to handing in what was shown; `seen` is its mark, `confirmed` says that the list was shown."""

    seen = HiddenField()
    confirmed = HiddenField()
    with_unproven = BooleanField(_l("Nộp cả các hộ còn thiếu minh chứng"))


class ShareEvidenceForm(EvidenceForm):
    """A document, and the households whose scorecards are to cite it."""

    households = SelectMultipleField(_l("Các hộ"), coerce=int)


class PasteForm(Form):
    """A table copied from a spreadsheet."""

    text = TextAreaField(
        _l("Dán bảng vào đây"),
        description=_l("Chép các dòng trong Excel, kể cả dòng tiêu đề, rồi dán. Mỗi hộ một dòng."),
        validators=[InputRequired(_l("Dán bảng vào ô này.")), Length(max=3_000_000)],
        render_kw={"rows": 10, "spellcheck": "false", "autocomplete": "off"},
    )


class UploadForm(Form):
    """A form filled in without a connection."""

    file = FileField(
        _l("Tệp .xlsx đã điền"),
        description=_l("Tệp tải từ hệ thống, nhiều nhất 10 MB."),
        validators=[FileRequired(_l("Chọn tệp .xlsx đã điền."))],
        render_kw={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    )


class ClashForm(TakeForm):
    """Whose cells stand where both the form and the record changed."""

    take = RadioField(
        _l("Những ô sửa ở cả hai nơi"),
        choices=[
            SelectChoice("theirs", _l("Giữ số đang có trên hệ thống")),
            SelectChoice("mine", _l("Lấy số trong tệp")),
        ],
        validators=[InputRequired(_l("Chọn lấy số nào cho những ô sửa ở cả hai nơi."))],
    )


class RetireForm(Form):
    """Why a household goes."""

    reason = StringField(
        _l("Lý do"),
        description=_l("Ví dụ: Chuyển đi nơi khác từ tháng 10; nhập nhầm."),
        validators=[InputRequired(_l("Ghi lý do cho thôi hộ này.")), Length(max=500)],
        render_kw={"autocomplete": "off"},
    )


def rows_from_form(values: Mapping[str, str], columns: Sequence[Column]) -> list[TypedRow]:
    """The rows of the grid as a browser without a script sends them: "NUMBER-KEY" for each cell."""
    known = {column.key for column in columns}
    rows: dict[int, TypedRow] = {}
    for name, text in values.items():
        number, mark, key = name.partition("-")
        if not mark or not (number.isascii() and number.isdecimal()):
            continue
        row = rows.setdefault(int(number), TypedRow(int(number), {}))
        if key == "mark":
            row.mark = text
        elif key in known:
            row.cells[key] = " ".join(text.split())
    return [rows[number] for number in sorted(rows)]
