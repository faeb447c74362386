"""The lines of a sheet: one criterion, one section, with words made when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from scorecards.gauges import Gauge, gauge_of
from scorecards.labels import is_whole, label_of, part_label, unit_of
from scorecards.level_entries import LevelEntry
from scorecards.models import AssessmentLevel
from scorecards.oddities import oddity_of
from scorecards.options import Step, bands_of, choices_of
from scorecards.rule_words import brief_of, rule_of
from scorecards.typed import DASH, to_shown
from scorecards.wording import PointsWording
from scoring.figures import Thresholds
from scoring.nodes import MISSING, NA, SCORED
from scoring.reading import is_asked, is_counted, may_be_not_applicable, parts_of
from scoring.reasons import Reason
from scoring.rubric import Criterion, Role, Section
from scoring.scales import Amount, Target

UNREAD, DERIVED, OTHER = "unread", "derived", "other"
# Reasons that say no more than the state beside them.
_PLAIN = frozenset({"missing", "not_claimed", "section_not_applicable"})


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion. `state` is of the sheet's level: scored, missing, not_claimed, not_applicable, unread,
    derived (taken from another criterion) or other (entered by somebody else). `applies` is None where an
    attribute that decides it is not known.
    """

    criterion: Criterion
    path: tuple[str, ...]
    role: Role | None
    state: str
    points: Decimal | None
    applies: bool | None
    decided_by: tuple[str, ...]
    owned: bool
    limits: Thresholds | None
    reasons: tuple[Reason, ...]
    levels: Mapping[AssessmentLevel, LevelEntry]
    level: AssessmentLevel
    wording: PointsWording
    is_section: bool = False

    @property
    def code(self) -> str:
        """The code of the criterion."""
        return self.criterion.code

    @property
    def name(self) -> str:
        """What is asked."""
        return self.criterion.name

    @property
    def depth(self) -> int:
        """How many sections stand around it."""
        return len(self.path) - 1

    @property
    def max(self) -> Decimal | None:
        """The maximum; only bonus and penalty may lack one."""
        return self.criterion.max

    @property
    def asked(self) -> bool:
        """Whether anybody enters it."""
        return is_asked(self.criterion)

    @property
    def own(self) -> LevelEntry:
        """What the sheet's own level entered."""
        return self.levels[self.level]

    @property
    def claim(self) -> LevelEntry | None:
        """What the participant itself entered."""
        return self.levels.get(AssessmentLevel.SELF)

    @property
    def todo(self) -> bool:
        """Whether this level still has to enter it, or to write it so that it can be read."""
        return self.owned and self.state in (MISSING, UNREAD)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.owned and self.state in (SCORED, NA)

    @property
    def rule(self) -> str:
        """How points arise, exactly."""
        return rule_of(self.criterion, penalty=self.role == "penalty", limits=self.limits)

    @property
    def brief(self) -> str:
        """What has to be known while entering, beside choices, bands or a gauge."""
        return brief_of(self.criterion, limits=self.limits, penalty=self.role == "penalty")

    @property
    def owner(self) -> str:
        """Who enters it, where that is somebody else."""
        if not self.asked:
            return ""
        return {
            "unit": _("Đơn vị tự chấm."),
            "group": _(
                "Xã hoặc cụm, khối thi đua nhập sau khi nộp phiếu; nơi không có ai nhập thì cơ quan thẩm "
                "định nhập. Đơn vị không phải nhập."
            ),
            "verifier": _("Cơ quan thẩm định nhập khi thẩm định; đơn vị không phải nhập."),
            "office": _("Thường trực Hội đồng nhập; đơn vị không phải nhập."),
        }[self.criterion.entered_by]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the two figures that are asked for; none where it is one figure."""
        names = parts_of(self.criterion) or ()
        if (
            isinstance(self.criterion.scale, Amount)
            and self.limits is not None
            and self.limits.plan is not None
        ):
            return names[:1]
        return names

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether "not applicable" may be entered."""
        return may_be_not_applicable(self.criterion)

    @property
    def not_applicable_entered(self) -> bool:
        """Whether this level entered "not applicable"."""
        return self.own.raw == DASH

    @property
    def shown(self) -> str | dict[str, str]:
        """How the fields of this level read."""
        return to_shown(self.criterion, self.own.raw)

    @property
    def oddity(self) -> str:
        """What is strange about this level's figure though it counts; empty where nothing is."""
        return oddity_of(self.criterion, self.own.raw)

    @property
    def work(self) -> tuple[str, ...]:
        """How the figure became points, as sentences."""
        return tuple(self.wording.working(reason) for reason in self.reasons if reason.code not in _PLAIN)

    @property
    def gauge(self) -> Gauge | None:
        """The picture of a target."""
        scale = self.criterion.scale
        if not isinstance(scale, Target) or self.limits is None:
            return None
        return gauge_of(scale, self.limits, self.reasons[0] if self.state in (SCORED, DERIVED) else None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The bands, with the one that holds the figure."""
        scored = self.points is not None and self.state in (SCORED, DERIVED)
        return bands_of(self.criterion, self.reasons, scored=scored)

    @property
    def choices(self) -> list[tuple[str, str, Decimal]]:
        """What may be chosen: value, words and points; nothing where a figure is entered."""
        return choices_of(self.criterion)

    def has_choice(self, value: str) -> bool:
        """Whether this may be chosen."""
        return any(value == one for one, _words, _points in self.choices)

    @property
    def label(self) -> str:
        """What the one field is called."""
        return label_of(self.criterion, signed=self.signed)

    def part_label(self, part: str) -> str:
        """What one of two fields is called."""
        return part_label(self.criterion, part)

    @property
    def unit(self) -> str:
        """The unit that stands behind the field."""
        return unit_of(self.criterion)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are entered, so that a phone offers digits and steps of one."""
        return is_whole(self.criterion)

    @property
    def counted(self) -> bool:
        """Whether both of two figures are whole numbers."""
        return is_counted(self.criterion)

    @property
    def signed(self) -> bool:
        """Whether its points are taken off."""
        return self.role == "penalty"

    @property
    def corrected(self) -> bool:
        """Whether the last level that judged it gave other points than were claimed."""
        claim, last = self.claim, self.last
        return claim is not None and claim.entered and last is not claim and last.points != claim.points

    @property
    def last(self) -> LevelEntry:
        """What counts so far: the entry of the highest level that made one."""
        entered = [one for one in self.levels.values() if one.entered]
        return entered[-1] if entered else self.own


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section with its points so far. `floor` is in points; `reached` is None while that is open."""

    section: Section
    depth: int
    role: Role | None
    points: Decimal | None
    max: Decimal | None
    floor: Decimal | None
    reached: bool | None
    reasons: tuple[Reason, ...]
    by_level: Mapping[AssessmentLevel, Decimal | None]
    wording: PointsWording
    is_section: bool = True

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.section.code

    @property
    def name(self) -> str:
        """Its heading."""
        return self.section.name

    @property
    def work(self) -> tuple[str, ...]:
        """What was done to the sum of its criteria: caps, rescaling, rounding."""
        return tuple(self.wording.working(reason) for reason in self.reasons if reason.code not in _PLAIN)
