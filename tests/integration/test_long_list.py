"""A list of 300 with everything that names and achievements can be: nothing is cut, no page is empty."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bench.papers import commendation_list
from documents.commendation_list import Entry, Recipient, Row, arrange, render_html
from foundation.papers.printing import make_pdf

LETTERS = "Hộ ông Nguyễn Hoàng Phương Trường Sơn Đệ, ấp Phước Hòa, xã An"
APOSTROPHE = "Hộ bà H'Nhuôn Êban, ấp Phú Thành B, xã Phú Tâm"
KHMER = "Hộ ông ហ៊ុន សុខា, ấp Đắc Lực, xã Hồ Đắc Kiện"
FIVE_LINES = (
    "Tự nguyện đăng ký và đã thoát nghèo bền vững; nuôi 04 bò sinh sản từ vốn vay của Ngân hàng Chính sách "
    "xã hội; giúp 03 hộ nghèo trong ấp về giống và kỹ thuật; hiến 120 m² đất làm đường; con học hết lớp 12 "
    "và có việc làm ổn định tại huyện từ tháng 9 năm 2024"
)


@pytest.fixture(scope="module")
def printed():
    names = [f"{number:03d} {LETTERS}" for number in range(300)]
    names[150], names[151] = APOSTROPHE, KHMER
    deeds = ["Thoát nghèo, trả đủ vốn vay"] * 300
    deeds[152] = FIVE_LINES
    rows = [
        Entry(Recipient.HOUSEHOLD, "Hộ", Row(*one), "Giấy khen") for one in zip(names, deeds, strict=True)
    ]
    pdf = make_pdf(render_html(replace(commendation_list(1), parts=arrange(rows))))
    return names, [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text):
    """Without blanks, since lines break where they must; Khmer vowels are stored in the order of drawing."""
    return "".join(text.split())


def test_every_name_is_whole(printed):
    names, pages = printed
    said = squeezed("".join(pages))
    assert [name for name in names if name != KHMER and squeezed(name) not in said] == []
    assert "សុខា" in said
    assert squeezed(FIVE_LINES) in said


def test_no_page_is_empty_and_their_number_is_plausible(printed):
    names, pages = printed
    assert all(len(squeezed(page)) > 200 for page in pages)
    assert len(names) / 25 < len(pages) < len(names) / 10


def test_rows_stay_on_one_page(printed):
    names, pages = printed
    split = [
        name
        for name in names
        if name != KHMER and not any(squeezed(name) in squeezed(page) for page in pages)
    ]
    assert split == []
