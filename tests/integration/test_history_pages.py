"""The record as people read it: order, filters, pages, words, the proof that it holds."""

import ast
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from accounts.queries import find_user_by_name
from app import ROOMS
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, Permission, RoleCode, granted
from history.queries import list_latest_of
from history.reading import read_entries, say
from history.services import record
from history.wording import ACTIONS, GROUPS, SUBJECTS
from scorecards.models import AssessmentLevel
from tests.factories import NOW
from tests.integration.test_history import force

PAGE = "/nhat-ky"


def write(app: Flask, *, by: str | None = None, **overrides):
    values = {
        "action": "scorecard:assessed-self",
        "subject": ("scorecard", 7),
        "before": {"II.1": None, "II.2": "1.25"},
        "after": {"II.1": "18", "II.2": "1250.5"},
        "note": "Đối chiếu biểu rà soát",
        "now": NOW,
    }
    with app.app_context(), transaction():
        actor = find_user_by_name(by) if by else SYSTEM
        record(actor=actor, **values | overrides)


def done(page) -> list[str]:
    """Who did what, line by line."""
    return [
        " ".join(re.sub("<[^>]+>", " ", line).split())
        for line in re.findall(r'class="done">(.*?)</p>', page.text, re.S)
    ]


def test_the_record_is_read_newest_first_in_words(app, client_as):
    write(app, by="ap")
    page = client_as(RoleCode.OFFICE).get(PAGE)
    assert page.status_code == 200
    assert done(page)[0] == "Phòng Nội vụ đăng nhập"
    assert done(page)[1] == "Ấp Phước Hòa nhập tự chấm: phiếu 7"
    for words in ("chưa có", "1.250,5", "Đối chiếu biểu rà soát", "08:41 05/11/2024", "II.2"):
        assert words in page.text


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        ("GET /tham-dinh/445", "Trang đã thử mở: thẩm định phiếu."),
        ("POST /tham-dinh/445/ket-thuc", "Việc đã thử gửi: kết thúc thẩm định phiếu."),
        ("GET /minh-chung/12/xem/3.webp", "Trang đã thử mở: tệp minh chứng."),
        ("GET /trang/cua/ban-cu", "GET /trang/cua/ban-cu"),
    ],
)
def test_what_was_refused_is_named_as_the_page_is(app, client_as, attempt, words):
    write(app, by="ap", action="access:refused", before=None, after=None, note=attempt)
    assert f'<p class="said">{words}</p>' in client_as(RoleCode.OFFICE).get(PAGE).text


@pytest.mark.parametrize("role", list(RoleCode))
def test_only_those_who_may_read_the_record_do(app, client_as, role):
    may = Permission.VIEW_HISTORY in granted(frozenset({role}))
    assert client_as(role).get(PAGE).status_code == (200 if may else 403)


def test_filters_by_person_with_or_without_marks(app, client_as):
    client = client_as(RoleCode.OFFICE)
    write(app, by="ap")
    write(app, by="xa", action="scorecard:submitted")
    write(app, action="scorecard:extended")
    for typed in ("ấp phước", "ap phuoc hoa", "AP"):
        assert len(done(client.get(PAGE, query_string={"person": typed}))) >= 1
    assert done(client.get(PAGE, query_string={"person": "phước"})) == ["Ấp Phước Hòa nhập tự chấm: phiếu 7"]
    assert "gia hạn" in done(client.get(PAGE, query_string={"person": "hệ thống", "group": "scorecard"}))[0]
    assert "Không có mục nào" in client.get(PAGE, query_string={"person": "không ai"}).text


def test_filters_by_group_and_subject_together(app, client_as):
    client = client_as(RoleCode.OFFICE)
    write(app)
    write(app, subject=("scorecard", 8))
    write(app, action="run:sealed", subject=("evaluation_run", 7))
    assert len(done(client.get(PAGE, query_string={"group": "scorecard"}))) == 2
    one = client.get(PAGE, query_string={"type": "scorecard", "id": "7"})
    assert len(done(one)) == 1
    assert "Chỉ các mục về phiếu 7." in one.text
    for odd in ("abc", "9" * 40, "-1", "7'"):
        assert client.get(PAGE, query_string={"type": "user", "id": odd}).status_code == 200
    assert client.get(PAGE, query_string={"group": "khác", "before": "x"}).status_code == 200


def test_days_are_days_in_viet_nam(app, client_as):
    client = client_as(RoleCode.OFFICE)
    write(app, now=datetime(2024, 12, 4, 16, 59, tzinfo=UTC), note="trước nửa đêm")
    write(app, now=datetime(2024, 12, 4, 17, 0, tzinfo=UTC), note="đúng nửa đêm")
    write(app, now=datetime(2024, 12, 5, 16, 59, tzinfo=UTC), note="cuối ngày")
    write(app, now=datetime(2024, 12, 5, 17, 0, tzinfo=UTC), note="hôm sau")
    page = client.get(PAGE, query_string={"from": "05/12/2024", "to": "2024-12-05"})
    assert len(done(page)) == 2
    assert "đúng nửa đêm" in page.text
    assert "cuối ngày" in page.text


def test_a_day_that_is_none_is_told_beside_its_field_and_kept(client_as):
    page = client_as(RoleCode.OFFICE).get(PAGE, query_string={"from": "31/02/2024", "to": "1/1/2024"})
    assert page.status_code == 422
    assert "Ghi ngày có trong lịch" in page.text
    assert 'value="31/02/2024"' in page.text
    turned = client_as(RoleCode.OFFICE).get(PAGE, query_string={"from": "2/1/2024", "to": "1/1/2024"})
    assert "đứng trước ngày đầu" in turned.text


def test_pages_follow_one_another_without_gap_or_repetition(app, client_as):
    client = client_as(RoleCode.OFFICE)
    with app.app_context(), transaction():
        for number in range(120):
            record(actor=SYSTEM, action="scorecard:opened", subject=("scorecard", number), now=NOW)
    seen, address = [], f"{PAGE}?group=scorecard"
    while address:
        page = client.get(address)
        seen += re.findall(r'class="seal"[^>]*>(\d+) ', page.text)
        older = re.search(r'href="([^"]+)">Cũ hơn', page.text)
        address = older and older[1].replace("&amp;", "&")
    assert len(seen) == 120
    assert seen == sorted(seen, key=int, reverse=True)


def test_the_number_of_queries_does_not_grow_with_the_page(app, client_as):
    client = client_as(RoleCode.OFFICE)

    def queries() -> int:
        seen = []
        watch = lambda *_: seen.append(1)  # noqa: E731
        event.listen(Engine, "before_cursor_execute", watch)
        try:
            client.get(f"{PAGE}?group=scorecard")
        finally:
            event.remove(Engine, "before_cursor_execute", watch)
        return len(seen)

    write(app)
    few = queries()
    for number in range(30):
        write(app, subject=("scorecard", number))
    assert queries() == few


def test_the_proof_says_that_nothing_was_touched(app, client_as):
    client = client_as(RoleCode.OFFICE)
    write(app)
    page = client.post(f"{PAGE}/kiem-tra")
    assert "không mục nào bị sửa hay xóa" in page.text
    assert client_as(RoleCode.UNIT).post(f"{PAGE}/kiem-tra").status_code == 403


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE history_entry SET note = 'khác' WHERE id = 2", "Mục số 2 đã bị sửa sau khi ghi."),
        ("DELETE FROM history_entry WHERE id = 2", "Mục số 2 đã bị xóa."),
        (
            "DELETE FROM history_entry WHERE id = (SELECT max(id) FROM history_entry)",
            "các mục sau đã bị xóa.",
        ),
    ],
)
def test_the_proof_names_the_first_entry_that_was_touched(app, client_as, statement, words):
    client = client_as(RoleCode.OFFICE)
    with app.app_context():
        force(statement)
    assert words in client.post(f"{PAGE}/kiem-tra").text


def test_text_of_people_is_never_markup(app, client_as):
    write(app, note="<script>alert(1)</script>", after={"<b>": "<i>x</i>"})
    page = client_as(RoleCode.OFFICE).get(PAGE).text
    assert "<script>alert" not in page
    assert "<i>x" not in page


def test_one_subject_is_read_in_pages(app):
    for number in range(5):
        write(app, note=str(number))
    write(app, subject=("scorecard", 70))
    with app.app_context():
        first = list_latest_of("scorecard", 7, limit=3)
        rest = list_latest_of("scorecard", 7, limit=3, before_id=first[-1].id)
        assert [entry.note for entry in first + rest] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        (None, "", "chưa có"),
        ("", "", "chưa có"),
        (True, "", "có"),
        (2024, "year", "2024"),
        ("1234.50", "", "1.234,5"),
        ("2024-12-05", "", "05/12/2024"),
        ("2024-12-05T09:05:00+00:00", "", "16:05 05/12/2024"),
        ("2024-99-99", "", "2024-99-99"),
        (["office", "unit"], "roles", "Thường trực Hội đồng, Đơn vị"),
        ({"numerator": "22", "II.1": ["a"]}, "", "Tử số: 22; II.1: a"),
        ("ab" * 32, "", "ABAB ABAB ABAB"),
        ("submitted", "status", "đã nộp"),
    ],
)
def test_kept_values_read_as_on_every_page(context, value, field, words):
    assert say(value, field) == words


# Words for everything


CODE = re.compile(r"[a-z]+(-[a-z]+)*:[a-z][a-z-]*")
ENDINGS = {"scorecard:assessed-": [level.value for level in AssessmentLevel if level != "council"]}


def source_files(project):
    for room in (*ROOMS, "council", "foundation"):
        yield from (project / room).rglob("*.py")


def codes_in(tree: ast.AST) -> set[str]:
    """Every action that this module may record: texts of that shape, and f-strings with known endings."""
    found: set[str] = set()
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.JoinedStr)
            and len(node.values) == 2
            and isinstance(node.values[0], ast.Constant)
        ):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z]+:[a-z-]+-", start):
                found |= {start + ending for ending in ENDINGS.get(start, ["?"])}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            found |= {node.value} if CODE.fullmatch(node.value) else set()
    return found


def test_every_action_has_words_and_every_group_a_name(project):
    permissions = {permission.value for permission in Permission}
    found: dict[str, str] = {}
    for path in source_files(project):
        if path.name in ("wording.py", "permissions.py") and path.parent.name in ("history", "foundation"):
            continue
        if path.parent.name == "word":  # elements of a Word document have such names too
            continue
        for code in codes_in(ast.parse(path.read_text(encoding="utf-8"))) - permissions - NOT_ACTIONS:
            found[code] = str(path)
    assert "scorecard:assessed-office" in found
    assert {code: path for code, path in found.items() if code not in ACTIONS} == {}
    assert {code.partition(":")[0] for code in ACTIONS} == set(GROUPS)


NOT_ACTIONS = {"scorecard:assessed-", "paper:"}  # how several actions begin


def subjects_in(tree: ast.AST) -> set[str]:
    """The kinds of subject that this module records: first of the pair called `subject`."""
    found = set()
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "subject"
        kept = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "subject"
        pair = node.value if named or kept else None
        if isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant):
            found.add(pair.elts[0].value)
    return found


def test_every_kind_of_subject_has_words(project):
    found = set()
    for path in source_files(project):
        found |= subjects_in(ast.parse(path.read_text(encoding="utf-8")))
    assert "scorecard" in found
    assert found - set(SUBJECTS) == set()


def test_names_of_subjects_are_those_of_today(app, client_as):
    with app.app_context():
        user = find_user_by_name("ap")
        user.full_name = "Ấp Phước Thuận"
        db.session.commit()
        (line, *_rest) = read_entries(list_latest_of("user", user.id, limit=1))
        assert line.name == "Ấp Phước Thuận (ap)"
