"""The plan of page turns agrees with the sheet and with what is laid out."""

import re

from bench.papers import commendation_list
from documents.commendation_list import render_html
from foundation.papers.pagination import COLUMNS, column_widths, count_lines, turns
from foundation.papers.pdf import parse
from foundation.papers.sheets import STYLESHEET


def test_column_widths_are_those_of_the_sheet() -> None:
    sheet = STYLESHEET.read_text(encoding="utf-8")
    found = {
        name: float(width) for name, width in re.findall(r"\.list col\.(\w+) \{ width: ([\d.]+)mm", sheet)
    }
    assert found == COLUMNS


def test_columns_fill_the_text_width() -> None:
    assert sum(column_widths(parse(render_html(commendation_list(3))))) == 165


def test_count_lines_never_counts_too_few() -> None:
    assert count_lines("Ấp Đắc Lực", 10) == 1
    assert count_lines("", 10) == 1
    assert count_lines("m" * 100, 10) >= 8
    assert count_lines("ភូមិត្រពាំងឈូក", 5) >= 2


def test_turns_rise_and_never_follow_a_heading() -> None:
    root = parse(render_html(commendation_list(400)))
    rows = root.findall(".//tbody/tr")
    planned = turns(root)
    assert len(planned) > 10
    assert planned == sorted(set(planned))
    assert all(rows[index - 1].get("class") != "group" for index in planned)


def test_turns_leave_a_short_list_alone() -> None:
    assert turns(parse(render_html(commendation_list(12)))) == []
    assert turns(parse(render_html(commendation_list(0)))) == []
