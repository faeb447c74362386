"""Fill a template that somebody else wrote, in a process of its own, and judge what comes out."""

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from foundation.papers.rendering import TEMPLATES, without_controls
from foundation.papers.sandbox.environment import OWN
from foundation.papers.sandbox.faults import Fault, TemplateRefusedError
from foundation.papers.sandbox.markup import judge
from foundation.papers.sandbox.values import count, pack

CHILD = Path(__file__).with_name("child.py")
MEMORY = 600 * 1024 * 1024
"""Bytes of address space; ten thousand rows take about a third of it."""
SECONDS = 2
VALUES_A_SECOND = 20_000
"""Of computing: so many anyway, and one more for so many values. Ten thousand rows, which have 50,000 values,
take about one and a half.
"""
PATIENCE = 12
"""Seconds by the clock, for a machine that has other work."""
LONGEST_BODY = 100_000
"""Letters of a template; ours have below 6,000."""
SPARE = 60_000
PER_VALUE = 120
"""Letters that a filled template may have: some anyway, and some for each value of its snapshot."""


def fill(body: str, snapshots: Sequence[object]) -> list[str]:
    """The paper that this template makes of each snapshot. Raises TemplateRefusedError, within seconds,
    whatever the template says.
    """
    packed = [pack(one) for one in snapshots]
    sizes = [count(one) for one in packed]
    order = {
        "sources": {**shared(), OWN: body},
        "snapshots": packed,
        "memory": MEMORY,
        "seconds": SECONDS + max(sizes) // VALUES_A_SECOND,
        "longest": SPARE + PER_VALUE * max(sizes),
    }
    pages = [without_controls(one) for one in _ask(order)]
    faults = [fault for page, size in zip(pages, sizes, strict=True) for fault in judge(page, body, size)]
    if faults:
        raise TemplateRefusedError(list(dict.fromkeys(faults)))
    return pages


def _ask(order: dict[str, Any]) -> list[str]:
    """Let the other process fill it. It inherits nothing: neither environment nor open files."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by its path
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=PATIENCE,
            env={},
            cwd="/",
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise TemplateRefusedError([_ended("time", "")]) from error
    except ValueError as error:
        # The system ended it: too long at work, or out of memory before it could say so.
        raise TemplateRefusedError([_ended("time", "")]) from error
    if "pages" in answer:
        return list(answer["pages"])
    line = answer["line"]
    raise TemplateRefusedError([Fault(_ended(answer["fault"], answer["detail"]).message, line)])


def _ended(fault: str, detail: str) -> Fault:
    words = {
        "syntax": _("cú pháp chưa đúng (%(detail)s).", detail=detail),
        "undefined": _("tên chưa có giá trị (%(detail)s).", detail=detail),
        "forbidden": _("mẫu không được làm việc này (%(detail)s).", detail=detail),
        "recursion": _("các khối gọi lẫn nhau không dừng. Bỏ chỗ khối tự gọi lại chính nó."),
        "memory": _("mẫu cần quá nhiều bộ nhớ. Bỏ phép nhân chữ hoặc vòng lặp quá dài."),
        "length": _("mẫu in ra quá dài so với dữ liệu. Xem lại các vòng lặp."),
        "time": _("Mẫu chạy quá lâu nên đã dừng. Bỏ vòng lặp lồng nhau hoặc phép tính quá lớn."),
    }
    return Fault(words.get(fault) or _("mẫu không điền được (%(detail)s).", detail=detail))


@cache
def shared() -> dict[str, str]:
    """What such a template may build on, by name: the parts that our own share. Nothing else can be named."""
    return {one.name: one.read_text(encoding="utf-8") for one in sorted(TEMPLATES.glob("_*.html"))}
