"""A commune ready to score itself: a document that asks for evidence, self-scoring running, its account."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from assignments.services import assign_unit
from evidence.models import EvidenceFile
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from movements.models import Stage, StageCode
from participants.models import Participant
from scorecards.models import Citation, Scorecard
from scorecards.services import open_scorecard
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import publish

CLOSES = datetime(2024, 11, 8, tzinfo=UTC)

DOCUMENT = """
format: "1"
title: Bảng điểm có minh chứng
year: 2024
attributes:
  khmer_households: {name: Số hộ Khmer, kind: number}
types:
  - code: commune
    name: Xã
    max: 100
    children:
      - code: I
        name: Lãnh đạo
        max: 60
        children:
          - {code: A, name: Ban hành kế hoạch, max: 20, scale: yes_no,
             evidence: {required: true, fields: [number, date, page]}}
          - {code: B, name: Mô hình được nhân rộng, max: 40, scale: {kind: count, unit: mô hình, each: 10}}
      - code: II
        name: Kết quả
        max: 40
        children:
          - {code: C, name: Hộ đăng ký đã thoát nghèo, max: 30, scale: {kind: ratio},
             on_not_applicable: rescale}
          - {code: D, name: Báo cáo đúng hạn, max: 10, scale: yes_no, entered_by: verifier}
      - code: T
        name: Điểm thưởng
        role: bonus
        max: 10
        children:
          - {code: T1, name: Được xã khác áp dụng, scale: {kind: count, unit: mô hình, each: 2},
             evidence: {required: true}}
    ranking: {group: cluster}
"""


@dataclass
class Claiming:
    """The scorecard, its unit, and the account that acts for it."""

    card: Scorecard
    unit: Participant
    user: User


def claiming(document: str = DOCUMENT) -> Claiming:
    """A commune with an open scorecard; verification of the year is in its calendar too."""
    year = make_year()
    db.session.add(
        Stage(
            movement_year_id=year.id,
            code=StageCode.VERIFICATION,
            opens_at=CLOSES,
            closes_at=datetime(2024, 11, 25, tzinfo=UTC),
        )
    )
    publish(year, document)
    unit = make_commune()
    user = make_user(username="xa.anninh", full_name="UBND xã An Ninh", roles=[RoleCode.COMMUNE])
    assign_unit(actor=SYSTEM, user=user, participant=unit, now=NOW)
    db.session.expire(year, ["stages"])
    card = open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW)
    return Claiming(card, unit, user)


def cite(card: Scorecard, criterion: str, **facts: Any) -> Citation:
    """Something cited for a criterion."""
    citation = Citation(scorecard_id=card.id, criterion=criterion, cited_at=NOW, **facts)
    db.session.add(citation)
    db.session.flush()
    return citation


def file_of(card: Scorecard, receipt: int = 1, name: str = "ke-hoach-12.pdf") -> EvidenceFile:
    """A file that the unit handed in."""
    file = EvidenceFile(
        movement_year_id=card.movement_year_id,
        participant_id=card.participant_id,
        receipt=receipt,
        sha256=f"{receipt:064x}",
        received_sha256=f"{receipt:064x}",
        size=12_345,
        media_type="application/pdf",
        name=name,
        received_at=NOW,
    )
    db.session.add(file)
    db.session.flush()
    return file
