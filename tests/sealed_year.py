"""Builders of a year with scorecards, ready to seal or sealed: plain functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awards.models import EvaluationRun
from awards.services import seal_run
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.database import db
from foundation.permissions import SYSTEM
from movements.models import MovementYear
from participants.models import Participant
from participants.services import create_participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from tests.district import make_year
from tests.factories import NOW

DOCUMENT = """
format: "1"
title: Bảng điểm thử
year: 2024
holds: [{code: KN, name: Đơn đang được xác minh}]
exclusions: [{code: LT, name: Kê khai gian dối}]
types:
  - code: commune
    name: Xã, thị trấn
    max: 100
    children: &criteria
      - code: I
        name: Lãnh đạo
        max: 40
        floor: {percent: 50}
        children: [{code: I.1, name: Kế hoạch, max: 40, scale: manual}]
      - code: II
        name: Kết quả
        max: 60
        children:
          - code: II.1
            name: Giảm tỷ lệ hộ nghèo 1 - 1,5%/năm
            max: 60
            scale: {kind: count, unit: điểm %, each: 1, whole: false}
    ranking: {tie_break: [{points: II, name: Điểm mục II cao hơn}]}
    grading: {grades: [{code: tot, name: Tốt, at_least: 80}, {code: kha, name: Khá, at_least: 0}]}
  - code: hamlet
    name: Ấp
    max: 100
    children: *criteria
    ranking: {group: parent}
awards:
  - code: GK
    name: Giấy khen của Chủ tịch UBND huyện
    issuer: Chủ tịch UBND huyện
    types: [commune]
    conditions: [{points: total, at_least: 80, name: Từ 80 điểm trở lên}]
    quota: {percent: 50, rounding: floor}
  - code: GK-AP
    name: Giấy khen của Chủ tịch UBND huyện
    issuer: Chủ tịch UBND huyện
    types: [hamlet]
    quota: {count: 1}
"""

# One higher award for the hamlets of all communes together.
DISTRICT_WIDE = """
  - code: BK
    name: Bằng khen của Chủ tịch UBND tỉnh
    issuer: Chủ tịch UBND tỉnh
    types: [hamlet]
    group: []
    conditions: [{rank_at_most: 1, name: Đứng đầu các ấp trong xã}]
    quota: {count: 1}
    ties: ballot
"""
WITH_HIGHER = DOCUMENT.replace("\nawards:\n", f"\nawards:{DISTRICT_WIDE}")


@dataclass
class Card:
    """What one scorecard says: verified points of both criteria, and what else is asked."""

    name: str
    first: str | None
    second: str | None
    claimed: tuple[str, str] | None = None
    holds: Sequence[str] = ()
    exclusions: Sequence[str] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    past_awards: Sequence[Mapping[str, Any]] = ()


# Four places for eight: the fourth and fifth are equal, the second is on hold, the last is barred.
COMMUNES = (
    Card("Xã Hồ Đắc Kiện", "38", "56.7", claimed=("38", "58.7")),
    Card("Xã Phú Tâm", "36", "55.8", holds=["KN"]),
    Card(
        "Xã Thuận Hòa", "35", "55.38", claimed=("37", "55.38"),
        reasons={"I.1": "Kê hai lần ban hành, xác nhận được một."},
        past_awards=[{"award": "GK", "year": 2022}],
    ),
    Card("Xã An Ninh", "35", "52.5"),
    Card("Xã Phú Tân", "35", "52.5"),
    Card("Thị trấn Châu Thành", "32", "50.9"),
    Card("Xã Thiện Mỹ", "30", "49.24"),
    Card("Xã An Hiệp", "15", "49.3"),
)  # fmt: skip


def make_card(year: MovementYear, set_id: int, participant: Participant, card: Card) -> Scorecard:
    """A verified scorecard with what was claimed and what was verified."""
    scorecard = Scorecard(
        movement_year_id=year.id,
        participant_id=participant.id,
        criteria_set_id=set_id,
        status=ScorecardStatus.VERIFIED,
        holds=list(card.holds),
        exclusions=list(card.exclusions),
        past_awards=list(card.past_awards),
        updated_at=NOW,
    )
    verified = {"I.1": card.first, "II.1": card.second}
    claimed = dict(zip(verified, card.claimed, strict=True)) if card.claimed else verified
    for level, entries in ((AssessmentLevel.SELF, claimed), (AssessmentLevel.OFFICE, verified)):
        known = {code: text for code, text in entries.items() if text is not None}
        reasons = dict(card.reasons) if level is AssessmentLevel.OFFICE else {}
        scorecard.assessments.append(Assessment(level=level, entries=known, reasons=reasons, assessed_at=NOW))
    db.session.add(scorecard)
    return scorecard


def prepare_year(
    communes: Sequence[Card] = COMMUNES,
    hamlets: Mapping[str, Sequence[Card]] | None = None,
    document: str = DOCUMENT,
) -> MovementYear:
    """A year with published criteria and verified scorecards; `hamlets` by the name of their commune."""
    year = make_year()
    criteria = create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=2024, document=document, now=NOW
    )
    publish_criteria_set(actor=SYSTEM, criteria_set=criteria, year=2024, now=NOW)
    for number, card in enumerate(communes):
        unit = _participant("commune", f"{31569 + number}", card.name)
        make_card(year, criteria.id, unit, card)
        for place, below in enumerate((hamlets or {}).get(card.name, ()), start=1):
            hamlet = _participant("hamlet", f"{unit.code}-{place:02d}", below.name, unit)
            make_card(year, criteria.id, hamlet, below)
    db.session.flush()
    return year


def seal_year(
    communes: Sequence[Card] = COMMUNES,
    hamlets: Mapping[str, Sequence[Card]] | None = None,
    document: str = DOCUMENT,
) -> EvaluationRun:
    """A sealed run of such a year."""
    return seal_run(actor=SYSTEM, year=prepare_year(communes, hamlets, document), now=NOW)


def _participant(type_code: str, code: str, name: str, parent: Participant | None = None) -> Participant:
    return create_participant(actor=SYSTEM, now=NOW, code=code, name=name, type_code=type_code, parent=parent)
