"""The shape of a second check and of the decision between two."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form
from verification.second_checks import LONGEST, Take


class CheckForm(Form):
    """What the second verifier says; the figure stands beside."""

    reason = TextAreaField(_l("Lý do"), validators=[Length(max=LONGEST)])


class SettleForm(Form):
    """Which figure counts, and why."""

    take = RadioField(
        _l("Lấy số nào"),
        choices=[
            SelectChoice(Take.FIRST.value, _l("Lần một")),
            SelectChoice(Take.SECOND.value, _l("Lần hai")),
            SelectChoice(Take.OTHER.value, _l("Số khác")),
        ],
        validators=[InputRequired(_l("Chọn một số."))],
    )
    reason = TextAreaField(_l("Lý do"), validators=[InputRequired(_l("Ghi lý do.")), Length(max=LONGEST)])


class DrawForm(Form):
    """The button that draws, or that gives checks to somebody."""
