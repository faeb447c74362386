"""The shapes in which changes come and go: the form of the controls, and the address that asks for them."""

import json
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from awards.control_fields import State
from awards.control_panels import Panel, read
from foundation.form_errors import Form
from scoring.scenario import BadChangesError, Change, in_order, moved, read_changes, write_changes

OTHERS = "others"
LONGEST_REASON = 500
# Web servers refuse addresses of more than 4,094 letters.
LONGEST_ADDRESS = 3_500


class ScenarioForm(Form):
    """What is said of a scenario beside its changes. `version` is the one that was shown."""

    name = StringField(_l("Tên phương án"), validators=[InputRequired(), Length(max=200)])
    note = TextAreaField(_l("Ghi chú"), validators=[Length(max=2000)])
    shared = BooleanField(_l("Chia sẻ với Hội đồng"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class VersionForm(Form):
    """A button that acts on a scenario as it was shown."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class AdoptForm(Form):
    """Adopting a scenario: why, and the tick that is asked for while scorecards are not verified."""

    reason = TextAreaField(_l("Lý do áp dụng"), validators=[InputRequired(), Length(max=LONGEST_REASON)])
    with_unverified = BooleanField()
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


def asked_changes(arguments: Mapping[str, str]) -> list[Change]:
    """The changes that an address asks for, each as `control=value`; an empty value is nothing."""
    found = [
        Change(at, to if to or at.endswith("/tie_break") else None)
        for at, to in arguments.items()
        if at.startswith(("awards/", "types/"))
    ]
    try:
        return read_changes([change.as_data() for change in found])
    except BadChangesError:
        return []


def address_arguments(changes: Iterable[Change]) -> dict[str, str]:
    """The arguments of an address that asks for these changes."""
    return {change.at: change.to or "" for change in in_order(changes)}


def sent_changes(form: "MultiDict[str, str]", panels: Sequence[Panel], state: State) -> list[Change]:
    """The changes that a form sends: those of its own controls, and those of other types that it carries."""
    carried = _carried(form.get(OTHERS, ""))
    own = read(panels, {name: form.getlist(name) for name in form}, state)
    return moved([*carried, *own], state.content)


def carried_text(changes: Iterable[Change], panels: Sequence[Panel]) -> str:
    """The changes that no control of these panels shows, as the form carries them along."""
    shown = tuple(control.at for panel in panels for control in (*panel.controls, *panel.more))
    others = [one for one in changes if not one.at.startswith(shown)]
    return json.dumps(write_changes(others), ensure_ascii=False)


def _carried(text: str) -> list[Change]:
    try:
        return read_changes(json.loads(text))
    except ValueError:
        return []
