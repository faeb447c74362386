"""The shape of a citation: which document, which file, where in it to look."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from evidence.forms import DayField
from evidence.models import EvidenceFile
from foundation.form_errors import Form
from foundation.formats import day

PLAIN = {"autocomplete": "off"}


class CitationForm(Form):
    """Number, date and page of a document, and a note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form also opens over a scorecard's page, whose own fields have names of their own.
        for one in self:
            one.id = one.label.field_id = f"mc-{one.name}"

    number = StringField(
        _l("Số, ký hiệu văn bản"),
        description=_l("Ví dụ 88/BC-UBND."),
        validators=[Length(max=60)],
        render_kw=PLAIN,
    )
    issued_on = DayField(_l("Ngày văn bản"))
    page = StringField(
        _l("Trang, mục"),
        description=_l("Ví dụ 3, hoặc 3 - 5, Biểu 03."),
        validators=[Length(max=60)],
        render_kw=PLAIN,
    )
    note = TextAreaField(
        _l("Ghi chú cho người thẩm định"), validators=[Length(max=2000)], render_kw={"rows": 2}
    )


class EvidenceForm(CitationForm):
    """The same with files to send, or one that was sent already."""

    criterion = HiddenField()
    title = StringField(
        _l("Tên văn bản (trích yếu)"),
        description=_l("Ví dụ Báo cáo rà soát hộ nghèo năm 2024."),
        validators=[Length(max=300)],
        render_kw=PLAIN,
    )
    file = MultipleFileField(_l("Tệp từ máy này"))
    known = SelectField(_l("Hoặc tệp đã gửi"), validators=[Optional()], validate_choice=True)
    shrink = BooleanField(_l("Thu nhỏ ảnh để gửi nhanh"), default=True)

    def offer(self, files: Sequence[EvidenceFile]) -> None:
        """The files that may be chosen."""
        self.known.choices = [("", _("Không chọn"))] + [(str(one.id), label_of(one)) for one in files]


def label_of(file: EvidenceFile) -> str:
    """One line that tells a file from others."""
    parts = [file.title or file.name, file.number, day(file.issued_on) if file.issued_on else None]
    return ", ".join(part for part in parts if part) + f" ({_('biên nhận %(number)s', number=file.receipt)})"


class AskForm(Form):
    """Only the token: a button asks."""
