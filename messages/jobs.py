"""Sending letters, whenever one waits."""

from datetime import datetime

from messages.mail_server import mail_server
from messages.queries import is_any_ready
from messages.sending import send_waiting
from scheduling.planning import Job


def _due(_since: datetime, now: datetime) -> list[datetime]:
    return [now] if mail_server() is not None and is_any_ready(now) else []


def _send(_due_at: datetime, now: datetime) -> str:
    server = mail_server()
    return "no mail server" if server is None else str(send_waiting(server, now))


JOBS = (Job("send-letters", _due, _send, latest_only=True, own_transactions=True),)
