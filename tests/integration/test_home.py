"""The first page: what it says before there is a year, and with one."""

from datetime import timedelta

from accounts.queries import find_user_by_name
from foundation.clock import now
from foundation.database import transaction
from foundation.permissions import SYSTEM, RoleCode
from home.first_page import build_first_page
from movements.models import StageCode
from scorecards.sample import load_sample


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
