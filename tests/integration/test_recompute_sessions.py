"""A sealed session proved again: it holds, or every kind of tampering is told."""

import json

import pytest
from sqlalchemy import text

from council.result_document import seal_of
from council.verifying import verify_session
from foundation.database import db
from tests.council import open_council
from tests.deciding import decide_rest, reload, seal

TABLES = ("council_session", "question", "candidate", "hand", "session_member", "agenda_item", "ballot_slip")


@pytest.fixture
def session(context):
    return seal(decide_rest(reload(open_council(absent=[9], written=[8]))))


def tamper(statement, **values):
    """Write past the guards of the database, as somebody with the keys to it might."""
    connection = db.session.connection()
    for table in TABLES:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            continue
        for verb in ("insert", "update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
    connection.execute(text(statement), values)
    db.session.expire_all()


def faults_of(session):
    return " ".join(verify_session(session.id).sentences)


def test_an_untouched_session_holds(session):
    assert verify_session(session.id).holds


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE candidate SET granted = NOT granted WHERE granted IS NOT NULL",
            "Xã Hồ Đắc Kiện, quyết định: đã chốt có, nay không",
        ),
        (
            "UPDATE session_member SET attendance = 'present' WHERE attendance = 'absent'",
            "Thành viên Chủ tịch Hội LHPN, điểm danh: đã chốt vắng, nay có mặt",
        ),
        ("UPDATE question SET reason = 'khác'", "lý do: đã chốt"),
        ("UPDATE agenda_item SET notes = 'khác'", "ghi chép: đã chốt –, nay khác"),
        ("DELETE FROM hand", "Câu 1.1, Chủ tịch UBND huyện: đã bị xóa"),
        ("UPDATE council_session SET title = 'khác'", "Phiên họp, tên: đã chốt"),
        ("UPDATE council_session SET document = replace(document, 'Họp', 'Hop')", None),
        (
            "UPDATE council_session SET document = replace(document, 'Phiên', 'Phien')",
            "không còn đúng với mã chốt",
        ),
        ("UPDATE council_session SET seal = replace(seal, substr(seal, 1, 8), '00000000')", "nhật ký"),
        ("DELETE FROM given_award", "thiếu"),
    ],
)
def test_every_tampering_is_told(session, statement, told):
    tamper(statement)
    if told is None:
        assert verify_session(session.id).holds
    else:
        assert told in faults_of(session)


def test_a_new_seal_over_a_changed_document_does_not_fool_the_record(session):
    document = json.loads(session.document)
    document["awards"] = document["awards"][:1]
    forged, seal_now = seal_of(document)
    tamper("UPDATE council_session SET document = :text, seal = :seal", text=forged, seal=seal_now)
    told = faults_of(session)
    assert "nhật ký" in told
    assert "có người không có trong bản chốt" in told


def test_an_open_session_is_not_sealed(context):
    session = open_council()
    assert verify_session(session.id).sentences == ["Phiên họp này chưa chốt."]


def test_the_command_says_what_holds(app):
    with app.app_context():
        session = seal(decide_rest(reload(open_council())))
        seal_before = session.seal
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["council", "recompute"])
    assert (result.exit_code, seal_before in result.output) == (0, True)
    with app.app_context():
        tamper("UPDATE question SET reason = 'khác'")
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["council", "recompute", "2024/1"])
    assert result.exit_code == 1
    assert "Không khớp: phiên họp thứ 1 năm 2024" in result.output
    assert app.test_cli_runner().invoke(args=["council", "recompute", "2024/9"]).exit_code == 1
    assert "2024/1" in app.test_cli_runner().invoke(args=["council", "list"]).output
