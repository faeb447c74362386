"""200 units that fill in their scorecards at once on SQLite, against a bare Flask route that writes one row.

Both are served by gunicorn as bin/run starts it. Each unit types a figure, reads, and types the next one: a
save every few seconds, each on a connection of its own. Afterwards every scorecard is read, and every figure
that was answered for must stand in it.
"""

import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.pages import served
from bench.table import Line

if TYPE_CHECKING:
    from bench.units import District

UNITS = 200
SAVES = 5
PAUSE = 8.0
WARMING = 24
OPENERS = 8
AIM_MILLISECONDS = 300.0
PASSWORD = "một câu ngắn dễ nhớ"
GUNICORN = ("--preload", "--worker-tmp-dir", "/dev/shm")


@dataclass
class Times:
    """Milliseconds of every answered save, and what went wrong."""

    all: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time under which this share of the saves stayed."""
        ordered = sorted(self.all)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Person:
    """One unit at work: its cookie, its token, its scorecard and what it has entered."""

    card: int
    cookie: str
    token: str
    entered: dict[str, str] = field(default_factory=dict)


def measure() -> list[Line]:
    """The lines of the table."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {
            "INSTANCE_PATH": folder,
            "DATABASE_URL": "",
            "SECRET_KEY": "bench",
            "PASSWORD_SALT": "bench",
        }
        with _environment(environment):
            district = _year_of_units()
        with served("bench.bare_saving:create_app()", environment, *GUNICORN) as port:
            bare = _paced(port, lambda place: _bare_save(place), list(range(UNITS)))
        with served("app:create_app()", environment, *GUNICORN) as port:
            doors = {name: _sign_in(port, name, card) for name, card in dict(district.cards).items()}
            people = [Person(card, *doors[name]) for name, card in district.cards]
            _warm(port, people, district.fields)
            opened = _at_once(port, [_open(unit, *doors[name]) for name, unit in district.unopened])
            ours = _paced(port, lambda person: _save(person, district.fields), people)
            lost = _count_lost(port, people)
    for what, times in (("bare", bare), ("opening", opened), ("ours", ours)):
        if times.errors:
            raise ValueError(f"{what}: {len(times.errors)} requests failed, the first: {times.errors[0]}")
    if lost:
        raise ValueError(f"{lost} figures that were answered for do not stand")
    return [
        Line(
            f"a save, {UNITS} units at once, each in {PAUSE:.0f} s, {UNITS * SAVES:,} saves, none lost, p95",
            _told(ours),
            "bare " + _told(bare),
            ours.at(0.95) / bare.at(0.95),
            None,
        ),
        Line(
            f"the same against {AIM_MILLISECONDS:.0f} ms",
            f"p95 {ours.at(0.95):.0f} ms",
            f"{AIM_MILLISECONDS:.0f} ms",
            ours.at(0.95) / AIM_MILLISECONDS,
            1.0,
        ),
        Line(
            f"opening {UNITS} scorecards, {OPENERS} at a time without a pause, none refused, p95",
            _told(opened),
            "bare " + _told(bare),
            opened.at(0.95) / bare.at(0.95),
            None,
        ),
    ]


def _warm(port: int, people: list[Person], fields: list[str]) -> None:
    """A few saves beforehand, so that every worker has read the criteria and compiled its templates."""
    for person in people[:WARMING]:
        path, body, headers = _save(person, fields)
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", path, body, headers)
        answered = json.loads(connection.getresponse().read())
        connection.close()
        person.entered[answered["code"]] = answered["entry"]


def _told(times: Times) -> str:
    return f"p50 {times.at(0.5):.0f} ms, p95 {times.at(0.95):.0f} ms"


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """The environment of the servers, for this process, which prepares their database."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _year_of_units() -> "District":
    """A district of 200 communes with a scorecard and 200 without, in a stage that runs now."""
    from datetime import timedelta

    from flask_migrate import upgrade

    from app import create_app
    from bench.units import make_year_of_units
    from foundation.clock import now
    from foundation.database import transaction

    app = create_app()
    with app.app_context():
        upgrade()
        with transaction():
            return make_year_of_units(UNITS, PASSWORD, now() - timedelta(hours=1))


def _paced(port: int, save: Callable[[Any], tuple[str, str, dict[str, str]]], people: list[Any]) -> Times:
    """Everyone saves SAVES times with pauses of PAUSE seconds on average, all of them beside one another."""
    times, gate = Times(), threading.Barrier(len(people))
    threads = [threading.Thread(target=_work, args=(port, save, one, times, gate)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _work(port: int, save: Any, person: Any, times: Times, gate: threading.Barrier) -> None:
    chance = random.Random(id(person))
    gate.wait()
    for _number in range(SAVES):
        time.sleep(chance.uniform(0, 2 * PAUSE))
        path, body, headers = save(person)
        start = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            times.errors.append(repr(error))
            continue
        finally:
            connection.close()
        times.all.append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            times.errors.append(f"{answer.status}: {text[:200]}")
        elif isinstance(person, Person):
            answered = json.loads(text)
            person.entered[answered["code"]] = answered["entry"]


def _at_once(port: int, asked: list[tuple[str, str, dict[str, str]]]) -> Times:
    """Every request as soon as the one before it is answered, OPENERS of them beside one another."""
    times, gate = Times(), threading.Barrier(OPENERS)

    def work(share: list[tuple[str, str, dict[str, str]]]) -> None:
        gate.wait()
        for one in share:
            start = time.perf_counter()
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("POST", *one)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            times.all.append((time.perf_counter() - start) * 1000)
            if answer.status != 302:
                times.errors.append(f"{answer.status}: {text[:200]}")

    threads = [threading.Thread(target=work, args=(asked[place::OPENERS],)) for place in range(OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _open(unit: int, cookie: str, token: str) -> tuple[str, str, dict[str, str]]:
    """A unit that opens its scorecard."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-CSRFToken": token,
    }
    return f"/cham-diem/{unit}", "", headers


def _bare_save(place: int) -> tuple[str, str, dict[str, str]]:
    return "/", json.dumps({"unit": place, "text": "12.5"}), {"Content-Type": "application/json"}


def _save(person: Person, fields: list[str]) -> tuple[str, str, dict[str, str]]:
    """The next figure of a scorecard, changed where it was entered before."""
    code = fields[random.randrange(len(fields))]
    text = f"{random.randrange(1, 11)}"
    body = {
        "code": code,
        "fields": {f"e-{code}": text, f"n-{code}": ""},
        "base": person.entered.get(code),
        "note_base": "",
        "level": "self",
    }
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Cookie": person.cookie,
        "X-CSRFToken": person.token,
    }
    return f"/phieu/{person.card}/muc", json.dumps(body), headers


def _sign_in(port: int, name: str, card: int) -> tuple[str, str]:
    """The cookie and the token of an account."""
    cookie, page = _fetch(port, "/dang-nhap", "")
    token = _token_in(page)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    form = urlencode({"csrf_token": token, "name": name, "password": PASSWORD})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/dang-nhap", form, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise ValueError(f"signing in was refused with {answer.status}")
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    connection.close()
    fresh, state = _fetch(port, f"/phieu/{card}/so-lieu", cookie)
    return fresh or cookie, str(json.loads(state)["csrf"])


def _token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise ValueError("the sign-in page has no form")
    return found.group(1)


def _fetch(port: int, path: str, cookie: str) -> tuple[str, str]:
    """The session cookie that came with a page, if any, and the page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise ValueError(f"{path} answered {answer.status}: {text[:200]}")
    return (answer.getheader("Set-Cookie") or "").split(";")[0], text


def _count_lost(port: int, people: list[Person]) -> int:
    """How many figures that were answered for do not stand."""
    lost = 0
    for person in people:
        stands = json.loads(_fetch(port, f"/phieu/{person.card}/so-lieu", person.cookie)[1])["entries"]
        lost += sum(stands.get(code) != entry for code, entry in person.entered.items())
    return lost
