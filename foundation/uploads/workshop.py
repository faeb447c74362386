"""Handing work to the bench: one process for each piece, few at a time, never longer than it may take."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 90
_seats = BoundedSemaphore(2)


class BenchRefused(Exception):
    """The bench would not, or could not; the message is one word."""


def work(verb: str, *arguments: str) -> dict[str, Any]:
    """What the bench found out. Raises BenchRefused, also where it ran out of room or time."""
    command = [sys.executable, "-m", "foundation.uploads.bench", verb, *arguments]
    with _seats:
        try:
            done = subprocess.run(  # noqa: S603 - our own module; the arguments are paths that we made
                command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise BenchRefused("broken") from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise BenchRefused("broken") from error
    if "refused" in answer:
        raise BenchRefused(answer["refused"])
    facts: dict[str, Any] = answer["facts"]
    return facts
