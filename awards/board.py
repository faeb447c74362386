"""The ranking as a page shows it: rows with their place, state and picture, headings, quota lines, paging."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from awards.ballots import Waiting, list_waiting
from awards.board_marks import Marks, marks_of, sections_of
from awards.forms import Asked
from awards.hints import hint_of
from awards.models import AwardStatus
from awards.near_line import Near, closest, near_lines
from awards.pictures import Axis, axis_over
from awards.queries import OUTCOMES, AnyRow, RunLine, Selection, count_rows, list_rows, list_seen
from awards.quotas import QuotaLine, RuleWords, quota_lines, rules_in_words
from awards.rules import can_view_grounds, is_public
from awards.run_facts import GroupFacts, RunFacts, TypeFacts
from awards.sealed import SealedResult
from awards.thresholds import threshold_of
from awards.ties import TieNote, ties_at_line
from awards.wording import Wording
from foundation.permissions import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """One participant type of the run."""

    code: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One participant on the board. `heading` stands above the row, `line` and `crossed` below it. Of who
    is `veiled` the reader may not know yet how it scored; `grade_waits` is a grade that a ballot decides.
    """

    participant_id: int
    group_key: str
    place: str
    tie: str
    name: str
    where: str
    self_total: Decimal | None
    total: Decimal
    self_x: float | None
    total_x: float | None
    status: str
    hint: str
    grade: str
    grade_waits: str
    heading: str
    line: QuotaLine | None
    linked: bool
    marks: Marks
    veiled: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the ranking of one type shows, for one page of it."""

    run_id: int
    kind: TypeFacts
    asked: Asked
    tabs: tuple[Tab, ...]
    groups: tuple[Choice, ...]
    communes: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    rules: tuple[RuleWords, ...]
    ties: tuple[TieNote, ...]
    near: tuple[Near, ...]
    axis: Axis
    threshold: Decimal | None
    decimals: int
    rows: tuple[BoardRow, ...]
    first: int
    total: int
    page: int
    pages: int
    before: RunLine | None
    comparable: bool

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The sections drawn as bars: code and name."""
        return sections_of(self.kind.kind)

    @property
    def group(self) -> GroupFacts | None:
        """The one group shown; None for several."""
        if len(self.kind.groups) == 1:
            return next(iter(self.kind.groups.values()))
        return self.kind.groups.get(self.asked.selection.group_key or "")

    @property
    def last(self) -> int:
        """The number of the last row of this page."""
        return self.first + len(self.rows) - 1

    @property
    def pager(self) -> list[int | None]:
        """Page numbers worth a link: first, last, those around this one; None for what is left out."""
        near = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        numbers: list[int | None] = []
        for before, number in zip([0, *near], near, strict=False):
            if number - before > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers

    @property
    def pictured(self) -> bool:
        """Whether the distribution under the table says something."""
        return not self.asked.selection.partial and self.total > 1


def build_board(facts: RunFacts, asked: Asked, *, actor: Actor, before: RunLine | None = None) -> Board:
    """The board for what was asked; a few statements, as many for one row as for fifty. `before` is the run
    of the year before, on which places are compared.

    Who may view grounds reads why somebody is held or excluded and may open every result; others may open
    those of collectives and those of whom they may see.
    """
    grounds = can_view_grounds(actor)
    selection = asked.selection
    kind = facts.type(selection.type_code)
    total = _size(facts, kind, selection)
    pages = max(1, -(-total // PAGE))
    page = min(asked.page, pages)
    rows = list_rows(facts.run.id, selection, offset=(page - 1) * PAGE, limit=PAGE)
    waiting = list_waiting(facts, kind)
    group = kind.groups.get(selection.group_key or "")
    lines = quota_lines(facts, kind, waiting)
    opened = _opened(rows, kind, actor)
    marks = marks_of(facts, kind, rows, before)
    return Board(
        run_id=facts.run.id,
        kind=kind,
        asked=asked,
        tabs=tuple(Tab(code, one.kind.name, one.size) for code, one in facts.types.items()),
        groups=_group_choices(kind, selection),
        communes=_commune_choices(kind),
        outcomes=_outcome_choices(kind, waiting),
        rules=tuple(rules_in_words(facts, kind, group)),
        ties=tuple(ties_at_line(facts, kind, waiting, selection)),
        near=closest(near_lines(facts, kind, lines), selection.group_key),
        axis=board_axis(kind),
        threshold=threshold_of(facts.rubric, kind.kind),
        decimals=facts.rubric.decimals,
        rows=tuple(_Rows(facts, kind, selection, lines, marks, grounds).draw(rows, opened)),
        first=(page - 1) * PAGE + 1,
        total=total,
        page=page,
        pages=pages,
        before=before,
        comparable=grounds,
    )


def _opened(rows: Sequence[AnyRow], kind: TypeFacts, actor: Actor) -> Collection[int]:
    """Those of these rows whose page the reader may open."""
    ids = [row.participant_id for row in rows]
    return ids if can_view_grounds(actor) or is_public(kind.kind.category) else list_seen(actor, ids)


def board_axis(kind: TypeFacts) -> Axis:
    """The one axis on which every row of a type is drawn."""
    return axis_over((kind.lowest, kind.highest), top=kind.kind.max, left=8, right=252)


def _size(facts: RunFacts, kind: TypeFacts, selection: Selection) -> int:
    if selection.partial:
        return count_rows(facts.run.id, selection)
    groups = [group for group in kind.groups.values() if selection.group_key in (None, group.key)]
    if selection.commune_id is None:
        return sum(group.size for group in groups)
    return sum(group.communes.get(selection.commune_id, 0) for group in groups)


def _group_choices(kind: TypeFacts, selection: Selection) -> tuple[Choice, ...]:
    """The groups to choose from: those of the chosen commune, where one is chosen."""
    return tuple(
        Choice(group.key, _("%(name)s: %(n)s", name=full_group_name(group, kind), n=group.size))
        for group in kind.groups.values()
        if selection.commune_id is None or selection.commune_id in group.communes
    )


def _commune_choices(kind: TypeFacts) -> tuple[Choice, ...]:
    """The communes to choose from; none where each is a unit of this type itself."""
    if len(kind.communes) >= kind.size:
        return ()
    return tuple(Choice(str(number), name) for number, name in kind.communes.items())


def _outcome_choices(kind: TypeFacts, waiting: Sequence[Waiting]) -> tuple[Choice, ...]:
    """The outcomes to choose from: those that somebody of the type has."""
    names = {
        "recommended": _("Đề xuất tặng"),
        "waiting": _("Chờ bỏ phiếu hoặc chưa xét"),
        "outside": _("Ngoài chỉ tiêu, chưa đến hạn"),
        "below": _("Không đạt điều kiện"),
        "incomplete": _("Chưa chấm xong"),
    }
    groups = kind.groups.values()
    found = {code: sum(group.count(*statuses) for group in groups) for code, statuses in OUTCOMES.items()}
    found["waiting"] += len(waiting)
    return tuple(Choice(code, name) for code, name in names.items() if found[code])


class _Rows:
    """Turns rows of the run into rows of the board."""

    def __init__(
        self,
        facts: RunFacts,
        kind: TypeFacts,
        selection: Selection,
        lines: Mapping[str, QuotaLine],
        marks: Mapping[int, Marks],
        grounds: bool,
    ) -> None:
        self.grounds, self.marks = grounds, marks
        self.kind, self.selection = kind, selection
        self.axis = board_axis(kind)
        self.facts = facts
        self.lines = {line.after: line for line in lines.values()} if selection.by_rank else {}
        grading = kind.kind.grading
        self.grades = {grade.code: grade.name for grade in grading.grades} if grading else {}
        self.headed = selection.by_rank and selection.group_key is None and len(kind.groups) > 1

    def draw(self, rows: Sequence[AnyRow], opened: Collection[int]) -> list[BoardRow]:
        """The rows of one page, in their order; the reader may open the pages of `opened`."""
        drawn = []
        for index, row in enumerate(rows):
            before = rows[index - 1] if index else None
            after = rows[index + 1] if index + 1 < len(rows) else None
            drawn.append(self._row(row, before, after, row.participant_id in opened))
        return drawn

    def _row(self, row: AnyRow, before: AnyRow | None, after: AnyRow | None, linked: bool) -> BoardRow:
        result = SealedResult.from_text(row.result)
        if not self.grounds:
            result = result.without_grounds()
        wording = Wording(self.facts.rubric, self.kind.kind, {result.group: row.group_name})
        return BoardRow(
            participant_id=row.participant_id,
            group_key=row.group_key,
            place=place_of(row.rank, row.tied),
            tie=self._tie(row, before, after),
            name=row.name,
            where=self._where(row),
            self_total=row.self_total,
            total=row.total,
            self_x=None if row.self_total is None else self.axis.x(row.self_total),
            total_x=None if row.award_status is AwardStatus.INCOMPLETE else self.axis.x(row.total),
            status=row.award_status.value,
            hint=hint_of(row.award_status, row.award, result, wording),
            grade=self.grades.get(row.grade or "", row.grade or ""),
            grade_waits=_grade_waiting(result),
            heading=self._heading(row, before),
            line=self.lines.get(row.position),
            linked=linked,
            marks=self.marks[row.participant_id],
        )

    def _tie(self, row: AnyRow, before: AnyRow | None, after: AnyRow | None) -> str:
        """Where in its bracket a row stands: first, middle, last; empty without one."""
        if row.rank is None or row.tied < 2 or not self.selection.by_rank:
            return ""
        same = [
            other is not None and (other.rank, other.group_key) == (row.rank, row.group_key)
            for other in (before, after)
        ]
        return {(False, True): "first", (True, True): "middle", (True, False): "last"}.get(
            (same[0], same[1]), ""
        )

    def _where(self, row: AnyRow) -> str:
        """The group of a row, where no heading says it."""
        if self.headed or len(self.kind.groups) == 1 or self.selection.group_key is not None:
            return ""
        return full_group_name(self.kind.groups[row.group_key], self.kind)

    def _heading(self, row: AnyRow, before: AnyRow | None) -> str:
        if not self.headed or (before is not None and before.group_key == row.group_key):
            return ""
        group = self.kind.groups[row.group_key]
        name = full_group_name(group, self.kind)
        if before is None and row.position != group.first:
            return _("%(name)s: %(n)s (tiếp theo)", name=name, n=group.size)
        return _("%(name)s: %(n)s", name=name, n=group.size)


def _grade_waiting(result: SealedResult) -> str:
    """The grade on which the council is to vote between equals; empty where there is none."""
    ties = (one.facts for one in result.select(("grade_tie",)))
    return next((str(facts["name"]) for facts in ties if facts["ties"] == "ballot"), "")


def place_of(rank: int | None, tied: int) -> str:
    """A place as it is read: 4, or 4= where several share it; a dash for who is not ranked."""
    if rank is None:
        return "–"
    return f"{rank}=" if tied > 1 else str(rank)


def full_group_name(group: GroupFacts, kind: TypeFacts) -> str:
    """The group, with its commune where it lies in one and is not that commune itself."""
    communes = [kind.communes[number] for number in group.communes if number is not None]
    if len(communes) == 1 and group.name and communes[0].casefold() not in group.name.casefold():
        return f"{group.name}, {communes[0][:1].lower()}{communes[0][1:]}"
    return group.name
