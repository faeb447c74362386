"""The urn of a secret ballot: what was cast lies in it encrypted, sorted, always of the same size.

Its key is made of two halves. One is kept with the ballot, wrapped under the application's own secret; the
other in a file of the instance folder, never in the database. Closing removes both. What is left of old urns
in free pages, journals and copies of the database is noise from then on, also to whoever has the secret.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import gettext as _

from council.counting import Choice
from foundation.errors import Conflict

FOLDER = "urns"
NONCE, TAG, HALF = 12, 16, 32


@dataclass(frozen=True, slots=True)
class CastSlip:
    """One mark on one question, as it lies in the urn."""

    question_id: int
    mark: str
    choice: Choice


class UrnLostError(Conflict):
    """The urn does not open: its half of the key is gone, or the application's secret was changed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Hòm phiếu không mở được: thiếu tệp khóa trên máy chủ, hoặc khóa của hệ thống đã đổi. "
                "Hủy lượt bỏ phiếu này, ghi lý do, rồi bỏ phiếu lại."
            )
        )


def new_urn(ballot_id: int, capacity: int) -> tuple[bytes, bytes]:
    """An empty urn with room for `capacity` bytes of slips, and its wrapped half of the key.

    Writes the other half to the instance folder, over any that an earlier ballot of this id left.
    """
    half = secrets.token_bytes(HALF)
    _write_half(_file_of(ballot_id), secrets.token_bytes(HALF))
    wrapped = _box().encrypt(half)
    return _seal(ballot_id, wrapped, b" " * capacity), wrapped


def open_urn(ballot_id: int, urn: bytes, wrapped: bytes) -> list[CastSlip]:
    """What lies in the urn, in the order of the marks. Raises UrnLostError."""
    try:
        plain = AESGCM(_key(ballot_id, wrapped)).decrypt(urn[:NONCE], urn[NONCE:], _name(ballot_id))
    except InvalidTag as error:
        raise UrnLostError from error
    return [CastSlip(*row) for row in json.loads(plain.decode().strip() or "[]")]


def fill_urn(ballot_id: int, urn: bytes, wrapped: bytes, slips: Iterable[CastSlip]) -> bytes:
    """The urn with these slips in it, sorted by their marks, encrypted anew, as large as it was."""
    plain = _packed(slips)
    return _seal(ballot_id, wrapped, plain.ljust(len(urn) - NONCE - TAG))


def room_for(longest: Sequence[CastSlip]) -> int:
    """The bytes that so many slips take; each should be the longest of its kind."""
    return len(_packed(longest))


def shred_half(ballot_id: int) -> None:
    """Overwrite and remove the half of the key that lies in the instance folder; safe to repeat."""
    _shred(_file_of(ballot_id))


def list_halves() -> list[int]:
    """The ballots that have half of a key in the instance folder."""
    return sorted(int(path.stem) for path in _folder().glob("*.key") if path.stem.isdigit())


def sorted_slips(slips: Iterable[CastSlip]) -> list[CastSlip]:
    """Slips in the one order in which they are ever kept: by question and mark."""
    return sorted(slips, key=lambda slip: (slip.question_id, slip.mark))


def _packed(slips: Iterable[CastSlip]) -> bytes:
    rows = [[slip.question_id, slip.mark, slip.choice] for slip in sorted_slips(slips)]
    return json.dumps(rows, separators=(",", ":")).encode()


def _seal(ballot_id: int, wrapped: bytes, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(ballot_id, wrapped)).encrypt(nonce, plain, _name(ballot_id))


def _key(ballot_id: int, wrapped: bytes) -> bytes:
    try:
        halves = _box().decrypt(wrapped) + _file_of(ballot_id).read_bytes()
    except (InvalidToken, FileNotFoundError) as error:
        raise UrnLostError from error
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_name(ballot_id)).derive(halves)


def _name(ballot_id: int) -> bytes:
    return f"urn {ballot_id}".encode()


def _box() -> Fernet:
    master = str(current_app.config["SECRET_KEY"]).encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"keys of urns").derive(master)
    return Fernet(base64.urlsafe_b64encode(key))


def _folder() -> Path:
    return Path(current_app.instance_path) / FOLDER


def _file_of(ballot_id: int) -> Path:
    return _folder() / f"{ballot_id}.key"


def _write_half(path: Path, half: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(half)
        file.flush()
        os.fsync(file.fileno())


def _shred(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
