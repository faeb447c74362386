"""Where this machine keeps results and unfinished parts, and how it sees that a worker is alive."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import current_app

from foundation.storage import Store, local_store

ALIVE_SECONDS = 15
LOCK = ".lock"


def open_store() -> Store:
    """The store of results."""
    return local_store(_instance() / "results")


def _folders() -> Path:
    return _instance() / "tasks"


def _instance() -> Path:
    instance: Path = current_app.config["SETTINGS"].instance
    return instance


@contextmanager
def hold_folder(task_id: int) -> Iterator[Path | None]:
    """The folder of a task, for this process alone while the block lasts; None where another has it.

    The lock ends with the process, however it ends: a process that was only slow keeps its folder, although
    its lease is over.
    """
    folder = _folders() / str(task_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield folder


def clear_folder(task_id: int) -> None:
    """Remove the unfinished parts of a task; whoever calls holds the folder, or nobody works on the task."""
    shutil.rmtree(_folders() / str(task_id), ignore_errors=True)


def list_folders() -> list[int]:
    """The tasks that have a folder."""
    if not _folders().is_dir():
        return []
    return sorted(int(one.name) for one in _folders().iterdir() if one.name.isdecimal())


def beat() -> None:
    """Note that a worker is alive. A file, not a row: nothing waits for its turn to write."""
    sign = _folders() / "alive"
    sign.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sign.touch()


def is_worker_alive(now: datetime) -> bool:
    """Whether a worker of this machine, or one that shares its instance folder, gave a sign of life."""
    try:
        last = (_folders() / "alive").stat().st_mtime
    except FileNotFoundError:
        return False
    return now.timestamp() - last < ALIVE_SECONDS
