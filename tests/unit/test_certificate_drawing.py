"""Every line of a certificate stays in its box: measured in the PDF, not only planned."""

import pytest

from documents.certificate_layout import Layout, Sheet, clashes, default_layout, from_data, strays, to_data
from documents.certificate_printing import sample_text
from documents.certificates import Certificates, CertificateText, draw, render_html
from foundation.papers.printing import make_pdf
from foundation.papers.widths import Cut, width_of
from tests.measures import MM, measure

LONG = (
    "Phòng giao dịch Ngân hàng Chính sách xã hội huyện Châu Thành và Hợp tác xã nông nghiệp dịch vụ tổng hợp"
)
KHMER = "ហ៊ុន សុខា"
NAMES = ("Hộ ông Trần Vanh Na", LONG, f"{LONG} {LONG}", "Hộ bà H'Nhuôn Êban", KHMER, "X" * 200)


def text(**fields):
    sample = sample_text()
    return CertificateText(dict(sample.fields) | fields, sample.mark)


def printed(layout: Layout, *texts: CertificateText):
    drawings = tuple(draw(layout, one) for one in texts)
    return measure(make_pdf(render_html(Certificates("Giấy khen", drawings))))


def inside(line, spot, slack=1.5):
    """Whether a line that begins within a box also ends within it."""
    left, right = spot.x * MM - slack, (spot.x + spot.width) * MM + slack
    top, bottom = spot.y * MM - slack, (spot.y + spot.height) * MM + slack
    return (
        left <= line.left
        and line.right <= right
        and top <= line.baseline - line.size * 0.6
        and line.baseline <= bottom
    )


@pytest.mark.parametrize("sheet", list(Sheet))
def test_long_names_and_deeds_stay_in_their_boxes(sheet):
    layout = default_layout(sheet)
    deed = " ".join(["Giảm 1,52 điểm phần trăm tỷ lệ hộ nghèo trên địa bàn;"] * 12)
    seen = printed(
        layout, *(text(recipient=name, achievement=deed, role="KT. Chủ tịch\nPhó Chủ tịch") for name in NAMES)
    )
    assert len(seen.sizes) == len(NAMES)
    spots = [spot for _name, _style, spot in layout.printed()]
    for line in seen.lines:
        assert any(inside(line, spot) for spot in spots), (line.text, line.left / MM, line.baseline / MM)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_name_is_cut(name):
    lines = draw(default_layout(), text(recipient=name)).lines
    whole = "".join(one.text for one in lines).replace(" ", "")
    assert name.replace(" ", "") in whole


def test_a_long_name_shrinks_before_it_takes_a_second_line():
    def sizes(name):
        drawn = draw(default_layout(), text(recipient=name)).lines
        return [one.size for one in drawn if one.text in name]

    assert sizes("Hộ ông Trần Vanh Na") == [26]
    (shrunk,) = sizes("Hợp tác xã nông nghiệp dịch vụ tổng hợp Phước Hòa, ấp Phước Hòa")
    assert 18 <= shrunk < 26
    assert len(sizes(LONG)) == 2


def test_over_a_blank_only_what_it_leaves_open_is_printed():
    seen = printed(default_layout(overlay=True), text())
    said = " ".join(line.text for line in seen.lines)
    assert "Hộ ông Nguyễn Văn A" in said
    assert "CỘNG HÒA" not in said
    assert "GIẤY KHEN" not in said
    assert not any(one.right - one.left > 200 * MM for one in seen.rules)


def test_the_offsets_move_everything():
    layout = default_layout()
    moved = from_data(to_data(layout) | {"dx": 3, "dy": -2})
    before, after = (printed(one, text()).find("Hộ ông Nguyễn") for one in (layout, moved))
    assert after.left - before.left == pytest.approx(3 * MM, abs=0.1)
    assert after.baseline - before.baseline == pytest.approx(-2 * MM, abs=0.1)


@pytest.mark.parametrize("sheet", list(Sheet))
@pytest.mark.parametrize("overlay", [False, True])
def test_our_layouts_have_no_faults(sheet, overlay):
    layout = default_layout(sheet, overlay=overlay)
    assert (clashes(layout), strays(layout)) == ([], [])


def test_widths_are_those_of_the_printed_letters():
    words = "Ưu tú Ướm chừng Đường Nghĩa Ỷ W"
    seen = printed(default_layout(), text(signer=words)).find("Ưu tú")
    assert seen.right - seen.left == pytest.approx(width_of(words, Cut.BOLD) * seen.size, rel=0.03)
