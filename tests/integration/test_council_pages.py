"""The pages of the council's room: who opens them, what they take, what they refuse, how many statements."""

import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from council.counting import AGREE, DISAGREE
from council.membership import MemberLine, set_members
from council.models import Attendance, Conflict, CouncilSession, QuestionState, Seat, SessionMember
from council.rounds import defer_question, reopen_question
from council.sessions import create_session
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from participants.queries import find_by_code
from tests.council import (
    INVITATION,
    attend,
    make_session,
    open_council,
    question_about,
    seal_small_year,
    seal_year_with_households,
)
from tests.deciding import decide_rest, reload
from tests.factories import NOW

LIST = "/phien-hop"
NEW = {"title": "Phiên họp", "meets_at": "14:00 10/12/2024", "place": "Phòng 1", "kind": "regular"}


@pytest.fixture
def sitting(accounts):
    """A session that sits, with the sample accounts of chair and council among its members."""
    with accounts.app_context(), transaction():
        return seat(open_council()).id


def seat(session):
    """Give the first two seats to the sample accounts of chair and council."""
    for member, name in zip(session.members, ("chutich", "hoidong"), strict=False):
        member.user_id = find_user_by_name(name).id
    db.session.flush()
    return session


def state_of(app, session_id, read):
    with app.app_context():
        return read(db.session.get(CouncilSession, session_id))


def version(app, session_id):
    return state_of(app, session_id, lambda session: session.version)


def number_of(app, session_id, words):
    return state_of(app, session_id, lambda session: question_about(session, words).id)


def hands(app, session_id, choice=AGREE):
    members = state_of(
        app,
        session_id,
        lambda session: [
            one.id for one in session.members if one.votes and one.attendance is Attendance.PRESENT
        ],
    )
    return {f"v-{number}": choice for number in members}


def count_statements(client, path):
    statements = []

    def see(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        assert client.get(path).status_code == 200, path
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    return len(statements)


# The list, and making a session


def test_the_list_says_what_will_stand_there_and_offers_the_step(client_as):
    page = client_as(RoleCode.OFFICE).get(LIST)
    assert "Chưa có phiên họp nào" in page.text
    assert "Chưa có lần đánh giá nào được chốt" in client_as(RoleCode.OFFICE).get(f"{LIST}/moi").text


@pytest.mark.parametrize("role", list(RoleCode))
def test_only_the_council_the_office_and_the_clerk_see_sessions(accounts, client_as, sitting, role):
    sees = role in (RoleCode.OFFICE, RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.CLERK)
    client = client_as(role)
    for path in (LIST, f"{LIST}/{sitting}", f"{LIST}/{sitting}/trang-thai"):
        assert client.get(path).status_code == (200 if sees else 403), path
    makes = role is RoleCode.OFFICE
    for path in ("chuong-trinh", "thanh-vien", "quy-tac", "de-nghi", "sua", "huy"):
        assert client.get(f"{LIST}/{sitting}/{path}").status_code == (200 if makes else 403), path
    runs = role in (RoleCode.OFFICE, RoleCode.CHAIR)
    assert client.get(f"{LIST}/{sitting}/diem-danh").status_code == (200 if runs else 403)


def test_the_office_makes_a_session(accounts, client_as):
    with accounts.app_context(), transaction():
        run_id = seal_small_year().id
    client = client_as(RoleCode.OFFICE)
    page = client.post(f"{LIST}/moi", data=NEW | {"run_id": run_id, "meets_at": "chiều mai", "place": ""})
    assert page.status_code == 422
    assert "Ghi nơi họp" in page.text
    assert 'value="chiều mai"' in page.text
    page = client.post(f"{LIST}/moi", data=NEW | {"run_id": run_id, "meets_at": "chiều mai"})
    assert "Ghi giờ và ngày có trong lịch" in page.text
    page = client.post(f"{LIST}/moi", data=NEW | {"run_id": run_id}, follow_redirects=True)
    assert "Đang chuẩn bị" in page.text
    assert "Xã An Ninh và xã Phú Tân: còn 1 suất" in page.text
    assert "14:00" in page.text


def test_a_run_sealed_since_is_said_loudly_and_taken_by_one_button(accounts, client_as):
    from awards.services import seal_run

    with accounts.app_context(), transaction():
        run = seal_small_year()
        session_id = create_session(actor=SYSTEM, run_id=run.id, invitation=INVITATION, now=NOW).id
        seal_run(actor=SYSTEM, year=run.movement_year, now=NOW)
    client = client_as(RoleCode.OFFICE)
    assert "Đã có kết quả đánh giá mới hơn: lần 2" in client.get(f"{LIST}/{session_id}").text
    data = {"version": version(accounts, session_id)}
    page = client.post(f"{LIST}/{session_id}/doi-ket-qua", data=data, follow_redirects=True)
    assert "mới hơn" not in page.text
    assert state_of(accounts, session_id, lambda session: session.run.number) == 2


def test_a_form_of_an_old_version_changes_nothing_and_keeps_what_was_typed(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    old = version(accounts, sitting) - 1
    data = {"version": old, "title": "Tên khác", "place": "Nơi khác", "meets_at": "09:00 11/12/2024"}
    page = client.post(f"{LIST}/{sitting}/sua", data=data)
    assert page.status_code == 409
    assert "vừa được sửa ở nơi khác" in page.text
    assert 'value="Tên khác"' in page.text
    assert state_of(accounts, sitting, lambda session: session.title) == INVITATION.title
    page = client.post(f"{LIST}/{sitting}/sua", data=data | {"version": old + 1})
    assert page.status_code == 302
    assert state_of(accounts, sitting, lambda session: session.title) == "Tên khác"


# Members, rules, roll


def member_fields(session):
    return {
        f"m-{number}-{name}": value
        for number, one in enumerate(session.members)
        for name, value in {
            "id": one.id,
            "user": one.user_id or "",
            "name": one.name,
            "position": one.position,
            "seat": one.seat.value,
            "order": one.order_no,
            "votes": "1" if one.votes else "",
        }.items()
    }


def test_members_are_saved_together_and_faults_stand_beside_their_lines(accounts, client_as):
    with accounts.app_context(), transaction():
        session_id = create_session(
            actor=SYSTEM, run_id=seal_small_year().id, invitation=INVITATION, now=NOW
        ).id
    client = client_as(RoleCode.OFFICE)
    page = client.get(f"{LIST}/{session_id}/thanh-vien")
    assert "Chủ tịch Hội đồng" in page.text
    fields = state_of(accounts, session_id, member_fields) | {"version": version(accounts, session_id)}
    faulty = fields | {"m-20-position": "Ủy viên", "m-20-user": "", "m-20-name": " ", "m-1-seat": "chair"}
    page = client.post(f"{LIST}/{session_id}/thanh-vien", data=faulty)
    assert page.status_code == 422
    assert "Phiên họp có một người chủ trì" in page.text
    last = {"m-20-name": "Bà Thạch Thị B", "m-20-position": "Ủy viên", "m-20-order": "1", "m-20-votes": "1"}
    page = client.post(f"{LIST}/{session_id}/thanh-vien", data=fields | last | {"m-0-drop": ""})
    assert page.status_code == 302
    names = state_of(accounts, session_id, lambda session: [one.name for one in session.members])
    assert "Bà Thạch Thị B" in names[:2]


def test_rules_are_explained_for_so_many_members_and_taken_from_a_preset(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    path = f"{LIST}/{sitting}/quy-tac"
    assert "cần ít nhất 6 trên 9 thành viên có mặt" in client.get(path).text
    page = client.get(f"{path}?mau=valid_majority").text
    assert re.search(r'value="valid"[^>]*checked|checked[^>]*value="valid"', page)
    data = {
        "version": version(accounts, sitting), "quorum_part": 5, "quorum_whole": 3, "quorum_how": "least",
        "threshold_part": 1, "threshold_whole": 2, "threshold_how": "more", "denominator": "members",
    }  # fmt: skip
    page = client.post(path, data=data)
    assert page.status_code == 422
    assert "Ghi tỷ lệ là một phân số" in page.text
    page = client.post(path, data=data | {"quorum_part": 1, "quorum_whole": 2, "secret": "y"})
    assert page.status_code == 302
    rules = state_of(accounts, sitting, lambda session: dict(session.rules))
    assert (rules["quorum"], rules["denominator"], rules["secret"]) == ([1, 2, "least"], "members", True)


def test_the_roll_is_called_on_one_page(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    path = f"{LIST}/{sitting}/diem-danh"
    number = state_of(accounts, sitting, lambda session: session.members[4].id)
    said = {f"a-{number}": "written", f"s-{number}": "present", "version": version(accounts, sitting)}
    page = client.post(path, data=said)
    assert page.status_code == 422
    assert "Ghi số, ngày văn bản ý kiến" in page.text
    page = client.post(path, data=said | {f"r-{number}": "12/YK"}, follow_redirects=True)
    assert "8 / 9" in page.text
    assert "1 vắng có ý kiến bằng văn bản" in page.text


# The room


def test_the_room_shows_one_thing_to_do(accounts, client_as, sitting):
    office = client_as(RoleCode.OFFICE).get(f"{LIST}/{sitting}").text
    assert office.count("btn-primary") == 1
    assert "Ghi biểu quyết giơ tay" in office
    member = client_as(RoleCode.COUNCIL).get(f"{LIST}/{sitting}").text
    assert "Ghi biểu quyết giơ tay" not in member
    assert "Khai liên quan" in member
    assert 'data-live="renew"' in member


def test_without_a_quorum_the_room_leads_to_the_roll(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        attend(db.session.get(CouncilSession, sitting), absent=[1, 2, 3, 4])
    page = client_as(RoleCode.OFFICE).get(f"{LIST}/{sitting}").text
    assert re.search(r'btn-primary" href="[^"]*/diem-danh"', page)


def test_a_show_of_hands_is_recorded_and_its_result_shown_at_once(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    number = number_of(accounts, sitting, "Thông qua kết quả")
    form = client.get(f"{LIST}/{sitting}/gio-tay?cau={number}").text
    assert len(re.findall(r'value="agree" checked', form)) == 9
    data = hands(accounts, sitting) | {"version": version(accounts, sitting), "cau": number}
    page = client.post(f"{LIST}/{sitting}/gio-tay", data=data, follow_redirects=True)
    assert "Thông qua: 100,00%" in page.text
    assert "Tán thành 9, không tán thành 0" in page.text
    again = client.post(f"{LIST}/{sitting}/gio-tay", data=data | {"version": version(accounts, sitting)})
    assert again.status_code == 409
    assert "đã kết luận" in again.text


def test_deciding_against_the_recommendation_asks_for_the_reason_and_keeps_the_hands(
    accounts, client_as, sitting
):
    client = client_as(RoleCode.OFFICE)
    number = number_of(accounts, sitting, "Xã Hồ Đắc Kiện")
    data = hands(accounts, sitting, DISAGREE) | {"version": version(accounts, sitting), "cau": number}
    page = client.post(f"{LIST}/{sitting}/gio-tay", data=data)
    assert page.status_code == 422
    assert "Kết quả khác với đề xuất" in page.text
    assert len(re.findall(r'value="disagree" checked', page.text)) == 9
    page = client.post(
        f"{LIST}/{sitting}/gio-tay", data=data | {"reason": "Có đơn phản ánh"}, follow_redirects=True
    )
    assert "Lý do: Có đơn phản ánh" in page.text


def test_a_decision_is_reopened_with_a_reason(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    number = number_of(accounts, sitting, "Thông qua kết quả")
    data = hands(accounts, sitting) | {"version": version(accounts, sitting), "cau": number}
    client.post(f"{LIST}/{sitting}/gio-tay", data=data)
    path = f"{LIST}/{sitting}/cau-hoi/{number}/mo-lai"
    assert client.post(path, data={"version": version(accounts, sitting)}).status_code == 422
    page = client.post(path, data={"version": version(accounts, sitting), "reason": "Đếm nhầm"})
    assert page.status_code == 302
    with accounts.app_context():
        session = db.session.get(CouncilSession, sitting)
        assert question_about(session, "Thông qua kết quả").state is QuestionState.PENDING


def test_the_sign_of_a_change_changes_with_what_a_reader_sees(accounts, client_as, sitting):
    client = client_as(RoleCode.COUNCIL)
    path = f"{LIST}/{sitting}/trang-thai"
    before = client.get(path).json["token"]
    assert client.get(path).json["token"] == before
    with accounts.app_context(), transaction():
        attend(db.session.get(CouncilSession, sitting), absent=[9])
    after = client.get(path).json["token"]
    assert after != before
    assert f'data-token="{after}"' in client.get(f"{LIST}/{sitting}").text
    assert client.get(f"{LIST}/987654/trang-thai").status_code == 404


def test_the_wall_shows_no_control(accounts, client_as, sitting):
    page = client_as(RoleCode.OFFICE).get(f"{LIST}/{sitting}?view=projection").text
    main = page[page.index("<main") : page.index("</main>")]
    assert 'data-view="projection"' in page
    assert "<button" not in main
    assert "Thông qua kết quả thẩm định" in main


# Conflicts


def test_a_member_declares_on_their_own_page_only(accounts, client_as, sitting):
    client = client_as(RoleCode.COUNCIL)
    own, other = state_of(accounts, sitting, lambda session: [one.id for one in session.members[1:3]])
    path = f"{LIST}/{sitting}/lien-quan"
    assert client.get(path).location.endswith(f"/lien-quan/{own}")
    assert client.get(f"{path}/{other}").status_code == 403
    case = state_of(
        accounts, sitting, lambda session: question_about(session, "Xã Hồ Đắc Kiện").candidates[0].id
    )
    page = client.post(f"{path}/{own}", data={"case": case})
    assert page.status_code == 422
    assert "Ghi lý do" in page.text
    assert re.search(rf'value="{case}" checked', page.text)
    page = client.post(f"{path}/{own}", data={"reason": "Công tác ở đó"})
    assert page.status_code == 422
    page = client.post(f"{path}/{own}", data={"case": case, "reason": "Công tác ở đó"}, follow_redirects=True)
    assert "Rút lời khai" in page.text
    item = state_of(accounts, sitting, lambda session: question_about(session, "Xã Hồ Đắc Kiện").item_id)
    assert "Bạn không biểu quyết câu này" in client.get(f"{LIST}/{sitting}/noi-dung/{item}").text
    with accounts.app_context():
        conflict = db.session.scalars(select(Conflict)).one().id
    page = client.post(f"{path}/rut/{conflict}", follow_redirects=True)
    assert "Đã rút lời khai" in page.text
    assert client.post(f"{path}/rut/{conflict}").status_code == 404


def test_the_secretary_records_that_nobody_else_has_anything_to_declare(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        for one in db.session.scalars(select(SessionMember)):
            one.conflicts_declared_at = None
    client = client_as(RoleCode.OFFICE)
    assert "Chưa khai liên quan" in client.get(f"{LIST}/{sitting}").text
    page = client.post(f"{LIST}/{sitting}/lien-quan/con-lai", follow_redirects=True)
    assert "Đã ghi 9 thành viên" in page.text
    assert client_as(RoleCode.COUNCIL).post(f"{LIST}/{sitting}/lien-quan/con-lai").status_code == 403


def test_those_who_sent_an_opinion_are_not_declared_for_with_the_room(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        session = db.session.get(CouncilSession, sitting)
        attend(session, written=[9])
        for one in session.members:
            one.conflicts_declared_at = None
        name, number = next((one.name, one.id) for one in session.members if one.order_no == 9)
    client, path = client_as(RoleCode.OFFICE), f"{LIST}/{sitting}/lien-quan"
    assert "Vắng, có ý kiến bằng văn bản" in client.get(path).text
    page = client.post(f"{path}/con-lai", follow_redirects=True).text
    assert "Đã ghi 8 thành viên" in page
    assert "Những người có mặt còn lại" not in page
    assert f"Chưa khai liên quan: {name}." in client.get(f"{LIST}/{sitting}").text
    client.post(f"{path}/{number}", data={"none": "1"})
    assert "Chưa khai liên quan" not in client.get(f"{LIST}/{sitting}").text


def test_the_page_says_of_whom_nothing_could_be_found(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        member = db.session.get(CouncilSession, sitting).members[1]
        unit = find_by_code("commune", "31571")
        db.session.add(UnitMember(user_id=member.user_id, participant=unit, since=NOW))
    page = client_as(RoleCode.OFFICE).get(f"{LIST}/{sitting}/lien-quan").text
    assert "chưa tìm liên quan cho 8 trong 9 thành viên" in page
    assert page.count("Chưa nối với đơn vị nào") == 8


# Before the vote


def test_preparing_names_the_declarations_as_a_step(accounts, client_as):
    with accounts.app_context(), transaction():
        number = make_session().id
    page = client_as(RoleCode.OFFICE).get(f"{LIST}/{number}").text
    assert "Khai liên quan: 0 trên 9 người đã khai" in page
    assert f"{LIST}/{number}/lien-quan" in page


def test_hands_tell_of_missing_declarations_before_and_after(accounts, client_as, sitting):
    with accounts.app_context(), transaction():
        member = db.session.get(CouncilSession, sitting).members[2]
        member.conflicts_declared_at = None
        told = f"Chưa khai liên quan: {member.name}."
    client = client_as(RoleCode.OFFICE)
    path = f"{LIST}/{sitting}/gio-tay?cau={number_of(accounts, sitting, 'Thông qua kết quả')}"
    link = re.compile(rf'note-stop.*?href="{LIST}/{sitting}/lien-quan"', re.DOTALL)
    page = client.get(path).text
    assert told in page
    assert link.search(page)
    data = hands(accounts, sitting, DISAGREE) | {"version": version(accounts, sitting)}
    number = number_of(accounts, sitting, "Thông qua kết quả")
    page = client.post(path, data=data | {"cau": number})
    assert page.status_code == 409
    assert page.text.count(told) == 1
    assert link.search(page.text)
    assert len(re.findall(r'value="disagree" checked', page.text)) == 9


def test_the_last_item_warns_of_what_is_undecided_and_forbids_nothing(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    number = number_of(accounts, sitting, "Thông qua biên bản")
    last, first = state_of(accounts, sitting, lambda session: (session.items[-1].id, session.items[0].id))
    path = f"{LIST}/{sitting}/gio-tay?cau={number}"
    assert "nội dung chưa kết luận xong" in client.get(path).text
    item = client.get(f"{LIST}/{sitting}/noi-dung/{last}").text
    assert "nội dung chưa kết luận xong" in item
    assert "Xã An Ninh và xã Phú Tân: còn 1 suất" in item
    assert "chưa kết luận xong" not in client.get(f"{LIST}/{sitting}/noi-dung/{first}").text
    data = hands(accounts, sitting) | {"version": version(accounts, sitting), "cau": number}
    assert "Thông qua: 100,00%" in client.post(path, data=data, follow_redirects=True).text
    with accounts.app_context(), transaction():
        decide_rest(reload(db.session.get(CouncilSession, sitting)))
        again = {"session_id": sitting, "version": None, "question_id": number, "reason": "Đếm nhầm"}
        reopen_question(actor=SYSTEM, now=NOW, **again)
    assert "chưa kết luận xong" not in client.get(f"{LIST}/{sitting}/noi-dung/{last}").text


# Items and notes


def test_notes_save_from_a_script_and_from_a_plain_form(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    item = state_of(accounts, sitting, lambda session: session.items[0].id)
    path = f"{LIST}/{sitting}/noi-dung/{item}/ghi-chep"
    token = {"X-CSRFToken": client._token(), "Accept": "application/json"}

    def send(text, base):
        return client.open(path, method="POST", json={"notes": text, "base": base}, headers=token)

    saved = send("Ông A: đồng ý.", "")
    assert saved.json["notes"] == "Ông A: đồng ý."
    assert saved.json["saved"].startswith("Đã lưu")
    differs = send("Bà B: chưa rõ.", "")
    assert (differs.status_code, differs.json["theirs"]) == (409, "Ông A: đồng ý.")
    page = client.post(path, data={"notes": "Bà B: chưa rõ.", "base": ""})
    assert page.status_code == 409
    assert "Ông A: đồng ý." in page.text
    assert "Bà B: chưa rõ.</textarea>" in page.text
    page = client.post(path, data={"notes": "Cả hai.", "base": "Ông A: đồng ý."}, follow_redirects=True)
    assert "Đã lưu ghi chép" in page.text
    assert client_as(RoleCode.COUNCIL).post(path, data={"notes": "x", "base": ""}).status_code == 403


def test_the_agenda_is_arranged_by_buttons(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    items = state_of(accounts, sitting, lambda session: [one.id for one in session.items])
    at = f"{LIST}/{sitting}"

    def press(path, **data):
        return client.post(f"{at}/{path}", data={"version": version(accounts, sitting)} | data)

    press(f"noi-dung/{items[4]}/thu-tu", huong="len")
    press(f"noi-dung/{items[0]}/thu-tu", huong="xuong")
    press(f"noi-dung/{items[2]}/thu-tu", huong="ban-ngay")
    order = state_of(accounts, sitting, lambda session: [one.id for one in session.items])
    assert order == [items[2], items[1], items[0], items[4], items[3]]
    press(f"noi-dung/{items[1]}/bo")
    assert press("chuong-trinh", title="").status_code == 422
    assert press("chuong-trinh", title="Việc khác").status_code == 302
    titles = state_of(accounts, sitting, lambda session: [one.title for one in session.items])
    assert "Việc khác" in titles
    assert len(titles) == 5


def test_a_question_is_changed_and_its_cases_taken_out(accounts, client_as):
    with accounts.app_context(), transaction():
        session_id = seat(open_council(seal_year_with_households())).id
    client = client_as(RoleCode.OFFICE)
    number = number_of(accounts, session_id, "danh sách: Xã An Ninh")
    at = f"{LIST}/{session_id}/cau-hoi/{number}"
    assert "Hộ ông Kim Khel" in client.get(at).text
    data = {"version": version(accounts, session_id), "method": "secret", "own_rules": ""}
    assert client.post(at, data=data | {"text": ""}).status_code == 422
    assert client.post(at, data=data | {"text": "Tặng các hộ"}).status_code == 302
    case = state_of(
        accounts, session_id, lambda session: question_about(session, "Kim Khel").candidates[0].id
    )
    data = {"version": version(accounts, session_id), "case": case}
    page = client.post(f"{at}/tach", data=data, follow_redirects=True)
    assert "Đã tách thành câu hỏi riêng" in page.text
    alone = number_of(accounts, session_id, "Kim Khel")
    data = {"version": version(accounts, session_id), "into": number}
    page = client.post(f"{LIST}/{session_id}/cau-hoi/{alone}/nhap-lai", data=data, follow_redirects=True)
    assert "Đã đưa trở lại danh sách" in page.text


def test_somebody_is_nominated_from_a_search_by_name(accounts, client_as, sitting):
    client = client_as(RoleCode.OFFICE)
    path = f"{LIST}/{sitting}/de-nghi?tim=thien my"
    page = client.get(path)
    number = re.search(r'name="participant" value="(\d+)"', page.text)[1]
    data = {"version": version(accounts, sitting), "participant": number, "award": "GK"}
    assert "Đã đưa vào chương trình" in client.post(path, data=data, follow_redirects=True).text
    again = client.post(path, data=data | {"version": version(accounts, sitting)})
    assert again.status_code == 409
    assert "Không thấy ai" in client.get(f"{LIST}/{sitting}/de-nghi?tim=zzz").text


# Statements


@pytest.mark.slow
def test_pages_ask_for_as_much_with_many_cases_as_with_few(accounts, client_as):
    names = [f"Hộ ông Nguyễn Văn {number}" for number in range(1, 41)]
    with accounts.app_context(), transaction():
        many = open_council(seal_year_with_households(names))
        number = seat(many).id
    client = client_as(RoleCode.OFFICE)
    with accounts.app_context():
        session = db.session.get(CouncilSession, number)
        whole = question_about(session, "danh sách: Xã An Ninh")
        paths = [
            f"{LIST}/{number}",
            f"{LIST}/{number}/chuong-trinh",
            f"{LIST}/{number}/noi-dung/{whole.item_id}",
            f"{LIST}/{number}/lien-quan",
            f"{LIST}/{number}/gio-tay?cau={whole.id}",
            f"{LIST}/{number}?view=projection",
        ]
    client.get(paths[0])
    before = [count_statements(client, path) for path in paths]
    with accounts.app_context(), transaction():
        session = db.session.get(CouncilSession, number)
        lines = [
            MemberLine(one.name, one.position, one.seat, one.votes, one.user_id, one.id)
            for one in session.members
        ]
        more = [MemberLine(name=f"Ủy viên {place}", seat=Seat.MEMBER) for place in range(20)]
        set_members(actor=SYSTEM, session_id=number, version=None, lines=[*lines, *more], now=NOW)
        for question in [one for item in session.items for one in item.questions][:3]:
            defer_question(
                actor=SYSTEM, session_id=number, version=None, question_id=question.id, later=True, now=NOW
            )
        attend(session)
    assert [count_statements(client, path) for path in paths] == before
    assert max(before) <= 30
