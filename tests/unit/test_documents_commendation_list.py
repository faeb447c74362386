"""The commendation list: legal order, closing sentence, and HTML that no value can break."""

from dataclasses import replace
from decimal import Decimal

from bench.papers import commendation_list
from documents.commendation_list import (
    AwardPart,
    CommendationList,
    Entry,
    Recipient,
    Row,
    arrange,
    render_html,
)
from foundation.papers.pdf import parse


def entry(recipient: Recipient, name: str, award: str = "Giấy khen", precedence: int = 2) -> Entry:
    return Entry(recipient, "Loại", Row(name, "Thành tích", Decimal(90)), award, precedence)


def listed(*entries: Entry, **changes: object) -> CommendationList:
    return replace(commendation_list(0), parts=arrange(entries), **changes)  # type: ignore[arg-type]


def test_arrange_puts_collectives_before_households_before_individuals() -> None:
    mixed = [
        entry(kind, kind.value) for kind in (Recipient.INDIVIDUAL, Recipient.COLLECTIVE, Recipient.HOUSEHOLD)
    ]
    (part,) = arrange(mixed)
    assert [group.recipient for group in part.groups] == list(Recipient)


def test_arrange_puts_the_higher_award_first_and_keeps_the_given_order_of_rows() -> None:
    parts: tuple[AwardPart, ...] = arrange(
        [
            entry(Recipient.COLLECTIVE, "b"),
            entry(Recipient.COLLECTIVE, "a"),
            entry(Recipient.INDIVIDUAL, "c", "Bằng khen", 1),
        ]
    )
    assert [part.award for part in parts] == ["Bằng khen", "Giấy khen"]
    assert [row.name for row in parts[1].groups[0].subgroups[0].rows] == ["b", "a"]


def test_closing_counts_each_kind_with_leading_zeros_and_ends_the_paper() -> None:
    entries = [entry(Recipient.COLLECTIVE, str(index)) for index in range(11)]
    paper = listed(*entries, entry(Recipient.INDIVIDUAL, "x"), remarks=("Một trường hợp chưa xét.",))
    assert paper.closing == (
        "Danh sách này có 11 tập thể và 01 cá nhân; thời gian đạt thành tích: năm 2024. "
        "Một trường hợp chưa xét./."
    )


def test_empty_list_prints_a_sentence_and_no_table() -> None:
    root = parse(render_html(listed()))
    assert root.find(".//table[@class='list']") is None
    assert "Không có trường hợp nào" in "".join(root.itertext())


def test_values_inject_no_markup_and_odd_characters_are_dropped() -> None:
    hostile = 'D\'Artagnan </td><script>alert(1)</script> &amp; "x" \x0b\x00\ufffe'
    root = parse(render_html(listed(entry(Recipient.HOUSEHOLD, hostile))))
    assert root.find(".//script") is None
    cells = ["".join(cell.itertext()) for cell in root.iterfind(".//tbody//td")]
    assert cells[1] == 'D\'Artagnan </td><script>alert(1)</script> &amp; "x" '


def test_running_numbers_go_through_the_whole_list() -> None:
    root = parse(render_html(commendation_list(45)))
    numbers = [cell.text for cell in root.iterfind(".//tbody/tr/td[@class='n']")]
    assert numbers == [str(number) for number in range(1, 46)]
