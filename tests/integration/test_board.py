"""What the board adds: the year before, sections as bars, past awards, who is close to the line."""

import pytest
from sqlalchemy import select

from accounts.models import User
from assignments.models import ChargeKind, ClusterCharge
from awards.models import EvaluationRun, RunResult
from awards.services import seal_run
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.models import MovementYear, StageCode
from movements.services import start_year
from participants.models import Participant
from participants.services import create_cluster
from scorecards.models import Scorecard
from tests.factories import NOW
from tests.sealed_year import COMMUNES, DOCUMENT, Card, make_card, prepare_year, seal_year

BEFORE = (
    Card("Xã Hồ Đắc Kiện", "30", "50"),
    Card("Xã Phú Tâm", "39", "58"),
    Card("Xã Thuận Hòa", "35", "55"),
)


def seal_year_before(run: EvaluationRun) -> EvaluationRun:
    """The year 2023 of the same movement, in which three communes were scored."""
    this = db.session.get_one(MovementYear, run.movement_year_id)
    calendar = {s.code: tuple(t.replace(year=2023) for t in (s.opens_at, s.closes_at)) for s in this.stages}
    assert StageCode.REGISTRATION in calendar
    year = start_year(actor=SYSTEM, movement=this.movement, year=2023, calendar=calendar, now=NOW)
    document = DOCUMENT.replace("year: 2024", "year: 2023")
    criteria = create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=2023, document=document, now=NOW
    )
    publish_criteria_set(actor=SYSTEM, criteria_set=criteria, year=2023, now=NOW)
    for card in BEFORE:
        unit = db.session.scalars(select(Participant).where(Participant.name == card.name)).one()
        make_card(year, criteria.id, unit, card)
    db.session.flush()
    return seal_run(actor=SYSTEM, year=year, now=NOW)


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year(COMMUNES).id


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def text_of(page):
    return " ".join(page.text.split())


def row_of(page, name):
    return next(row for row in text_of(page).split("<tr")[1:] if f">{name}<" in row)


def test_a_place_shows_how_it_moved_since_the_year_before(accounts, office, run_id):
    with accounts.app_context(), transaction():
        seal_year_before(db.session.get_one(EvaluationRun, run_id))
    page = office.get(f"/xep-hang/{run_id}")
    assert "lên 2 bậc so với năm 2023 (hạng 3)" in row_of(page, "Xã Hồ Đắc Kiện")
    assert "xuống 1 bậc so với năm 2023 (hạng 1)" in row_of(page, "Xã Phú Tâm")
    assert "xuống 1 bậc so với năm 2023 (hạng 2)" in row_of(page, "Xã Thuận Hòa")
    assert "năm 2023" not in row_of(page, "Xã An Ninh"), "no rank then, nothing to compare"


def test_the_first_year_compares_with_nothing(office, run_id):
    assert "moved" not in office.get(f"/xep-hang/{run_id}").text


def test_sections_and_past_awards_stand_in_the_row(office, run_id):
    row = row_of(office.get(f"/xep-hang/{run_id}"), "Xã Thuận Hòa")
    assert 'aria-label="mục I 35 trên 40; mục II 55,38 trên 60"' in row
    assert "Giấy khen của Chủ tịch UBND huyện 2022" in row


def test_who_is_close_to_the_line_is_told_with_the_gap(accounts, office):
    cards = [Card("Xã Một", "40", "59"), Card("Xã Hai", "40", "58"), Card("Xã Ba", "39", "58.75")]
    with accounts.app_context(), transaction():
        document = DOCUMENT.replace("percent: 50, rounding: floor", "count: 2")
        run = seal_year(cards, document=document)
        totals = {row.name: row.total for row in db.session.scalars(select(RunResult))}
        run_id = run.id
    assert sorted(totals.values()) == [97.75, 98, 99]
    page = text_of(office.get(f"/xep-hang/{run_id}"))
    assert "Xã Hai giữ suất cuối, hơn Xã Ba" in page
    assert "0,25 điểm" in page


def test_a_line_that_a_tie_crosses_has_nobody_close(office, run_id):
    assert "giữ suất cuối" not in office.get(f"/xep-hang/{run_id}").text


def test_standings_are_frozen_and_moved_again_on_a_page(office, run_id):
    path = f"/xep-hang/{run_id}/giu-nguyen"
    empty = office.post(path, data={"reason": "  "})
    assert (empty.status_code, "Ghi lý do, để ai đọc nhật ký cũng hiểu." in empty.text) == (422, True)
    office.post(path, data={"reason": "Chuẩn bị họp Hội đồng"})
    page = text_of(office.get(f"/xep-hang/{run_id}"))
    assert "Xếp hạng đang giữ nguyên ở lần đánh giá 1" in page
    assert "Chuẩn bị họp Hội đồng" in page
    assert "Đánh giá lại" not in page
    office.post(path, data={"reason": "Có phúc tra được chấp nhận"})
    assert "đang giữ nguyên" not in office.get(f"/xep-hang/{run_id}").text


def test_a_council_member_reads_that_standings_are_frozen_but_cannot_freeze(client_as, office, run_id):
    office.post(f"/xep-hang/{run_id}/giu-nguyen", data={"reason": "Chuẩn bị họp"})
    council = client_as(RoleCode.COUNCIL)
    page = council.get(f"/xep-hang/{run_id}").text
    assert ("đang giữ nguyên" in page, "Thôi giữ nguyên" in page) == (True, False)
    assert council.get(f"/xep-hang/{run_id}/giu-nguyen").status_code == 403


def test_a_council_member_sees_first_what_it_is_in_charge_of(accounts, client_as):
    document = DOCUMENT.replace("ranking: {tie_break", "ranking: {group: cluster, tie_break")
    with accounts.app_context(), transaction():
        year = prepare_year(COMMUNES[:3], document=document)
        clusters = [
            create_cluster(actor=SYSTEM, now=NOW, code=f"C{n}", name=f"Cụm số {n}", type_code="commune")
            for n in (1, 2)
        ]
        units = db.session.scalars(select(Participant).order_by(Participant.code)).all()
        for unit, cluster in zip(units, (clusters[0], clusters[1], clusters[1]), strict=True):
            unit.cluster = cluster
        db.session.flush()
        run_id = seal_run(actor=SYSTEM, year=year, now=NOW).id
        member = db.session.scalars(select(User).where(User.username == "hoidong")).one()
        charge = ClusterCharge(user=member, cluster=clusters[1], kind=ChargeKind.COUNCIL, since=NOW)
        db.session.add(charge)
    council = client_as(RoleCode.COUNCIL)
    answer = council.get("/xep-hang")
    assert answer.status_code == 302
    page = text_of(council.get(answer.location))
    assert 'aria-current="true">Cụm số 2</a>' in page
    assert ("Xã Phú Tâm" in page, "Xã Hồ Đắc Kiện" in page) == (True, False)
    assert "Tôi phụ trách" not in client_as(RoleCode.OFFICE).get(f"/xep-hang/{run_id}").text


def test_a_figure_is_followed_over_the_years(accounts, office, run_id):
    with accounts.app_context(), transaction():
        seal_year_before(db.session.get_one(EvaluationRun, run_id))
    page = text_of(office.get(f"/xep-hang/{run_id}/qua-cac-nam?type=commune"))
    assert 'aria-label="2023: 50; 2024: 56,7"' in page, "Hồ Đắc Kiện"
    assert "Chỉ có số liệu 2024: 52,5" in page, "An Ninh was not scored in 2023"
    assert "Năm có trong hình: 2023, 2024." in page


def test_a_single_year_is_told_in_a_sentence_with_its_figures(office, run_id):
    page = text_of(office.get(f"/xep-hang/{run_id}/qua-cac-nam?type=commune"))
    assert "Mới có kết quả năm 2024 được chốt." in page
    assert '<th scope="col" class="num edge">2024</th>' in page
    assert '<td class="num edge">56,7' in page
    assert "Đầu kỳ" not in page
    assert '<svg class="course"' not in page


def test_a_fall_between_two_states_shows_both_ends(accounts, office):
    document = DOCUMENT.replace(
        "scale: {kind: count, unit: điểm %, each: 1, whole: false}",
        "scale: {kind: target, unit: điểm %, asks: decrease, target: 1.5, minimum: 1}",
    )
    with accounts.app_context(), transaction():
        year = prepare_year([Card("Xã Một", "38", None)], document=document)
        card = db.session.scalars(select(Scorecard)).one()
        card.assessments[-1].entries["II.1"] = {"before": "8.9", "after": "7.59"}
        db.session.flush()
        run_id = seal_run(actor=SYSTEM, year=year, now=NOW).id
    page = text_of(office.get(f"/xep-hang/{run_id}/qua-cac-nam"))
    assert 'aria-label="đầu 2024: 8,9; cuối 2024: 7,59"' in page
    assert '−1,31 <span class="nowrap">điểm %</span>' in page
