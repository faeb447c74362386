"""The process that fills one template and ends. It is given texts and values, and has no file, no network, no
secret, little memory and a few seconds. Started by path, with Python's isolated mode; see `filling`.
"""

import json
import resource
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))

# Imported before the doors close: Jinja reads it when it first tells of a fault.
import jinja2.debug  # noqa: F401
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from foundation.papers.sandbox.environment import OWN, make_environment
from foundation.papers.sandbox.values import unpack


class _TooLongError(Exception):
    pass


_FAULTS: tuple[tuple[type[BaseException], str], ...] = (
    (TemplateSyntaxError, "syntax"),
    (UndefinedError, "undefined"),
    (SecurityError, "forbidden"),
    (RecursionError, "recursion"),
    (MemoryError, "memory"),
    (OverflowError, "memory"),
    (_TooLongError, "length"),
    (TemplateError, "other"),
    (Exception, "other"),
)


def main() -> None:
    """Read one order, write one answer."""
    order = json.load(sys.stdin)
    _warm_up()
    _close_doors(order["memory"], order["seconds"])
    try:
        answer: dict[str, Any] = {"pages": _fill(order)}
    except Exception as error:  # noqa: BLE001 - whatever a template does is told, never raised
        fault = next(name for kind, name in _FAULTS if isinstance(error, kind))
        line = getattr(error, "lineno", None) or _line(error.__traceback__)
        answer = {"fault": fault, "line": line, "detail": str(error)[:300]}
    json.dump(answer, sys.stdout)


def _warm_up() -> None:
    """Let Python read what it reads when a template is first filled, and when it first fails."""
    sources = {OWN: "{% for one in range(2) %}{{ '\u0103' ~ one }}{% endfor %}{{ paper.none }}"}
    try:
        make_environment(sources).get_template(OWN).render(paper=unpack({"$": "record", "values": {}}))
    except UndefinedError as error:
        _line(error.__traceback__)


def _close_doors(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _fill(order: dict[str, Any]) -> list[str]:
    template = make_environment(order["sources"]).get_template(OWN)
    pages = []
    for snapshot in order["snapshots"]:
        parts, size = [], 0
        for part in template.generate(paper=unpack(snapshot)):
            size += len(part)
            if size > order["longest"]:
                raise _TooLongError
            parts.append(part)
        pages.append("".join(parts))
    return pages


def _line(traceback: TracebackType | None) -> int | None:
    """The last line of the template itself through which the fault came."""
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == OWN:
            found = traceback.tb_lineno
        traceback = traceback.tb_next
    return found


if __name__ == "__main__":
    main()
