"""A scorecard as its papers tell it: criterion by criterion, what each level found, side by side.

Figures and points are those of the sheet that the screen shows; evidence and fingerprint are those of the
last handing-in, as the receipt has them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from foundation.clock import now
from scorecards.claims import claim_of
from scorecards.level_entries import LevelEntry
from scorecards.lines import OTHER, UNREAD, Line, SectionLine
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus, Submission
from scorecards.receipt import grouped
from scorecards.sheet import Sheet
from scorecards.sheet_building import build_sheet
from scorecards.submission_content import content_of
from scorecards.submission_lines import cited_text
from scorecards.submission_queries import find_last_submission
from scorecards.submission_rules import WITH_THE_UNIT
from verification.chain import checker_of, find_check

SELF, GROUP, OFFICE = AssessmentLevel.SELF, AssessmentLevel.GROUP, AssessmentLevel.OFFICE
VERIFIED = frozenset({ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION, ScorecardStatus.SEALED})
VIETNAMESE = "vi"
DAYS_LATE = "days_late"
SHORT_HASH = 12

MISSING, NOT_CLAIMED, NA = "missing", "not_claimed", "not_applicable"
"""States of a criterion, as the sheet has them."""
STATES = {
    MISSING: "chưa nhập",
    NOT_CLAIMED: "không kê khai",
    NA: "không áp dụng",
    UNREAD: "không đọc được",
}
OWNERS = {
    "group": "xã, cụm nhập",
    "verifier": "cơ quan thẩm định nhập",
    "office": "Thường trực Hội đồng nhập",
}
WITHOUT_FIGURE = "theo tiêu chí khác"
CARD_STATES = {
    ScorecardStatus.DRAFT: "Đang nhập, chưa nộp",
    ScorecardStatus.SUBMITTED: "Đã nộp, chờ thẩm định",
    ScorecardStatus.RETURNED: "Trả lại để bổ sung, chưa nộp lại",
    ScorecardStatus.VERIFIED: "Đã thẩm định",
    ScorecardStatus.OBJECTION: "Đã thẩm định, đang phúc tra",
    ScorecardStatus.SEALED: "Đã chốt cùng kết quả của năm",
}

Points = Decimal | None


@dataclass(frozen=True, slots=True)
class CardRow:
    """One section or criterion. Points are None where a level gave none, which is not zero; `figure` is what
    the unit entered, or the word for why there is nothing; `judged` are other figures and reasons, by level.
    """

    code: str
    name: str
    depth: int
    is_section: bool
    maximum: Points
    figure: str
    claimed: Points
    checked: Points
    verified: Points
    judged: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardRead:
    """A scorecard read for its papers. `checker` names who checked before the office, empty where nobody
    did; `sums` and `verified_sums` are the totals in words, as the screen has them; `fingerprint` is of what
    was handed in last, empty while the unit works on it.
    """

    id: int
    unit: str
    type_code: str
    category: str
    type_name: str
    parent: str
    above_parent: str
    cluster: str
    year: int
    movement: str
    district: str
    standing_body: str
    criteria: str
    state: str
    is_verified: bool
    submitted: str
    verified_at: datetime | None
    checker: str
    rows: tuple[CardRow, ...]
    claimed: Points
    checked: Points
    verified: Points
    sums: str
    verified_sums: str
    missing: tuple[str, ...]
    fingerprint: tuple[str, ...]
    is_sample: bool


def read_card(card: Scorecard) -> CardRead:
    """Everything that the papers of a scorecard say, in Vietnamese."""
    with force_locale(VIETNAMESE):
        return _read(card)


def _read(card: Scorecard) -> CardRead:
    unit, year, criteria = card.participant, card.movement_year, card.criteria_set
    handed_in = None if card.status in WITH_THE_UNIT else find_last_submission(card.id)
    check = find_check(card)
    is_checked = check is not None and not check.waived
    levels = _Levels(card, is_checked=is_checked, is_verified=card.status in VERIFIED)
    checker = checker_of(unit) if is_checked or levels.checked is not None else None
    own = levels.claimed
    return CardRead(
        id=card.id,
        unit=unit.name,
        type_code=unit.type_code,
        category=own.scorer.reader.kind.category,
        type_name=own.scorer.reader.kind.name,
        parent=unit.parent.name if unit.parent else "",
        above_parent=unit.parent.parent.name if unit.parent and unit.parent.parent else "",
        cluster=unit.cluster.name if unit.cluster else "",
        year=year.year,
        movement=year.movement.name,
        district=year.movement.district_name,
        standing_body=year.movement.standing_body,
        criteria=f"phiên bản {criteria.version}, mã {criteria.sha256[:SHORT_HASH].upper()}",
        state=CARD_STATES[card.status],
        is_verified=card.status in VERIFIED,
        submitted=_submitted(handed_in),
        verified_at=card.verified_at,
        checker=checker.name if checker is not None else "",
        rows=tuple(levels.rows(_evidence(card, handed_in))),
        claimed=own.total if own.sums.begun else None,
        checked=levels.checked.total if levels.checked is not None and is_checked else None,
        verified=levels.verified.total if levels.verified is not None else None,
        sums=own.sums.text,
        verified_sums=levels.verified.sums.text if levels.verified is not None else "",
        missing=tuple(line.code for line in own.missing),
        fingerprint=grouped(handed_in.fingerprint) if handed_in else (),
        is_sample=year.is_sample,
    )


def _submitted(handed_in: Submission | None) -> str:
    if handed_in is None:
        return ""
    at = datetime.fromisoformat(handed_in.content["submitted_at"])
    return f"{at:%H:%M ngày %d/%m/%Y}, lần thứ {handed_in.number}, người nộp {handed_in.submitted_by_name}"


def _evidence(card: Scorecard, handed_in: Submission | None) -> Mapping[str, tuple[str, ...]]:
    """By criterion what proves it: what was handed in, else what stands on the scorecard now."""
    content: Mapping[str, Any] = (
        handed_in.content if handed_in else content_of(claim_of(card), number=0, by="", now=now())
    )
    found: dict[str, tuple[str, ...]] = {}
    for one in content["citations"]:
        found[one["criterion"]] = (*found.get(one["criterion"], ()), cited_text(one))
    return found


class _Levels:
    """The sheets of the levels side by side. A level that is done gives points to every row; before that,
    only to what it entered itself.
    """

    def __init__(self, card: Scorecard, *, is_checked: bool, is_verified: bool) -> None:
        begun = {one.level for one in card.assessments if one.entries}
        self.is_checked = is_checked
        self.claimed = build_sheet(card, SELF)
        self.checked: Sheet | None = build_sheet(card, GROUP) if is_checked or GROUP in begun else None
        self.verified: Sheet | None = build_sheet(card, OFFICE) if is_verified else None

    def rows(self, evidence: Mapping[str, tuple[str, ...]]) -> Iterator[CardRow]:
        """Every section and criterion in the order of the document."""
        for place, own in enumerate(self.claimed.rows):
            checked = self.checked.rows[place] if self.checked is not None else None
            verified = self.verified.rows[place] if self.verified is not None else None
            yield CardRow(
                code=own.code,
                name=own.name,
                depth=own.depth,
                is_section=isinstance(own, SectionLine),
                maximum=own.max,
                figure=_figure(own) if isinstance(own, Line) else "",
                claimed=_claimed(own),
                checked=self._checked(checked),
                verified=verified.points if verified is not None else None,
                judged=tuple(_judged(verified or checked)),
                evidence=evidence.get(own.code, ()),
            )

    def _checked(self, row: Line | SectionLine | None) -> Points:
        if row is None:
            return None
        if self.is_checked:
            return row.points
        return row.own.points if isinstance(row, Line) and row.own.entered else None


def _claimed(row: Line | SectionLine) -> Points:
    """What the unit's own figures give; nothing where another level enters it."""
    return None if isinstance(row, Line) and row.state == OTHER else row.points


def _figure(line: Line) -> str:
    """What the unit entered, or why nothing: missing is not zero, and neither is not applicable."""
    claim = line.own
    if not line.asked:
        return WITHOUT_FIGURE if line.points is not None else STATES.get(line.state, WITHOUT_FIGURE)
    if claim.entered:
        words = _words(line, claim)
        return f"{words} ({STATES[UNREAD]})" if line.state == UNREAD else words
    if line.state == OTHER:
        return OWNERS.get(line.criterion.entered_by, STATES[NOT_CLAIMED])
    return STATES.get(line.state, STATES[MISSING])


def _judged(row: Line | SectionLine | None) -> Iterator[str]:
    """What those who checked found otherwise, and why, level by level."""
    if not isinstance(row, Line):
        return
    claim = row.levels.get(SELF)
    for level, said in ((GROUP, "Xã, cụm"), (OFFICE, "Thẩm định")):
        entry = row.levels.get(level)
        if entry is None or not entry.entered:
            continue
        other = claim is None or entry.words != claim.words
        told = ". ".join(filter(None, (_words(row, entry) if other else "", entry.reason.rstrip(". "))))
        if told:
            yield f"{said}: {told}."


def _words(line: Line, entry: LevelEntry) -> str:
    """An entry in words; days are told from other figures."""
    if line.criterion.scale.kind == DAYS_LATE and entry.words.isdecimal():
        return f"chậm {entry.words} ngày"
    return entry.words
