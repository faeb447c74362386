"""What the people of the whole journey do in their browsers, and where each of them reads it back."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from accounts.queries import find_user_by_name
from assignments.models import VerifierDuty
from assignments.services import assign_unit
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from movements.models import Stage, StageCode
from scorecards.models import Scorecard
from tests.claiming import claiming
from tests.factories import NOW

STAGES = (StageCode.REGISTRATION, StageCode.SELF_SCORING, StageCode.VERIFICATION, StageCode.OBJECTION)
Words = Mapping[str, str]


def begin(app: Flask) -> int:
    """A commune's empty scorecard: "xa" acts for it, "thamdinh" verifies communes; self-scoring runs."""
    with app.app_context(), transaction():
        own = claiming()
        year = own.card.movement_year
        db.session.add(
            Stage(movement_year_id=year.id, code=StageCode.OBJECTION, opens_at=NOW, closes_at=now())
        )
        assign_unit(actor=SYSTEM, user=find_user_by_name("xa"), participant=own.unit, now=now())
        duty = VerifierDuty(user_id=find_user_by_name("thamdinh").id, type_code="commune", since=NOW)
        db.session.add(duty)
        card_id = own.card.id
    turn_to(app, card_id, StageCode.SELF_SCORING)
    return card_id


def turn_to(app: Flask, card_id: int, code: StageCode) -> None:
    """The calendar moves on: this stage runs now, those before it are over, those after it are to come."""
    with app.app_context(), transaction():
        for stage in db.session.get(Scorecard, card_id).movement_year.stages:
            opens = now() + timedelta(days=10 * (STAGES.index(stage.code) - STAGES.index(code)), hours=-1)
            stage.opens_at, stage.closes_at = opens, opens + timedelta(days=9)


def card_of(page: Page, card_id: int) -> None:
    """The scorecard's page, ready to be typed in."""
    page.goto(f"/phieu/{card_id}")
    expect(page.locator("form#phieu")).to_have_attribute("data-ready", "yes")


def place(page: Page, code: str) -> Locator:
    """A criterion on the scorecard's page, unfolded where a phone folds what is finished."""
    article = page.locator(f"#tc-{code}")
    fold = article.locator(".fold-open")
    if fold.count() and fold.is_visible():
        fold.click()
    return article


def field(page: Page, name: str) -> Locator:
    """A field by its name in the form."""
    return page.locator(f'[name="{name}"]')


def note(page: Page, code: str) -> Locator:
    """The note of a criterion, opened."""
    box = place(page, code).locator("details", has=field(page, f"n-{code}"))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return field(page, f"n-{code}")


def expect_saved(page: Page, *codes: str) -> None:
    """Everything typed on the page has reached the server, and each of these criteria says so.

    The head of the page is asked first: from the first key on it says something else until nothing is left
    unsent, while the line of a criterion may still speak of an earlier figure.
    """
    expect(page.locator("#luu")).to_have_attribute("data-state", "saved")
    for code in codes:
        expect(page.locator(f"#tc-{code} [data-save-state]")).to_contain_text("Đã lưu")


def add_file(page: Page, panel: Locator, file: dict, words: Words) -> None:
    """Send a file over the page, with its number, date and page; the list beside the criterion shows it."""
    before = panel.locator(".files li").count()
    panel.locator("[data-evidence-open]").filter(has_text="Thêm tệp").click()
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    for label, text in words.items():
        form.get_by_label(label).fill(text)
    form.get_by_label("Tệp từ máy này").set_input_files([file])
    form.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(panel.locator(".files li")).to_have_count(before + 1)
    expect(form).to_have_count(0)


def read_citation(page: Page, panel: Locator, words: Words) -> None:
    """What was said of the only file of a criterion stands in its form, every character."""
    panel.locator(".files [data-evidence-open]").click()
    form = page.get_by_role("dialog")
    for label, text in words.items():
        expect(form.get_by_label(label)).to_have_value(text)
    form.get_by_role("link", name="Hủy").click()
    expect(form).to_have_count(0)


def press(page: Page, part: str) -> None:
    """Send the form whose address has this in it; the page that answers stands there."""
    with page.expect_navigation():
        page.locator(f"main form[action*='{part}'] button.btn-primary").click()


def hand_in(page: Page, card_id: int, time: int) -> None:
    """From the scorecard's page to the receipt."""
    page.get_by_role("button", name="Xem lại").locator("visible=true").click()
    page.wait_for_url(f"**/phieu/{card_id}/nop")
    page.get_by_role("button", name="Nộp phiếu", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Biên nhận nộp phiếu lần {time}")


def expect_words(where: Locator, *texts: str) -> None:
    """Each text stands there as it was typed; only a line break may show as a space."""
    for text in texts:
        expect(where).to_contain_text(text)
