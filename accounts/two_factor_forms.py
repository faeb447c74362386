"""The shape of what is typed for the second step."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form

_LOOK = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class EnterCodeForm(Form):
    """A code of the phone, or a recovery code."""

    code = StringField(
        _l("Mã xác thực"),
        description=_l("6 chữ số trong ứng dụng, hoặc một mã dự phòng dạng abcd-efgh-jkmn."),
        validators=[InputRequired(_l("Nhập mã 6 chữ số hoặc một mã dự phòng.")), Length(max=40)],
        render_kw=_LOOK,
    )


class FirstCodeForm(Form):
    """The first code of a phone that was just set up."""

    code = StringField(
        _l("Mã 6 chữ số đang hiện trong ứng dụng"),
        validators=[InputRequired(_l("Nhập mã 6 chữ số đang hiện trong ứng dụng.")), Length(max=40)],
        render_kw=_LOOK | {"inputmode": "numeric"},
    )


class TurnOffForm(EnterCodeForm):
    """What turning the second step off asks for: password, then code."""

    password = PasswordField(
        _l("Mật khẩu hiện tại"),
        validators=[InputRequired(_l("Nhập mật khẩu hiện tại.")), Length(max=128)],
        render_kw={"autocomplete": "current-password"},
    )
