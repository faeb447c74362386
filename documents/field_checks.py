"""What is asked of single fields of a draft beside their length: hours that are, names without digits."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from documents.hours import fault_of_hour


def is_hour(_form: Any, field: Any) -> None:
    """Raises ValidationError where the field names no hour of a day that there is."""
    fault = fault_of_hour(field.data or "")
    if fault:
        raise ValidationError(fault)


def is_name(_form: Any, field: Any) -> None:
    """Raises ValidationError where a person's name has digits."""
    if any(letter.isdigit() for letter in field.data or ""):
        raise ValidationError(_("Họ và tên không có chữ số. Xem lại, ví dụ: Trần Văn Minh."))


CHECKS = {"held": is_hour, "ended": is_hour, "maker": is_name}
"""By the name of a kind's field."""
