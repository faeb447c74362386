"""The form of a participant's own targets: a field for each figure that may differ from the document's."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional

from foundation.form_errors import Form
from scorecards.entering import EntryFaults
from scorecards.models import Scorecard
from scorecards.rule_words import rule_of
from scorecards.scorers import scorer_of
from scorecards.targets import parts_for
from scorecards.typed import number_as_shown, number_as_stored
from scoring.reading import Convention
from scoring.rubric import Criterion

NAMES = {"target": _l("Chỉ tiêu"), "minimum": _l("Mức tối thiểu"), "plan": _l("Kế hoạch")}


class TargetForm(Form):
    """Own targets by criterion; an empty field leaves what the document says."""

    criteria: tuple[Criterion, ...] = ()

    def targets(self, convention: Convention) -> dict[str, dict[str, str]]:
        """What was typed, in the one writing that is stored."""
        return {
            one.code: {
                part: number_as_stored(self._fields[_name(one, part)].data or "", convention)
                for part in parts_for(one)
            }
            for one in self.criteria
        }

    def figures(self, criterion: Criterion) -> list[Any]:
        """The fields of one criterion."""
        return [self._fields[_name(criterion, part)] for part in parts_for(criterion)]

    def rule(self, criterion: Criterion) -> str:
        """How points arise by the document, without figures of one's own."""
        return rule_of(criterion)

    def show(self, error: EntryFaults) -> None:
        """Every fault beside its field."""
        for fault in error.faults:
            criterion = next((one for one in self.criteria if one.code == fault.code), None)
            if criterion is None:
                raise error
            part = fault.part if fault.part in parts_for(criterion) else parts_for(criterion)[0]
            field = self._fields[_name(criterion, part)]
            field.errors = [*field.errors, fault.sentence]


def target_form(scorecard: Scorecard) -> TargetForm:
    """The form for one scorecard, holding what it has."""
    criteria = tuple(one for one in scorer_of(scorecard).reader.kind.criteria() if parts_for(one))
    fields: dict[str, Any] = {"criteria": criteria}
    data = {}
    for one in criteria:
        for part in parts_for(one):
            fields[_name(one, part)] = StringField(NAMES[part], [Optional(), Length(max=40)])
            data[_name(one, part)] = number_as_shown(scorecard.targets.get(one.code, {}).get(part, ""))
    form: TargetForm = type("TargetForm", (TargetForm,), fields)(data=data)
    return form


def _name(criterion: Criterion, part: str) -> str:
    return f"t-{criterion.code}-{part}"
