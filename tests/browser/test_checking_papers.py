"""Anybody with a paper in hand: the code leads to its page, and a file is held against it in the browser."""

import hashlib
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from foundation.database import transaction
from foundation.limits import limiter
from register.codes import written_code
from tests.district import make_year
from tests.registering import draft, issue

pytestmark = pytest.mark.browser
LARGE = 20 * 1024 * 1024
DROP = """async (area, [name, size]) => {
  const bytes = new Uint8Array(size);
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "application/pdf" }));
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""
DIGESTS = """async (texts) => {
  const { Sha256 } = await import("/static/js/sha256.js");
  return texts.map((text) => {
    const digest = new Sha256();
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 37) digest.update(bytes.subarray(at, at + 37));
    return digest.hex();
  });
}"""


@dataclass
class Issued:
    code: str
    pdf: bytes


@pytest.fixture
def issued(accounts):
    limiter.reset()
    pdf = b"%PDF-1.7 " + bytes(range(256)) * 5000
    with accounts.app_context(), transaction():
        return Issued(issue(draft(make_year()), pdf=pdf).code, pdf)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_visitor_types_the_code_and_holds_files_against_the_paper(issued, open_page, width):
    page = open_page(width)
    sent = []
    page.goto("/kiem-tra")
    page.get_by_label("Mã kiểm tra").fill(written_code(issued.code).lower())
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("Văn bản thật, đang có hiệu lực.")).to_be_visible()
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.on("request", lambda request: sent.append(request.url))
    same, other = page.get_by_text("Trùng khớp từng byte"), page.get_by_text("Khác bản đã phát hành.")
    field = page.get_by_label("Chọn hoặc thả tệp PDF vào đây")
    field.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": issued.pdf})
    expect(same).to_be_visible()
    changed = issued.pdf[:-1] + b"x"
    field.set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": changed})
    expect(other).to_be_visible()
    expect(same).to_be_hidden()
    assert sent == [], "nothing of a file leaves the browser"
    assert page.context.cookies() == []


def test_a_large_file_is_dropped_and_the_page_stays(issued, open_page):
    page = open_page()
    page.goto(f"/kiem-tra/{issued.code}")
    page.locator("[data-drop]").evaluate(DROP, ["large.pdf", LARGE])
    expect(page.get_by_text("Khác bản đã phát hành.")).to_be_visible()
    page.locator("[data-drop]").evaluate(DROP, ["empty.pdf", 0])
    expect(page.get_by_text("Khác bản đã phát hành.")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/kiem-tra')[0]}/kiem-tra/{issued.code}")


def test_the_digest_is_that_of_the_norm_for_every_length(issued, open_page):
    page = open_page()
    page.goto(f"/kiem-tra/{issued.code}")
    texts = ["", "abc", "Giấy khen ឡោក", *("a" * length for length in range(50, 135)), "b" * 100_000]
    expected = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert page.evaluate(DIGESTS, texts) == expected
    assert expected[1].startswith("ba7816bf8f01cfea"), "the example of FIPS 180-4"


def test_without_script_the_answer_and_the_fingerprint_are_there(issued, browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/kiem-tra/{issued.code}")
    expect(page.get_by_text("Văn bản thật, đang có hiệu lực.")).to_be_visible()
    expect(page.get_by_label("Chọn hoặc thả tệp PDF vào đây")).to_be_hidden()
    page.get_by_text("Dấu vân tay SHA-256").click()
    expect(page.get_by_text(hashlib.sha256(issued.pdf).hexdigest())).to_be_visible()
    context.close()
