"""The controls of one participant type, panel by panel, as the try-out shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import pgettext

from awards.control_fields import (
    NONE,
    Choice,
    Control,
    Field,
    Measure,
    Number,
    Place,
    Sent,
    State,
    Switch,
    Weight,
    read_order,
)
from awards.control_words import bound_name, gate_name, rounding_words, ties_words, types_of
from awards.criteria_page import tie_break_text
from scorecards.figures import plain, units_of
from scorecards.wording import PointsWording
from scoring.award_rules import AwardRule, Gate, Grade
from scoring.controls import BOUNDS, OFF, THRESHOLDS
from scoring.rubric import ParticipantType, Rubric, Section, printed_maximum
from scoring.scenario import Change, in_order

HUNDRED = Decimal(100)
PLACES = Decimal(20)


@dataclass(frozen=True, slots=True)
class Panel:
    """Controls that belong together; those of `more` are folded away until asked for."""

    title: str
    note: str
    controls: Sequence[Control]
    more: Sequence[Control] = ()


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A panel with its fields. `opened` says that something folded away was moved or is wrong."""

    title: str
    note: str
    fields: Sequence[Field]
    more: Sequence[Field]

    @property
    def opened(self) -> bool:
        """Whether what is folded away should be seen."""
        return any(one.was or one.errors for one in self.more)


def panels_of(rubric: Rubric, kind: ParticipantType) -> list[Panel]:
    """Every panel of a type, in the order in which a council speaks of them."""
    panels = [_award(rubric, kind, rule) for rule in rubric.awards if kind.code in rule.types]
    for more in (_weights(rubric, kind), _grades(rubric, kind), _floors(rubric, kind), _ties(rubric, kind)):
        panels += [panel for panel in more if panel.controls or panel.more]
    return panels


def draw(panels: Iterable[Panel], state: State) -> list[DrawnPanel]:
    """The panels with what is tried."""
    return [
        DrawnPanel(
            panel.title,
            panel.note,
            [control.draw(state) for control in panel.controls],
            [control.draw(state) for control in panel.more],
        )
        for panel in panels
    ]


def read(panels: Iterable[Panel], sent: Sent, state: State) -> list[Change]:
    """The changes that a form of these panels sends, whether they differ from what was sealed or not."""
    controls = [control for panel in panels for control in (*panel.controls, *panel.more)]
    changes = [change for control in controls for change in control.read(sent, state)]
    places = [control for control in controls if isinstance(control, Place)]
    if places:
        changes += read_order(places[0].at, places, sent)
    return in_order(changes)


def _award(rubric: Rubric, kind: ParticipantType, rule: AwardRule) -> Panel:
    at = f"awards/{rule.code}"
    note = _("Chung cho %(types)s.", types=types_of(rubric, rule)) if len(rule.types) > 1 else ""
    bounds, switches = _gates(rubric, kind, at, rule.conditions)
    more = [*switches, *_quota_more(at)]
    more.append(Choice(f"{at}/ties", _("Bằng điểm ở vạch chỉ tiêu"), ties_words()))
    if rubric.year is not None:
        more.append(
            Number(
                f"{at}/not_again_within", _("Không tặng lại trong, năm"), hint=_("Để trống là không hạn chế.")
            )
        )
    return Panel(rule.name, note, [*bounds, _quota(at, kind)], more)


def _gates(
    rubric: Rubric, kind: ParticipantType, at: str, gates: Sequence[Gate]
) -> tuple[list[Control], list[Control]]:
    """The bounds of gates, and the switches of all of them."""
    bounds: list[Control] = []
    switches: list[Control] = []
    for number, gate in enumerate(gates):
        here = f"{at}/conditions/{number}"
        bounds += [
            Number(f"{here}/{key}", bound_name(rubric, kind, gate, key), _most(kind, gate, key))
            for key in BOUNDS
            if getattr(gate, key) is not None
        ]
        switches.append(Switch(f"{here}/{OFF}", gate_name(rubric, kind, gate)))
    return bounds, switches


def _most(kind: ParticipantType, gate: Gate, key: str) -> Decimal | None:
    if key == "percent_at_least":
        return HUNDRED
    if gate.points == "total":
        return kind.max
    node = next((node for node in kind.nodes() if node.code == gate.points), None)
    return node.max if node is not None else None


def _quota(at: str, kind: ParticipantType) -> Measure:
    units = units_of(kind.category)
    return Measure(
        f"{at}/quota",
        pgettext("award", "Chỉ tiêu"),
        {
            "percent:of=group": "% " + _("của số %(units)s", units=units),
            "percent:of=eligible": "% " + _("của số đủ điều kiện"),
            "count": _("suất"),
            NONE: _("không giới hạn"),
        },
        {"percent": HUNDRED, "count": PLACES},
    )


def _quota_more(at: str) -> list[Control]:
    return [
        Choice(f"{at}/quota/rounding", _("Làm tròn chỉ tiêu"), rounding_words()),
        Number(f"{at}/quota/minimum", _("Ít nhất, suất")),
        Number(f"{at}/quota/maximum", _("Nhiều nhất, suất"), hint=_("Để trống là không giới hạn.")),
    ]


def _grades(rubric: Rubric, kind: ParticipantType) -> Iterator[Panel]:
    if kind.grading is None:
        return
    controls: list[Control] = []
    for grade in kind.grading.grades:
        controls += _thresholds(kind, grade)
    more: list[Control] = []
    if any(grade.quota is not None for grade in kind.grading.grades):
        label = _("Bằng điểm ở vạch chỉ tiêu xếp loại")
        more.append(Choice(f"types/{kind.code}/grading/ties", label, ties_words()))
    yield Panel(_("Xếp loại"), "", controls, more)
    for grade in kind.grading.grades:
        if grade.quota is not None or grade.conditions:
            yield _grade(rubric, kind, grade)


def _thresholds(kind: ParticipantType, grade: Grade) -> Iterator[Control]:
    for key in THRESHOLDS:
        if getattr(grade, key) is not None:
            words = _("%(grade)s: từ, điểm") if key == "at_least" else _("%(grade)s: trên, điểm")
            yield Number(
                f"types/{kind.code}/grades/{grade.code}/{key}", words % {"grade": grade.name}, kind.max
            )


def _grade(rubric: Rubric, kind: ParticipantType, grade: Grade) -> Panel:
    at = f"types/{kind.code}/grades/{grade.code}"
    bounds, switches = _gates(rubric, kind, at, grade.conditions)
    quota: list[Control] = [_quota(at, kind)] if grade.quota is not None else []
    more = [*switches, *(_quota_more(at) if quota else [])]
    return Panel(_("Xếp loại %(grade)s", grade=grade.name), "", [*bounds, *quota], more)


def _weights(rubric: Rubric, kind: ParticipantType) -> Iterator[Panel]:
    """The weights of sections at the top, where there are several to weigh against one another."""
    wording = PointsWording(rubric, kind)
    sections = [one for one in _top_sections(kind) if one.max is not None]
    if len(sections) > 1:
        controls = [
            Weight(
                f"types/{kind.code}/sections/{one.code}/counts_for",
                wording.node(one.code),
                kind.max,
                printed=printed_maximum(one),
            )
            for one in sections
        ]
        yield Panel(_("Trọng số các mục"), _("cộng %(max)s điểm", max=plain(kind.max)), controls)


def _top_sections(kind: ParticipantType) -> list[Section]:
    return [one for one in kind.children if isinstance(one, Section) and one.role is None]


def _floors(rubric: Rubric, kind: ParticipantType) -> Iterator[Panel]:
    """The floors there are, and behind them those that sections at the top might have."""
    wording, top = PointsWording(rubric, kind), _top_sections(kind)
    sections = [one for one in kind.nodes() if isinstance(one, Section) and one.role is None]
    floors: Mapping[bool, list[Control]] = {True: [], False: []}
    for one in sections:
        if one.floor is not None or one in top:
            control = Measure(
                f"types/{kind.code}/sections/{one.code}/floor",
                wording.node(one.code),
                {"percent": "% " + _("của mức tối đa"), "points": _("điểm"), NONE: _("không có sàn")},
                {"percent": HUNDRED, "points": printed_maximum(one)},
            )
            floors[one.floor is not None].append(control)
    yield Panel(_("Mức sàn của từng mục"), "", floors[True], floors[False])


def _ties(rubric: Rubric, kind: ParticipantType) -> Iterator[Panel]:
    at, keys = f"types/{kind.code}/tie_break", kind.ranking.tie_break
    places = [
        Place(at, number, len(keys), tie_break_text(rubric, kind, key)) for number, key in enumerate(keys)
    ]
    note = _("Ghi thứ tự 1, 2, 3; để trống là không xét.")
    yield Panel(_("Thứ tự xét khi bằng điểm"), note, [], places)
