"""The receipt of a secret ballot: random signs that only the voter keeps, and the marks that follow from it.

A receipt is made with the page that shows the paper and comes back with the vote; it is stored nowhere. Each
question has another mark, and without the receipt nobody can tell which marks belong together.
"""

import hashlib
import hmac
import re
import secrets

# No letter or digit that is mistaken for another; 20 signs are about 99 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 5
CODE_LENGTH = 12


def new_receipt() -> str:
    """A fresh receipt, in groups as it is shown: "K7QMF-…"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _sign in range(GROUP)) for _part in range(GROUPS))


def read_receipt(typed: str) -> str | None:
    """A receipt as somebody typed it, in groups again; None where it cannot be one."""
    signs = re.sub(r"[\s-]", "", typed).upper()
    if len(signs) != GROUPS * GROUP or not set(signs) <= set(ALPHABET):
        return None
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def mark_of(receipt: str, ballot_id: int, question_id: int) -> str:
    """The mark of a slip: HMAC-SHA-256 under the receipt, over "ballot:question", 64 hexadecimal digits."""
    told = f"{ballot_id}:{question_id}"
    return hmac.new(receipt.encode(), told.encode(), hashlib.sha256).hexdigest()


def new_mark() -> str:
    """The mark of a slip that came on paper: nobody has a receipt for it."""
    return secrets.token_hex(32)
