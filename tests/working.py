"""Tasks for tests: kinds of work that wait, count, fail or end the process, and a queue to lay them in."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from accounts.queries import find_user
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, Actor
from messages.models import Message, MessageKind
from messages.services import tell
from tasks.handlers import Result, TaskKind, Work
from tasks.models import Task
from tasks.running import Ended, run_next
from tasks.services import submit
from tests.factories import make_user


@dataclass(frozen=True)
class Owner:
    """Whoever asks for tasks; outlives the session that loaded the account."""

    actor_id: int
    actor_name: str = "Phòng Nội vụ"
    role_codes: frozenset[str] = frozenset()


def empty_shelf(app: Flask) -> None:
    """No results and no parts of earlier tests: databases are renewed, and the numbers of tasks with them."""
    for name in ("tasks", "results"):
        shutil.rmtree(app.config["SETTINGS"].instance / name, ignore_errors=True)


def make_owner(username: str = "noivu") -> Owner:
    """An account of the office."""
    with transaction():
        return Owner(make_user(username=username).id)


def lay(owner: Actor, kind: str = "work", **params: object) -> int:
    """A task in the queue; its number."""
    with transaction():
        return submit(kind=kind, title="Lập danh sách", params=params, owner=owner, now=now()).id


def do(run: Callable[[Work], Result], *, holder: str = "worker", clock=now, **options) -> Ended | None:
    """Let a worker do the next task, whose kind works like this."""
    return run_next({"work": TaskKind("work", run)}, holder, clock=clock, **options)


def note(work: Work, title: str = "Xong") -> None:
    """Something that work writes into the database: a message to its owner."""
    user = find_user(work.owner_id)
    tell(actor=SYSTEM, users=[user], kind=MessageKind.NOTICE, title=title, now=now())
    db.session.flush()


def notes() -> list[str]:
    """What work has written and kept."""
    return list(db.session.scalars(select(Message.title).order_by(Message.id)))


def paper(work: Work, text: str = "Danh sách") -> Result:
    """A file as result."""
    file = work.folder / "danh-sach.txt"
    file.write_text(text, encoding="utf-8")
    return Result(outcome="Đã lập danh sách.", file=file, name="danh-sách.txt", media_type="text/plain")


def task_of(task_id: int) -> Task:
    """The task as the database has it now."""
    return db.session.scalars(
        select(Task).where(Task.id == task_id).execution_options(populate_existing=True)
    ).one()
