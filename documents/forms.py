"""The shape of what a clerk says of a paper before it is printed."""

import re
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from documents.list_from_run import Particulars
from documents.paper import Signer
from foundation.form_errors import Form

SYMBOL = re.compile(r"[A-ZĐ]{1,10}-[A-ZĐa-zđ&.-]{2,30}")
REQUEST = re.compile(r"\d{1,5}/[A-ZĐ]{1,6}[a-z]{0,2}-[A-ZĐa-zđ&.-]{2,30}")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""As a browser sends a day, and as people write it where it has no calendar."""
DEFAULT_SYMBOL = "DS-HĐTĐKT"
AUTHORITIES = {
    "chair": (("TM. Hội đồng",), "Chủ tịch"),
    "deputy": (("TM. Hội đồng", "KT. Chủ tịch"), "Phó Chủ tịch"),
    "standing": (("TL. Chủ tịch Hội đồng",), "Ủy viên Thường trực"),
}
DEFAULT_RECIPIENTS = (
    "Chủ tịch UBND huyện",
    "Thành viên Hội đồng TĐKT huyện",
    "UBND các xã, thị trấn",
    "Lưu: VT, HĐTĐKT",
)


class CommendationListForm(Form):
    """Symbol, date, the Tờ trình it goes with, who signs, to whom it goes. Numbers are the register's."""

    class Meta:
        """It changes nothing, so it needs no token."""

        csrf = False

    award = SelectField(_l("Hình thức khen thưởng"), choices=[])
    symbol = StringField(
        _l("Ký hiệu"), default=DEFAULT_SYMBOL, validators=[InputRequired(_l("Ghi ký hiệu, ví dụ DS-HĐTĐKT."))]
    )
    signed_on = DateField(_l("Ngày"), format=DAY_FORMATS, validators=[Optional()])
    request = StringField(
        _l("Kèm theo Tờ trình số"),
        description=_l("Ví dụ 46/TTr-HĐTĐKT; để trống nếu không kèm tờ trình."),
        validators=[Length(max=60)],
    )
    requested_on = DateField(_l("Ngày của tờ trình"), format=DAY_FORMATS, validators=[Optional()])
    authority = SelectField(
        _l("Thẩm quyền ký"),
        choices=[
            SelectChoice("chair", _l("TM. Hội đồng, Chủ tịch")),
            SelectChoice("deputy", _l("TM. Hội đồng, KT. Chủ tịch, Phó Chủ tịch")),
            SelectChoice("standing", _l("TL. Chủ tịch Hội đồng, Ủy viên Thường trực")),
        ],
    )
    signer = StringField(
        _l("Họ và tên người ký"),
        description=_l("Không ghi học hàm, học vị."),
        validators=[Length(max=100)],
    )
    recipients = TextAreaField(
        _l("Nơi nhận"),
        default="\n".join(DEFAULT_RECIPIENTS),
        description=_l("Mỗi nơi một dòng; dòng cuối là dòng lưu."),
        render_kw={"rows": 5},
        validators=[InputRequired(_l("Ghi ít nhất dòng lưu, ví dụ Lưu: VT, HĐTĐKT.")), Length(max=2_000)],
    )

    def validate_symbol(self, field: StringField) -> None:
        """Two parts joined by a hyphen."""
        if not SYMBOL.fullmatch((field.data or "").strip()):
            raise ValidationError(_l("Ghi ký hiệu gồm tên loại và cơ quan, ví dụ DS-HĐTĐKT."))

    def validate_request(self, field: StringField) -> None:
        """Number and symbol of a Tờ trình."""
        text = (field.data or "").strip()
        if text and not REQUEST.fullmatch(text):
            raise ValidationError(_l("Ghi số và ký hiệu của tờ trình, ví dụ 46/TTr-HĐTĐKT."))

    def validate_requested_on(self, field: DateField) -> None:
        """A list is never older than what it goes with."""
        if field.data and self.signed_on.data and field.data > self.signed_on.data:
            raise ValidationError(_l("Ngày tờ trình không sau ngày danh sách. Sửa một trong hai ngày."))

    def particulars(self) -> Particulars:
        """What was entered, as the list takes it."""
        lines, title = AUTHORITIES[self.authority.data]
        recipients = [line.strip(" -;.") for line in (self.recipients.data or "").splitlines()]
        return Particulars(
            symbol=(self.symbol.data or "").strip(),
            signer=Signer(lines, title, (self.signer.data or "").strip()),
            recipients=tuple(line for line in recipients if line),
            signed_on=self.signed_on.data,
            request=(self.request.data or "").strip(),
            requested_on=self.requested_on.data,
            award=self.award.data or "",
        )

    def offer(self, awards: list[str], today: date) -> None:
        """Fill in what depends on the run and the day."""
        everything = SelectChoice("", _l("Tất cả, theo thứ bậc"))
        self.award.choices = [everything, *(SelectChoice(name, name) for name in awards)]
        if not self.signed_on.raw_data:
            self.signed_on.data = today
