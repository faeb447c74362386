"""The first page: what it says before there is a year, and with one."""

from datetime import timedelta

from sqlalchemy import select

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from council.models import CouncilSession, SessionState
from council.sample import load_session
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from home.first_page import build_first_page
from home.tasks import is_ready_to_seal, list_tasks
from movements.models import Stage, StageCode
from movements.queries import find_current_year
from participants.queries import find_participant
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.sample import load_sample
from scorecards.services import open_scorecard
from tests.district import make_commune, make_year
from tests.factories import NOW
from tests.sealed_year import prepare_year
from tests.year import publish


def load(app) -> None:
    with app.app_context(), transaction():
        load_sample(actor=SYSTEM, now=now(), seed=1, households=0)


def test_first_page_says_that_there_is_no_year(client_as):
    page = client_as(RoleCode.OFFICE).get("/").text
    assert "Chưa có năm thi đua nào" in page


def test_the_office_is_led_to_evaluate_and_the_others_are_not(app, client_as):
    load(app)
    assert "Đánh giá và chốt kết quả năm 2024" in client_as(RoleCode.OFFICE).get("/").text
    page = client_as(RoleCode.UNIT).get("/").text
    assert "năm 2024" in page
    assert "Đánh giá và chốt" not in page
    assert "Huyện Châu Thành, năm 2024" in page


def test_evaluating_is_offered_when_verification_is_over_and_never_without_criteria(app):
    with app.app_context(), app.test_request_context("/"):
        empty = make_year()
        assert not is_ready_to_seal(empty, NOW + timedelta(days=900))
    with app.app_context(), app.test_request_context("/"):
        year = prepare_year()
        assert is_ready_to_seal(year, NOW)
        card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
        card.status = ScorecardStatus.SUBMITTED
        db.session.flush()
        assert not is_ready_to_seal(year, NOW)
        opens, closes = NOW, NOW + timedelta(days=10)
        stage = Stage(movement_year=year, code=StageCode.VERIFICATION, opens_at=opens, closes_at=closes)
        db.session.add(stage)
        db.session.flush()
        db.session.expire(year, ["stages"])
        assert not is_ready_to_seal(year, closes - timedelta(seconds=1))
        assert is_ready_to_seal(year, closes)


def test_stages_stand_with_their_last_day_and_where_the_year_is(app):
    load(app)
    with app.app_context(), app.test_request_context("/"):
        user = find_user_by_name("noivu")
        year = build_first_page(user, now()).year
        scoring = next(stage for stage in year.stages if stage.code == StageCode.SELF_SCORING)
        page = build_first_page(user, scoring.closes_at - timedelta(seconds=1))
        lines = {line.name: line for line in page.stages}
        assert lines["Đăng ký"].past
        assert lines["Tự chấm"].running
        assert lines["Tự chấm"].last_day.isoformat() == "2024-11-10"
        assert not lines["Thẩm định"].past


def test_a_commune_checks_scorecards_and_a_verifier_verifies_them_by_one_word(client_as):
    commune = client_as(RoleCode.COMMUNE).get("/tham-dinh").text
    assert "Kiểm tra phiếu</" in commune
    assert "<title>Kiểm tra phiếu" in commune
    assert ">Thẩm định<" not in commune
    verifier = client_as(RoleCode.VERIFIER).get("/tham-dinh").text
    assert "<title>Thẩm định" in verifier
    assert "Kiểm tra phiếu" not in verifier


def test_a_units_first_page_leads_to_the_criteria_before_and_after_its_scorecard_is_opened(
    accounts, client_as
):
    with accounts.app_context(), transaction():
        year = make_year()
        number = publish(year).id
        commune = make_commune()
        user = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=user.id, participant_id=commune.id, since=NOW))
        unit = commune.id
    link = f'href="/bo-tieu-chi/{number}?type=commune"'
    client = client_as(RoleCode.COMMUNE)
    assert link in client.get("/").text
    with accounts.app_context(), transaction():
        open_scorecard(
            actor=SYSTEM, movement_year=find_current_year(NOW), participant=find_participant(unit), now=NOW
        )
    assert link in client.get("/").text


def test_the_office_finds_the_objections_from_the_day_on_which_units_may_object(accounts):
    with accounts.app_context(), accounts.test_request_context("/"):
        year = make_year()
        opens, closes = NOW, NOW + timedelta(days=10)
        db.session.add(Stage(movement_year=year, code=StageCode.OBJECTION, opens_at=opens, closes_at=closes))
        db.session.flush()
        db.session.expire(year, ["stages"])

        def leads(name, at):
            tasks = list_tasks(find_user_by_name(name), year, None, [], at)
            return any(task.url == f"/phuc-tra?nam={year.id}" for task in tasks)

        assert not leads("noivu", opens - timedelta(seconds=1))
        assert leads("noivu", opens)
        assert leads("noivu", closes + timedelta(days=1))
        assert not leads("thamdinh", opens)


def test_a_council_member_is_led_to_the_session_and_to_the_clusters_in_charge(app, client_as):
    load(app)
    with app.app_context(), transaction():
        number = load_session(actor=SYSTEM, now=now()).id
        path = f"/phien-hop/{number}"
    with app.app_context(), app.test_request_context("/"):
        member = find_user_by_name("hoidong")
        page = build_first_page(member, now())
        titles = [task.title for task in page.tasks]
        assert page.tasks[0].url == path
        assert titles[0] == "Chuẩn bị phiên họp xét năm 2024"
        assert "Xếp hạng Cụm thi đua số 1 năm 2024" in titles
        own = page.tasks[titles.index("Xếp hạng Cụm thi đua số 1 năm 2024")]
        assert titles.index(own.title) < titles.index("Xem xếp hạng năm 2024")
        unseated = build_first_page(find_user_by_name("thamdinh"), now())
        assert not [task for task in unseated.tasks if task.url == path]
    with app.app_context(), transaction():
        session = db.session.get(CouncilSession, number)
        session.state = SessionState.OPEN
    with app.app_context(), app.test_request_context("/"):
        page = build_first_page(find_user_by_name("hoidong"), now())
        assert (page.tasks[0].title, page.tasks[0].url) == ("Vào phiên họp đang họp", path)
