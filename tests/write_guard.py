"""Fails a test when a GET writes to the database, or a request ends with writes nobody committed.

One thing a GET may write: the entry in the record that it was refused, and nothing beside it.
"""

import re
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RECORD = re.compile(r"\s*(INSERT INTO|UPDATE) history_(entry|head)\b", re.IGNORECASE)
ENTRY = re.compile(r"\s*INSERT INTO history_entry\b", re.IGNORECASE)
REFUSAL = "access:refused"


def _is_refusal(statement: str, parameters: Any) -> bool:
    """Whether this belongs to the entry of a refusal: the entry itself, or the head that counts it."""
    if not RECORD.match(statement):
        return False
    values = parameters.values() if isinstance(parameters, dict) else parameters
    return REFUSAL in list(values) if ENTRY.match(statement) else True


class WriteGuard:
    """Watches every statement that requests of this application send, while the test runs."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.faults: list[str] = []
        self.pending: list[str] = []

    def _see_statement(
        self,
        _connection: Connection,
        _cursor: Any,
        statement: str,
        parameters: Any,
        _context: Any,
        _many: bool,
    ) -> None:
        if not has_request_context() or not WRITES.match(statement):
            return
        self.pending.append(statement)
        if request.method in READING_METHODS and not _is_refusal(statement, parameters):
            self.faults.append(f"{request.method} {request.path} wrote: {statement}")

    def _settle(self, _session: Session) -> None:
        self.pending.clear()

    def _request_ends(self, _error: BaseException | None) -> None:
        if self.pending:
            self.faults.append(f"{request.method} {request.path} left uncommitted: {self.pending[0]}")
        self.pending.clear()

    def __enter__(self) -> "WriteGuard":
        event.listen(Engine, "before_cursor_execute", self._see_statement)
        event.listen(Session, "after_commit", self._settle)
        event.listen(Session, "after_rollback", self._settle)
        self.app.teardown_request_funcs.setdefault(None, []).append(self._request_ends)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._see_statement)
        event.remove(Session, "after_commit", self._settle)
        event.remove(Session, "after_rollback", self._settle)
        self.app.teardown_request_funcs[None].remove(self._request_ends)
        assert not self.faults, self.faults
