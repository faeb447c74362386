"""The pages of files: what leaves the house, preview, receipt, lists; nothing of another unit."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from evidence.models import EvidenceFile
from evidence.shelf import preview_folder
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.models import Citation, Scorecard
from tests import hostile_files as made
from tests.factories import NOW
from tests.handing_in import a_desk, post_file, send


@pytest.fixture
def desk(accounts, ready):
    """The sample accounts of two communes' world: `xa` acts for Xã Một; ids of year, units, cards."""
    return ready(a_desk)


def test_bytes_leave_only_as_a_download(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    content = made.pdf(script="app.alert(1)")
    post_file(client, desk["cards"][0], content, "Kế hoạch.pdf")
    answer = client.get("/minh-chung/1/tai")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")


def test_a_preview_is_a_picture_drawn_anew_and_kept(desk, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    post_file(client, desk["cards"][0], made.pdf_with_text("Bao cao"))
    picture = client.get("/minh-chung/1/xem/1.webp")
    image = Image.open(BytesIO(picture.data)).convert("L")
    assert (image.format, picture.mimetype) == (None, "image/webp")
    assert max(image.size) <= 1600
    assert image.getextrema()[0] < 100, "the words are drawn"
    with accounts.app_context():
        assert len(list(preview_folder().rglob("*.webp"))) >= 1
    assert client.get("/minh-chung/1/xem/1.webp").data == picture.data
    assert client.get("/minh-chung/1/xem/2.webp").status_code == 404
    post_file(client, desk["cards"][0], made.photograph((3000, 1500), orientation=6), "anh.jpg")
    image = Image.open(BytesIO(client.get("/minh-chung/2/xem/1.webp").data))
    assert image.size == (800, 1600)
    assert not image.getexif()
    post_file(client, desk["cards"][0], made.office(), "bang.xlsx")
    assert client.get("/minh-chung/3/xem/1.webp").status_code == 404
    assert "không xem được trên trang" in client.get("/minh-chung/3").get_data(as_text=True)


def test_the_page_of_a_file_and_its_receipt(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    content = made.photograph()
    post_file(client, desk["cards"][0], content, "nhà mới.jpg", title="Ảnh nhà mới")
    page = client.get("/minh-chung/1").get_data(as_text=True)
    sent = hashlib.sha256(content).hexdigest()
    assert sent[:8] in page
    assert "đã bỏ vị trí chụp" in page
    said = {"name": "khac.exe", "title": "Ảnh khác", "number": "", "issued_on": "2024-11-01"}
    assert client.post("/minh-chung/1", data=said).status_code == 302
    page = client.get("/minh-chung/1").get_data(as_text=True)
    assert "khac.jpg" in page
    assert "Ảnh khác" in page
    pdf = client.get("/minh-chung/1/bien-nhan.pdf")
    text = " ".join(PdfReader(BytesIO(pdf.data)).pages[0].extract_text().split())
    assert "BIÊN NHẬN MINH CHỨNG" in text
    assert "Số 0001/2024" in text
    assert sent[:8] in text
    assert "Xã Một" in text
    wrong = client.post("/minh-chung/1", data={"name": "x", "number": "1" * 61})
    assert wrong.status_code == 422


def test_another_units_files_do_not_exist(desk, client_as, accounts):
    with accounts.app_context(), transaction():
        send(SYSTEM, db.session.get(Scorecard, desk["cards"][1]).participant, _year_of(desk), now=now())
    client = client_as(RoleCode.COMMUNE)
    other = desk["cards"][1]
    for path in (
        "/minh-chung/1",
        "/minh-chung/1/tai",
        "/minh-chung/1/xem/1.webp",
        "/minh-chung/1/bien-nhan.pdf",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/phieu/{other}/minh-chung?tieu-chi=A").status_code == 404
    assert client.get(f"/minh-chung?don-vi={desk['units'][1]}").status_code == 404
    assert post_file(client, other, made.pdf()).status_code == 404
    with accounts.app_context():
        assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 1


def _year_of(desk):
    from movements.models import MovementYear

    return db.session.get(MovementYear, desk["year"])


def test_only_who_verifies_hears_of_the_same_file_elsewhere(desk, client_as, accounts):
    with accounts.app_context(), transaction():
        year = _year_of(desk)
        for card in desk["cards"]:
            send(SYSTEM, db.session.get(Scorecard, card).participant, year, now=now())
    told = "Cùng tệp này Xã Hai đã gửi năm 2024 (biên nhận 2)."
    assert told in client_as(RoleCode.OFFICE).get("/minh-chung/1").get_data(as_text=True)
    assert "Xã Hai" not in client_as(RoleCode.COMMUNE).get("/minh-chung/1").get_data(as_text=True)


def test_lists_for_those_who_look_after_many(desk, client_as, accounts):
    office = client_as(RoleCode.OFFICE)
    assert "Chưa có đơn vị nào gửi minh chứng" in office.get("/minh-chung").get_data(as_text=True)
    with accounts.app_context(), transaction():
        send(SYSTEM, db.session.get(Scorecard, desk["cards"][1]).participant, _year_of(desk), now=now())
    page = office.get("/minh-chung").get_data(as_text=True)
    assert "Xã Hai" in page
    assert "Xã Một" not in page
    assert "bao-cao.pdf" in office.get(f"/minh-chung?don-vi={desk['units'][1]}").get_data(as_text=True)


def test_a_list_asks_as_often_for_fifty_files_as_for_one(desk, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    post_file(client, desk["cards"][0], made.pdf(1))

    def asked():
        statements = []

        def listen(*arguments):
            statements.append(arguments[2])

        event.listen(Engine, "before_cursor_execute", listen)
        try:
            assert client.get("/minh-chung").status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", listen)
        return len(statements)

    one = asked()
    with accounts.app_context(), transaction():
        first = db.session.scalars(select(EvidenceFile)).one()
        for number in range(2, 51):
            values = {
                c.name: getattr(first, c.name) for c in EvidenceFile.__table__.columns if c.name != "id"
            }
            copy = EvidenceFile(**values | {"receipt": number})
            db.session.add(copy)
            db.session.flush()
            db.session.add(
                Citation(scorecard_id=desk["cards"][0], criterion="B", evidence_file_id=copy.id, cited_at=NOW)
            )
    assert asked() == one
