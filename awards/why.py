"""The page of one participant: conclusion, points with their working, conditions, every reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.aloud import Ahead, Aloud, read_aloud
from awards.board import full_group_name
from awards.conditions import Condition, conditions_of
from awards.firmness_page import FirmnessPanel
from awards.firmness_page import panel_at_once as firm_at_once
from awards.kept import Kept
from awards.models import AwardStatus, RunResult
from awards.past import Past, list_past, sealed_past
from awards.proofs import Proof, proofs_of
from awards.queries import WON, list_ahead, list_beside
from awards.quotas import line_rule
from awards.result_tables import NodeColumn, node_columns
from awards.rules import can_view_grounds, can_view_whole, is_public
from awards.run_facts import RunFacts
from awards.sealed import SealedResult
from awards.smallest_panel import SmallestPanel, is_answered_at_once, panel_at_once
from awards.wording import Wording
from foundation.errors import NotAllowed
from foundation.permissions import Actor
from foundation.preferences import language
from participants.models import Participant
from participants.queries import find_participant
from scorecards.figures import entered, plain
from scoring.reasons import Reason
from scoring.rubric import ParticipantType

# Reasons that say no more than the figure beside them.
PLAIN = frozenset({"missing", "not_claimed", "section_not_applicable"})
AHEAD_NAMED = 5
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class PointsRow:
    """One section or criterion: what was entered, claimed, given, at most possible, and how it came about."""

    code: str
    name: str
    section: bool
    depth: int
    figure: str
    claimed: Decimal | None
    points: Decimal | None
    maximum: Decimal | None
    state: str
    working: tuple[str, ...]
    correction: str

    @property
    def differs(self) -> bool:
        """Whether verification gave other points than were claimed."""
        return None not in (self.claimed, self.points) and self.claimed != self.points


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who stands next in the group."""

    participant_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What follows from the sealed run alone, in one language, and is kept. `smallest` and `firmness` are
    None where they take long to find, so that the page only leads to them.
    """

    kind: ParticipantType
    group: str
    aloud: Aloud
    points: tuple[PointsRow, ...]
    maximum: str
    conditions: tuple[Condition, ...]
    before: Neighbour | None
    after: Neighbour | None
    past: tuple[Past, ...]
    grade: str
    sentences: tuple[str, ...]
    smallest: SmallestPanel | None
    has_line: bool
    firmness: FirmnessPanel | None


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Everything the page shows. `whole` is False for a reader from elsewhere, who is told what the ranking
    tells and nothing of single criteria, remarks or grounds; `proofs` are by criterion, `past` the awards of
    all years as they stand today.
    """

    whole: bool
    row: RunResult
    told: Told
    proofs: Mapping[str, tuple[Proof, ...]]
    past: tuple[Past, ...]


_told: Kept[Told] = Kept(500)


def require_sight_of_result(actor: Actor, row: RunResult, participant: Participant | None) -> bool:
    """Whether the actor may read the whole result, or only what the ranking tells; NotAllowed for neither."""
    whole = can_view_whole(actor, participant)
    if not (whole or is_public(row.category)):
        raise NotAllowed(
            _("Chi tiết của hộ và cá nhân chỉ dành cho người làm công tác thẩm định và xét khen thưởng.")
        )
    return whole


def build_why(facts: RunFacts, row: RunResult, actor: Actor) -> WhyPage:
    """The page of one result, in a fixed number of statements. NotAllowed for who may not open it."""
    participant = find_participant(row.participant_id)
    whole, grounds = require_sight_of_result(actor, row, participant), can_view_grounds(actor)
    at_once = is_answered_at_once(facts.type(row.type_code))
    seal = (facts.run.id, facts.run.result_sha256)
    key = (*seal, row.participant_id, whole, grounds, at_once, language())
    told = _told.get(key, lambda: _tell(facts, row, whole=whole, grounds=grounds))
    return WhyPage(
        whole=whole,
        row=row,
        told=told,
        proofs=proofs_of(actor, participant, facts.run, row) if whole else {},
        past=list_past(row.participant_id, told.past) if whole else (),
    )


def _tell(facts: RunFacts, row: RunResult, *, whole: bool, grounds: bool) -> Told:
    type_facts = facts.type(row.type_code)
    kind = type_facts.kind
    result = SealedResult.from_text(row.result)
    if not whole:
        result = result.without_grounds()
    wording = Wording(facts.rubric, kind, {result.group: row.group_name})
    beside = _beside(row) if is_public(row.category) or grounds else {}
    grades = {grade.code: grade.name for grade in kind.grading.grades} if kind.grading else {}
    conditions = tuple(conditions_of(result, wording))
    smallest = panel_at_once(facts, row, result.nearest_award, whole=whole)
    aloud = read_aloud(facts.rubric, row, result, wording, conditions, _ahead(facts, row))
    return Told(
        kind=kind,
        group=full_group_name(type_facts.groups[row.group_key], type_facts),
        aloud=aloud.and_then(_changes_aloud(row, smallest)),
        points=tuple(points_rows(kind, result, wording)) if whole else (),
        maximum=_maximum(kind),
        conditions=conditions,
        before=beside.get(-1),
        after=beside.get(1),
        past=sealed_past(facts.rubric, row.inputs) if whole else (),
        grade=grades.get(row.grade or "", row.grade or ""),
        sentences=tuple(wording.say(reason) for reason in result.reasons) if whole else (),
        smallest=smallest,
        has_line=line_rule(facts.rubric, type_facts) is not None,
        firmness=firm_at_once(facts, row) if grounds else None,
    )


def _changes_aloud(row: RunResult, smallest: SmallestPanel | None) -> Sequence[str]:
    """What would change the result; nothing while scores are missing, as the text has said that already."""
    return [] if smallest is None or row.award_status is AwardStatus.INCOMPLETE else smallest.aloud


def _beside(row: RunResult) -> dict[int, Neighbour]:
    return {side: Neighbour(one.participant_id, one.name) for side, one in list_beside(row).items()}


def _ahead(facts: RunFacts, row: RunResult) -> list[Ahead]:
    """Who stands before and takes no place of this award, for having a higher one."""
    if row.award_status not in (*WON, AwardStatus.OUTSIDE, AwardStatus.BALLOT):
        return []
    codes = [rule.code for rule in facts.rubric.awards]
    rules = facts.rubric.awards[: codes.index(row.award)] if row.award in codes else []
    names = {rule.code: rule.name for rule in rules}
    rows = list_ahead(row, limit=AHEAD_NAMED)
    return [Ahead(one.name, one.rank, names[one.award]) for one in rows if one.award in names]


def points_rows(kind: ParticipantType, result: SealedResult, wording: Wording) -> Iterator[PointsRow]:
    """Every section and criterion in document order, with what was entered and how its points arose."""
    for node in node_columns(kind):
        reasons = result.of_node(node.code)
        yield PointsRow(
            code=node.code,
            name=node.name,
            section=node.section,
            depth=node.depth,
            figure=_figure(node, result, reasons),
            claimed=result.claimed(node.code),
            points=result.points(node.code),
            maximum=result.maximum(node.code) or node.max,
            state=result.state(node.code),
            working=tuple(wording.working(reason) for reason in reasons if reason.code not in PLAIN),
            correction=result.remarks.get(node.code, ""),
        )


def _figure(node: NodeColumn, result: SealedResult, reasons: list[Reason]) -> str:
    if node.section:
        return ""
    words = {
        "missing": _("chưa nhập"),
        "not_applicable": _("không áp dụng"),
        "not_claimed": _("không có"),
    }
    state = result.state(node.code)
    if state in words:
        return words[state]
    figure = next((text for text in map(entered, reasons) if text), "")
    return figure.replace(" điểm %", f"{NO_BREAK}điểm{NO_BREAK}%")


def _maximum(kind: ParticipantType) -> str:
    """What the total is out of, and what bonus may stand above it."""
    bonus = sum((node.max or Decimal(0) for node in kind.children if node.role == "bonus"), Decimal(0))
    whole = plain(kind.max)
    return _("%(whole)s + %(bonus)s", whole=whole, bonus=plain(bonus)) if bonus else whole
