"""Every kind of file that is taken in, and every one that is not: judged by content, told in a sentence."""

from io import BytesIO

import pytest
from flask import Flask
from flask_babel import Babel
from PIL import Image

from foundation.uploads.judging import judge, words
from foundation.uploads.names import safe_name
from foundation.uploads.spooling import LIMIT, FileRefused, FileTooLarge, spooled
from tests import hostile_files as made


@pytest.fixture(autouse=True)
def _words():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def take(content, name="tep.bin", **options):
    with spooled(BytesIO(content)) as sent:
        taken = judge(sent, name, **options)
        return taken, taken.path.read_bytes()


def refusal(content, name="tep.bin"):
    with pytest.raises(FileRefused) as refused:
        take(content, name)
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize(
    ("content", "sent_as", "shown_as"),
    [
        (made.pdf(2), "Kế hoạch.pdf", "Kế hoạch.pdf"),
        (b"\xef\xbb\xbf" + made.pdf(), "a.pdf", "a.pdf"),
        (made.photograph(kind="PNG"), "anh.png", "anh.png"),
        (made.photograph(kind="WEBP"), "anh.webp", "anh.webp"),
        (made.photograph(), "anh.JPEG", "anh.jpg"),
        (made.photograph(), "van-ban.pdf", "van-ban.jpg"),
        (made.office("word/document.xml"), "a.docx", "a.docx"),
        (made.office("xl/workbook.xml"), "a.docx", "a.xlsx"),
        (made.office("ppt/presentation.xml"), "a.pptx", "a.pptx"),
        (made.compound(), "cu.doc", "cu.doc"),
        (made.compound(("Root Entry", "Workbook")), "cu.xls", "cu.xls"),
        (
            made.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "a.odt",
            "a.odt",
        ),
    ],
)
def test_takes_what_offices_use_and_names_it_by_its_content(content, sent_as, shown_as):
    taken, _kept = take(content, sent_as)
    assert taken.name == shown_as
    assert taken.received_size == len(content)


def test_keeps_documents_as_they_were_sent():
    content = made.pdf(3, script="app.alert('x')", attachment=b"kem theo")
    taken, kept = take(content)
    assert kept == content
    assert taken.sha256 == taken.received_sha256
    assert (taken.pages, taken.treatment) == (3, ())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "trống"),
        (made.PROGRAM, "chương trình chạy được"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "chương trình chạy được"),
        (b"#!/bin/sh\nrm -rf /\n", "chương trình chạy được"),
        (made.SVG, "SVG"),
        (b"\xff\xfe" + "<svg onload='x'>".encode("utf-16-le"), "SVG"),
        (b"  <!DOCTYPE html><html><script>alert(1)</script>", "SVG hoặc trang web"),
        (made.HEIC, "HEIC"),
        (made.archive({"ghi-chu.txt": "x"}), "Tệp nén"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "Tệp nén"),
        (b"GIF89a" + bytes(100), "Loại ảnh này"),
        (b"\0\0\0\x18ftypmp42" + bytes(100), "Phim và âm thanh"),
        ("chữ thường".encode(), "Không nhận ra"),
        (made.pdf()[:-40], "hỏng"),
        (b"%PDF-1.7\n khong phai PDF \n%%EOF", "hỏng"),
        (made.pdf(password="mat khau"), "mật khẩu"),
        (made.photograph()[:-200], "hỏng"),
        (made.photograph(kind="PNG")[:-30], "hỏng"),
        (made.photograph(kind="WEBP")[:-30], "hỏng"),
        (made.office()[:-30], "hỏng"),
        (made.compound()[:1200], "hỏng"),
        (made.office(more={"xl/vbaProject.bin": b"x"}), "macro"),
        (made.office(content_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macro"),
        (made.compound(("Root Entry", "Workbook", "_VBA_PROJECT_CUR")), "macro"),
        (made.compound(("Root Entry", "EncryptedPackage")), "mật khẩu"),
        (made.compound(("Root Entry", "WordDocument", "Macros")), "macro"),
        (made.pdf() + made.archive({"a.txt": "x"}), "hai loại nội dung"),
        (made.photograph() + made.archive({"a.txt": "x"}), "hai loại nội dung"),
        (made.photograph() + made.pdf(), "hai loại nội dung"),
        (made.photograph() + made.SVG, "hai loại nội dung"),
        (made.office(more={"../../x": "x"}), "hỏng"),
        (made.lying_workbook(), "hỏng"),
        (made.office(more={f"xl/{n}": "" for n in range(5_001)}), "lớn bất thường"),
    ],
)
def test_refuses_with_a_sentence_whatever_the_name_says(content, says):
    for name in ("van-ban.pdf", "anh.jpg"):
        message = refusal(content, name)
        assert says in message
        assert len(message) > 25


def test_refuses_a_zip_bomb_without_unpacking_it():
    bomb = made.swollen_workbook()
    assert len(bomb) < 500_000
    assert "lớn bất thường" in refusal(bomb, "bieu-mau.xlsx")


def test_refuses_a_picture_of_too_many_pixels_before_drawing_it():
    content = made.huge_png()
    assert len(content) < 100_000
    assert "quá nhiều điểm ảnh" in refusal(content, "anh.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("foundation.uploads.workshop.PATIENCE", 20)
        assert "quá nhiều điểm ảnh" in refusal(made.huge_png(30_000, 400), "anh.png")


def test_stops_reading_at_the_limit():
    class Endless:
        read_so_far = 0

        def read(self, size):
            self.read_so_far += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(FileTooLarge) as refused, spooled(endless):
        pass
    assert "20 MB" in refused.value.message
    assert endless.read_so_far <= LIMIT + 1024 * 1024


def test_refuses_a_file_that_arrived_short():
    with pytest.raises(FileRefused, match="trọn vẹn"), spooled(BytesIO(b"%PDF-"), announced=2_000):
        pass


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_takes_the_place_out_of_photographs_without_touching_the_picture(kind):
    content = made.photograph(kind=kind)
    taken, kept = take(content)
    assert taken.received_sha256 != taken.sha256
    assert taken.treatment == ("place", "notes")
    assert words(taken.treatment)[0] == "đã bỏ vị trí chụp"
    assert b"Hang may anh" not in kept
    with Image.open(BytesIO(kept)) as after, Image.open(BytesIO(content)) as before:
        assert not after.getexif()
        assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("shrink", [False, True])
def test_a_photograph_taken_upright_stays_upright(kind, shrink):
    """Turned by a quarter (6): what was left is above."""
    content = made.photograph((2400, 1200), kind, orientation=6)
    taken, kept = take(content, shrink=shrink)
    assert ("smaller" in taken.treatment) is shrink
    with Image.open(BytesIO(kept)) as image:
        assert not image.getexif().get_ifd(made.EXIF_GPS)
        from PIL import ImageOps

        upright = ImageOps.exif_transpose(image).convert("RGB")
        assert upright.size == ((1000, 2000) if shrink else (1200, 2400))
        assert min(upright.getpixel((upright.width // 2, upright.height // 4))) > 240
        assert upright.getpixel((upright.width // 2, upright.height * 3 // 4))[0] < 120


def test_a_small_picture_is_not_shrunk():
    taken, _kept = take(made.photograph((800, 600)), shrink=True)
    assert "smaller" not in taken.treatment


def test_a_picture_without_notes_is_kept_byte_by_byte():
    out = BytesIO()
    Image.new("RGB", (50, 50), "red").save(out, "PNG")
    taken, kept = take(out.getvalue())
    assert kept == out.getvalue()
    assert taken.treatment == ()


def test_what_a_phone_hangs_behind_a_photograph_is_left_off():
    film = b"\0\0\0\x18ftypmp42" + bytes(3_000)
    content = made.photograph()
    _taken, kept = take(content + film)
    assert b"ftypmp42" not in kept


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("bao\u202efdp.exe", "baofdp.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("Bao ca\u0301o.pdf", "Bao cáo.pdf"),
        ("", "tep.pdf"),
        ("...", "tep.pdf"),
        ("con.pdf", "tep con.pdf"),
        ('a<b>:"c|?*.pdf', "a b c.pdf"),
        ("bc 12.2024", "bc 12.2024.pdf"),
        ("x.tar.gz", "x.tar.pdf"),
    ],
)
def test_a_name_is_only_a_name(sent, shown):
    assert safe_name(sent, ".pdf") == shown


def test_a_long_name_fits_a_disk():
    name = safe_name("ế" * 400 + ".pdf", ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 255
