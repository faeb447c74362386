"""What the record calls tasks."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from foundation.database import db
from tasks.models import Task


def name_tasks(ids: Collection[str]) -> Mapping[str, str]:
    """The tasks by their number in the database."""
    rows = db.session.execute(select(Task.id, Task.title).where(Task.id.in_(map(int, ids))))
    return {str(key): title for key, title in rows}


NAMES = {"task": name_tasks}
