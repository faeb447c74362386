"""The queue of who verifies: oldest first, counted honestly, in few questions."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from foundation.database import db
from tests.district import make_commune
from tests.judging import accept_all, judge_the_rest, verify
from tests.verifying import NOW, make_verifier, submit
from verification.finishing import finish
from verification.queries import Asked, find_next, list_queue
from verification.queue_states import QueueState

pytestmark = pytest.mark.usefixtures("context")


def test_the_queue_shows_the_oldest_first_and_counts_honestly(year, cluster, card, office):
    second = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster), minutes=-5)
    third = submit(year, make_commune("31606", "Xã Phú Tâm"), minutes=5)
    verify(office, card, "II.1", "30")
    judge_the_rest(office, third)
    finish(actor=office, scorecard_id=third.id, now=NOW)
    queue = list_queue(actor=office, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [second.id, card.id]
    assert [line.progress.total for line in queue.lines] == [5, 5]
    assert [len(line.progress.judged) for line in queue.lines] == [0, 1]
    assert queue.lines[0].place == "Cụm thi đua số 2"
    assert queue.counts == {QueueState.WAITING: 1, QueueState.DOING: 1, QueueState.DONE: 1}
    assert [one.name for one in queue.clusters] == ["Cụm thi đua số 2"]
    done = list_queue(actor=office, year=year, asked=Asked(state=QueueState.DONE))
    assert [line.scorecard.id for line in done.lines] == [third.id]
    inside = list_queue(actor=office, year=year, asked=Asked(cluster_id=cluster.id))
    assert inside.total == 2
    assert find_next(actor=office, year=year, asked=Asked(), after=second) == card.id
    assert find_next(actor=office, year=year, asked=Asked(), after=card) == second.id


def test_the_queue_of_a_part_ends_with_the_part(year, cluster, card):
    second = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster), minutes=5)
    mine = make_verifier(("commune", cluster, ["II"]))
    assert list_queue(actor=mine, year=year, asked=Asked()).total == 2
    verify(mine, card, "II.1", "30")
    assert list_queue(actor=mine, year=year, asked=Asked()).counts == {
        QueueState.WAITING: 1,
        QueueState.DOING: 1,
    }
    accept_all(mine, card)
    queue = list_queue(actor=mine, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [second.id]
    assert queue.counts == {QueueState.WAITING: 1, QueueState.DONE: 1}
    assert find_next(actor=mine, year=year, asked=Asked(), after=second) is None


@pytest.mark.parametrize("criteria", [None, ["II"]])
def test_the_queue_asks_as_often_for_many_as_for_one(year, cluster, criteria):
    actor = make_verifier(("commune", cluster, criteria))
    submit(year, make_commune("0", "Xã 0", cluster=cluster))
    list_queue(actor=actor, year=year, asked=Asked())
    few = count_statements(lambda: list_queue(actor=actor, year=year, asked=Asked()))
    for number in range(1, 30):
        submit(year, make_commune(f"{number}", f"Xã {number}", cluster=cluster))
    many = count_statements(lambda: list_queue(actor=actor, year=year, asked=Asked()))
    assert many == few


def count_statements(work):
    sent = []
    db.session.expire_all()

    def see(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    return len(sent)
