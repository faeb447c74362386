"""The shape of what is typed on the pages of messages."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.form_errors import Form
from messages.models import MessageKind
from messages.wording import KIND_NAMES


class PreferencesForm(Form):
    """Where letters go, and of which kinds."""

    email = StringField(
        _l("Thư điện tử của tài khoản này"),
        description=_l("Để trống nếu chỉ đọc tin trong hệ thống. Cũng dùng được để đăng nhập."),
        filters=[lambda typed: (typed or "").strip() or None],
        validators=[
            Optional(),
            Length(max=254),
            Email(
                _l("Nhập đúng dạng, ví dụ anninh@soctrang.gov.vn."),
                check_deliverability=False,
                allow_smtputf8=False,
            ),
        ],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
    kinds = SelectMultipleField(
        _l("Loại tin cũng gửi qua thư điện tử"),
        choices=[SelectChoice(kind.value, KIND_NAMES[kind]) for kind in MessageKind],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
