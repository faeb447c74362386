"""The page on which other rules are tried: controls on one side, on the other what they change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.control_fields import Field, State
from awards.control_panels import DrawnPanel, Panel, draw, panels_of
from awards.control_words import control_name, typed, value_text
from awards.effects import Effect, effect_of
from awards.kept import Kept
from awards.problem_words import problems_by_control
from awards.queries import RunLine
from awards.quota_hints import quota_hints
from awards.run_columns import RunColumns, TypeRun, columns_of_run
from awards.scenario_forms import carried_text
from awards.trying import FaultyChangesError, try_changes
from foundation.errors import NotFound
from foundation.preferences import language
from scoring.rubric import Rubric
from scoring.scenario import Change, moved


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One change as people read it."""

    where: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One type of the run, whether the changes may touch it, how many enter, leave and come to a ballot."""

    code: str
    name: str
    concerned: bool
    entered: int
    left: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TryPage:
    """Everything that the page shows of one type. Without `effect` something is wrong: `faults` say what,
    each with the field that it is of, where the page shows it.
    """

    run: RunLine
    kind: TypeRun
    changes: Sequence[Change]
    words: Sequence[ChangeWords]
    tabs: Sequence[Tab]
    panels: Sequence[DrawnPanel]
    carried: str
    effect: Effect | None
    faults: Sequence[tuple[str, str]]
    warnings: Sequence[str]

    @property
    def fields(self) -> list[Field]:
        """Every field of the form."""
        return [one for panel in self.panels for one in (*panel.fields, *panel.more)]


def build_try_page(run: RunLine, type_code: str | None, changes: Iterable[Change]) -> TryPage:
    """The page for one type of a run under some changes; NotFound for a type that the run does not have."""
    columns = columns_of_run(run)
    kind = type_of(columns, type_code)
    panels = panels_for(run, kind)
    real = moved(changes, columns.content)
    effect: Effect | None = None
    problems: Mapping[str, Sequence[str]] = {}
    warnings: Sequence[str] = ()
    try:
        trial = try_changes(columns, real)
    except FaultyChangesError as error:
        problems = problems_by_control(columns.rubric, error.problems)
    else:
        effect = effect_of(columns, trial, kind.kind.code)
        warnings = _warnings(columns, effect)
    hints = quota_hints(effect.trial.rubric, effect.tried) if effect is not None else {}
    state = State(columns.rubric, columns.content, {one.at: one for one in real}, problems, hints)
    drawn = draw(panels, state)
    return TryPage(
        run=run,
        kind=kind,
        changes=real,
        words=change_words(columns.rubric, state),
        tabs=_tabs(columns, effect),
        panels=drawn,
        carried=carried_text(real, panels),
        effect=effect,
        faults=list(_faults(columns.rubric, drawn, problems)),
        warnings=warnings,
    )


_panels: Kept[list[Panel]] = Kept(100)


def panels_for(run: RunLine, kind: TypeRun) -> list[Panel]:
    """The controls of a type of a run, named in the reader's language."""
    rubric = columns_of_run(run).rubric
    key = (run.result_sha256, run.id, kind.kind.code, language())
    return _panels.get(key, lambda: panels_of(rubric, kind.kind))


def type_of(columns: RunColumns, code: str | None) -> TypeRun:
    """The type with this code, or the first where none is asked for."""
    found = columns.types.get(code) if code else next(iter(columns.types.values()), None)
    if found is None:
        raise NotFound(_("Lần đánh giá này không có loại đối tượng đó."))
    return found


def state_of(columns: RunColumns, changes: Iterable[Change]) -> State:
    """What some changes make of a run's document."""
    return State(columns.rubric, columns.content, {one.at: one for one in moved(changes, columns.content)})


def change_words(rubric: Rubric, state: State) -> list[ChangeWords]:
    """The changes in words, by the rule that each belongs to."""
    told = []
    for at, change in state.changes.items():
        name = control_name(rubric, at)
        old, new = (value_text(rubric, at, value) for value in (state.sealed(at), change.to))
        told.append(ChangeWords(name.where, name.what, old, new))
    return told


def _tabs(columns: RunColumns, effect: Effect | None) -> list[Tab]:
    trial = effect.trial.types if effect is not None else {}
    return [
        Tab(
            code,
            one.kind.name,
            code in trial,
            len(trial[code].entered) if code in trial else 0,
            len(trial[code].left) if code in trial else 0,
            len(trial[code].waiting) if code in trial else 0,
        )
        for code, one in columns.types.items()
    ]


def _faults(
    rubric: Rubric, panels: Iterable[DrawnPanel], problems: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Each fault with the rule that it is of, and the id of its field."""
    fields = {text: one.id for panel in panels for one in (*panel.fields, *panel.more) for text in one.errors}
    for at, texts in problems.items():
        where = control_name(rubric, at).where if at else ""
        for text in texts:
            yield fields.get(text, ""), f"{where}. {text}" if where else text


def _warnings(columns: RunColumns, effect: Effect) -> list[str]:
    """What a council should know of the document that it tries, though it could be used."""
    told = []
    for finding in effect.trial.warnings:
        if finding.fault.code == "children_fall_short":
            code = str(finding.fault.facts["code"])
            kind = columns.rubric.type(code)
            told.append(
                _(
                    "Trọng số các mục của %(type)s cộng lại %(sum)s, chưa đủ %(max)s điểm.",
                    type=kind.name if kind else code,
                    sum=typed(str(finding.fault.facts["sum"])),
                    max=typed(str(finding.fault.facts["max"])),
                )
            )
    return told
