"""What is left after a secret ballot: every table, file and log, read as somebody would who wants to know."""

import shutil
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import inspect, select, text

from accounts.models import User
from council import urn
from council.ballot_closing import close_ballot
from council.ballot_receipts import mark_of, new_receipt
from council.ballot_scrubbing import erase_traces
from council.casting import cast_paper
from council.counting import AGREE, BLANK, DISAGREE
from council.models import Ballot
from council.urn import UrnLostError, list_halves, open_urn
from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from tests.balloting import open_one
from tests.factories import NOW

# What each paper says of the choice and of the approval; the recused member's says the approval alone.
PAPERS = [
    ([1], AGREE), ([1], DISAGREE), ([1], BLANK), ([1], AGREE), ([2], AGREE),
    ([2], DISAGREE), ([2], BLANK), (BLANK, AGREE), (DISAGREE,),
]  # fmt: skip
RECUSED = 8


@pytest.fixture
def opened(app):
    """The ids of a committed ballot that is open: its own, its session's, its questions', its users'."""
    with app.app_context():
        with transaction():
            sitting = open_one()
        yield sitting
        erase_traces()


class Vote:
    """One whole ballot, from the first paper to the count, each vote committed and scrubbed by itself."""

    def __init__(self, sitting) -> None:
        self.ballot_id, self.session_id = sitting.ballot.id, sitting.session.id
        self.questions = [one.id for one in sitting.questions]
        self.users = [user.id for user in sitting.users]
        self.receipts = [new_receipt() for _paper in PAPERS]
        self.seen: list[bytes] = []

    def cast(self, place: int, paper: int) -> None:
        """The member at this place casts this paper."""
        asked = self.questions[-len(PAPERS[paper]) :]
        with transaction():
            cast_paper(
                actor=db.session.get(User, self.users[place]),
                ballot_id=self.ballot_id,
                receipt=self.receipts[paper],
                choices=dict(zip(asked, PAPERS[paper], strict=True)),
            )
        erase_traces()
        self.seen.append(db.session.scalar(select(Ballot.urn).where(Ballot.id == self.ballot_id)))
        db.session.rollback()

    def close(self) -> None:
        with transaction():
            close_ballot(actor=SYSTEM, session_id=self.session_id, number=1, now=NOW)
        erase_traces()

    def hold(self, order: list[int], papers: list[int]) -> None:
        """Members vote in this order; the member at place i casts the paper papers[i]."""
        for place in order:
            self.cast(place, papers[place])
        self.close()


def every_row() -> dict[str, list[str]]:
    """Every row of every table as text, in the order in which the database keeps it."""
    with db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {
            name: [repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
            for name in sorted(tables)
        }


def files_of_the_database() -> list[Path]:
    """The database file and everything beside it; none where a server keeps them."""
    path = Path(db.engine.url.database or "")
    return sorted(path.parent.glob(f"{path.name}*")) if db.engine.dialect.name == "sqlite" else []


def bytes_kept(app) -> bytes:
    kept = [path.read_bytes() for path in files_of_the_database()]
    kept += [path.read_bytes() for path in Path(app.instance_path).rglob("*") if path.is_file()]
    return b"".join(kept)


def test_no_receipt_no_time_and_no_member_stands_beside_a_choice(app, opened, caplog):
    caplog.set_level("DEBUG")
    vote = Vote(opened)
    members = {str(one.id) for one in opened.session.members} | {one.name for one in opened.session.members}
    before = every_row()
    vote.hold([4, 0, 8, 2, 7, 1, 6, 3, 5], list(range(9)))
    after = every_row()
    told = "\n".join([*(row for rows in after.values() for row in rows), caplog.text])
    raw = bytes_kept(app)
    for receipt in vote.receipts:
        for form in (receipt, receipt.replace("-", ""), receipt.lower()):
            assert form not in told
            assert form.encode() not in raw
    marks = {mark_of(r, vote.ballot_id, q) for r in vote.receipts for q in vote.questions}
    told_elsewhere = "\n".join(row for name, rows in after.items() if name != "ballot_slip" for row in rows)
    assert not [mark for mark in marks if mark in told_elsewhere or mark in caplog.text]
    columns = [one["name"] for one in inspect(db.engine).get_columns("ballot_slip")]
    assert columns == ["question_id", "mark", "choice"]
    assert len(after["ballot_slip"]) == 17
    # Casting changed the roll and the urn; closing wrote the slips, the result and one entry of the record.
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        "ballot", "ballot_roll", "ballot_slip", "candidate", "council_session", "question",
        "history_entry", "history_head",
    }  # fmt: skip
    assert len(after["history_entry"]) == len(before["history_entry"]) + 1
    assert not any(name in after["history_entry"][-1] for name in members - {str(n) for n in range(1, 10)})
    roll = db.session.execute(text("SELECT * FROM ballot_roll ORDER BY member_id")).all()
    assert len(roll) == 9
    assert {tuple(map(int, row[2:])) for row in roll} == {(1, 0)}


def test_urn_and_keys_are_gone_and_what_was_copied_meanwhile_stays_shut(app, opened):
    vote = Vote(opened)
    for place in range(4):
        vote.cast(place, place)
    copied = db.session.execute(select(Ballot.urn, Ballot.urn_key)).one()
    assert len(open_urn(vote.ballot_id, *copied)) == 8
    for place in range(4, 9):
        vote.cast(place, place)
    vote.close()
    row = db.session.execute(select(Ballot.urn, Ballot.urn_key)).one()
    assert tuple(row) == (None, None)
    assert list_halves() == []
    raw = bytes_kept(app)
    assert not [one for one in [*vote.seen, copied.urn_key] if one in raw]
    # Whoever kept a copy of the database from before, and the application's secret too, opens nothing.
    with pytest.raises(UrnLostError):
        open_urn(vote.ballot_id, *copied)


def test_while_votes_come_in_only_the_latest_urn_lies_in_the_files(app, opened):
    vote = Vote(opened)
    for place in range(6):
        vote.cast(place, place)
    *earlier, latest = vote.seen
    assert len({len(one) for one in vote.seen}) == 1  # its size tells nothing
    raw = bytes_kept(app)
    assert not [one for one in earlier if one in raw]
    key = db.session.scalar(select(Ballot.urn_key))
    inside = [(one.question_id, one.mark) for one in open_urn(vote.ballot_id, latest, key)]
    assert inside == sorted(inside)


def test_who_cast_which_paper_and_when_changes_not_one_byte(app, opened, tmp_path):
    """The same papers, cast by other members in another order: the whole database is the same afterwards.

    So nothing in it, no order, no id, no leftover in a free page, can tell who cast what.
    """
    vote = Vote(opened)
    random = Random(4)
    start = Copy(vote.ballot_id, tmp_path)
    left = []
    try:
        for _time in range(3):
            start.restore()
            # The recused paper lacks a question and stays where it is; all others go from hand to hand.
            papers = [*random.sample(range(RECUSED), RECUSED), RECUSED]
            vote.hold(random.sample(range(9), 9), papers)
            left.append(start.read())
    finally:
        start.drop()
    assert left[0] == left[1] == left[2]


class Copy:
    """An open ballot as it stood, database and half of the key, so that it can be held several times."""

    def __init__(self, ballot_id: int, folder: Path) -> None:
        self.url = db.engine.url
        self.sqlite = db.engine.dialect.name == "sqlite"
        self.kept = folder / "kept.db"
        self.half_file = urn._file_of(ballot_id)
        self.half = self.half_file.read_bytes()
        erase_traces()
        # On a server the engine may be led to another database than its address names (tests/databases.py).
        self.name = self.url.database if self.sqlite else db.session.scalar(text("SELECT current_database()"))
        self._rest()
        if self.sqlite:
            shutil.copy(self.url.database, self.kept)
        else:
            self._on_server(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")

    def restore(self) -> None:
        self._rest()
        self.half_file.write_bytes(self.half)
        if self.sqlite:
            for path in files_of_the_database():
                path.unlink()
            shutil.copy(self.kept, self.url.database)
        else:
            self._on_server(
                f"DROP DATABASE {self.name} WITH (FORCE)",
                f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept",
            )

    def read(self) -> object:
        """The bytes of the file; from a server, every row and the place where it lies."""
        self._rest()
        if self.sqlite:
            return Path(self.url.database).read_bytes()
        with db.engine.connect() as connection:
            for name in ("ballot_slip", "ballot_roll"):
                assert connection.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {name}")) == 1
            names = inspect(connection).get_table_names()
            return {
                name: connection.execute(text(f'SELECT ctid::text, t.* FROM "{name}" t')).all()
                for name in names
            }

    def drop(self) -> None:
        if not self.sqlite:
            self._on_server(f"DROP DATABASE {self.name}_kept WITH (FORCE)")

    @staticmethod
    def _rest() -> None:
        db.session.remove()
        db.engine.dispose()

    def _on_server(self, *statements: str) -> None:
        server = self.url.set(database="postgres", drivername="postgresql")
        with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
