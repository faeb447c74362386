"""The shape of what is typed on the account pages."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from foundation.form_errors import Form


class SignInForm(Form):
    """Account name or e-mail, and password."""

    name = StringField(
        _l("Tên đăng nhập hoặc thư điện tử"),
        validators=[InputRequired(_l("Nhập tên đăng nhập, ví dụ xa.anninh.")), Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Mật khẩu"),
        validators=[InputRequired(_l("Nhập mật khẩu.")), Length(max=128)],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(Form):
    """The password in use, and the new one twice."""

    password = PasswordField(
        _l("Mật khẩu hiện tại"),
        validators=[InputRequired(_l("Nhập mật khẩu hiện tại."))],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("Mật khẩu mới"),
        description=_l("Từ 10 ký tự; một câu ngắn dễ nhớ là tốt nhất."),
        validators=[InputRequired(_l("Nhập mật khẩu mới."))],
        render_kw={"autocomplete": "new-password"},
    )
    repeat_password = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        validators=[EqualTo("new_password", _l("Hai lần nhập chưa giống nhau. Nhập lại."))],
        render_kw={"autocomplete": "new-password"},
    )
