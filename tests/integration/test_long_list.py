"""A list of 300 with everything that names and achievements can be: nothing is cut, no page is empty."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bench.papers import commendation_list, decision
from documents.certificate_layout import FRAME, Sheet, default_layout
from documents.certificate_printing import sample_text
from documents.certificates import Certificates, CertificateText, draw
from documents.certificates import render_html as render_certificates
from documents.commendation_list import Entry, Recipient, Row, arrange, render_html
from documents.kinds.decision import Annex
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render
from tests.measures import MM, measure

LETTERS = "Hộ ông Nguyễn Hoàng Phương Trường Sơn Đệ, ấp Phước Hòa, xã An"
APOSTROPHE = "Hộ bà H'Nhuôn Êban, ấp Phú Thành B, xã Phú Tâm"
KHMER = "Hộ ông ហ៊ុន សុខា, ấp Đắc Lực, xã Hồ Đắc Kiện"
FIVE_LINES = (
    "Tự nguyện đăng ký và đã thoát nghèo bền vững; nuôi 04 bò sinh sản từ vốn vay của Ngân hàng Chính sách "
    "xã hội; giúp 03 hộ nghèo trong ấp về giống và kỹ thuật; hiến 120 m² đất làm đường; con học hết lớp 12 "
    "và có việc làm ổn định tại huyện từ tháng 9 năm 2024"
)


NAMES = [f"{number:03d} {LETTERS}" for number in range(300)]
NAMES[150], NAMES[151] = APOSTROPHE, KHMER
DEEDS = ["Thoát nghèo, trả đủ vốn vay"] * 300
DEEDS[152] = FIVE_LINES


def list_of_300(parts):
    """The list that goes with a Tờ trình."""
    return render_html(replace(commendation_list(1), parts=parts))


def annex_of_300(parts):
    """A decision with the list as its annex."""
    annex = Annex("Phụ lục", ("Hộ gia đình được tặng Giấy khen",), parts)
    return render("decision.html", replace(decision(1), annexes=(annex,)))


@pytest.fixture(scope="module", params=[list_of_300, annex_of_300], ids=["list", "annex of a decision"])
def printed(request):
    rows = [
        Entry(Recipient.HOUSEHOLD, "Hộ", Row(*one), "Giấy khen") for one in zip(NAMES, DEEDS, strict=True)
    ]
    pdf = make_pdf(request.param(arrange(rows)))
    return NAMES, [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


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


@pytest.mark.parametrize("sheet", Sheet)
def test_certificates_of_the_longest_stay_within_their_frame(sheet):
    layout, sample = default_layout(sheet), sample_text()
    people = [(NAMES[0], FIVE_LINES), (APOSTROPHE, DEEDS[0]), (KHMER, FIVE_LINES)]
    drawings = tuple(
        draw(layout, CertificateText({**sample.fields, "recipient": name, "achievement": deed}, sample.mark))
        for name, deed in people
    )
    seen = measure(make_pdf(render_certificates(Certificates("Giấy khen", drawings))))
    assert len(seen.sizes) == len(people)
    for line in seen.lines:
        width, height = seen.sizes[line.page]
        edge = FRAME[sheet] * MM
        assert edge < line.left <= line.right < width - edge, line
        assert edge < line.baseline - line.size < line.baseline < height - edge, line
    for page, (name, deed) in enumerate(people):
        said = squeezed("".join(line.text for line in seen.on(page)))
        assert squeezed(deed) in said
        assert squeezed(name) in said or (name == KHMER and "សុខា" in said)
