"""The names above the dots of a ranking: no line strikes through a name, and no two names touch."""

from decimal import Decimal

import pytest

from awards.pictures import LETTER, Unit, axis_over, draw_dots

COMMUNES = (
    ("An Hiệp", "66.0"),
    ("Châu Thành", "84.3"),
    ("An Ninh", "87.5"),
    ("Phú Tân", "87.5"),
    ("Thuận Hòa", "90.4"),
    ("Phú Tâm", "92.6"),
    ("Thiện Mỹ", "94.58"),
    ("Hồ Đắc Kiện", "94.6"),
)


def named(units, right):
    drawn = [Unit(name, "1", Decimal(points), "off") for name, points in units]
    totals = [one.points for one in drawn]
    dots = draw_dots(drawn, (), axis_over(totals, top=Decimal(100), left=16, right=right), named=True).dots
    return [one for one in dots if one.name]


def span(dot):
    width = len(dot.name) * LETTER
    begin = {"middle": dot.name_x - width / 2, "end": dot.name_x - width, "start": dot.name_x}[dot.anchor]
    return begin, begin + width


@pytest.mark.parametrize("right", [640, 1084])
@pytest.mark.parametrize("gap", [Decimal("0.4"), Decimal(1), Decimal(3)])
def test_no_line_strikes_a_name_and_no_names_touch(right, gap):
    steps = [(f"Đơn vị {place}", str(80 + gap * place)) for place in range(5)]
    for units in (COMMUNES, steps):
        dots = named(units, right)
        assert sorted(name for one in dots for name in one.name.split(" · ")) == sorted(dict(units))
        for one in dots:
            begin, end = span(one)
            for other in dots:
                if other is one:
                    continue
                if other.name_y == one.name_y:
                    assert span(other)[1] < begin or end < span(other)[0]
                if other.name_y < one.name_y:
                    assert not begin < other.x < end, f"{other.name} strikes {one.name}"
