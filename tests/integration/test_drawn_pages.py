"""Pages of a long table that are drawn: the same letters, rules and tags where WeasyPrint has them."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import cycle, islice

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from bench.papers import commendation_list, decision
from documents.commendation_list import Entry, Recipient, Row, arrange, render_html
from foundation.papers.archive import write
from foundation.papers.drawn_pages.page import DrawnPage
from foundation.papers.drawn_pages.shaping import NotPlainError
from foundation.papers.lengthy import LONG, draw_lengthy
from foundation.papers.pdf import lay_out, parse
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render
from tests.measures import measure

ROWS = LONG + 40
AWKWARD = (
    "Giúp 02 hộ nghèo và/hoặc cận nghèo giai đoạn 2021-2025, đạt 105,5% (vượt 5,5%); dự ƯỚC 1.250.000đ",
    "“Châu Thành chung tay vì người nghèo - Không để ai bị bỏ lại phía sau”: T.Ư. và V.A.Y. 11/11/2024",
    "Trả nợ   Ngân hàng\nChính sách xã hội trước hạn 03\u00a0tháng; con học hết lớp\u00a012",
    "Nghĩa-tình-làng-xóm-bền-lâu… hiến 1.200 m² đất; efficient office; 50.000 – 70.000 đồng/kg",
    "",
    "Vận động Quỹ “Vì người nghèo”",
)
"""Texts that break in unusual places, or hardly."""


def awkward_list():
    rows = [
        Entry(Recipient.HOUSEHOLD, "Hộ", Row(f"Hộ {text[:60]} {number}", text, Decimal(90)), "Giấy khen")
        for number, text in enumerate(islice(cycle(AWKWARD), ROWS))
    ]
    return render_html(replace(commendation_list(1), parts=arrange(rows)))


PAPERS = {
    "list": lambda: render_html(commendation_list(ROWS)),
    "annex": lambda: render("decision.html", decision(ROWS)),
    "awkward": awkward_list,
}


@pytest.fixture(scope="module", params=PAPERS)
def both(request):
    """The file with drawn pages, and the one that WeasyPrint makes alone."""
    html = PAPERS[request.param]()
    return write([draw_lengthy(parse(html))]), write([lay_out(parse(html))])


def test_pages_are_drawn(monkeypatch):
    painted = []
    monkeypatch.setattr(
        DrawnPage, "paint", lambda page, *told, usual=DrawnPage.paint: painted.append(usual(page, *told))
    )
    draw_lengthy(parse(PAPERS["list"]()))
    assert len(painted) >= 3


def test_every_line_stands_where_weasyprint_has_it(both):
    drawn, laid = map(measure, both)
    assert drawn.sizes == laid.sizes
    for page in range(len(laid.sizes)):
        ours, theirs = (
            sorted(one.on(page), key=lambda line: (line.baseline, line.left)) for one in (drawn, laid)
        )
        assert [(one.text, one.size, one.bold) for one in ours] == [
            (one.text, one.size, one.bold) for one in theirs
        ]
        for one, other in zip(ours, theirs, strict=True):
            places = (one.left, one.right, one.baseline)
            assert places == pytest.approx((other.left, other.right, other.baseline), abs=0.02)


def test_pages_look_alike(both):
    for one, other in zip(*(PdfDocument(pdf) for pdf in both), strict=True):
        ours, theirs = (page.render(scale=1.5, grayscale=True).to_pil() for page in (one, other))
        apart: Image.Image = ImageChops.difference(ours, theirs)
        assert ImageStat.Stat(apart).mean[0] < 0.1


def test_every_tag_is_the_same(both):
    drawn, laid = (list(tags(PdfReader(BytesIO(pdf)))) for pdf in both)
    assert drawn == laid
    reader = PdfReader(BytesIO(both[0]))
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for page, elements in zip(numbers[::2], numbers[1::2], strict=True):
        said = [one.get_object()["/K"][0] for one in elements]
        assert page >= len(reader.pages) or said == list(range(len(said)))


def tags(reader):
    """Each element of the structure: how deep it is, its tag, page, columns and how many heads it has."""
    pages = {page.indirect_reference.idnum: index for index, page in enumerate(reader.pages)}

    def walk(node, depth):
        node = node.get_object()
        if isinstance(node, int):
            yield depth, int(node)
            return
        about = node.get("/A", {})
        page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else None
        yield depth, node["/S"], page, about.get("/ColSpan"), len(about.get("/Headers", ())), "/ID" in node
        for child in node["/K"]:
            yield from walk(child, depth + 1)

    yield from walk(reader.root_object["/StructTreeRoot"]["/K"][0], 0)


@pytest.mark.parametrize("name", ["Hộ ông ហ៊ុន សុខា", "W" * 60])
def test_what_is_not_plain_is_left_to_weasyprint(name):
    html = PAPERS["list"]().replace("Hộ số 77", name)
    with pytest.raises(NotPlainError):
        draw_lengthy(parse(html))


def test_the_same_list_gives_the_same_bytes():
    assert make_pdf(PAPERS["list"]()) == make_pdf(PAPERS["list"]())
