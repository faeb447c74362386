"""The ranking page of 25,000 households with 50 readers at once, against a bare Flask page.

Both are served by gunicorn with the same workers; wrk is the readers. The bare page runs one SELECT of 50
rows on the same database and writes them as a plain table. Ours is read by a person who is signed in.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.table import Line

ROOT = Path(__file__).resolve().parent.parent
HOUSEHOLDS = 25_000
READERS = 50
SECONDS = 10
AIM = 3.0
REPORT = """
done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %f %f %d %d\\n", latency:percentile(50), latency:percentile(95),
    summary.requests, bad))
end
"""


@dataclass(frozen=True)
class Latency:
    """Milliseconds, and how many requests were answered."""

    p50: float
    p95: float
    requests: int


def measure() -> list[Line]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _district(Path(folder))
        with served("bench.bare:create_app()", environment) as port:
            bare = _read(port, "/", "", Path(folder))
        with served("app:create_app()", environment) as port:
            cookie = _sign_in(port)
            pages = {
                "first page of the ranking": _ranking(port, cookie),
                "a page far down": _ranking(port, cookie) + "&page=200",
            }
            ours = {name: _read(port, path, cookie, Path(folder)) for name, path in pages.items()}
    return [_line(name, latency, bare) for name, latency in ours.items()]


def _line(name: str, ours: Latency, bare: Latency) -> Line:
    return Line(
        f"{name}, {HOUSEHOLDS:,} households, {READERS} readers, p95",
        f"p50 {ours.p50:.0f} ms, p95 {ours.p95:.0f} ms, {ours.requests / SECONDS:.0f}/s",
        f"bare p50 {bare.p50:.0f} ms, p95 {bare.p95:.0f} ms, {bare.requests / SECONDS:.0f}/s",
        ours.p95 / bare.p95,
        AIM,
    )


def _district(folder: Path) -> dict[str, str]:
    """A sealed sample year of the size measured; returns the environment that names it."""
    environment = os.environ | {
        "INSTANCE_PATH": str(folder),
        "DATABASE_URL": "",
        "SECRET_KEY": "bench",
        "PASSWORD_SALT": "bench",
    }
    for command in (
        ["db", "upgrade"],
        ["sample", "load", "--households", str(HOUSEHOLDS)],
        ["runs", "seal", "--year", "2024"],
    ):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return environment


@contextmanager
def served(application: str, environment: dict[str, str], *options: str) -> Iterator[int]:
    """The port on which gunicorn serves an application while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "12"]
    server = subprocess.Popen(
        [*command, "-k", "gthread", "--log-level", "error", *options, application], cwd=ROOT, env=environment
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _get(port, "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def _get(port: int, path: str, cookie: str = "") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, answer.getheader("Set-Cookie") or ""


def _sign_in(port: int) -> str:
    _, page, cookie = _get(port, "/dang-nhap")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise ValueError("the sign-in page has no form")
    form = urlencode({"csrf_token": token.group(1), "name": "hoidong", "password": "ChauThanh@2024"})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie.split(";")[0], "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/dang-nhap", form, headers)
    answer = connection.getresponse()
    answer.read()
    session = (answer.getheader("Set-Cookie") or "").split(";")[0]
    if answer.status != 302 or not session:
        raise ValueError(f"signing in was refused with {answer.status}")
    return session


def _ranking(port: int, cookie: str) -> str:
    """The path of the ranking of households, found as a reader finds it: through the tabs."""
    _, page, _ = _get(port, "/xep-hang/1", cookie)
    link = re.search(r'href="([^"]*type=household_poor[^"]*)"', page)
    if link is None:
        raise ValueError("the ranking has no tab for households")
    return link.group(1).replace("&amp;", "&")


def _read(port: int, path: str, cookie: str, folder: Path) -> Latency:
    status, _, _ = _get(port, path, cookie)
    if status != 200:
        raise ValueError(f"{path} answered {status}")
    script = folder / "report.lua"
    script.write_text(REPORT)
    arguments = ["-t1", f"-c{READERS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", str(script)]
    if cookie:
        arguments += ["-H", f"Cookie: {cookie}"]
    output = subprocess.run(
        ["wrk", *arguments, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"RESULT (\S+) (\S+) (\d+) (\d+)", output)
    if found is None or int(found.group(4)):
        raise ValueError(f"readers met errors: {output}")
    return Latency(float(found.group(1)) / 1000, float(found.group(2)) / 1000, int(found.group(3)))
