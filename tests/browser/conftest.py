"""A real server on a free port and headless Chromium before it."""

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from accounts.sample import SAMPLE_ACCOUNTS, SAMPLE_PASSWORD

WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(accounts: Flask) -> Iterator[str]:
    """Where the application, with its sample accounts, listens."""
    server = make_server("127.0.0.1", 0, accounts, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """`open_page("phone")`: a fresh page of that width; anything the console says is a fault."""
    opened, said = [], []

    def make(width: str = "desktop") -> Page:
        context = browser.new_context(viewport=WIDTHS[width], base_url=address, locale="vi-VN")
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
def enter(open_page: Callable[[str], Page]) -> Callable[..., Page]:
    """`enter("office", "phone")`: a page already signed in with the sample account of that role."""

    def sign_in(role: str, width: str = "desktop") -> Page:
        page = open_page(width)
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(
            next(name for name, code, _ in SAMPLE_ACCOUNTS if code == role)
        )
        page.get_by_label("Mật khẩu").fill(SAMPLE_PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/")
        return page

    return sign_in
