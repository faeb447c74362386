"""The secret a phone shares with us, the codes that follow from it, and the recovery codes; no database.

The secret is kept encrypted and the recovery codes hashed, both under keys that follow from the key of the
installation: whoever reads the database alone can make no code. With another key nothing opens any more,
and the administrator resets the second step of each account.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP

RECOVERY_CODES = 10
TOLERANCE = 30
"""Seconds by which the clock of a phone may differ, besides the 30 that each code lives."""

# No letter or digit that is mistaken for another; 12 signs are about 59 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4
_CODE = re.compile(r"\d{6}")


def new_secret() -> str:
    """160 random bits, in base 32 as apps take them."""
    return str(TOTP.new().base32_key)


def seal_secret(secret: str, user_id: int) -> str:
    """The secret as the database keeps it; it opens for this account alone."""
    return _box().encrypt(f"{user_id}:{secret}".encode()).decode()


def open_secret(sealed: str, user_id: int) -> str | None:
    """The secret again; None where it was sealed with another key or for another account."""
    try:
        owner, _colon, secret = _box().decrypt(sealed.encode()).decode().partition(":")
    except InvalidToken:
        return None
    return secret if owner == str(user_id) else None


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """What the QR code says to the app."""
    return str(TOTP(secret).to_uri(label=account, issuer=issuer))


def in_groups(secret: str) -> str:
    """The secret as a person types it into an app, in groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def counter_of(secret: str, typed: str, *, last_counter: int | None, now: datetime) -> int | None:
    """The time step whose code was typed, or None. No step up to the last one used counts again."""
    code = re.sub(r"[\s.-]", "", typed)
    if not _CODE.fullmatch(code):
        return None
    try:
        found = TOTP(secret).match(code, time=now, window=TOLERANCE, last_counter=last_counter)
    except TokenError:
        return None
    return int(found.counter)


def new_recovery_codes() -> list[str]:
    """Ten codes for the day the phone is gone."""
    return [_new_recovery_code() for _number in range(RECOVERY_CODES)]


def _new_recovery_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _sign in range(_GROUP)) for _part in range(_GROUPS))


def hash_recovery_code(code: str, user_id: int) -> str:
    """How a recovery code is kept; spaces, hyphens and capitals do not matter."""
    plain = re.sub(r"[\s-]", "", code).lower()
    return hmac.new(_key("recovery codes"), f"{user_id}:{plain}".encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("two-factor secrets")))


def _key(purpose: str) -> bytes:
    master = str(current_app.config["SECRET_KEY"]).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master)
