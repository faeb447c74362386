"""Citing evidence for a criterion: what may be cited, by whom, until when; nothing of it is lost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from evidence.rules import can_see_file
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from movements.models import Stage, StageCode
from scorecards import citing
from scorecards.citing_queries import list_uses
from scorecards.models import Citation, Scorecard, ScorecardStatus
from scorecards.submission_queries import list_standing_citations
from tests.district import make_commune
from tests.factories import NOW, make_user
from tests.handing_in import bind, commune_account, district, send


def actions():
    return list(db.session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id)))


def test_one_file_serves_several_criteria_and_is_cited_once_for_each_place(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file

    def cite(criterion, **more):
        return citing.cite(actor=user, scorecard=card, criterion=criterion, file=file, now=NOW, **more)

    first = cite("A", page="3", number="88/BC-UBND", issued_on=date(2024, 10, 25))
    assert cite("A", page=" 3 ", number="88/BC-UBND", issued_on=date(2024, 10, 25)).id == first.id
    cite("B", page="3")
    assert [one.criterion for one in list_standing_citations(card.id)] == ["A", "B"]
    assert [use.criterion for use in list_uses([file.id])[file.id]] == ["A", "B"]
    assert actions().count("scorecard:cited") == 2


def test_a_citation_is_changed_and_withdrawn_and_nothing_of_it_is_lost(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file
    citation = citing.cite(actor=user, scorecard=card, criterion="A", file=file, now=NOW)
    said = {"number": "12/KH-UBND", "issued_on": None, "page": "1 - 6", "note": "xem Biểu 03"}
    citing.change_citation(actor=user, citation=citation, now=NOW, **said)
    citing.withdraw_citation(actor=user, citation=citation, now=NOW)
    citing.withdraw_citation(actor=user, citation=citation, now=NOW)
    assert list_standing_citations(card.id) == []
    assert db.session.get(Citation, citation.id).removed_at == NOW
    last = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert last.action == "scorecard:citation-withdrawn"
    assert last.before["page"] == "1 - 6"
    assert actions().count("scorecard:citation-withdrawn") == 1


def test_a_document_may_be_cited_without_a_file_but_not_without_a_word(context):
    _year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    with pytest.raises(DomainError) as refused:
        citing.cite(actor=user, scorecard=card, criterion="A", file=None, page="3", now=NOW)
    assert refused.value.field == "file"
    assert citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1/QĐ", now=NOW).id


def test_what_cannot_be_cited(context):
    year, (unit, other), (card, _second) = district()
    user = commune_account(unit)
    theirs = send(SYSTEM, other, year).file
    with pytest.raises(DomainError, match="không thuộc đơn vị"):
        citing.cite(actor=user, scorecard=card, criterion="A", file=theirs, now=NOW)
    with pytest.raises(DomainError, match="không có tiêu chí") as unknown:
        citing.cite(actor=user, scorecard=card, criterion="Z9", file=None, number="1", now=NOW)
    assert unknown.value.field == "criterion"
    with pytest.raises(DomainError) as long:
        citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1" * 61, now=NOW)
    assert long.value.field == "number"
    with pytest.raises(NotAllowed):
        citing.cite(
            actor=commune_account(other), scorecard=card, criterion="A", file=None, number="1", now=NOW
        )


def test_citing_closes_with_the_scorecard_and_opens_for_an_objection(context):
    year, (unit, _other), (card, _second) = district()
    user, late = commune_account(unit), NOW + timedelta(days=10)

    def cite(**more):
        given = {"number": "5/BC", "now": NOW} | more
        return citing.cite(actor=user, scorecard=card, criterion="A", file=None, **given)

    with pytest.raises(Conflict, match="hết hạn"):
        cite(now=late)
    card.extended_until = late + timedelta(days=1)
    assert cite(now=late).id
    card.status = ScorecardStatus.SUBMITTED
    with pytest.raises(Conflict, match="đã nộp"):
        cite(number="6/BC")
    with pytest.raises(Conflict, match="chưa thẩm định xong"):
        cite(number="6/BC", in_objection=True)
    card.status, card.extended_until = ScorecardStatus.VERIFIED, None
    db.session.add(
        Stage(
            movement_year_id=year.id,
            code=StageCode.OBJECTION,
            opens_at=late,
            closes_at=late + timedelta(days=5),
        )
    )
    db.session.flush()
    db.session.expire(year)
    with pytest.raises(Conflict, match="mở lúc"):
        cite(number="6/BC", in_objection=True)
    assert cite(number="6/BC", in_objection=True, now=late).id
    card.status = ScorecardStatus.SEALED
    with pytest.raises(Conflict, match="đã chốt"):
        cite(number="7/BC", now=late)


def test_who_verifies_adds_evidence_but_leaves_the_units_own_alone(context):
    _year, (unit, _other), (card, _second) = district()
    user, office = commune_account(unit), make_user(roles=[RoleCode.OFFICE])
    own = citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1", now=NOW)
    card.status = ScorecardStatus.SUBMITTED
    theirs = citing.cite(actor=office, scorecard=card, criterion="C", file=None, number="2", now=NOW)
    with pytest.raises(NotAllowed, match="bên khác"):
        citing.withdraw_citation(actor=office, citation=own, now=NOW)
    citing.withdraw_citation(actor=office, citation=theirs, now=NOW)


def test_only_files_of_the_acting_unit_are_offered_and_taken(context):
    year, (unit, _other), (card, _second) = district()
    hamlet = make_commune("X1-A", "Ấp Phước Hòa", type_code="hamlet", parent=unit)
    below = Scorecard(
        movement_year_id=year.id,
        participant_id=hamlet.id,
        criteria_set_id=card.criteria_set_id,
        updated_at=NOW,
    )
    db.session.add(below)
    db.session.flush()
    user = commune_account(unit)
    assert citing.usable_owner_ids(below) == sorted([hamlet.id, unit.id])
    head = make_user(roles=[RoleCode.UNIT])
    bind(head, hamlet)
    assert citing.usable_owner_ids(below) == [hamlet.id], "the commune's files could not be opened there"
    assert citing.usable_owner_ids(card) == [unit.id]
    assert can_see_file(user, send(head, hamlet, year).file)
