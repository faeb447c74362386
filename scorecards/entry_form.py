"""The form of a scorecard, built from its criteria document: fields by code, the same names on every page.

    e-CODE, e-CODE-PART   the figure, or one of two figures
    na-CODE               not applicable
    n-CODE                the note
    b-CODE, nb-CODE       what the page believed to be stored: the entry as JSON, the note
    r-CODE                the reason, where somebody above the unit corrects

The form judges lengths; what an entry means is judged by the services.
"""

import json
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from foundation.form_errors import Form
from scorecards.labels import PART_NAMES
from scorecards.lines import Line
from scorecards.sheet import Sheet
from scorecards.to_scoring import TypeScorer
from scorecards.typed import DASH, LONGEST, NO, YES, to_shown
from scoring.reading import Raw, parts_of
from scoring.rubric import Criterion
from scoring.scales import Amount, Levels, YesNo

LONGEST_NOTE = 2_000
_FORMS: dict[tuple[str, ...], type["EntryForm"]] = {}
_KEPT = 512


class EntryForm(Form):
    """Figures and notes of criteria; `criteria` says of which."""

    def field(self, prefix: str, code: str, part: str = "") -> Field | None:
        """A field by what it is for."""
        return self._fields.get(name_of(prefix, code, part))

    def was_sent(self, code: str) -> bool:
        """Whether the page that was sent had this criterion at all."""
        field = self.field("b", code)
        return field is not None and bool(field.raw_data)

    def raw_of(self, criterion: Criterion) -> Raw | None:
        """What was typed for a criterion; None where nothing was."""
        code = criterion.code
        if self._text("na", code):
            return DASH
        parts = {name: self._text("e", code, name) for name in parts_of(criterion) or ()}
        parts = {name: text for name, text in parts.items() if text}
        return parts or self._text("e", code) or None

    def note_of(self, code: str) -> str:
        """The note as typed."""
        return self._text("n", code)

    def base_of(self, code: str) -> Raw | None:
        """The entry that the page believed to be stored."""
        return read_base(self._text("b", code))

    def note_base_of(self, code: str) -> str:
        """The note that the page believed to be stored."""
        return self._text("nb", code)

    def _text(self, prefix: str, code: str, part: str = "") -> str:
        field = self.field(prefix, code, part)
        data = field.data if field is not None else None
        if isinstance(data, bool):
            return DASH if data else ""
        return str(data or "").strip()


def name_of(prefix: str, code: str, part: str = "") -> str:
    """The name of a field."""
    return f"{prefix}-{code}-{part}" if part else f"{prefix}-{code}"


def read_base(text: str) -> Raw | None:
    """The entry that a base writes; nothing where it is no entry at all."""
    try:
        data = json.loads(text) if text else None
    except ValueError:
        return None
    if isinstance(data, dict):
        return {str(name): str(value) for name, value in data.items()}
    return data if isinstance(data, str) else None


def write_base(raw: Raw | None) -> str:
    """The entry as a hidden field carries it."""
    return json.dumps(raw if raw is None or isinstance(raw, str) else dict(raw), ensure_ascii=False)


def make_form(sheet: Sheet, lines: Iterable[Line] | None = None, **options: Any) -> EntryForm:
    """The form of a sheet's level, or of some of its lines, holding what is stored."""
    chosen = [line for line in (sheet.lines if lines is None else lines) if line.owned]
    form_class = _class_for(sheet, [line.criterion for line in chosen])
    data: dict[str, Any] = {}
    for line in chosen:
        data |= stored_data(line)
    form: EntryForm = form_class(data=data, **options)
    return form


def make_criterion_form(scorer: TypeScorer, set_hash: str, criterion: Criterion, fields: Any) -> EntryForm:
    """The form of one criterion as a script sent its controls."""
    form_class = _class_of((set_hash, scorer.reader.kind.code, criterion.code), [criterion])
    form: EntryForm = form_class(formdata=fields, meta={"csrf": False})
    return form


def stored_data(line: Line) -> dict[str, Any]:
    """What the fields of a line hold when nothing was typed yet."""
    code, own = line.code, line.own
    shown = to_shown(line.criterion, own.raw)
    data: dict[str, Any] = {
        name_of("b", code): write_base(own.raw),
        name_of("nb", code): own.note,
        name_of("n", code): own.note,
        name_of("na", code): own.raw == DASH,
    }
    if own.raw == DASH:
        return data
    if isinstance(shown, dict):
        return data | {name_of("e", code, part): text for part, text in shown.items()}
    if isinstance(line.criterion.scale, Amount):
        return data | {name_of("e", code, "actual"): shown}
    return data | {name_of("e", code): shown}


def _class_for(sheet: Sheet, criteria: list[Criterion]) -> type[EntryForm]:
    """The form class of these criteria; made once."""
    set_hash, type_code = sheet.scorecard.criteria_set.sha256, sheet.scorer.reader.kind.code
    return _class_of((set_hash, type_code, *(criterion.code for criterion in criteria)), criteria)


def _class_of(key: tuple[str, ...], criteria: list[Criterion]) -> type[EntryForm]:
    found = _FORMS.get(key)
    if found is None:
        fields: dict[str, Any] = {}
        for criterion in criteria:
            fields |= _fields_of(criterion)
        if len(_FORMS) >= _KEPT:
            _FORMS.clear()
        found = _FORMS[key] = type("EntryForm", (EntryForm,), fields)
    return found


def _fields_of(criterion: Criterion) -> dict[str, Any]:
    code, short = criterion.code, [Optional(), Length(max=LONGEST)]
    fields: dict[str, Any] = {
        name_of("b", code): HiddenField(),
        name_of("nb", code): HiddenField(),
        name_of("n", code): TextAreaField(_l("Ghi chú"), [Optional(), Length(max=LONGEST_NOTE)]),
        name_of("na", code): BooleanField(_l("Không áp dụng")),
        name_of("e", code): _single(criterion, short),
    }
    for part in parts_of(criterion) or ():
        fields[name_of("e", code, part)] = StringField(PART_NAMES[part], short)
    return fields


def _single(criterion: Criterion, short: list[Any]) -> Any:
    scale = criterion.scale
    if isinstance(scale, YesNo):
        both = [SelectChoice(YES, _l("Có")), SelectChoice(NO, _l("Không"))]
        return RadioField(choices=both, validate_choice=False)
    if isinstance(scale, Levels):
        choices = [SelectChoice(level.code, level.name) for level in scale.levels]
        return RadioField(choices=choices, validate_choice=False)
    return StringField(validators=short)
