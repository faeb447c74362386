"""Whether a file is an issued one with digital signatures appended, and nothing else.

Who stands behind a certificate is not judged here: the root of the state's authority is not at hand, and
the tools that read signatures show it. What is judged is that every signature is whole and that nothing but
signatures came after the issued bytes (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8).
"""

import json
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("signature_child.py")
MOST_APPENDED = 8 * 1024 * 1024
"""Bytes of signatures, with their pictures and lists of revoked certificates."""
PATIENCE = 60
"""Seconds by the clock, for a machine that has other work."""


class Fault(StrEnum):
    """Why a file is no signed copy."""

    NOT_OURS = "not-ours"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ALTERED = "altered"


class NoSignedCopy(Exception):
    """The file is no signed copy of the issued one; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_signers(issued: bytes, signed: bytes) -> tuple[str, ...]:
    """The names in the certificates of the signatures, in the order of signing. Raises NoSignedCopy.

    The signed part comes from outside, so a process of its own reads it: what is made to use up memory or
    time ends there.
    """
    if not signed.startswith(issued):
        raise NoSignedCopy(Fault.NOT_OURS)
    if len(signed) - len(issued) > MOST_APPENDED:
        raise NoSignedCopy(Fault.UNREADABLE)
    told = _ask(issued, signed)
    if "fault" in told:
        raise NoSignedCopy(Fault(told["fault"]))
    return tuple(told["signers"])


def _ask(issued: bytes, signed: bytes) -> dict[str, Any]:
    order = len(issued).to_bytes(8, "big") + signed
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by its path
            [sys.executable, "-I", str(CHILD)],
            input=order,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            cwd="/",
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"fault": Fault.UNREADABLE.value}
    return told
