"""The short code of a paper, by which anybody asks whether it is genuine: eleven characters at random and
one that tells a slip of the pen. 55 bits: with a million papers, guesses at 30 a minute meet one in some
two thousand years.
"""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two: no I, L, O or U, which the eye takes for other signs."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
CHECK_PATH = "/kiem-tra"
"""Where the public asks; it stands on paper, so it never changes."""
RANDOM = 11
LENGTH = RANDOM + 1
GROUP = 4


def new_code() -> str:
    """A fresh code, without gaps, as it is kept."""
    body = "".join(secrets.choice(LETTERS) for _ in range(RANDOM))
    return body + _mark(body)


def written_code(code: str) -> str:
    """As it is printed: K7Q4-9ZTW-2M5H."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def spelled(text: str) -> str:
    """What somebody typed or scanned, spelled as codes are kept; it may be no code at all."""
    return "".join(text.upper().translate(_ALIKE).replace("-", " ").split())[: 2 * LENGTH]


def read_code(text: str) -> str | None:
    """What somebody typed or scanned as it is kept; None where it can be no code of ours."""
    code = spelled(text)
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        return None
    return code if _mark(code[:RANDOM]) == code[RANDOM] else None


def _mark(body: str) -> str:
    """Weights without a common divisor with 32: every slip in one character is told, nearly every swap."""
    total = sum((2 * place + 1) * LETTERS.index(letter) for place, letter in enumerate(body))
    return LETTERS[total % len(LETTERS)]
