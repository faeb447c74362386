"""A task in the browser: its bar moves by itself with a script, and by the link without one."""

from threading import Event, Thread

import pytest
from playwright.sync_api import expect

from accounts.queries import find_user_by_name
from foundation.database import db
from foundation.permissions import RoleCode
from tests.working import Owner, do, empty_shelf, lay, paper

pytestmark = pytest.mark.browser
PATIENCE = 60


class Worker(Thread):
    """A worker whose work goes on as the test says."""

    def __init__(self, app):
        super().__init__(daemon=True)
        self.app, self.half, self.whole = app, Event(), Event()

    def run(self):
        with self.app.app_context():
            do(self._work)
            db.session.remove()

    def _work(self, work):
        work.tell(1, 4, "Đang xếp trang")
        assert self.half.wait(PATIENCE)
        work.tell(3, 4, "Đang in trang cuối")
        assert self.whole.wait(PATIENCE)
        return paper(work)


@pytest.fixture
def task_id(accounts):
    empty_shelf(accounts)
    with accounts.app_context():
        return lay(Owner(find_user_by_name("noivu").id))


@pytest.fixture
def worker(accounts, task_id):
    made = Worker(accounts)
    yield made
    made.half.set()
    made.whole.set()
    made.join(PATIENCE)


def test_the_bar_moves_by_itself_until_the_file_can_be_taken(enter, task_id, worker):
    page = enter(RoleCode.OFFICE)
    page.goto(f"/viec/{task_id}")
    expect(page.get_by_text("Chờ làm")).to_be_visible()
    worker.start()
    expect(page.get_by_text("Đang xếp trang")).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "25")
    worker.half.set()
    expect(page.get_by_text("Đang in trang cuối")).to_be_visible()
    expect(page.locator("[data-percent]")).to_have_text("75%")
    worker.whole.set()
    expect(page.get_by_text("Đã lập danh sách.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp").click()
    assert download.value.suggested_filename == "danh-sách.txt"


def test_without_a_script_the_link_shows_how_far_it_is_on_a_phone(
    browser, accounts, address, enter, task_id, worker
):
    state = enter(RoleCode.OFFICE, "phone").context.storage_state()
    agent = {"user_agent": enter(RoleCode.OFFICE, "phone").evaluate("navigator.userAgent")}
    context = browser.new_context(
        java_script_enabled=False,
        storage_state=state,
        base_url=address,
        viewport={"width": 390, "height": 844},
        **agent,
    )
    page = context.new_page()
    page.goto(f"/viec/{task_id}")
    worker.start()
    look = page.get_by_role("link", name="Xem tiến độ mới nhất")
    for _ in range(PATIENCE):
        look.click()
        if page.get_by_text("Đang xếp trang").count():
            break
        worker.join(0.5)
    expect(page.locator("progress")).to_have_attribute("value", "25")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 390
    worker.half.set()
    worker.whole.set()
    worker.join(PATIENCE)
    look.click()
    expect(page.get_by_role("link", name="Tải tệp")).to_be_visible()
    context.close()
