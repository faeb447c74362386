"""The record: its chain, what breaks it, and two writers at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from history.models import HistoryEntry, HistoryHead, RecordIsFinalError
from history.queries import iterate_entries, list_entries, list_entries_of
from history.rules import FIRST_HASH
from history.services import record, verify
from tests.factories import NOW


def write(number: int = 0, **overrides):
    values = {
        "actor": SYSTEM,
        "action": "scorecard:changed",
        "subject": ("scorecard", number),
        "before": {"II.1": "1.25"},
        "after": {"II.1": "1.5", "ghi chú": "đã đối chiếu"},
        "now": NOW,
    }
    return record(**values | overrides)


def force(statement: str) -> None:
    """Do what the triggers forbid, as somebody with the database's own tools might."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE history_entry DISABLE TRIGGER ALL"))
    else:
        db.session.execute(text("DROP TRIGGER history_entry_no_update"))
        db.session.execute(text("DROP TRIGGER history_entry_no_delete"))
    db.session.execute(text(statement))
    db.session.commit()


def test_entries_continue_from_one_another(context):
    with transaction():
        entries = [write(number) for number in range(3)]
    assert [entry.id for entry in entries] == [1, 2, 3]
    assert entries[0].previous_hash == FIRST_HASH
    assert entries[2].previous_hash == entries[1].hash
    assert verify().fault is None
    assert verify().head == entries[2].hash


def test_an_empty_record_holds(context):
    assert verify().fault is None
    assert verify().entries == 0


def test_what_was_written_is_read_back(context):
    with transaction():
        write(7, note="Đối chiếu biểu rà soát")
    (entry,) = list_entries_of("scorecard", "7")
    assert entry.at == NOW
    assert entry.before == {"II.1": "1.25"}
    assert entry.after["ghi chú"] == "đã đối chiếu"
    assert entry.actor_name == "Hệ thống"


def test_entries_are_listed_newest_first_page_by_page(context):
    with transaction():
        for number in range(5):
            write(number)
    assert [entry.id for entry in list_entries(limit=2)] == [5, 4]
    assert [entry.id for entry in list_entries(limit=2, before_id=4)] == [3, 2]


def test_a_long_record_is_read_in_batches(context):
    with transaction():
        for number in range(5):
            write(number)
    assert [entry.id for entry in iterate_entries(batch=2)] == [1, 2, 3, 4, 5]


def test_a_transaction_undone_leaves_no_entry(context):
    with transaction():
        write(1)
    with pytest.raises(TypeError), transaction():
        write(2, after={"not JSON": object()})
    assert verify().entries == 1
    assert verify().fault is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE history_entry SET note = 'khác' WHERE id = 2", "entry 2 was changed"),
        ("UPDATE history_entry SET actor_name = 'Ai đó' WHERE id = 1", "entry 1 was changed"),
        ("DELETE FROM history_entry WHERE id = 2", "entry 2 is missing"),
        ("DELETE FROM history_entry WHERE id = 3", "the record ends at entry 2, its head says 3"),
    ],
)
def test_tampering_is_found_and_named(app, context, statement, fault):
    with transaction():
        for number in range(3):
            write(number)
    force(statement)
    db.session.expunge_all()
    assert verify().fault.startswith(fault)
    result = app.test_cli_runner().invoke(args=["history", "verify"])
    assert result.exit_code == 1
    assert fault in result.output


def test_our_own_code_cannot_change_an_entry(context):
    with transaction():
        write()
    entry = db.session.get(HistoryEntry, 1)
    entry.note = "khác"
    with pytest.raises(RecordIsFinalError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(RecordIsFinalError):
        db.session.execute(update(HistoryEntry).values(note="khác"))
    with pytest.raises(RecordIsFinalError):
        db.session.execute(delete(HistoryEntry))


@pytest.mark.parametrize("verb", ["UPDATE history_entry SET note = 'khác'", "DELETE FROM history_entry"])
def test_the_database_itself_refuses(context, verb):
    with transaction():
        write()
    with pytest.raises(DatabaseError, match="history entries are final"):
        db.session.execute(text(verb))
    db.session.rollback()


def test_writers_at_the_same_time_make_one_chain(app):
    def write_five(writer: int) -> None:
        for number in range(5):
            with app.app_context(), transaction():
                write(writer * 10 + number)

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write_five, range(4)))
    with app.app_context():
        verdict = verify()
        assert (verdict.entries, verdict.fault) == (20, None)
        assert db.session.scalar(select(HistoryHead.entries)) == 20
