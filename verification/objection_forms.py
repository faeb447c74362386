"""The shape of an objection and of its answer; the figures are fields of `scorecards.entry_form`."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form
from scorecards.entry_form import EntryForm, make_form, name_of
from scorecards.lines import Line
from scorecards.sheet import Sheet
from scorecards.to_scoring import Raw
from scorecards.typed import DASH
from verification.forms import shown_by_field
from verification.models import Answer
from verification.objecting import LONGEST_ANSWER, LONGEST_GROUND
from verification.objection_queries import ObjectionState


class ObjectForm(Form):
    """Why the unit objects; the figure that it asks for stands beside."""

    text = TextAreaField(
        _l("Vì sao đề nghị phúc tra"),
        validators=[
            InputRequired(_l("Ghi rõ vì sao đề nghị phúc tra.")),
            Length(max=LONGEST_GROUND),
        ],
    )


class AnswerForm(Form):
    """What the office answers."""

    answer = RadioField(
        _l("Trả lời"),
        choices=[
            SelectChoice(Answer.ACCEPTED.value, _l("Chấp nhận")),
            SelectChoice(Answer.PARTLY.value, _l("Chấp nhận một phần")),
            SelectChoice(Answer.REFUSED.value, _l("Không chấp nhận")),
        ],
        validators=[InputRequired(_l("Chọn một cách trả lời."))],
    )
    text = TextAreaField(
        _l("Lý do"),
        validators=[
            InputRequired(_l("Ghi câu trả lời; đơn vị đọc được câu này.")),
            Length(max=LONGEST_ANSWER),
        ],
    )


class WithdrawForm(Form):
    """The button that takes an objection back."""


def figure_form(line: Line, sheet: Sheet, shown: Raw | None, *, typed: bool) -> EntryForm:
    """The fields of one criterion: as typed, else holding `shown`."""
    if typed:
        form = make_form(sheet, [line])
        for field in form:
            if field.name.startswith("e-") and not field.raw_data:
                field.data = ""  # nothing was chosen: not what is stored
        return form
    form = make_form(sheet, [line], formdata=None)
    values = shown_by_field(line, shown)
    for field in form:
        if field.name.startswith("e-"):
            field.data = values.get(field.name, "")
    not_applicable = form.field("na", line.code)
    if not_applicable is not None:
        not_applicable.data = shown == DASH
    return form


def first_field(line: Line) -> str:
    """The id of the control under which a fault of the figure stands."""
    return name_of("e", line.code)


def read_state(arguments: Mapping[str, str]) -> ObjectionState | None:
    """The state that the address asks for: what waits, unless it asks for another or for all."""
    asked = arguments.get("trang-thai", ObjectionState.WAITING)
    return ObjectionState(asked) if asked in set(ObjectionState) else None
