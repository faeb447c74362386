"""The register defends itself: the database refuses, and `flask register verify` sees what went past it."""

import pytest
from sqlalchemy import text

from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from register.numbers import continue_from
from register.queries import find_paper, list_certificates
from register.services import freeze, give_up, revoke, revoke_certificate, start_draft
from tests.district import make_year
from tests.factories import NOW
from tests.registering import DAY, SERIES, Plan, draft, issue, reward, words

REFUSED = [
    "UPDATE certificate SET award_name = 'Huân chương' WHERE id = 1",
    "UPDATE certificate SET address = 'nơi khác' WHERE id = 1",
    "UPDATE certificate SET participant_id = NULL, award_name = '' WHERE id = 1",
    "UPDATE certificate SET revoked_at = NULL, revoked_reason = '' WHERE id = 2",
    "UPDATE certificate SET revoked_reason = 'khác' WHERE id = 2",
    "UPDATE paper SET subject = 'khác' WHERE id = 1",
    "UPDATE paper SET particulars = '{}' WHERE id = 1",
    "UPDATE paper SET replaces_id = NULL WHERE id = 3",
    "UPDATE paper SET state = 'issued', ended_at = NULL, ended_reason = '' WHERE id = 2",
    "UPDATE paper SET ended_reason = 'khác' WHERE id = 2",
    "UPDATE paper SET state = 'replaced' WHERE id = 4",
    "UPDATE paper SET is_sample = NOT is_sample WHERE id = 1",
    "UPDATE number_series SET last = 0 WHERE series = 'roll'",
    "DELETE FROM number_series WHERE series = 'roll'",
    (
        "INSERT INTO signed_copy (paper_id, sha256, size, signers, entered_at) VALUES "
        "(2, 'aa', 5, 'Chủ tịch', '2025-01-01 00:00:00')"
    ),
    (
        "INSERT INTO certificate (decision_id, place, roll, roll_year, name, address, award, award_name, "
        "achievement, code, revoked_reason) SELECT decision_id, 99, 99, roll_year, 'Kẻ gian', address, "
        "award, award_name, achievement, 'YYYYYYYYYYY0', '' FROM certificate WHERE id = 1"
    ),
    (
        "INSERT INTO paper (kind, source, movement_year_id, state, subject, particulars, snapshot, html, "
        "code, sha256, size, created_at, changed_at, is_sample) SELECT kind, source, movement_year_id, "
        "'issued', subject, particulars, snapshot, html, 'ZZZZZZZZZZZ0', sha256, size, created_at, "
        "changed_at, is_sample FROM paper WHERE id = 1"
    ),
]
IN_PLACE_OF = [
    (
        "INSERT OR REPLACE INTO certificate (id, decision_id, place, roll, roll_year, name, address, award, "
        "award_name, achievement, code, revoked_reason) SELECT id, decision_id, place, roll, roll_year, "
        "'Đổi tên', address, award, award_name, achievement, code, revoked_reason FROM certificate "
        "WHERE id = 1"
    ),
    "INSERT OR REPLACE INTO paper SELECT * FROM paper WHERE id = 1",
]


def build_register():
    """A paper with two certificates, one of them cancelled; a revoked paper; one that replaces another."""
    year = make_year()
    first = issue(draft(year), rewards=[reward("Xã Một"), reward("Xã Hai")])
    one = list_certificates(first.id)[1]
    revoke_certificate(actor=SYSTEM, certificate=one, reason="Sai tên", now=NOW)
    second = issue(draft(year, source="session:2"))
    plan = Plan("decision", "session:2", year, "Bản đúng", {"why": "Sai"}, SERIES, "QĐ-UBND", DAY, second)
    issue(start_draft(actor=SYSTEM, plan=plan, now=NOW))
    revoked = issue(draft(year, source="session:3"))
    revoke(actor=SYSTEM, paper=revoked, reason="Sai thẩm quyền", now=NOW)
    void = draft(year, source="session:4")
    freeze(actor=SYSTEM, paper=void, compose=words, now=NOW)
    give_up(actor=SYSTEM, paper=void, reason="Không in được", now=NOW)
    continue_from(actor=SYSTEM, series=SERIES, year=2024, last=8, reason="Sổ giấy", now=NOW)
    issue(draft(year, source="session:5"))


@pytest.fixture
def register(ready, app):
    ready(build_register)
    with app.app_context():
        yield app


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(register, statement):
    with pytest.raises(Exception, match="stay as they are"), db.session.begin_nested():
        db.session.execute(text(statement))


@pytest.mark.parametrize("statement", IN_PLACE_OF)
def test_a_row_put_in_the_place_of_another_is_refused(register, statement):
    if db.engine.dialect.name != "sqlite":
        statement = "DELETE FROM certificate WHERE id = 1"
    with pytest.raises(Exception, match="stay as they are"), db.session.begin_nested():
        db.session.execute(text(statement))


def verify(app):
    return app.test_cli_runner().invoke(args=["register", "verify"])


def test_an_untouched_register_agrees(register):
    told = verify(register)
    assert told.exit_code == 0, told.output
    assert "6 văn bản, 2 giấy khen, 5 tệp" in told.output


def past_the_guards(statement):
    """As somebody does it who holds the database: without the triggers."""
    with transaction():
        if db.engine.dialect.name == "sqlite":
            names = db.session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(names):
                db.session.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE certificate SET award_name = 'Huân chương' WHERE id = 1",
            "danh sách giấy khen khác nhật ký",
        ),
        ("UPDATE certificate SET name = 'Kẻ gian' WHERE id = 1", "danh sách giấy khen khác nhật ký"),
        (
            "UPDATE certificate SET revoked_at = NULL, revoked_reason = '' WHERE id = 2",
            "giấy số sổ 2: việc hủy bỏ khác nhật ký",
        ),
        ("UPDATE paper SET code = 'ZZZZZZZZZZZ0' WHERE id = 1", "mã khác nhật ký"),
        ("UPDATE paper SET sha256 = size WHERE id = 1", "dấu của tệp khác nhật ký"),
        ("UPDATE paper SET subject = 'khác' WHERE id = 1", "nội dung khác nhật ký"),
        (
            "UPDATE paper SET state = 'issued', ended_at = NULL, ended_reason = '' WHERE id = 4",
            "trạng thái khác nhật ký",
        ),
        ("UPDATE paper SET ended_reason = 'khác' WHERE id = 4", "lý do khác nhật ký"),
        ("UPDATE paper SET number = 7 WHERE id = 4", "thiếu số 4"),
        ("UPDATE number_series SET last = 3 WHERE series <> 'roll'", "số cuối ghi 3 mà đã có số 9"),
        ("UPDATE number_series SET last = 5 WHERE series = 'roll'", "thiếu số 3, 4, 5"),
        ("DELETE FROM paper WHERE id = 4", "nhật ký có cấp số mà sổ không còn"),
        (
            (
                "INSERT INTO signed_copy (paper_id, sha256, size, signers, entered_at) SELECT 1, sha256, 5, "
                "'Chủ tịch', created_at FROM paper WHERE id = 1"
            ),
            "có bản ký số mà nhật ký không ghi",
        ),
    ],
)
def test_what_went_past_the_guards_is_named(register, statement, told):
    past_the_guards(statement)
    found = verify(register)
    assert found.exit_code == 1
    assert told in found.output


def test_a_file_that_was_altered_is_named(register):
    address = find_paper(1).sha256
    path = register.config["SETTINGS"].instance / "papers" / address[:2] / address[2:4] / address
    content = path.read_bytes()
    path.write_bytes(b"%PDF changed")
    try:
        found = verify(register)
        assert found.exit_code == 1
        assert "Tệp trong kho không còn đúng bản đã phát hành" in found.output
        assert "số 01/QĐ-UBND" in found.output
        path.unlink()
        assert "Kho không còn tệp" in verify(register).output
    finally:
        path.write_bytes(content)


def test_a_record_that_was_changed_is_no_witness(register):
    past_the_guards("UPDATE history_entry SET actor_name = 'Kẻ gian' WHERE id = 1")
    found = verify(register)
    assert found.exit_code == 1
    assert "Nhật ký không nguyên vẹn" in found.output
