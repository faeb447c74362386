"""The form of a Word document: pages, styles, tables and what stays together, as python-docx reads it."""

import os
import time
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from bench.papers import commendation_list
from documents import commendation_list as lists
from documents import ranking_table as rankings
from foundation.papers.docx import make_docx

ROWS = 40


@pytest.fixture(scope="module")
def content():
    return make_docx(lists.render_html(commendation_list(ROWS)))


@pytest.fixture
def document(content):
    return Document(BytesIO(content))


def has(element, name):
    return element.find(f".//{qn(name)}") is not None


def style_of(document, text):
    return next(one for one in paragraphs(document) if text in one.text).style


def paragraphs(document):
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def test_pages_have_the_margins_of_the_decree(document):
    (section,) = document.sections
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(edge.mm) for edge in edges] == [20, 15, 20, 30]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_the_number_stands_in_the_top_margin_from_page_two(document):
    (section,) = document.sections
    assert section.different_first_page_header_footer
    number = section.header.paragraphs[0]
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert number.style.paragraph_format.alignment == 1
    assert not section.first_page_header.paragraphs[0]._p.findall(qn("w:fldSimple"))


@pytest.mark.parametrize(
    ("text", "name", "size", "bold", "italic"),
    [
        ("UBND HUYỆN", "Cơ quan chủ quản", 12, False, False),
        ("HỘI ĐỒNG", "Cơ quan ban hành", 12, True, False),
        ("CỘNG HÒA", "Quốc hiệu", 12, True, False),
        ("Độc lập", "Tiêu ngữ", 13, True, False),
        ("DANH SÁCH", "Tên loại văn bản", 14, True, False),
        ("Kèm theo", "Kèm theo", 13, False, True),
        ("Nơi nhận:", "Nhãn nơi nhận", 12, True, True),
        ("- Lưu:", "Nơi nhận", 11, False, False),
        ("CHỦ TỊCH", "Chức vụ người ký", 13, True, False),
    ],
)
def test_each_part_has_the_style_of_the_decree(document, text, name, size, bold, italic):
    style = style_of(document, text)
    assert style.name == name
    assert (style.font.size.pt, style.font.bold, style.font.italic) == (size, bold, italic)
    assert document.styles.element.find(f".//{qn('w:rFonts')}").get(qn("w:ascii")) == "Times New Roman"


def test_the_head_of_the_table_is_repeated_and_no_row_breaks(document):
    rows = document.tables[1].rows
    assert [has(row._tr, "w:tblHeader") for row in rows][:2] == [True, False]
    assert all(has(row._tr, "w:cantSplit") for row in rows)
    numbers = [row.cells[0].text for row in rows if row.cells[0].text.isdecimal()]
    assert numbers == [str(number) for number in range(1, ROWS + 1)]


def test_headings_and_the_last_rows_stay_with_what_follows_down_to_the_signature(document):
    rows = document.tables[1].rows
    kept = [all(has(line._p, "w:keepNext") for line in row.cells[0].paragraphs) for row in rows]
    listed = [row.cells[0].text.isdecimal() for row in rows]
    assert [keeps for keeps, is_listed in zip(kept, listed, strict=True) if not is_listed] == [True] * 4
    assert [keeps for keeps, is_listed in zip(kept, listed, strict=True) if is_listed][-3:] == [
        False,
        True,
        True,
    ]
    closing = next(line for line in document.paragraphs if line.text.endswith("./."))
    assert has(closing._p, "w:keepNext")
    sign = document.tables[2]
    assert len(sign.rows) == 1
    assert has(sign.rows[0]._tr, "w:cantSplit")


def test_columns_have_fixed_widths_that_fill_the_page(document):
    table = document.tables[1]._tbl
    assert table.find(f".//{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
    widths = [int(one.get(qn("w:w"))) for one in table.iter(qn("w:gridCol"))]
    assert [round(width / 56.7) for width in widths] == [12, 64, 70, 19]


def test_the_motto_has_a_line_as_long_as_its_words(document):
    motto = next(one for one in paragraphs(document) if "Độc lập" in one.text)
    assert has(motto._p, "w:pBdr")
    indent = motto._p.find(f".//{qn('w:ind')}")
    room = 165 - 74 - sum(int(indent.get(qn(f"w:{side}"))) for side in ("left", "right")) / 56.7
    assert 56.1 < room < 60


def test_the_file_tells_title_and_language_and_nothing_of_who_made_it(content, document):
    told = document.core_properties
    assert told.title.startswith("Danh sách Tập thể")
    assert (told.language, told.author, told.last_modified_by, told.comments) == ("vi-VN", "", "", "")
    with ZipFile(BytesIO(content)) as file:
        names = file.namelist()
        everything = b"".join(file.read(name) for name in names)
    assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(names)
    assert b"python-docx" not in everything
    assert b"rsid" not in everything


def test_same_words_give_the_same_bytes_whenever_and_wherever(content, monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    try:
        assert make_docx(lists.render_html(commendation_list(ROWS))) == content
    finally:
        monkeypatch.undo()
        time.tzset()
    assert os.environ.get("TZ") != "America/Lima"
    with ZipFile(BytesIO(content)) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_khmer_words_have_a_font_that_has_them(document):
    row = lists.Row("Ấp ភូមិត្រពាំងឈូក", "", Decimal(1))
    parts = lists.arrange([lists.Entry(lists.Recipient.COLLECTIVE, "Ấp", row, "Giấy khen")])
    html = lists.render_html(replace(commendation_list(0), parts=parts))
    made = Document(BytesIO(make_docx(html)))
    plain, khmer = made.tables[1].rows[-1].cells[1].paragraphs[0].runs
    assert (plain.text, khmer.text) == ("Ấp ", "ភូមិត្រពាំងឈូក")
    assert khmer._r.find(f".//{qn('w:rFonts')}").get(qn("w:cs")) == "Leelawadee UI"


def test_a_drawing_stands_in_the_text_as_a_picture_that_is_told():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="80mm"><title>Hộ nghèo</title>'
        '<rect width="20" height="20" fill="#000"/></svg>'
    )
    html = f'<html lang="vi"><head><title>Hình</title></head><body><p>Trước {svg} sau</p></body></html>'
    document = Document(BytesIO(make_docx(html)))
    (shape,) = document.inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (80, 40)
    assert shape._inline.docPr.get("descr") == "Hộ nghèo"
    assert document.paragraphs[0].text == "Trước  sau"
    part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    image = Image.open(BytesIO(part.blob)).convert("L")
    width, height = image.size
    assert [image.getpixel((width * at // 4, height // 2)) for at in (1, 3)] == [0, 255]


def test_an_annex_begins_a_part_that_counts_its_own_pages():
    reasons = (rankings.AnnexEntry("Xã An Ninh", ("Đạt 21,20 điểm.",)),)
    paper = rankings.RankingTable(("các xã năm 2024",), (), reasons, commendation_list(0).header)
    body, annex = Document(BytesIO(make_docx(rankings.render_html(paper)))).sections
    assert body._sectPr.find(qn("w:pgNumType")) is None
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert not annex.first_page_header.paragraphs[0]._p.findall(qn("w:fldSimple"))
    assert next(annex.iter_inner_content()).text == "Phụ lục"


def test_a_wide_part_lies_across_and_its_tables_fill_it():
    html = """<html lang="vi"><head><title>Rộng</title></head><body class="draft"><p>Trước</p>
    <div class="wide">    <table class="list"><colgroup><col class="n"/><col/></colgroup><tbody>
    <tr><td rowspan="2">1</td><td>Trên</td></tr><tr><td>Dưới</td></tr></tbody></table></div></body></html>"""
    document = Document(BytesIO(make_docx(html)))
    upright, across = document.sections
    assert [round(one.page_width.mm) for one in (upright, across)] == [210, 297]
    assert across.footer.paragraphs[0].text == "DỰ THẢO"
    widths = [int(one.get(qn("w:w"))) for one in document.tables[0]._tbl.iter(qn("w:gridCol"))]
    assert round(sum(widths) / 56.7) == 297 - 45
    first, second = document.tables[0].rows
    assert first.cells[0]._tc is second.cells[0]._tc
    assert [row.cells[1].text for row in document.tables[0].rows] == ["Trên", "Dưới"]
