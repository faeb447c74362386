"""What a form says of a fault: in the language of the page, beside the field it concerns."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms.fields.core import Field, UnboundField

from foundation.errors import DomainError

CHOOSE = _l("Chọn một mục trong danh sách.")
EXPIRED = _l("Trang đã hết hạn. Mở lại trang rồi nhập.")
WORDS = {
    "Not a valid integer value.": _l("Chỉ ghi chữ số, ví dụ 18."),
    "Not a valid decimal value.": _l("Chỉ ghi một số, ví dụ 18,5."),
    "Not a valid float value.": _l("Chỉ ghi một số, ví dụ 18,5."),
    "Not a valid date value.": _l("Ghi ngày có trong lịch, ví dụ 12/12/2024."),
    "Not a valid datetime value.": _l("Ghi ngày có trong lịch và giờ, ví dụ 12/12/2024 08:30."),
    "Not a valid time value.": _l("Ghi giờ và phút, ví dụ 08:30."),
    "Not a valid week value.": _l("Ghi năm và tuần, ví dụ 2024-W50."),
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "'%(value)s' are not valid choices for this field.": CHOOSE,
    "This field is required.": _l("Mục này không để trống."),
    "This field is disabled and cannot have a value.": _l("Mục này không ghi được."),
    "This field cannot be edited.": _l("Mục này không sửa được."),
    "Field must be at least %(min)d characters long.": _l("Ghi ít nhất %(min)s ký tự."),
    "Field cannot be longer than %(max)d characters.": _l("Ghi nhiều nhất %(max)s ký tự."),
    "Field must be exactly %(max)d characters long.": _l("Ghi đúng %(max)s ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Ghi từ %(min)s đến %(max)s ký tự."),
    "Field must be equal to %(other_name)s.": _l("Hai lần nhập chưa giống nhau. Nhập lại."),
    "Number must be at least %(min)s.": _l("Ghi số từ %(min)s."),
    "Number must be at most %(max)s.": _l("Ghi số đến %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Ghi số từ %(min)s đến %(max)s."),
    "Date must be at least %(min)s.": _l("Ghi ngày từ %(min)s."),
    "Date must be at most %(max)s.": _l("Ghi ngày đến %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Ghi ngày từ %(min)s đến %(max)s."),
    "Invalid email address.": _l("Nhập đúng dạng, ví dụ anninh@soctrang.gov.vn."),
    "Invalid IP address.": _l("Ghi đúng địa chỉ IP, ví dụ 10.0.0.1."),
    "Invalid Mac address.": _l("Ghi đúng địa chỉ MAC, ví dụ 00:1A:2B:3C:4D:5E."),
    "Invalid URL.": _l("Ghi đúng địa chỉ, ví dụ https://soctrang.gov.vn."),
    "Invalid UUID.": _l("Ghi đúng mã, gồm 32 chữ số hệ mười sáu."),
    "Invalid input.": _l("Nội dung ghi chưa đúng dạng."),
    "Invalid value, must be one of: %(values)s.": _l("Chỉ nhận một trong các giá trị: %(values)s."),
    "Invalid value, can't be any of: %(values)s.": _l("Không nhận các giá trị: %(values)s."),
    "Invalid CSRF Token.": EXPIRED,
    "CSRF failed.": EXPIRED,
    "CSRF token expired.": EXPIRED,
    "CSRF token missing.": EXPIRED,
}
"""What WTForms says by itself, as we say it; of two numbers the plural."""


_labels: dict[str, list[LazyString]] = {}


def label_of(name: str) -> str:
    """What the forms of the product call the field of this name; the name itself where they do not agree."""
    labels = {str(label) for label in _labels.get(name, [])}
    return labels.pop() if len(labels) == 1 else name


class _Words:
    def gettext(self, message: str) -> str:
        return str(WORDS.get(message, message))

    def ngettext(self, _one: str, many: str, _count: int) -> str:
        return self.gettext(many)


class Form(FlaskForm):
    """The form that every form of the product is: no fault is told in the words of a library."""

    class Meta:
        """Where WTForms takes its words from."""

        def get_translations(self, _form: FlaskForm) -> _Words:
            """Ours, in the language of the page."""
            return _Words()

    def __init_subclass__(cls, **rest: Any) -> None:
        """Remember the labels, for where a form is shown that cannot be built again."""
        super().__init_subclass__(**rest)
        for name, field in vars(cls).items():
            label = field.args[0] if isinstance(field, UnboundField) and field.args else None
            # Labels that are not known before a request belong to forms built for that request.
            if isinstance(label, LazyString):
                _labels.setdefault(name, []).append(label)


def say_beside(field: Field, message: str) -> None:
    """Add a fault that a view found to a field."""
    field.errors = [*field.errors, message]


def show_beside_field(form: FlaskForm, error: DomainError) -> None:
    """Add the error's sentence to its field; one that names no field of this form goes on to its page."""
    field = form._fields.get(error.field) if error.field else None
    if field is None:
        raise error
    say_beside(field, error.message)
