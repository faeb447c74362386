"""PDFs of papers, judged by text, fonts, positions and page count."""

import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bench.papers import commendation_list
from documents import commendation_list as lists
from documents import ranking_table as rankings
from foundation.papers.pdf import UnplannedPageError, lay_out, parse
from foundation.papers.pieces import LONG
from foundation.papers.printing import make_pdf

MM = 72 / 25.4
KHMER = "ភូមិត្រពាំងឈូក"


def poppler(tool: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    target = [] if tool in ("pdffonts", "pdfinfo") else ["-"]
    run = subprocess.run([tool, *options, str(file), *target], check=True, capture_output=True)
    return run.stdout.decode()


def pages(pdf: bytes, tmp_path: Path) -> list[str]:
    return poppler("pdftotext", pdf, tmp_path, "-layout").split("\f")[:-1]


def words(pdf: bytes, tmp_path: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """For each page its words with their boxes, in points from the upper left corner."""
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [
        [(text, *map(float, edges)) for *edges, text in re.findall(box, page)]
        for page in poppler("pdftotext", pdf, tmp_path, "-bbox").split("<page ")[1:]
    ]


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return make_pdf(lists.render_html(commendation_list(LONG)))


def test_every_font_is_embedded_and_of_the_times_family(long_pdf: bytes, tmp_path: Path) -> None:
    fonts = [line.split() for line in poppler("pdffonts", long_pdf, tmp_path).splitlines()[2:]]
    assert fonts
    assert all(re.search(r"Liberation-?Serif|Times", font[0]) for font in fonts)
    assert all(font[-5:-3] == ["yes", "yes"] for font in fonts)


def test_a4_with_the_margins_of_the_decree(long_pdf: bytes, tmp_path: Path) -> None:
    assert "595.276 x 841.89 pts (A4)" in poppler("pdfinfo", long_pdf, tmp_path)
    for page in words(long_pdf, tmp_path):
        assert all(left >= 30 * MM - 0.1 and right <= (210 - 15) * MM + 0.1 for _, left, _, right, _ in page)
        body = [word for word in page if 20 * MM - 1 <= word[2] <= 277 * MM]
        assert max(bottom for *_, bottom in body) <= 277 * MM + 0.1


def test_page_number_stands_in_the_top_margin_from_page_two(long_pdf: bytes, tmp_path: Path) -> None:
    first, *others = words(long_pdf, tmp_path)
    assert not [word for word in first if word[4] < 20 * MM]
    for number, page in enumerate(others, start=2):
        (found,) = [word for word in page if word[4] < 20 * MM]
        assert found[0] == str(number)
        assert (found[1] + found[3]) / 2 == pytest.approx((30 + 165 / 2) * MM, abs=1)


def test_head_repeats_and_every_row_is_printed_once(long_pdf: bytes, tmp_path: Path) -> None:
    text = pages(long_pdf, tmp_path)
    assert all("Tập thể, hộ gia đình, cá nhân" in page and "Thành tích" in page for page in text)
    numbers = [int(found) for page in text for found in re.findall(r"^ *(\d+)  +\S", page, re.MULTILINE)]
    assert sorted(numbers) == list(range(1, LONG + 1))


def test_no_planned_page_is_left_half_empty(long_pdf: bytes, tmp_path: Path) -> None:
    for page in words(long_pdf, tmp_path)[1:-2]:
        last = max(word[4] for word in page if word[0] != "MẪU" and word[4] < 277 * MM)
        assert last > 250 * MM


def test_last_rows_travel_with_the_signature(tmp_path: Path) -> None:
    for rows in range(10, 34):
        last = pages(make_pdf(lists.render_html(commendation_list(rows))), tmp_path)[-1]
        assert re.search(rf"^ *{rows - 1}  +\S", last, re.MULTILINE), rows
        assert re.search(rf"^ *{rows}  +\S", last, re.MULTILINE), rows
        assert "./." in last
        assert "Nơi nhận:" in last
        assert "CHỦ TỊCH" in last
        assert "Kết quả đánh giá lần 3, mã 7F3A 91C2 0B5D." in last


def test_motto_block_and_date_stand_on_one_line_each(tmp_path: Path) -> None:
    text = pages(make_pdf(lists.render_html(commendation_list(3))), tmp_path)[0]
    assert re.search(r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", text, re.MULTILINE)
    assert re.search(r"Số: 18/DS-HĐTĐKT +Châu Thành, ngày 12 tháng 12 năm 2024$", text, re.MULTILINE)


def test_sample_mark_is_on_each_page_and_only_on_samples(long_pdf: bytes, tmp_path: Path) -> None:
    assert all("DỮ LIỆU MẪU" in page for page in pages(long_pdf, tmp_path))
    genuine = make_pdf(lists.render_html(replace(commendation_list(40), sample=False)))
    assert not [page for page in pages(genuine, tmp_path) if "DỮ LIỆU MẪU" in page]


def test_long_names_and_khmer_script_are_not_cut(tmp_path: Path) -> None:
    name = "Hợp tác xã dịch vụ nông nghiệp tổng hợp D'Artagnan Phú Tâm - An Ninh"
    row = lists.Row(name, f"{KHMER} " + "Giảm 1,52 điểm % hộ nghèo; " * 7 + "x" * 90, Decimal("1000"))
    parts = lists.arrange([lists.Entry(lists.Recipient.COLLECTIVE, "HTX", row, "Giấy khen")] * 30)
    pdf = make_pdf(lists.render_html(replace(commendation_list(0), parts=parts)))
    printed = words(pdf, tmp_path)
    assert sum("D'Artagnan" in word[0] or "Artagnan" in word[0] for page in printed for word in page) == 30
    assert all(word[3] <= 195 * MM + 0.1 for page in printed for word in page)
    assert "Khmer" in poppler("pdffonts", pdf, tmp_path)
    assert all(len(page) > 20 for page in printed)


def test_same_snapshot_gives_the_same_bytes(long_pdf: bytes) -> None:
    assert make_pdf(lists.render_html(commendation_list(LONG))) == long_pdf
    short = lists.render_html(commendation_list(8))
    assert make_pdf(short) == make_pdf(short)


def test_each_paper_is_tagged_and_names_title_and_language(long_pdf: bytes, tmp_path: Path) -> None:
    short = make_pdf(lists.render_html(commendation_list(5)))
    for pdf in (short, long_pdf):
        assert re.search(r"Tagged: +yes", poppler("pdfinfo", pdf, tmp_path))
        assert "Title:           Danh sách Tập thể" in poppler("pdfinfo", pdf, tmp_path)
        assert PdfReader(BytesIO(pdf)).root_object["/Lang"] == "vi"


def test_a_paper_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TUYET MAT", encoding="utf-8")
    html = lists.render_html(commendation_list(2)).replace(
        "<body", f'<body style="background: url({secret.as_uri()})"', 1
    )
    pdf = make_pdf(html.replace("</body>", f'<a rel="attachment" href="{secret.as_uri()}">x</a></body>'))
    assert b"/EmbeddedFile" not in pdf
    assert "TUYET MAT" not in poppler("pdftotext", pdf, tmp_path)


def test_a_page_that_begins_elsewhere_than_planned_is_refused() -> None:
    root = parse(lists.render_html(commendation_list(30)))
    row = root.findall(".//tbody/tr")[9]
    row.set("class", "turn")
    row.set("id", "page-body-7")
    with pytest.raises(UnplannedPageError):
        lay_out(root)


def test_ranking_prints_ties_and_an_annex_with_pages_of_its_own(tmp_path: Path) -> None:
    rows = tuple(
        rankings.RankedRow(
            "4=" if place in (4, 5) else str(place), f"Xã {place}", Decimal(90), None, "Tốt", "Giấy khen"
        )
        for place in range(1, 41)
    )
    reasons = tuple(
        rankings.AnnexEntry(f"Xã {place}", ("Đạt 21,20 điểm.", "Trong chỉ tiêu.")) for place in range(40)
    )
    paper = rankings.RankingTable(
        ("các xã năm 2024",),
        (rankings.RankedGroup("Cụm 1", rows, "chỉ tiêu 20%"),),
        reasons,
        commendation_list(0).header,
    )
    text = pages(make_pdf(rankings.render_html(paper)), tmp_path)
    assert len(re.findall(r"^ *4=  +Xã", "\n".join(text), re.MULTILINE)) == 2
    annex = next(index for index, page in enumerate(text) if "Phụ lục" in page)
    assert annex == 2
    assert text[annex + 1].split()[0] == "2"
