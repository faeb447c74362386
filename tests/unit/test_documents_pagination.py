"""The plan of page turns agrees with the sheet and with what is laid out."""

import re
from xml.etree.ElementTree import Element

from bench.papers import commendation_list
from documents.commendation_list import render_html
from foundation.papers.pagination import COLUMNS, column_widths, count_lines, long_tables, turns
from foundation.papers.pdf import parse
from foundation.papers.sheets import STYLESHEET


def only_table(rows: int) -> tuple[Element, Element]:
    """The list of so many rows, and the body in which it stands."""
    (found,) = long_tables(parse(render_html(commendation_list(rows))))
    return found


def test_column_widths_are_those_of_the_sheet() -> None:
    sheet = STYLESHEET.read_text(encoding="utf-8")
    found = {
        name: float(width) for name, width in re.findall(r"\.list col\.(\w+) \{ width: ([\d.]+)mm", sheet)
    }
    assert found == COLUMNS


def test_columns_fill_the_text_width() -> None:
    assert sum(column_widths(only_table(3)[1])) == 165


def test_count_lines_never_counts_too_few() -> None:
    assert count_lines("Ấp Đắc Lực", 10) == 1
    assert count_lines("", 10) == 1
    assert count_lines("m" * 100, 10) >= 8
    assert count_lines("ភូមិត្រពាំងឈូក", 5) >= 2


def test_turns_rise_and_never_follow_a_heading() -> None:
    place, table = only_table(400)
    rows = table.findall("./tbody/tr")
    planned = turns(place, table)
    assert len(planned) > 10
    assert planned == sorted(set(planned))
    assert all(rows[index - 1].get("class") != "group" for index in planned)


def test_turns_leave_a_short_list_alone() -> None:
    assert turns(*only_table(12)) == []
    assert long_tables(parse(render_html(commendation_list(0)))) == []
