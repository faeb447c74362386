"""The shape of what is typed on the pages of accounts and assignments."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.rules import ROLE_NAMES
from assignments.models import ChargeKind
from foundation.form_errors import Form

CHARGE_NAMES = {
    ChargeKind.HEAD: _l("Trưởng cụm, khối: kiểm tra phiếu của các thành viên"),
    ChargeKind.COUNCIL: _l("Thành viên Hội đồng phụ trách cụm, khối"),
}


class Checkboxes(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChangeAccountForm(Form):
    """Whose account it is and what it may do."""

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
    roles = Checkboxes(
        _l("Vai trò"),
        choices=[SelectChoice(code, name) for code, name in ROLE_NAMES.items()],
        validators=[InputRequired(_l("Chọn ít nhất một vai trò."))],
    )


class CreateAccountForm(ChangeAccountForm):
    """A new account with its units."""

    username = StringField(
        _l("Tên đăng nhập"),
        description=_l("Chữ thường không dấu, ví dụ xa.anninh."),
        validators=[InputRequired(_l("Nhập tên đăng nhập, ví dụ xa.anninh.")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    units = Checkboxes(_l("Đơn vị"), coerce=int)
    without_units = BooleanField(_l("Lập tài khoản, giao đơn vị sau."))


class AssignUnitForm(Form):
    """A unit to act for."""

    unit = SelectField(_l("Đơn vị"), coerce=int, validators=[InputRequired(_l("Chọn đơn vị."))])


class AssignDutyForm(Form):
    """What to verify of one type: in which cluster, and which sections and criteria."""

    cluster = SelectField(_l("Cụm, khối thi đua"), coerce=int)
    criteria = Checkboxes(_l("Mục và tiêu chí"), coerce=str)


class AssignChargeForm(Form):
    """A cluster to be in charge of."""

    cluster = SelectField(_l("Cụm, khối thi đua"), coerce=int)
    kind = RadioField(
        _l("Phụ trách với tư cách"),
        choices=[SelectChoice(code, name) for code, name in CHARGE_NAMES.items()],
        validators=[InputRequired(_l("Chọn một tư cách."))],
    )


class UploadForm(Form):
    """A table of accounts."""

    file = FileField(
        _l("Tệp danh sách tài khoản (.xlsx hoặc .csv)"),
        validators=[FileRequired(_l("Chọn tệp đã điền theo biểu mẫu."))],
        render_kw={"accept": ".xlsx,.csv"},
    )


class ApplyForm(Form):
    """The rows of a preview, sent back to be applied."""

    rows = HiddenField(validators=[InputRequired()])
