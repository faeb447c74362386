"""Giving letters to the mail server: each at most once, unless a person decides otherwise.

A letter is noted as being sent before the server hears of it, and as sent after the server took it. What is
found in between after a crash may or may not have arrived, so it is never sent again by itself. A refusal
before the text was given is certain, and such a letter is tried again.
"""

import logging
import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, update

from foundation.database import db, transaction
from messages.letters import as_email
from messages.mail_server import MailServer
from messages.models import Letter, LetterState
from messages.queries import list_ready, load_for_sending

LOG = logging.getLogger("scheduling")
PATIENCE_SECONDS = 15
AT_ONCE = 50
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
_LINE_START_DOT = re.compile(rb"(?m)^\.")
READY, GO_ON, PERMANENT = 250, 354, 500
RECIPIENT_TAKEN = (250, 251)


class Fate(StrEnum):
    """What became of a letter that was given to the server."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a letter, and what the server said."""

    fate: Fate
    told: str = ""


@dataclass(slots=True)
class Tally:
    """How many letters met which fate in one turn."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    doubtful: int = 0

    def __str__(self) -> str:
        """As the log says it."""
        return f"{self.sent} sent, {self.later} to try again, {self.failed} failed, {self.doubtful} doubtful"


def send_waiting(server: MailServer, now: datetime, *, limit: int = AT_ONCE) -> Tally:
    """Send the letters whose time has come, oldest first, each in transactions of its own.

    Only the process that keeps the clock calls this, so a letter found in the middle of sending was left
    there by one that ended.
    """
    tally = Tally(doubtful=doubt_interrupted())
    with transaction():
        ready = list_ready(now, limit)
    if not ready:
        return tally
    try:
        line = _connect(server)
    except (OSError, smtplib.SMTPException) as error:
        tally.later += _postpone_all(ready, _told(error), now)
        return tally
    try:
        for letter_id in ready:
            line = _send(line, server, letter_id, now, tally)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
    return tally


def doubt_interrupted() -> int:
    """Mark letters that were being sent when the process ended as doubtful; returns how many."""
    with transaction():
        return _change(
            Letter.state == LetterState.SENDING,
            state=LetterState.DOUBTFUL,
            error=None,
        )


def _send(
    line: smtplib.SMTP, server: MailServer, letter_id: int, now: datetime, tally: Tally
) -> smtplib.SMTP:
    """Send one letter; returns the connection to go on with, a new one where this broke."""
    with transaction():
        letter = load_for_sending(letter_id)
        if letter is None:
            return line
        recipient, attempts = letter.recipient, letter.attempts + 1
        prepared = _prepare(letter)
    if not _claim(letter_id):
        return line
    if isinstance(prepared, Outcome):
        _settle(letter_id, prepared, attempts, now, tally)
        return line
    outcome = deliver(line, prepared.sender, recipient, prepared.data)
    _settle(letter_id, outcome, attempts, now, tally)
    if outcome.fate is Fate.TAKEN:
        return line
    with suppress(OSError, smtplib.SMTPException):
        line.rset()
        return line
    with suppress(OSError, smtplib.SMTPException):
        return _connect(server)
    return line


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the server is given: the sender's address and the bytes of the letter."""

    sender: str
    data: bytes


def _prepare(letter: Letter) -> Prepared | Outcome:
    """The letter as it goes; an address that no mail server can take is refused before any is asked."""
    try:
        email = as_email(letter)
        return Prepared(str(email["From"].addresses[0].addr_spec), email.as_bytes())
    except (ValueError, IndexError, HeaderParseError) as error:
        return Outcome(Fate.REFUSED, _told(error))


def deliver(line: smtplib.SMTP, sender: str, recipient: str, data: bytes) -> Outcome:
    """Give one letter to the server, and tell for certain, or not, whether it took it."""
    try:
        for code, answer, wanted in (
            (*line.mail(sender), (READY,)),
            (*line.rcpt(recipient), RECIPIENT_TAKEN),
            (*line.docmd("DATA"), (GO_ON,)),
        ):
            if code not in wanted:
                return _refusal(code, answer)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Fate.LATER, _told(error))
    try:
        line.send(_LINE_START_DOT.sub(b"..", data) + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, answer = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Fate.UNKNOWN, _told(error))
    if code < 0:
        return Outcome(Fate.UNKNOWN, _said(code, answer))
    return Outcome(Fate.TAKEN, _said(code, answer)) if code == READY else _refusal(code, answer)


def _refusal(code: int, answer: bytes) -> Outcome:
    return Outcome(Fate.REFUSED if code >= PERMANENT else Fate.LATER, _said(code, answer))


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_SECONDS, context=server.security()
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    line.ehlo()
    if server.starttls:
        line.starttls(context=server.security())
        line.ehlo()
    if server.user:
        line.login(server.user, server.password or "")
    return line


def _claim(letter_id: int) -> bool:
    """Note that sending begins, before the server hears of it; False where another did."""
    with transaction():
        return (
            _change(
                (Letter.id == letter_id) & (Letter.state == LetterState.WAITING),
                state=LetterState.SENDING,
                attempts=Letter.attempts + 1,
            )
            == 1
        )


def _settle(letter_id: int, outcome: Outcome, attempts: int, now: datetime, tally: Tally) -> None:
    given_up = outcome.fate is Fate.LATER and attempts > len(PAUSES)
    if outcome.fate is Fate.TAKEN:
        tally.sent += 1
        values = {"state": LetterState.SENT, "sent_at": now, "error": None}
    elif outcome.fate is Fate.UNKNOWN:
        tally.doubtful += 1
        values = {"state": LetterState.DOUBTFUL, "error": outcome.told}
    elif outcome.fate is Fate.REFUSED or given_up:
        tally.failed += 1
        values = {"state": LetterState.FAILED, "error": outcome.told}
    else:
        tally.later += 1
        pause = PAUSES[min(attempts, len(PAUSES)) - 1]
        values = {"state": LetterState.WAITING, "next_attempt_at": now + pause, "error": outcome.told}
    with transaction():
        _change(Letter.id == letter_id, **values)


def _postpone_all(letter_ids: Sequence[int], told: str, now: datetime) -> int:
    """No line to the server: every letter that was to go waits, none is counted as given."""
    LOG.warning("no line to the mail server: %s", told)
    later = 0
    for letter_id in letter_ids:
        with transaction():
            letter = load_for_sending(letter_id)
            if letter is None or letter.state is not LetterState.WAITING:
                continue
            letter.attempts += 1
            letter.error = told
            if letter.attempts > len(PAUSES):
                letter.state = LetterState.FAILED
            else:
                letter.next_attempt_at = now + PAUSES[letter.attempts - 1]
            later += 1
    return later


def _change(which: ColumnElement[bool], **values: object) -> int:
    statement = update(Letter).where(which).values(**values).execution_options(synchronize_session=False)
    return cast("CursorResult[object]", db.session.execute(statement)).rowcount


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"[:500]


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
