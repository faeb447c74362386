"""A test client that judges every HTML page it fetches, and can sign in as a role."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts.sample import SAMPLE_ACCOUNTS, SAMPLE_PASSWORD
from foundation.permissions import RoleCode

VOID = frozenset(
    {"br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "source", "wbr"}
)
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})


class _Page(HTMLParser):
    """What a page must show of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.headings = 0
        self.title = ""
        self.faults: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if attributes.get("id"):
            self.ids[attributes["id"] or ""] += 1
        if tag == "label":
            self.labelled.add(attributes.get("for") or "")
        if tag in ("input", "select", "textarea") and attributes.get("type") not in UNLABELLED:
            self.fields.append(attributes | {"in_label": "yes" if "label" in self._open else None})
        self.headings += tag == "h1"
        self._judge(tag, attributes)

    def _judge(self, tag: str, attributes: dict[str, str | None]) -> None:
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"<{tag}> carries inline style or script")
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.faults.append(f"inline <{tag}>")
        for name in ("src", "href"):
            foreign = (attributes.get(name) or "").startswith(("http:", "https:", "//"))
            if foreign and tag in ("script", "link", "img"):
                self.faults.append(f"<{tag}> fetches {attributes[name]}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data


def page_faults(html: str) -> list[str]:
    """What is wrong with a page, in words; empty when nothing is."""
    page = _Page()
    page.feed(html)
    faults = list(page.faults)
    if not page.title.strip(" -"):
        faults.append("no title")
    if page.headings != 1:
        faults.append(f"{page.headings} first headings")
    faults += [f"id {name} stands {count} times" for name, count in page.ids.items() if count > 1]
    for field in page.fields:
        named = field.get("id") in page.labelled or field.get("aria-label") or field.get("aria-labelledby")
        if not (named or field["in_label"]):
            faults.append(f"field {field.get('name')} has no label")
    return faults


class PageClient(FlaskClient):
    """Fetches as a browser of one person does; a faulty page fails the test at once."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        response = super().open(*args, **kwargs)
        policy = response.headers.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy, f"{response.request.path}: no content security policy"
        assert "unsafe" not in policy
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
            faults = page_faults(response.get_data(as_text=True))
            assert not faults, f"{response.request.path}: {faults}"
        return response

    def become(self, role: RoleCode) -> None:
        """Sign in with the sample account of this role."""
        username = next(name for name, code, _ in SAMPLE_ACCOUNTS if code == role)
        response = self.post("/dang-nhap", data={"name": username, "password": SAMPLE_PASSWORD})
        assert response.status_code == 302, response.get_data(as_text=True)

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a form with its token; `csrf=False` leaves the token out."""
        if kwargs.pop("csrf", True):
            kwargs["data"] = {**(kwargs.get("data") or {}), "csrf_token": self._token()}
        return super().post(*args, **kwargs)

    def _token(self) -> str:
        response = super().open("/tests/token")
        return response.get_data(as_text=True)


def bind_page_client(app: Flask) -> None:
    """Give the application this client, and the door by which it takes a token."""
    from flask_wtf.csrf import generate_csrf

    from foundation.access import public

    app.test_client_class = PageClient
    app.add_url_rule("/tests/token", "tests.token", public(generate_csrf))
    app.teardown_appcontext(lambda _error: g.pop("csrf_token", None) and None)
