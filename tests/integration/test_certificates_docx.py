"""Certificates and blank ballots as Word documents: the words of the PDF, at their places on the sheet."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from documents.certificate_layout import Sheet, default_layout
from documents.certificate_printing import sample_text
from documents.certificates import Certificates, CertificateText, draw, render_html
from foundation.papers.docx import make_docx
from foundation.papers.printing import make_pdf
from foundation.papers.word.placing import SLACK
from tests.measures import MM, measure
from tests.paper_text import SOFFICE, docx_paragraphs, office_pdf, squeezed

LONG = "Phòng giao dịch Ngân hàng Chính sách xã hội huyện Châu Thành và Hợp tác xã nông nghiệp tổng hợp"
DEED = " ".join(f"Giảm 1,{part} điểm phần trăm tỷ lệ hộ nghèo trên địa bàn;" for part in range(12, 20))
SHEETS = {
    "full": (default_layout(), {}),
    "long": (
        default_layout(),
        {
            "recipient": f"{LONG}, Hội Nông dân và Hội Cựu chiến binh các xã An Ninh, Phú Tâm, Phú Tân",
            "achievement": DEED,
        },
    ),
    "khmer": (default_layout(), {"recipient": "តារា", "role": "KT. Chủ tịch\nPhó Chủ tịch"}),
    "blank": (default_layout(overlay=True), {"recipient": "Hộ bà H'Nhuôn Êban"}),
    "large": (default_layout(Sheet.A3), {}),
}


def html_of(*names):
    sample = sample_text()
    drawings = tuple(
        draw(layout, CertificateText(dict(sample.fields) | fields, sample.mark))
        for layout, fields in (SHEETS[name] for name in names)
    )
    return render_html(Certificates("Giấy khen", drawings, sample=True))


def anchored(document):
    """What each picture tells, in the order of the file."""
    return [one.find(qn("wp:docPr")).get("descr") for one in document.element.body.iter(qn("wp:anchor"))]


@pytest.mark.parametrize("name", SHEETS)
def test_a_certificate_says_in_word_what_its_pdf_says(name):
    html = html_of(name)
    said = squeezed("".join(docx_paragraphs(make_docx(html))))
    assert said == squeezed("".join(line.text for line in measure(make_pdf(html)).lines))


def test_every_line_is_framed_where_its_box_is_on_the_sheet():
    layout, _fields = SHEETS["full"]
    document = Document(BytesIO(make_docx(html_of("full"))))
    frames = {one.text: one._p.pPr.find(qn("w:framePr")) for one in document.paragraphs if one.text}
    assert len(frames) == len([name for name, *_rest in layout.printed()]) + 1
    name, words = layout.spots["recipient"], frames["Hộ ông Nguyễn Văn A"]
    assert int(words.get(qn("w:x"))) / 20 == pytest.approx(name.x * MM - SLACK / 2, abs=0.1)
    assert int(words.get(qn("w:w"))) / 20 == pytest.approx(name.width * MM + SLACK, abs=0.1)
    assert name.y * MM <= int(words.get(qn("w:y"))) / 20 < (name.y + name.height) * MM
    assert {one.get(qn("w:vAnchor")) for one in frames.values()} == {"page"}


def test_frame_and_code_lie_behind_the_words_and_over_a_blank_only_the_code():
    drawn = [anchored(Document(BytesIO(make_docx(html_of(name))))) for name in ("full", "blank")]
    assert drawn == [["Giấy khen", "Mã QR 0000-0000-0000"], ["Mã QR 0000-0000-0000"]]


def test_each_certificate_has_a_page_of_its_own_and_of_its_size():
    document = Document(BytesIO(make_docx(html_of("full", "blank", "large"))))
    breaks = list(document.element.body.iter(qn("w:pageBreakBefore")))
    assert len(breaks) == 1
    sizes = [(one.page_width, one.page_height) for one in document.sections]
    assert [(round(wide / Mm(1)), round(high / Mm(1))) for wide, high in sizes] == [(297, 210), (420, 297)]


def test_red_words_are_red_and_no_others():
    document = Document(BytesIO(make_docx(html_of("full"))))
    red = {
        one.text
        for one in document.paragraphs
        if one.text and one.style.font.color is not None and one.style.font.color.rgb is not None
    }
    assert red == {"CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHÂU THÀNH", "GIẤY KHEN"}


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs soffice: apt-get install libreoffice-writer-nogui")
def test_libreoffice_shows_every_line_where_the_pdf_has_it(tmp_path):
    html = html_of(*SHEETS)
    (opened,) = office_pdf([make_docx(html)], tmp_path)
    ours, theirs = measure(make_pdf(html)), measure(opened)
    assert [tuple(map(round, one)) for one in theirs.sizes] == [tuple(map(round, one)) for one in ours.sizes]
    places = {(one.page, squeezed(one.text)): one for one in theirs.lines}
    assert set(places) == {(one.page, squeezed(one.text)) for one in ours.lines}
    for one in ours.lines:
        there = places[one.page, squeezed(one.text)]
        # Word sets half points only, so a centred line may be a little shorter than ours.
        assert min(abs(there.left - one.left), abs(there.middle - one.middle)) < 1 * MM
        assert there.baseline == pytest.approx(one.baseline, abs=1.5 * MM)
