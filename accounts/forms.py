"""The shape of what is typed on the account pages."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional

from accounts.rules import ROLE_NAMES
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


class AccountForm(Form):
    """A new account."""

    username = StringField(
        _l("Tên đăng nhập"),
        description=_l("Chữ thường không dấu, ví dụ xa.anninh."),
        validators=[InputRequired(_l("Nhập tên đăng nhập, ví dụ xa.anninh.")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    full_name = StringField(
        _l("Tên người hoặc đơn vị"),
        validators=[InputRequired(_l("Nhập tên sẽ hiện ở đầu trang và trong nhật ký.")), Length(max=200)],
    )
    email = StringField(
        _l("Thư điện tử (nếu có)"),
        filters=[lambda typed: (typed or "").strip() or None],
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("Nhập đúng dạng, ví dụ anninh@soctrang.gov.vn."), check_deliverability=False),
        ],
    )
    role = SelectField(_l("Vai trò"), choices=[SelectChoice(code, name) for code, name in ROLE_NAMES.items()])
