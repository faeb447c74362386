import pytest

from awards.freezing import find_freeze, freeze_standings, lift_freeze
from awards.models import EvaluationRun
from awards.services import seal_run
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from movements.models import MovementYear
from tests.factories import NOW, make_user
from tests.year import ready_year

pytestmark = pytest.mark.usefixtures("context")


def seal(year: MovementYear) -> EvaluationRun:
    return seal_run(actor=SYSTEM, year=year, now=NOW)


def test_frozen_standings_refuse_another_run_and_say_why():
    year, _cards = ready_year(2)
    freeze_standings(actor=make_user(), run=seal(year), reason="  chuẩn bị họp   Hội đồng ", now=NOW)
    with pytest.raises(Conflict, match=r"lần đánh giá 1 từ ngày 05/11/2024: chuẩn bị họp Hội đồng\. Thôi"):
        seal(year)


def test_lifted_standings_move_again_and_the_record_tells_both():
    year, _cards = ready_year(2)
    run, office = seal(year), make_user()
    freeze = freeze_standings(actor=office, run=run, reason="chuẩn bị họp", now=NOW)
    lift_freeze(actor=office, freeze=freeze, reason="có phúc tra", now=NOW)
    assert find_freeze(year.id) is None
    assert seal(year).number == 2
    told = [(e.action, e.after["reason"]) for e in list_entries_of("evaluation_run", str(run.id))[1:]]
    assert told == [("standings:frozen", "chuẩn bị họp"), ("standings:moving", "có phúc tra")]


def test_standings_are_frozen_once():
    year, _cards = ready_year(2)
    run = seal(year)
    freeze_standings(actor=SYSTEM, run=run, reason="một", now=NOW)
    with pytest.raises(Conflict, match="đã được giữ nguyên"):
        freeze_standings(actor=SYSTEM, run=run, reason="hai", now=NOW)


def test_freezing_needs_the_right_and_a_reason():
    year, _cards = ready_year(2)
    run = seal(year)
    with pytest.raises(NotAllowed):
        freeze_standings(actor=make_user(roles=[RoleCode.COUNCIL]), run=run, reason="x", now=NOW)
    with pytest.raises(DomainError, match="Ghi lý do"):
        freeze_standings(actor=make_user(roles=[RoleCode.CHAIR]), run=run, reason="  ", now=NOW)
    freeze = freeze_standings(actor=make_user(roles=[RoleCode.CHAIR]), run=run, reason="x", now=NOW)
    with pytest.raises(DomainError, match="Ghi lý do"):
        lift_freeze(actor=SYSTEM, freeze=freeze, reason="", now=NOW)
    lift_freeze(actor=SYSTEM, freeze=freeze, reason="y", now=NOW)
    with pytest.raises(Conflict):
        lift_freeze(actor=SYSTEM, freeze=freeze, reason="z", now=NOW)
