"""A small year ready to be sealed: a document of two types, a cluster, communes and what they entered."""

from sqlalchemy import text

from criteria.services import create_criteria_set, publish_criteria_set
from foundation.database import db
from foundation.permissions import SYSTEM
from participants.models import Cluster
from scorecards.models import AssessmentLevel
from scorecards.services import assess, open_scorecard
from tests.district import make_commune, make_year
from tests.factories import NOW

SELF, GROUP, OFFICE, COUNCIL = AssessmentLevel

DOCUMENT = """
format: "1"
title: Bảng điểm nhỏ
year: 2024
attributes:
  khmer_households: {name: Số hộ Khmer, kind: number}
types:
  - code: commune
    name: Xã
    max: 100
    exclusions: [{code: X1, name: Kỷ luật}]
    holds: [{code: H1, name: Đang xác minh}]
    children:
      - {code: A, name: Mục A, max: 60, scale: {kind: manual, step: 0.5}}
      - {code: B, name: Mục B, max: 30, scale: {kind: ratio}}
      - {code: C, name: Mục C, max: 10, scale: yes_no, entered_by: verifier}
      - code: P
        name: Điểm trừ
        role: penalty
        max: 5
        children:
          - {code: P1, name: Chậm, scale: {kind: count, each: 1}, entered_by: office}
    ranking: {group: cluster}
awards:
  - code: GK
    name: Giấy khen
    issuer: Chủ tịch UBND huyện
    types: [commune]
    conditions: [{points: total, at_least: 50}]
    quota: {count: 1}
"""


def publish(year, document=DOCUMENT):
    """A document as the year's published criteria."""
    criteria_set = create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=year.year, document=document, now=NOW
    )
    publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=year.year, now=NOW)
    return criteria_set


def enter(scorecard, level, entries, **reasons):
    """Figures at a level."""
    return assess(actor=SYSTEM, scorecard=scorecard, level=level, entries=entries, reasons=reasons, now=NOW)


def ready_year(communes=3):
    """A year whose first communes are wholly scored: 90, 89, 88 … and whose scorecards are given by code."""
    year = make_year()
    publish(year)
    cluster = Cluster(code="CUM-1", name="Cụm thi đua số 1", sort_key="cum 1", type_code="commune")
    db.session.add(cluster)
    db.session.flush()
    cards = {}
    for number in range(communes):
        unit = make_commune(f"X{number:02d}", f"Xã số {number}", cluster=cluster)
        card = open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW)
        pair = {"numerator": "20", "denominator": "30"}
        enter(card, SELF, {"A": str(60 - number), "B": pair})
        enter(card, OFFICE, {"C": "yes"})
        cards[unit.code] = card
    return year, cards


def tamper(statement, **values):
    """Write past the guards of the database, as somebody with the keys to it might."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        for table in ("run_result", "evaluation_run"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        for table in ("run_result", "evaluation_run"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
    connection.execute(statement, values)
    db.session.expire_all()
