"""The shape of the entries of each table as typed."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from authorities.bonus import Rounding
from authorities.entry_form import ORDER_HINT, BoxesField, EntryForm, FigureField, kept_lines, one_line
from authorities.models import Dated, Tier
from authorities.paper_kinds import PAPER_KINDS
from authorities.sections import Section
from authorities.wording import PARTS, ROUNDINGS, TIERS


class IssuerForm(EntryForm):
    """A body in whose name papers go out."""

    code = SelectField(_l("Vai trò"), choices=[SelectChoice(code, name) for code, name in PARTS.items()])
    tier = SelectField(
        _l("Cấp"),
        choices=[SelectChoice(one.value, TIERS[one]) for one in Tier],
        default=Tier.COMMUNE.value,
        coerce=Tier,
    )
    area = StringField(
        _l("Địa phương"),
        description=_l("Ví dụ xã Phú Tâm."),
        validators=[InputRequired(_l("Ghi địa phương, ví dụ xã Phú Tâm.")), Length(max=100)],
    )
    superior = StringField(
        _l("Cơ quan chủ quản"),
        description=_l("Dòng trên cùng; để trống nếu không ghi."),
        validators=[Length(max=200)],
    )
    name = TextAreaField(
        _l("Tên cơ quan trên văn bản"),
        description=_l("Xuống dòng ở đâu thì văn bản xuống dòng ở đó."),
        render_kw={"rows": 2},
        validators=[InputRequired(_l("Ghi tên cơ quan như trên văn bản.")), Length(max=200)],
    )
    place = StringField(
        _l("Địa danh"),
        description=_l("Đứng trước ngày ký, ví dụ Phú Tâm."),
        validators=[InputRequired(_l("Ghi địa danh, ví dụ Phú Tâm.")), Length(max=100)],
    )
    symbol = StringField(
        _l("Chữ viết tắt cơ quan"),
        description=_l("Phần sau của ký hiệu: QĐ-UBND thì ghi UBND."),
        validators=[InputRequired(_l("Ghi chữ viết tắt, ví dụ UBND.")), Length(max=40)],
    )
    order_no = IntegerField(
        _l("Thứ tự"), default=1, description=ORDER_HINT, validators=[InputRequired(), NumberRange(0, 999)]
    )

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """Without blanks that nobody means."""
        typed = super().values(section, entry)
        for name in ("area", "superior", "place", "symbol"):
            typed[name] = one_line(typed[name])
        return typed | {"name": kept_lines(typed["name"])}


class SignerForm(EntryForm):
    """Who signs for an issuer, and how."""

    issuer_id = SelectField(_l("Ký cho"), coerce=int)
    authority = TextAreaField(
        _l("Dòng thẩm quyền"),
        description=_l("Mỗi dòng một ý, ví dụ TM. Hội đồng rồi KT. Chủ tịch; để trống nếu tự mình ký."),
        render_kw={"rows": 2},
        validators=[Length(max=300)],
    )
    title = StringField(
        _l("Chức vụ"), validators=[InputRequired(_l("Ghi chức vụ, ví dụ Phó Chủ tịch.")), Length(max=200)]
    )
    name = StringField(
        _l("Họ và tên"), description=_l("Không ghi học hàm, học vị."), validators=[Length(max=200)]
    )
    paper_kinds = BoxesField(
        _l("Ký những văn bản nào"),
        description=_l("Không chọn mục nào nghĩa là mọi văn bản."),
        choices=[SelectChoice(code, name) for code, name in PAPER_KINDS.items()],
    )
    order_no = IntegerField(
        _l("Thứ tự"), default=1, description=ORDER_HINT, validators=[InputRequired(), NumberRange(0, 999)]
    )

    def offer(self, issuers: list[tuple[int, str]]) -> None:
        """The issuers, each with its period."""
        self.issuer_id.choices = [SelectChoice(str(key), name) for key, name in issuers]

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """Without blanks that nobody means."""
        typed = super().values(section, entry)
        typed |= {name: one_line(typed[name]) for name in ("title", "name")}
        return typed | {"authority": kept_lines(typed["authority"])}


class BasisForm(EntryForm):
    """A line "Căn cứ …"."""

    text = TextAreaField(
        _l("Nội dung căn cứ"),
        description=_l("Bắt đầu bằng “Căn cứ”, không ghi dấu ; ở cuối."),
        render_kw={"rows": 4},
        validators=[InputRequired(_l("Ghi nội dung căn cứ.")), Length(max=1_000)],
    )
    paper_kinds = BoxesField(
        _l("Dùng cho văn bản nào"),
        description=_l("Không chọn mục nào nghĩa là mọi văn bản."),
        choices=[SelectChoice(code, name) for code, name in PAPER_KINDS.items()],
    )
    order_no = IntegerField(
        _l("Thứ tự"), default=50, description=ORDER_HINT, validators=[InputRequired(), NumberRange(0, 999)]
    )

    def validate_text(self, field: TextAreaField) -> None:
        """It reads as a basis does."""
        if not one_line(field.data).startswith("Căn cứ "):
            raise ValidationError(_("Bắt đầu bằng “Căn cứ”, ví dụ Căn cứ Luật Thi đua, khen thưởng ngày …"))

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """In one line, without the mark that ends it on a paper."""
        typed = super().values(section, entry)
        return typed | {"text": one_line(typed["text"]).rstrip(" ;.,")}


class SalaryForm(EntryForm):
    """The base salary."""

    amount = FigureField(
        _l("Số tiền (đồng/tháng)"), validators=[InputRequired(_l("Ghi số tiền, ví dụ 2.530.000."))]
    )

    def validate_amount(self, field: FigureField) -> None:
        """A whole amount of a credible size."""
        if field.data is None or not 100_000 <= field.data <= 100_000_000 or field.data % 1:
            raise ValidationError(_("Ghi số đồng nguyên từ 100.000 đến 100.000.000, ví dụ 2.530.000."))

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """In whole đồng."""
        return super().values(section, entry) | {"amount": int(self.amount.data or 0)}


class RateForm(EntryForm):
    """How many base salaries come with an award."""

    name = StringField(
        _l("Hình thức khen thưởng, danh hiệu"),
        validators=[InputRequired(_l("Ghi tên như trên quyết định.")), Length(max=200)],
    )
    award = StringField(
        _l("Mã"),
        description=_l("Chữ thường không dấu, ví dụ giay_khen_commune; bộ tiêu chí và bảng kê dùng mã này."),
        validators=[InputRequired(_l("Ghi mã, ví dụ giay_khen_commune.")), Length(max=60)],
    )
    coefficient = FigureField(
        _l("Hệ số (lần mức lương cơ sở)"), validators=[InputRequired(_l("Ghi hệ số, ví dụ 0,3."))]
    )
    individual = FigureField(_l("Cá nhân, nhân với"), default=Decimal(1))
    household = FigureField(_l("Hộ gia đình, nhân với"), default=Decimal("1.5"))
    collective = FigureField(
        _l("Tập thể, nhân với"),
        default=Decimal(2),
        description=_l("Để trống nếu không tặng cho đối tượng ấy."),
    )
    order_no = IntegerField(
        _l("Thứ tự"), default=50, description=ORDER_HINT, validators=[InputRequired(), NumberRange(0, 999)]
    )

    def validate_award(self, field: StringField) -> None:
        """A code that documents can hold."""
        text = (field.data or "").strip()
        if not (text.isascii() and text.replace("_", "").isalnum() and text == text.lower()):
            raise ValidationError(_("Chỉ dùng chữ thường không dấu, chữ số và dấu gạch dưới."))

    def validate_coefficient(self, field: FigureField) -> None:
        """Above zero, of a credible size."""
        _judge_factor(field.data, needed=True)

    def validate_individual(self, field: FigureField) -> None:
        """Somebody gets it."""
        _judge_factor(field.data)
        if not any((self.individual.data, self.household.data, self.collective.data)):
            raise ValidationError(_("Ghi ít nhất một đối tượng được tặng."))

    def validate_household(self, field: FigureField) -> None:
        """Above zero where it is given."""
        _judge_factor(field.data)

    def validate_collective(self, field: FigureField) -> None:
        """Above zero where it is given."""
        _judge_factor(field.data)

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """Without blanks that nobody means."""
        typed = super().values(section, entry)
        return typed | {"name": one_line(typed["name"]), "award": (self.award.data or "").strip()}


def _judge_factor(value: Decimal | None, *, needed: bool = False) -> None:
    if value is None and not needed:
        return
    if value is None or not 0 < value <= 1_000 or value != round(value, 4):
        raise ValidationError(_("Ghi số lớn hơn 0, nhiều nhất bốn chữ số thập phân, ví dụ 0,45."))


class RoundingForm(EntryForm):
    """How bonus money is rounded."""

    rounding = SelectField(
        _l("Cách làm tròn"),
        choices=[SelectChoice(one.value, ROUNDINGS[one]) for one in Rounding],
        coerce=Rounding,
    )
    unit = FigureField(
        _l("Bội của (đồng)"),
        default=Decimal(10_000),
        validators=[InputRequired(_l("Ghi số đồng, ví dụ 10.000."))],
    )

    def validate_unit(self, field: FigureField) -> None:
        """A whole number of đồng."""
        if field.data is None or not 1 <= field.data <= 1_000_000 or field.data % 1:
            raise ValidationError(_("Ghi số đồng nguyên từ 1 đến 1.000.000, ví dụ 10.000."))

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """In whole đồng."""
        return super().values(section, entry) | {"unit": int(self.unit.data or 0)}


FORMS: dict[str, type[EntryForm]] = {
    "co-quan": IssuerForm,
    "nguoi-ky": SignerForm,
    "can-cu": BasisForm,
    "luong-co-so": SalaryForm,
    "he-so": RateForm,
    "lam-tron": RoundingForm,
}
