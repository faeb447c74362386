"""Builders for judging: a year in which verification runs, units with accounts, submitted scorecards."""

from datetime import UTC, datetime, timedelta

from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from movements.models import StageCode
from movements.services import start_year
from participants.models import Cluster
from scorecards.models import AssessmentLevel, ScorecardStatus
from scorecards.services import assess, open_scorecard
from tests.district import make_commune, make_movement
from tests.factories import make_user

SELF, GROUP, OFFICE, COUNCIL = AssessmentLevel
NOW = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
SUBMITTED_AT = datetime(2024, 11, 8, 8, 20, tzinfo=UTC)

DOCUMENT = """
format: "1"
title: Bảng điểm nhỏ
year: 2024
exclusions: [{code: X1, name: Kỷ luật cảnh cáo trở lên}]
holds: [{code: H1, name: Đang xác minh đơn thư}]
attributes:
  khmer: {name: Số hộ Khmer, kind: number, default: "0"}
types:
  - code: commune
    name: Xã
    max: 100
    children:
      - code: I
        name: Công tác chỉ đạo
        max: 30
        children:
          - code: I.1
            name: Ban hành kế hoạch
            max: 10
            scale: yes_no
            evidence: {required: true, fields: [number]}
          - {code: I.2, name: Mô hình nhân rộng, max: 20, scale: {kind: count, each: 5}}
      - code: II
        name: Kết quả giảm nghèo
        max: 60
        children:
          - {code: II.1, name: Giảm tỷ lệ hộ nghèo, max: 40, scale: {kind: manual, step: 0.5}}
          - {code: II.2, name: Hộ đăng ký đã thoát, max: 20, scale: {kind: ratio}}
      - {code: III, name: Chất lượng báo cáo, max: 10, scale: {kind: manual}, entered_by: verifier}
      - code: K
        name: Giảm hộ nghèo Khmer
        max: 5
        role: bonus
        scale: {kind: manual}
        applies_if: {attribute: khmer, above: 0}
      - code: P
        name: Điểm trừ của Thường trực
        role: penalty
        max: 5
        scale: {kind: count, each: 1}
        entered_by: office
    ranking: {group: cluster}
  - code: hamlet
    name: Ấp
    max: 20
    children:
      - {code: A1, name: Vận động, max: 10, scale: {kind: manual}}
      - {code: A2, name: Giúp đỡ, max: 10, scale: yes_no}
  - code: household
    name: Hộ
    category: household
    max: 10
    children:
      - {code: N1, name: Tự vươn lên, max: 6, scale: {kind: manual}}
      - {code: N2, name: Trả nợ đúng hạn, max: 4, scale: yes_no}
"""
CLAIM = {"I.1": "yes", "I.2": "2", "II.1": "30", "II.2": {"numerator": "9", "denominator": "10"}}


def verifying_year(document=DOCUMENT):
    """A year in which self-scoring is over and verification runs at NOW."""
    days = {
        StageCode.SELF_SCORING: (datetime(2024, 10, 15, tzinfo=UTC), datetime(2024, 11, 10, 17, tzinfo=UTC)),
        StageCode.VERIFICATION: (datetime(2024, 11, 11, tzinfo=UTC), datetime(2024, 11, 26, tzinfo=UTC)),
    }
    year = start_year(actor=SYSTEM, movement=make_movement(), year=2024, calendar=days, now=NOW)
    criteria_set = create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=2024, document=document, now=NOW
    )
    publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=2024, now=NOW)
    return year


def make_cluster(code="CUM-2", name="Cụm thi đua số 2"):
    """A cluster of communes."""
    cluster = Cluster(code=code, name=name, sort_key=name.lower(), type_code="commune")
    db.session.add(cluster)
    db.session.flush()
    return cluster


def submit(year, participant, claim=None, minutes=0):
    """A scorecard handed in."""
    card = open_scorecard(actor=SYSTEM, movement_year=year, participant=participant, now=SUBMITTED_AT)
    assess(actor=SYSTEM, scorecard=card, level=SELF, entries=claim or CLAIM, now=SUBMITTED_AT)
    card.status, card.submitted_at = ScorecardStatus.SUBMITTED, SUBMITTED_AT + timedelta(minutes=minutes)
    db.session.flush()
    return card


def make_office(**values):
    """An account of the standing office."""
    return make_user(**({"full_name": "Phòng Nội vụ", "roles": [RoleCode.OFFICE]} | values))


def make_verifier(*duties, **values):
    """A verifier with duties: (type, cluster or None, criteria or None)."""
    user = make_user(**({"full_name": "Phòng LĐ-TB&XH", "roles": [RoleCode.VERIFIER]} | values))
    for type_code, cluster, criteria in duties:
        duty = VerifierDuty(user_id=user.id, type_code=type_code, criteria=criteria, since=NOW)
        duty.cluster_id = cluster.id if cluster is not None else None
        db.session.add(duty)
    db.session.flush()
    return user


def make_member(participant, role=RoleCode.COMMUNE, **values):
    """An account that acts for a unit."""
    user = make_user(**({"full_name": participant.name, "roles": [role]} | values))
    db.session.add(UnitMember(user_id=user.id, participant_id=participant.id, since=NOW))
    db.session.flush()
    return user


def make_head(cluster, user):
    """The account becomes the head of the cluster."""
    db.session.add(ClusterCharge(user_id=user.id, cluster_id=cluster.id, kind=ChargeKind.HEAD, since=NOW))
    db.session.flush()


def make_village(year, households=3):
    """A commune with an account, its hamlet with an account, and submitted households of the hamlet."""
    commune = make_commune("31600", "Xã An Ninh")
    hamlet = make_commune("31600-01", "Ấp Phước Hòa", type_code="hamlet", parent=commune)
    cards = []
    for number in range(households):
        home = make_commune(f"H{number:04d}", f"Hộ Lý Thị {number}", type_code="household", parent=hamlet)
        cards.append(submit(year, home, {"N1": "5", "N2": "yes"}, minutes=number))
    return commune, hamlet, cards
