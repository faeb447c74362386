"""Papers as LibreOffice opens them: the same words, the heads repeated, the signature never alone.

LibreOffice is no part of the product, and of 250 MB; where it is not installed, these tests say so.
"""

import re
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from bench.papers import commendation_list
from documents import commendation_list as lists
from foundation.papers.docx import make_docx
from foundation.papers.printing import make_pdf
from tests.paper_text import SOFFICE, office_pdf, pdf_text

pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="needs soffice: apt-get install libreoffice-writer-nogui"),
    pytest.mark.slow,
]
LENGTHS = (3, 24, 43)
"""Rows of the lists: one page; a signature that would just not fit; several pages."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """For each length the HTML of a list, and the PDF that LibreOffice makes of its DOCX."""
    folder = tmp_path_factory.mktemp("office")
    pages = [lists.render_html(commendation_list(rows)) for rows in LENGTHS]
    made = office_pdf([make_docx(html) for html in pages], folder)
    return dict(zip(LENGTHS, zip(pages, made, strict=True), strict=True))


def text_of_pages(pdf, folder):
    (folder / "paper.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"], check=True, capture_output=True
    )
    return run.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("rows", LENGTHS)
def test_it_says_what_our_pdf_says(rows, opened, tmp_path):
    html, pdf = opened[rows]
    assert pdf_text(pdf, html, tmp_path) == pdf_text(make_pdf(html), html, tmp_path)


@pytest.mark.parametrize("rows", LENGTHS)
def test_every_page_has_head_number_and_mark_and_every_row_is_there_once(rows, opened, tmp_path):
    pages = text_of_pages(opened[rows][1], tmp_path)
    listed = [page for page in pages if re.search(r"^ *\d+  +\S", page, re.MULTILINE)]
    assert all("Tập thể, hộ gia đình, cá nhân" in page for page in listed)
    assert all(page.split()[0] == str(number) for number, page in enumerate(pages[1:], start=2))
    assert all("DỮ LIỆU MẪU" in page for page in pages)
    found = [int(one) for page in pages for one in re.findall(r"^ *(\d+)  +\S", page, re.MULTILINE)]
    assert found == list(range(1, rows + 1))


@pytest.mark.parametrize("rows", LENGTHS)
def test_the_signature_stands_with_the_last_sentence(rows, opened, tmp_path):
    (signed,) = [page for page in text_of_pages(opened[rows][1], tmp_path) if "CHỦ TỊCH" in page]
    assert "./." in signed
    assert "Nơi nhận:" in signed
    assert "Lưu: VT" in signed


@pytest.mark.parametrize("rows", [3, 43])
def test_it_has_as_many_pages_as_ours(rows, opened):
    html, pdf = opened[rows]
    assert len(PdfReader(BytesIO(pdf)).pages) == len(PdfReader(BytesIO(make_pdf(html))).pages)
