"""The office sets the dates of a year, its choices and its criteria; hours are those of Viet Nam."""

import io
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from criteria.models import CriteriaSet, CriteriaSetStatus
from criteria.queries import find_published
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from messages.models import Message
from movements.calendars import calendar_of, change_calendar, fingerprint, shifted
from movements.models import MovementYear, StageCode
from movements.queries import list_years
from movements.services import change_settings
from movements.settings import YearSettings, settings_of
from tests.district import make_year
from tests.factories import NOW, make_user
from tests.year import DOCUMENT, publish

SELF = StageCode.SELF_SCORING
DATES = {SELF: (datetime(2024, 10, 15, tzinfo=UTC), datetime(2024, 11, 8, 10, tzinfo=UTC))}


@pytest.fixture
def year_id(accounts):
    with accounts.app_context(), transaction():
        return make_year().id


def typed(year, **changes):
    """The form as the page shows it, with some fields typed anew."""
    data = {"seen": fingerprint(calendar_of(year))}
    for code, (opens, closes) in calendar_of(year).items():
        data[f"opens_{code}"] = f"{opens + timedelta(hours=7):%H:%M %d/%m/%Y}"
        data[f"closes_{code}"] = f"{closes + timedelta(hours=7):%H:%M %d/%m/%Y}"
    return data | changes


def load(app, year_id):
    with app.app_context():
        year = db.session.get(MovementYear, year_id)
        return year, typed(year)


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def zone(request, monkeypatch):
    """The machine's own zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_hours_are_those_of_viet_nam_whatever_the_zone_of_the_machine(client_as, accounts, year_id, zone):
    office = client_as(RoleCode.OFFICE)
    _year, data = load(accounts, year_id)
    data["closes_self_scoring"] = "08/11/2024 17:00"
    assert office.post(f"/nam/{year_id}/lich", data=data).status_code == 302
    assert 'value="17:00 08/11/2024"' in office.get(f"/nam/{year_id}/lich").text
    with accounts.app_context():
        stage = calendar_of(db.session.get(MovementYear, year_id))[SELF]
        assert stage[1] == datetime(2024, 11, 8, 10, tzinfo=UTC)


def test_a_changed_date_is_recorded_and_told_to_those_concerned(client_as, accounts, year_id, monkeypatch):
    monkeypatch.setattr("movements.year_pages.now", lambda: NOW)
    _year, data = load(accounts, year_id)
    data["closes_self_scoring"] = "12/11/2024 17:00"
    page = client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/lich", data=data, follow_redirects=True)
    assert "Đã đổi lịch: Tự chấm." in page.text
    with accounts.app_context():
        entry = db.session.scalars(
            select(HistoryEntry).where(HistoryEntry.action == "year:calendar-changed")
        ).one()
        assert list(entry.after) == ["self_scoring"]
        assert entry.after["self_scoring"][1] == "2024-11-12T10:00:00+00:00"
        told = {message.user.username: message for message in db.session.scalars(select(Message))}
        assert {"xa", "ap"} <= set(told)
        assert not {"thamdinh", "hoidong", "noivu"} & set(told)
        assert "đến 17:00 Thứ Ba, ngày 12/11/2024" in told["xa"].body
        assert "Trước đây" in told["xa"].body


def test_all_faults_are_told_at_once_and_what_was_typed_stays(client_as, accounts, year_id):
    _year, data = load(accounts, year_id)
    data |= {
        "closes_registration": "31/02/2024 17:00",
        "opens_verification": "20/11/2024 07:00",
        "closes_verification": "",
        "opens_council": "10/12/2024 08:00",
        "closes_council": "09/12/2024 17:00",
    }
    answer = client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/lich", data=data)
    assert answer.status_code == 422
    assert "Ghi giờ và ngày có trong lịch, ví dụ 17:00 20/11/2024" in answer.text
    assert "Thẩm định: ghi cả lúc mở và lúc đóng" in answer.text
    assert "Còn 3 chỗ cần sửa." in answer.text
    assert "Hội đồng: lúc đóng phải sau lúc mở." in answer.text
    assert 'value="31/02/2024 17:00"' in answer.text
    with accounts.app_context():
        assert StageCode.COUNCIL not in calendar_of(db.session.get(MovementYear, year_id))


def test_stages_out_of_order_are_named_with_the_reason(client_as, accounts, year_id):
    _year, data = load(accounts, year_id)
    data |= {
        "closes_self_scoring": "01/10/2024 17:00",
        "opens_verification": "01/09/2024 07:00",
        "closes_verification": "20/11/2024 17:00",
    }
    answer = client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/lich", data=data)
    assert answer.status_code == 422
    assert "Tự chấm: lúc đóng phải sau lúc mở." in answer.text
    assert "Thẩm định mở trước Tự chấm." in answer.text


def test_a_stage_may_be_left_without_dates(client_as, accounts, year_id):
    _year, data = load(accounts, year_id)
    data |= {"opens_registration": "", "closes_registration": ""}
    client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/lich", data=data)
    with accounts.app_context():
        assert list(calendar_of(db.session.get(MovementYear, year_id))) == [SELF]


def test_of_two_who_change_the_calendar_the_second_is_told(client_as, accounts, year_id):
    office = client_as(RoleCode.OFFICE)
    _year, data = load(accounts, year_id)
    office.post(f"/nam/{year_id}/lich", data=data | {"closes_self_scoring": "09/11/2024 17:00"})
    late = data | {"closes_self_scoring": "10/11/2024 17:00"}
    page = office.post(f"/nam/{year_id}/lich", data=late, follow_redirects=True)
    assert "Người khác vừa đổi lịch năm này." in page.text
    assert 'value="17:00 09/11/2024"' in page.text


@pytest.mark.parametrize("path", ["/nam", "/nam/moi", "/nam/1/lich", "/nam/1/thiet-lap", "/nam/1/tieu-chi"])
@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.VERIFIER, RoleCode.ADMIN])
def test_only_the_office_sets_up_a_year(client_as, year_id, role, path):
    assert client_as(role).get(path).status_code == 403


def test_a_year_that_is_not_there_is_not_found(client_as, year_id):
    assert client_as(RoleCode.OFFICE).get("/nam/99/lich").status_code == 404


def test_settings_are_kept_and_recorded(client_as, accounts, year_id):
    office = client_as(RoleCode.OFFICE)
    assert 'value="7, 3, 1"' in office.get(f"/nam/{year_id}/thiet-lap").text
    data = {
        "reminder_days": "1; 10,5 5",
        "morning_hour": "0",
        "quota_megabytes": "800",
        "second_check_percent": "0",
        "objection_days": "3",
    }
    assert office.post(f"/nam/{year_id}/thiet-lap", data=data).status_code == 302
    with accounts.app_context():
        assert settings_of(db.session.get(MovementYear, year_id)) == YearSettings((10, 5, 1), 800, 0, 0, 3)
        entry = db.session.scalars(
            select(HistoryEntry).where(HistoryEntry.action == "year:settings-changed")
        ).one()
        assert entry.before["reminder_days"] == [7, 3, 1]


def test_settings_that_cannot_be_are_told_beside_each_field(client_as, year_id):
    data = {
        "reminder_days": "bảy",
        "morning_hour": "24",
        "quota_megabytes": "",
        "second_check_percent": "101",
        "objection_days": "x",
    }
    answer = client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/thiet-lap", data=data)
    assert answer.status_code == 422
    assert "Còn 5 chỗ cần sửa." in answer.text
    assert 'value="bảy"' in answer.text


def test_a_new_year_takes_the_calendar_of_the_last(client_as, accounts, year_id):
    office = client_as(RoleCode.OFFICE)
    assert 'value="2025"' in office.get("/nam/moi").text
    answer = office.post("/nam/moi", data={"year": "2025", "copy_from": str(year_id), "past": "y"})
    assert answer.status_code == 302
    with accounts.app_context():
        made = next(year for year in list_years() if year.year == 2025)
        assert answer.location == f"/nam/{made.id}/lich"
        assert calendar_of(made)[SELF][1] == datetime(2025, 11, 8, tzinfo=UTC)
    assert "2025" in office.get("/nam").text


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("2024", "đã được mở"),
        ("2031", "thì gia hạn phong trào trước"),
        ("", "Nhập năm"),
        ("x", "Chỉ ghi chữ số"),
    ],
)
def test_a_year_that_cannot_be_started_is_told(client_as, year_id, year, told):
    answer = client_as(RoleCode.OFFICE).post("/nam/moi", data={"year": year, "copy_from": "0", "past": "y"})
    assert answer.status_code == 422
    assert told in answer.text


class TestTheMovement:
    VALUES = {  # noqa: RUF012 - read only
        "name": "Chung tay",
        "slogan": "",
        "district_name": "Châu Thành",
        "province_name": "Sóc Trăng",
        "standing_body": "Phòng Nội vụ",
        "period_from": "01/01/2021",
    }

    def test_is_extended_so_that_the_next_year_can_be_started(self, client_as, accounts, year_id):
        office = client_as(RoleCode.OFFICE)
        with accounts.app_context():
            movement = list_years()[0].movement
            path = f"/phong-trao/{movement.id}"
            last = movement.period_to.year
        new = {"year": str(last + 1), "copy_from": "0", "past": "y"}
        refused = office.post("/nam/moi", data=new)
        assert f"Phong trào được phát động đến năm {last}" in refused.text
        assert f'value="31/12/{last}"' in office.get(path).text
        assert office.post(path, data=self.VALUES | {"period_to": f"31/12/{last + 1}"}).status_code == 302
        assert office.post("/nam/moi", data=new).status_code == 302
        with accounts.app_context():
            assert "movement:changed" in set(db.session.scalars(select(HistoryEntry.action)))

    def test_does_not_leave_out_a_year_that_was_started(self, client_as, accounts, year_id):
        with accounts.app_context():
            path = f"/phong-trao/{list_years()[0].movement.id}"
        answer = client_as(RoleCode.OFFICE).post(path, data=self.VALUES | {"period_to": "31/12/2023"})
        assert answer.status_code == 422
        assert "Năm 2024 đã được mở" in answer.text

    def test_is_changed_by_the_office_only(self, client_as, year_id):
        assert client_as(RoleCode.UNIT).get("/phong-trao/1").status_code == 403
        assert client_as(RoleCode.OFFICE).get("/phong-trao/99").status_code == 404


def test_a_year_that_is_over_is_started_only_by_a_tick(client_as, accounts, year_id):
    office = client_as(RoleCode.OFFICE)
    answer = office.post("/nam/moi", data={"year": "2025", "copy_from": str(year_id)})
    assert answer.status_code == 422
    assert "Năm 2025 đã qua" in answer.text
    assert 'name="past"' in answer.text
    data = {"year": "2025", "copy_from": str(year_id), "past": "y"}
    opened = office.post("/nam/moi", data=data, follow_redirects=True)
    assert "Mọi giai đoạn trong lịch năm 2025 đã đóng." in opened.text


def test_the_calendar_of_a_new_year_leads_on_to_its_criteria(client_as, accounts, year_id):
    office = client_as(RoleCode.OFFICE)
    page = office.get(f"/nam/{year_id}/lich")
    assert "bước 2 trong 3" in page.text
    _year, data = load(accounts, year_id)
    answer = office.post(f"/nam/{year_id}/lich", data=data | {"next": "criteria"})
    assert answer.location == f"/nam/{year_id}/tieu-chi"
    shown = office.get(answer.location)
    assert "bước 3 trong 3" in shown.text
    assert "không có gì thay đổi" not in shown.text


def test_the_first_year_needs_a_movement(client_as):
    office = client_as(RoleCode.OFFICE)
    assert "Chưa có năm thi đua nào." in office.get("/nam").text
    assert office.get("/nam/moi").location == "/phong-trao/moi"
    data = {
        "name": "Chung tay vì người nghèo",
        "slogan": "",
        "district_name": "Châu Thành",
        "province_name": "Sóc Trăng",
        "standing_body": "Phòng Nội vụ",
        "period_from": "01/01/2021",
        "period_to": "31/12/2020",
    }
    refused = office.post("/phong-trao/moi", data=data)
    assert refused.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu." in refused.text
    assert office.post("/phong-trao/moi", data=data | {"period_to": "31/12/2025"}).location == "/nam/moi"
    assert office.post("/nam/moi", data={"year": "2024", "copy_from": "0", "past": "y"}).status_code == 302


class TestCriteriaOfAYear:
    def test_a_preset_becomes_a_draft_of_the_year_and_is_published(self, client_as, accounts, year_id):
        office = client_as(RoleCode.OFFICE)
        office.post("/nam/moi", data={"year": "2025", "copy_from": "0", "past": "y"})
        with accounts.app_context():
            new = next(year.id for year in list_years() if year.year == 2025)
        page = f"/nam/{new}/tieu-chi"
        assert office.post(page, data={"source": "preset", "preset": "chau-thanh"}).status_code == 302
        shown = office.get(page).text
        assert "Bản nháp số 1" in shown
        assert "Ban hành bộ tiêu chí năm 2025" in shown
        with accounts.app_context():
            draft = db.session.scalars(select(CriteriaSet)).one()
            assert draft.status is CriteriaSetStatus.DRAFT
            number = draft.id
        assert (
            "Đã ban hành bộ tiêu chí năm 2025."
            in office.post(f"{page}/{number}/ban-hanh", follow_redirects=True).text
        )
        with accounts.app_context():
            assert find_published(new).id == number

    def test_the_criteria_of_an_earlier_year_are_dated_to_this_one(self, client_as, accounts, year_id):
        with accounts.app_context(), transaction():
            publish(db.session.get(MovementYear, year_id))
        office = client_as(RoleCode.OFFICE)
        office.post("/nam/moi", data={"year": "2025", "copy_from": "0", "past": "y"})
        with accounts.app_context():
            new = next(year.id for year in list_years() if year.year == 2025)
        data = {"source": "year", "from_year": str(year_id)}
        assert office.post(f"/nam/{new}/tieu-chi", data=data).status_code == 302
        with accounts.app_context():
            draft = db.session.scalars(select(CriteriaSet).where(CriteriaSet.movement_year_id == new)).one()
            assert "\nyear: 2025\n" in draft.document

    def test_what_names_the_old_year_is_renamed_or_shown(self, client_as, accounts, year_id):
        late = DOCUMENT.replace(
            "scale: yes_no, entered_by: verifier",
            "scale: {kind: days_late, deadline: 2024-03-31, "
            "bands: [{at_most: 0, points: 10}, {above: 0, points: 0}]}",
        ).replace("title: Bảng điểm nhỏ", "title: Bảng điểm nhỏ năm 2024\nperiod: Năm 2024")
        with accounts.app_context(), transaction():
            publish(db.session.get(MovementYear, year_id), late)
        office = client_as(RoleCode.OFFICE)
        office.post("/nam/moi", data={"year": "2025", "copy_from": "0", "past": "y"})
        with accounts.app_context():
            new = next(year.id for year in list_years() if year.year == 2025)
        office.post(f"/nam/{new}/tieu-chi", data={"source": "year", "from_year": str(year_id)})
        with accounts.app_context():
            draft = db.session.scalars(select(CriteriaSet).where(CriteriaSet.movement_year_id == new)).one()
            assert "title: Bảng điểm nhỏ năm 2025\nperiod: Năm 2025" in draft.document
            number = draft.id
        for path in (f"/nam/{new}/tieu-chi", f"/nam/{new}/tieu-chi/{number}/ban-hanh"):
            assert "Hạn 31/03/2024 không thuộc năm 2025." in office.get(path).text

    def test_publishing_first_shows_what_will_be_published(self, client_as, accounts, year_id):
        self._upload(client_as, year_id, DOCUMENT.encode())
        office = client_as(RoleCode.OFFICE)
        with accounts.app_context():
            number = db.session.scalars(select(CriteriaSet.id)).one()
        path = f"/nam/{year_id}/tieu-chi/{number}/ban-hanh"
        page = office.get(path)
        assert "4 tiêu chí, 100 điểm" in page.text
        assert "Ban hành bản số 1" in page.text
        stale = office.post(path, data={"seen": "0" * 64})
        assert stale.location == path
        with accounts.app_context():
            assert find_published(year_id) is None

    def test_a_set_is_read_in_full_and_a_draft_by_the_office_alone(self, client_as, accounts, year_id):
        self._upload(client_as, year_id, DOCUMENT.encode())
        with accounts.app_context():
            number = db.session.scalars(select(CriteriaSet.id)).one()
        page = client_as(RoleCode.OFFICE).get(f"/bo-tieu-chi/{number}")
        for words in (
            "Chấm theo mức độ, từ 0 đến 60 điểm, mỗi bước 0,5 điểm.",
            "Tổ thẩm định nhập.",
            "Xếp hạng trong từng nhóm có cùng: cụm, khối thi đua.",
            "Giấy khen",
            "mỗi nhóm 1 suất",
            "Kỷ luật",
        ):
            assert words in page.text
        assert client_as(RoleCode.UNIT).get(f"/bo-tieu-chi/{number}").status_code == 404
        with accounts.app_context(), transaction():
            publish(db.session.get(MovementYear, year_id))
            number = find_published(year_id).id
        assert client_as(RoleCode.UNIT).get(f"/bo-tieu-chi/{number}").status_code == 200

    def test_a_file_with_faults_is_refused_with_their_lines(self, client_as, accounts, year_id):
        faulty = DOCUMENT.replace("max: 60", "max: sáu mươi").replace("kind: ratio", "kind: tỷ lệ")
        answer = self._upload(client_as, year_id, faulty.encode())
        assert answer.status_code == 422
        assert "Tài liệu có lỗi nên chưa được nhận." in answer.text
        assert answer.text.count("<b>Dòng") >= 2
        with accounts.app_context():
            assert db.session.scalars(select(CriteriaSet)).all() == []

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "Chọn tệp bộ tiêu chí"),
            (b"\xff\xfe\x00", "UTF-8"),
            (DOCUMENT.replace("year: 2024", "year: 2023").encode(), "không phải năm 2024"),
        ],
    )
    def test_a_file_that_cannot_be_is_told(self, client_as, year_id, data, told):
        answer = self._upload(client_as, year_id, data)
        assert answer.status_code == 422
        assert told in answer.text

    def test_a_file_that_is_too_long_is_told(self, client_as, year_id, monkeypatch):
        monkeypatch.setattr("movements.criteria_choice.MAX_BYTES", len(DOCUMENT.encode()) - 1)
        assert "1 MB" in self._upload(client_as, year_id, DOCUMENT.encode()).text

    def test_a_second_file_replaces_the_draft(self, client_as, accounts, year_id):
        for title in ("Bảng điểm nhỏ", "Bảng điểm lớn"):
            data = DOCUMENT.replace("Bảng điểm nhỏ", title).encode()
            assert self._upload(client_as, year_id, data).status_code == 302
        with accounts.app_context():
            assert "Bảng điểm lớn" in db.session.scalars(select(CriteriaSet)).one().document

    def test_a_set_of_another_year_is_not_found(self, client_as, accounts, year_id):
        assert client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/tieu-chi/77/ban-hanh").status_code == 404

    def _upload(self, client_as, year_id, data):
        form = {"source": "file", "file": (io.BytesIO(data), "bang-diem.yaml")}
        return client_as(RoleCode.OFFICE).post(f"/nam/{year_id}/tieu-chi", data=form)


@pytest.mark.usefixtures("context")
class TestServices:
    def test_nobody_else_changes_the_calendar(self):
        year, unit = make_year(), make_user(roles=[RoleCode.UNIT])
        with pytest.raises(NotAllowed):
            change_calendar(actor=unit, year=year, calendar=DATES, now=NOW)
        with pytest.raises(NotAllowed):
            change_settings(actor=unit, year=year, settings=YearSettings(), now=NOW)

    def test_what_is_past_is_changed_without_telling_anybody(self):
        make_user(roles=[RoleCode.UNIT])
        year = make_year()
        change_calendar(actor=SYSTEM, year=year, calendar=DATES, now=NOW + timedelta(days=900))
        assert db.session.scalars(select(Message)).all() == []

    def test_nothing_is_recorded_where_nothing_changed(self):
        year = make_year()
        assert change_calendar(actor=SYSTEM, year=year, calendar=calendar_of(year), now=NOW) == []

    def test_a_calendar_seen_before_another_change_is_refused(self):
        year = make_year()
        with pytest.raises(Conflict):
            change_calendar(actor=SYSTEM, year=year, calendar=DATES, seen="other", now=NOW)

    def test_settings_out_of_bounds_are_refused(self):
        with pytest.raises(DomainError) as refusal:
            change_settings(actor=SYSTEM, year=make_year(), settings=YearSettings((0,)), now=NOW)
        assert refusal.value.field == "reminder_days"

    def test_the_29th_of_february_is_moved_to_the_28th(self):
        leap = {SELF: (datetime(2024, 2, 29, 1, tzinfo=UTC), datetime(2024, 3, 1, 10, tzinfo=UTC))}
        assert shifted(leap, 1)[SELF][0] == datetime(2025, 2, 28, 1, tzinfo=UTC)

    def test_dates_that_cannot_stand_do_not_start_a_year(self):
        with pytest.raises(DomainError) as refusal:
            change_calendar(actor=SYSTEM, year=make_year(), calendar={StageCode.COUNCIL: (NOW, NOW)}, now=NOW)
        assert refusal.value.field == "council"
