"""The shape of what people ask of the queue and send from the verifying pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form
from scorecards.entry_form import EntryForm, make_form, name_of, read_base
from scorecards.lines import Line
from scorecards.services import Keep
from scorecards.sheet import Sheet
from scorecards.to_scoring import Raw
from scorecards.typed import DASH, to_shown
from verification.queries import Asked
from verification.queue_states import QueueState

LONGEST_GROUND = 500


class JudgeForm(Form):
    """One criterion as found, beside the entry form of its figures. `claim` is what the page showed to stand
    below, as JSON.
    """

    code = HiddenField(validators=[InputRequired()])
    claim = HiddenField()
    reason = TextAreaField(_l("Lý do điều chỉnh"), validators=[Length(max=2_000)])


class AcceptForm(Form):
    """Confirms a preview. `finishing` ends the level where nothing is left."""

    digest = HiddenField(validators=[InputRequired()])
    finishing = BooleanField(_l("Kết thúc luôn những phiếu đã chấm đủ"), default=True)


class ReturnForm(Form):
    """What is said of the whole scorecard; the reasons by criterion are the controls r-CODE."""

    note = TextAreaField(_l("Ý kiến chung"), validators=[Length(max=2_000)])
    due_at = StringField(_l("Nộp lại trước"))


class GroundForm(Form):
    """A reason for something the office alone does."""

    reason = TextAreaField(_l("Lý do"), validators=[InputRequired(), Length(max=LONGEST_GROUND)])


class MarkForm(Form):
    """A ground laid on a scorecard or taken off."""

    code = HiddenField(validators=[InputRequired()])
    stands = HiddenField(validators=[InputRequired()])
    ground = StringField(_l("Căn cứ"), validators=[InputRequired(), Length(max=LONGEST_GROUND)])
    sure = BooleanField()


class FinishForm(Form):
    """The button that ends a level's work on a scorecard."""


def read_asked(arguments: Mapping[str, str]) -> tuple[Asked, int]:
    """What the address asks of the queue, and the page; what is not understood is left out."""
    state = arguments.get("trang-thai", "")
    asked = Asked(
        type_code=arguments.get("loai", "")[:40],
        cluster_id=_number(arguments.get("cum", "")),
        commune_id=_number(arguments.get("xa", "")),
        state=QueueState(state) if state in set(QueueState) else None,
    )
    return asked, _number(arguments.get("trang", "")) or 1


def address_of(asked: Asked, **more: Any) -> dict[str, Any]:
    """The arguments of an address that asks for this; what is usual is left out."""
    known = {
        "loai": asked.type_code or None,
        "cum": asked.cluster_id,
        "xa": asked.commune_id,
        "trang-thai": asked.state,
    }
    return {name: value for name, value in (known | more).items() if value is not None}


def figures_form(line: Line, sheet: Sheet, typed: bool, below: Raw | None) -> EntryForm:
    """The fields of one criterion: as typed, as this level entered it, or else as it stands below."""
    form = make_form(sheet, [line]) if typed else make_form(sheet, [line], formdata=None)
    if not typed and not line.own.entered and below is not None:
        _fill(form, line, below)
    return form


def _fill(form: EntryForm, line: Line, below: Raw) -> None:
    if below == DASH:
        not_applicable = form.field("na", line.code)
        if not_applicable is not None:
            not_applicable.data = True
        return
    shown = shown_by_field(line, below)
    for field in form:
        if field.name in shown:
            field.data = shown[field.name]


def shown_by_field(line: Line, raw: Raw | None) -> dict[str, str]:
    """How an entry reads in the fields of a criterion, by their names; radios hold what is stored."""
    if raw is None or raw == DASH:
        return {}
    shown = to_shown(line.criterion, raw)
    if isinstance(shown, dict):
        return {name_of("e", line.code, part): text for part, text in shown.items()}
    if len(line.parts) == 1:
        return {name_of("e", line.code, line.parts[0]): shown}
    return {name_of("e", line.code): str(raw) if line.choices else shown}


def read_claim(text: str | None) -> Raw | Keep | None:
    """The claim as a page kept it; AS_IS where the page said nothing."""
    return read_base(text) if text else Keep.AS_IS


def read_reasons(fields: Mapping[str, str]) -> dict[str, str]:
    """The reasons of a return, by criterion."""
    return {name.removeprefix("r-"): text for name, text in fields.items() if name.startswith("r-")}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
