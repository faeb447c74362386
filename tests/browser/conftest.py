"""A real server on a free port and headless Chromium before it."""

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from foundation.permissions import RoleCode
from tests.page_client import PageClient

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# A busy machine may take its time; what works does not wait for it.
PATIENCE = 60_000
WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Counted:
    """The application, and how many requests it is at: a page that was closed leaves some half done."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inside = 0
        self.changed = threading.Condition()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self._count(1)
        try:
            # Read whole and closed here: the server forgets to close the answer whose reader hung up.
            with contextlib.closing(ClosingIterator(self.app(environ, start_response))) as answer:
                return [b"".join(answer)]
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self.changed:
            self.inside += more
            self.changed.notify_all()

    def wait(self) -> None:
        """Until none is left, so that none of them meets the database of the next test."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.inside, PATIENCE / 1000), "a request never ended"


@pytest.fixture
def address(accounts: Flask) -> Iterator[str]:
    """Where the application, with its sample accounts, listens."""
    counted = Counted(accounts)
    server = make_server("127.0.0.1", 0, counted, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    counted.wait()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """`open_page("phone")`: a fresh page of that width; anything the console says is a fault."""
    opened, said = [], []

    def make(width: str = "desktop") -> Page:
        context = browser.new_context(viewport=WIDTHS[width], base_url=address, locale="vi-VN")
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()
    faults = [line for line in said if "Failed to load resource: the server responded" not in line]
    assert not [line for line in faults if "Content Security Policy" in line or "Error" in line], faults


@pytest.fixture
def enter(accounts: Flask, address: str, open_page: Callable[[str], Page]) -> Callable[..., Page]:
    """`enter("office", "phone")`: the first page, already signed in with the sample account of that role.

    The door itself is walked through in `test_signing_in`; here its cookie is enough.
    """

    def sign_in(role: str, width: str = "desktop") -> Page:
        page = open_page(width)
        client: PageClient = accounts.test_client()
        client.environ_base["HTTP_USER_AGENT"] = page.evaluate("navigator.userAgent")
        client.become(RoleCode(role))
        name = accounts.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        page.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": address, "httpOnly": True, "sameSite": "Lax"}]
        )
        page.goto("/")
        return page

    return sign_in
