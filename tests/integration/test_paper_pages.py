"""Where pages end, and that every letter prints: of papers of every length, in every cut of the font."""

import unicodedata
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bench.papers import commendation_list, decision
from documents import commendation_list as lists
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render
from tests.measures import MM, measure

PARAGRAPH = (
    "Giao Phòng Nội vụ huyện theo dõi, đôn đốc việc thực hiện và báo cáo kết quả trước ngày 20 tháng 12."
)
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
ALPHABET = "".join([*LETTERS, "đ", *"bcdghklmnpqrstvx"])
EVERY = ALPHABET + ALPHABET.upper()
KHMER = "ភូមិត្រពាំងឈូក សាលាបឋមសិក្សា កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
CUTS = ("Regular", "Bold", "Italic", "BoldItalic")
FONTS = Path("/usr/share/fonts/truetype/liberation2")


def test_the_alphabet_has_all_letters_with_all_tones():
    assert len(set(EVERY)) == 2 * (12 * 6 + 17)


@pytest.mark.parametrize("paragraphs", range(41))
def test_the_signature_never_leaves_the_last_paragraph(paragraphs):
    sample = decision(3)
    paper = replace(sample, articles=(*[PARAGRAPH] * paragraphs, sample.articles[-1]), sample=False)
    seen = measure(make_pdf(render("decision.html", paper)))
    last = next(line for line in seen.lines if line.text.endswith("./."))
    block = [
        seen.find("Nơi nhận:"),
        seen.find("TM. HỘI ĐỒNG"),
        next(line for line in seen.lines if line.text == "CHỦ TỊCH"),
        seen.find("- Lưu: VT"),
    ]
    assert {line.page for line in block} == {last.page}
    assert all(line.baseline < 277 * MM for line in block)
    assert all(20 * MM < line.baseline < 277 * MM or line.text.isdigit() for line in seen.lines)
    annex = seen.find("Phụ lục").page
    assert annex == last.page + 1
    assert all(len(seen.on(page)) > 3 for page in range(len(seen.sizes)))


def test_no_row_is_split_and_each_page_repeats_the_heads():
    deed = "Giúp đỡ các hộ nghèo vốn, giống và kỹ thuật; vận động xây dựng nhà ở; hiến đất làm đường. " * 5
    rows = [lists.Row(f"Hộ ông Nguyễn Văn A {number}", deed, Decimal(90)) for number in range(40)]
    entries = [lists.Entry(lists.Recipient.HOUSEHOLD, "Hộ", row, "Giấy khen") for row in rows]
    paper = replace(commendation_list(0), parts=lists.arrange(entries))
    seen = measure(make_pdf(lists.render_html(paper)))
    for page in range(len(seen.sizes)):
        texts = [line.text for line in seen.on(page)]
        assert texts.count("Thành tích") == 1
        begun = sum("Giúp đỡ các hộ" in text and text.startswith("Giúp") for text in texts)
        points = texts.count("90,00")
        assert begun == points > 0


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_prints_as_itself_in_every_cut(form):
    words = [" ".join(EVERY[at : at + 12]) for at in range(0, len(EVERY), 12)]
    told = [unicodedata.normalize(form, one) for one in words]
    sample = decision(2)
    articles = (*told, sample.articles[-1])
    paper = replace(sample, bases=tuple(told), subject=tuple(told), articles=articles)
    pdf = make_pdf(render("decision.html", paper))
    seen = measure(pdf)
    for bold, italic in ((False, False), (True, False), (False, True)):
        printed = {
            letter
            for line in seen.lines
            if (line.bold, line.italic) == (bold, italic) or (not bold and not line.italic and not italic)
            for letter in unicodedata.normalize("NFC", line.text)
        }
        assert set(EVERY) <= printed, sorted(set(EVERY) - printed)
    assert not any("\ufffd" in line.text or "\x00" in line.text for line in seen.lines)
    fonts = {font["/BaseFont"] for font in fonts_of(pdf)}
    assert all("Liberation-Serif" in name for name in fonts), fonts


def test_khmer_prints_in_a_font_that_has_it():
    row = lists.Row(KHMER, KHMER, Decimal(90))
    entries = [lists.Entry(lists.Recipient.HOUSEHOLD, "Hộ", row, "Giấy khen")]
    pdf = make_pdf(lists.render_html(replace(commendation_list(0), parts=lists.arrange(entries))))
    assert any("Khmer" in font["/BaseFont"] for font in fonts_of(pdf))
    printed = {letter for line in measure(pdf).lines for letter in line.text}
    assert {letter for letter in KHMER if unicodedata.category(letter) == "Lo"} <= printed
    assert "\ufffd" not in printed


@pytest.mark.parametrize("cut", CUTS)
def test_the_font_that_is_installed_has_every_letter_and_the_widths_of_times(cut):
    font = TTFont(FONTS / f"LiberationSerif-{cut}.ttf")
    known = font.getBestCmap()
    assert all(ord(letter) in known for letter in EVERY + "“”–…×²½")
    assert font["head"].unitsPerEm == 2048
    assert font["hmtx"][known[ord("n")]][0] == (1139 if "Bold" in cut else 1024)


def fonts_of(pdf):
    """Each font of a file."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for name, font in page["/Resources"]["/Font"].items():
            found[name] = font.get_object()
    return list(found.values())
