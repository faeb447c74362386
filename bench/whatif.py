"""Trying other rules on a sealed run of 25,000 participants: 200 random changes, one after another through
HTTP, against a bare Flask page.

Each change moves one to three controls of the households at random (a threshold, a quota, a floor, a weight,
a tie-break, a gate) and is sent as the page's script sends it; the answer is what the page then shows. Both
are served by gunicorn with the same workers; each worker has read the run's columns once before.
"""

import http.client
import json
import random
import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.pages import HOUSEHOLDS, _district, _get, _sign_in, served
from bench.table import Line

CHANGES = 200
WARMING = 8
AIM_MILLISECONDS = 300.0
TYPE = "household_poor"
JSON = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
FIELD = re.compile(r'<(?:input|select)[^>]*name="((?:awards|types)/[^"]+)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')


def measure() -> list[Line]:
    """The lines of the table."""
    with TemporaryDirectory() as folder:
        environment = _district(Path(folder))
        with served("bench.bare:create_app()", environment) as port:
            bare = sorted(_timed(lambda: _get(port, "/")) for _ in range(CHANGES))
        with served("app:create_app()", environment) as port:
            cookie = _sign_in(port)
            first = _timed(lambda: _get(port, f"/xep-hang/1/phuong-an?type={TYPE}", cookie))
            cookie, form = _form(port, cookie)
            changes = _changes(form)
            for change in changes[:WARMING]:
                _send(port, cookie, form | change)
            ours = sorted(_timed(lambda c=change: _send(port, cookie, form | c)) for change in changes)
        columns = sum(file.stat().st_size for file in Path(folder, "run_columns").iterdir()) / 1e6
    told = f"p50 {_at(ours, 0.5):.0f} ms, p95 {_at(ours, 0.95):.0f} ms, slowest {ours[-1]:.0f} ms"
    what = f"a change tried, {HOUSEHOLDS:,} households, {CHANGES} random changes, p95"
    return [
        Line(
            what,
            f"{told}; first page {first:.0f} ms, columns {columns:.1f} MB",
            f"bare page p50 {_at(bare, 0.5):.0f} ms, p95 {_at(bare, 0.95):.0f} ms",
            _at(ours, 0.95) / _at(bare, 0.95),
            None,
        ),
        Line(
            f"the same against {AIM_MILLISECONDS:.0f} ms", told, "", _at(ours, 0.95) / AIM_MILLISECONDS, 1.0
        ),
    ]


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _timed(run: object) -> float:
    started = time.perf_counter()
    run()  # type: ignore[operator]
    return (time.perf_counter() - started) * 1000


def _form(port: int, cookie: str) -> tuple[str, dict[str, str]]:
    """The page's form as its script would send it, and the cookie that its token belongs to."""
    status, page, fresh = _get(port, f"/xep-hang/1/phuong-an?type={TYPE}", cookie)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if status != 200 or token is None:
        raise ValueError(f"the page answered {status}")
    form = {"csrf_token": token.group(1), "type": TYPE, "others": "[]"}
    for found in FIELD.finditer(page):
        value = VALUE.search(found.group(0))
        if "<input" in found.group(0) and value is not None:
            form[found.group(1)] = "yes" if found.group(1).endswith("/off") else value.group(1)
    return fresh.split(";")[0] or cookie, form


def _changes(form: dict[str, str]) -> list[dict[str, str]]:
    """Random changes, the same at every measurement; most of them make a document that can be used."""
    chance = random.Random(1)
    numbers = [
        name for name, value in form.items() if name.startswith(("awards", "types")) and value.isdigit()
    ]
    switches = [name for name in form if name.endswith("/off")]
    weights = [name for name in numbers if name.endswith("counts_for")]
    numbers = [name for name in numbers if name not in weights]
    found = []
    for _ in range(CHANGES):
        change = {
            name: str(max(1, int(form[name]) + chance.randint(-20, 10)))
            for name in chance.sample(numbers, chance.randint(1, 3))
        }
        if chance.random() < 0.3 and len(weights) > 1:
            one, other = chance.sample(weights, 2)
            moved = chance.randint(1, int(form[one]) - 1)
            change |= {one: str(int(form[one]) - moved), other: str(int(form[other]) + moved)}
        if chance.random() < 0.2:
            change[chance.choice(switches)] = "no"
        found.append(change)
    return found


def _send(port: int, cookie: str, fields: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/xep-hang/1/phuong-an", urlencode(fields), JSON | {"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or "effect" not in json.loads(body)["parts"]:
        raise ValueError(f"a change was answered with {answer.status}: {body[:300]!r}")
