import unicodedata
from datetime import date
from decimal import Decimal

import pytest
import yaml
from flask import Flask
from flask_babel import Babel

from awards.entries import read_entries
from awards.entry_wording import entry_fault_text
from criteria.document import read_document
from foundation.tables.reading import read_table
from foundation.tables.values import Figure, Row, Table
from scoring.evidence import NOT_APPLICABLE, OwnTarget, Pair, PastAward
from scoring.rubric import Mark
from tests.unit.test_tables import workbook

HOLD = {"code": "H1", "name": "Đang thanh tra"}
GK = {"code": "GK", "name": "Giấy khen", "issuer": "Chủ tịch", "types": ["xa"]}


def criterion(code, scale, max=10, **more):  # noqa: A002 - the word of the document
    return {"code": code, "name": f"Tiêu chí {code}", "max": max, "scale": scale, **more}


def rubric(*criteria, **more):
    """A document of one type, "xa"; by default one criterion, I.1, of up to ten points."""
    criteria = list(criteria) or [criterion("I.1", "manual")]
    kind = {"code": "xa", "name": "Xã, thị trấn", "max": 100, "children": criteria, **more.pop("kind", {})}
    content = {"format": "1", "title": "Bảng điểm", "year": 2024, "types": [kind], **more}
    reading = read_document(yaml.safe_dump(content, allow_unicode=True).encode())
    assert reading.rubric is not None, reading.faults
    return reading.rubric


def entries(text, document=None):
    return read_entries(document or rubric(), read_table(text.encode(), "entries.csv"))


def only(text, document=None):
    found = entries(text, document)
    assert found.faults == []
    return found.participants[0]


def faults_of(text, document=None):
    return [(fault.code, fault.row, fault.column) for fault in entries(text, document).faults]


def warnings_of(text, document=None):
    return [(fault.code, fault.row, fault.column) for fault in entries(text, document).warnings]


@pytest.mark.parametrize("title", ["id", "ID", "  Mã ", "mã đơn vị", "Mã số"])
def test_column_of_the_id_is_found_by_its_words(title):
    assert only(f"{title};I.1\nA;5\n").id == "A"


@pytest.mark.parametrize(
    "title", ["I.1", "i.1", "I.1 Tiêu chí", "I.1. Có kế hoạch", "Tiêu chí I.1", "I.1: Kế hoạch"]
)
def test_column_of_a_criterion_is_found_by_code_or_name(title):
    assert only(f"id;{title}\nA;5\n").entries == {"I.1": 5}


def test_empty_cell_is_not_yet_scored_and_zero_is_zero():
    found = entries("id;I.1\nA;\nB;0\n").participants
    assert [dict(item.entries) for item in found] == [{}, {"I.1": 0}]


def test_fields_are_read():
    document = rubric(kind={"holds": [HOLD]}, exclusions=[{"code": "X1", "name": "Kỷ luật"}], awards=[GK])
    item = only(
        "id;tên;cụm;trực thuộc;exclusions;holds;past_awards;I.1\n"
        "A;Xã Một;Cụm 1;H;X1;h1;gk:2022, GK: 2023;5\n",
        document,
    )
    assert (item.name, item.cluster, item.parent, item.type) == ("Xã Một", "Cụm 1", "H", "xa")
    assert (item.exclusions, item.holds) == ({"X1"}, {"H1"})
    assert item.past_awards == (PastAward("GK", 2022), PastAward("GK", 2023))


@pytest.mark.parametrize(
    ("text", "held"),
    [("x", True), ("có", True), ("1", True), ("không", False), ("0", False), ("-", False), ("", False)],
)
def test_mark_columns_are_read(text, held):
    item = only(f"id;H1;I.1\nA;{text};5\n", rubric(holds=[HOLD]))
    assert bool(item.holds) is held


def test_type_is_known_by_code_or_name():
    kinds = [
        {"code": code, "name": name, "max": 10, "children": [criterion("I.1", "manual")]}
        for code, name in (("xa", "Xã"), ("ap", "Ấp"))
    ]
    document = rubric(types=kinds)
    found = entries("id;type;I.1\nA;xa;1\nB;ẤP;2\nC;;3\nD;xx;4\n", document)
    assert [item.type for item in found.participants] == ["xa", "ap"]
    assert [(fault.code, fault.row, fault.column) for fault in found.faults] == [
        ("type_missing", 4, 1),
        ("type_unknown", 5, 1),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        (" 7 ", "7"),
    ],
)
def test_numbers_are_read_as_vietnamese_and_english_write_them(text, value):
    document = rubric(criterion("I.1", {"kind": "count", "each": 1, "whole": False}))
    assert only(f"id;I.1\nA;{text}\n", document).entries == {"I.1": Decimal(value)}


@pytest.mark.parametrize(("other", "value"), [("12,5", "1234"), ("12.5", "1.234")])
def test_ambiguous_number_is_settled_by_the_rest_of_the_file(other, value):
    document = rubric(criterion("I.1", {"kind": "count", "each": 1, "whole": False}))
    item = only(f"id;I.1\nA;1.234\nB;{other}\n", document)
    assert item.entries == {"I.1": Decimal(value)}


def test_ambiguous_number_that_nothing_settles_is_refused():
    document = rubric(criterion("I.1", {"kind": "count", "each": 1, "whole": False}))
    found = entries("id;I.1\nA;1.234\n", document)
    assert [fault.code for fault in found.faults] == ["number_ambiguous"]


@pytest.mark.parametrize("other", ["12,5", "12.5", "1.234"])
def test_cell_that_holds_a_number_is_never_ambiguous(other):
    document = rubric(criterion("I.1", {"kind": "count", "each": 1, "whole": False}))
    rows = [Row(2, ("A", Figure("1.234"))), Row(3, ("B", other))]
    item = read_entries(document, Table(("id", "I.1"), 1, rows, [])).participants[0]
    assert item.entries == {"I.1": Decimal("1.234")}


RATIO = {"kind": "ratio"}
AMOUNT = {"kind": "amount"}
RANGE = {"kind": "target", "target": 2, "minimum": 1}
FALL = {"kind": "target", "target": 2, "asks": "decrease"}


@pytest.mark.parametrize(
    ("scale", "titles", "cells", "entry"),
    [
        (RATIO, "I.1.numerator;I.1.denominator", "48;50", Pair(Decimal(48), Decimal(50))),
        (RATIO, "I.1.tử số;I.1 Mẫu số", "48;50", Pair(Decimal(48), Decimal(50))),
        (RATIO, "I.1", "96%", Decimal(96)),
        (RATIO, "I.1;I.1.numerator;I.1.denominator", ";48;50", Pair(Decimal(48), Decimal(50))),
        (FALL, "I.1.before;I.1.after", "7,5;5", Pair(Decimal("7.5"), Decimal(5))),
        (AMOUNT, "I.1.actual;I.1.plan", "80;100", Pair(Decimal(80), Decimal(100))),
        (AMOUNT, "I.1;I.1.plan", "80;100", Pair(Decimal(80), Decimal(100))),
        (AMOUNT, "I.1", "80%", Pair(Decimal(80), Decimal(100))),
        (AMOUNT | {"plan": 50}, "I.1", "80", Decimal(80)),
        (AMOUNT | {"plan": 50}, "I.1;I.1.plan", "80;", Decimal(80)),
        (AMOUNT, "I.1;I.1.plan", ";100", None),
    ],
)
def test_criteria_of_two_figures_are_read(scale, titles, cells, entry):
    item = only(f"id;{titles}\nA;{cells}\n", rubric(criterion("I.1", scale)))
    assert item.entries.get("I.1") == entry


@pytest.mark.parametrize(
    ("scale", "titles", "cells", "fault"),
    [
        (RATIO, "I.1;I.1.numerator;I.1.denominator", "96;48;50", ("whole_and_part", 2, 2)),
        (RATIO, "I.1.numerator;I.1.denominator", "48;", ("half_missing", 2, 2)),
        (RATIO, "I.1.numerator;I.1.denominator", "48;0", ("denominator_zero", 2, 2)),
        (RATIO, "I.1.numerator;I.1.denominator", "x;50", ("not_a_number", 2, 1)),
        (RATIO, "I.1.numerator;I.1.denominator", "-;50", ("half_dash", 2, 1)),
        (RATIO, "I.1.numerator", "48", ("half_missing", 2, 1)),
        (AMOUNT, "I.1;I.1.actual", "80;80", ("whole_and_part", 2, 2)),
        (AMOUNT, "I.1;I.1.plan", "80%;100", ("percent_and_plan", 2, 2)),
        (AMOUNT, "I.1;I.1.plan", "80;0", ("plan_zero", 2, 2)),
        (AMOUNT, "I.1", "80", ("plan_missing", 2, 1)),
        ("yes_no", "I.1", "maybe", ("not_yes_or_no", 2, 1)),
        ("manual", "I.1", "11", ("above_maximum", 2, 1)),
        ("manual", "I.1", "mười", ("not_a_number", 2, 1)),
        ("manual", "I.1", "-", ("dash_not_allowed", 2, 1)),
        ({"kind": "count", "each": 1}, "I.1", "-2", ("below_least", 2, 1)),
        (
            {"kind": "target", "target": 2, "minimum": 1},
            "I.1;I.1.target",
            "2;0,5",
            ("own_target_order", 2, 2),
        ),
    ],
)
def test_entries_that_cannot_be_are_refused_with_row_and_column(scale, titles, cells, fault):
    assert fault in faults_of(f"id;{titles}\nA;{cells}\n", rubric(criterion("I.1", scale)))


def test_own_thresholds_are_read():
    document = rubric(criterion("I.1", RANGE))
    found = entries("id;I.1;I.1.target;I.1.minimum\nA;1,5;1,5;0,5\nB;1;;\n", document)
    assert found.participants[0].targets == {"I.1": OwnTarget(Decimal("1.5"), Decimal("0.5"))}
    assert found.participants[1].targets == {}


def test_numerator_above_its_denominator_is_a_warning():
    document = rubric(criterion("I.1", RATIO))
    text = "id;I.1.numerator;I.1.denominator\nA;60;50\n"
    assert warnings_of(text, document) == [("above_denominator", 2, 1)]
    assert only(text, document).entries["I.1"] == Pair(Decimal(60), Decimal(50))


KHMER = {
    "attributes": {"khmer": {"name": "Số hộ Khmer"}},
}
IF_KHMER = {"applies_if": {"attribute": "khmer", "above": 0}}


def khmer_rubric():
    return rubric(criterion("I.1", "manual", **IF_KHMER), criterion("I.2", "manual"), **KHMER)


def test_dash_where_the_attribute_says_that_it_applies_is_a_fault_that_says_why():
    found = entries("id;khmer;I.1;I.2\nA;12;-;5\n", khmer_rubric())
    assert [(fault.code, fault.facts["attributes"]) for fault in found.faults] == [
        ("dash_but_applies", ("khmer",))
    ]


def test_figure_where_the_attribute_says_that_it_does_not_apply_is_a_warning():
    assert warnings_of("id;khmer;I.1;I.2\nA;0;5;5\n", khmer_rubric()) == [("figure_not_applicable", 2, 2)]


def test_dash_is_accepted_where_it_does_not_apply_or_is_not_known():
    found = entries("id;khmer;I.1;I.2\nA;0;-;5\nB;;-;5\n", khmer_rubric())
    assert found.faults == []
    assert found.participants[1].entries["I.1"] is NOT_APPLICABLE
    assert [(fault.code, fault.facts["count"]) for fault in found.warnings] == [("attribute_empty", 1)]


def test_dash_is_accepted_under_a_section_that_does_not_apply():
    section = {"code": "I", "name": "Mục", "children": [criterion("I.1", "manual")], **IF_KHMER}
    document = rubric(section, criterion("II", "manual"), **KHMER)
    assert only("id;khmer;I.1;II\nA;0;-;5\n", document).entries == {"II": 5}


def test_column_of_a_criterion_that_applies_to_nobody_may_lack():
    assert faults_of("id;khmer;I.2\nA;0;5\n", khmer_rubric()) == []
    assert faults_of("id;khmer;I.2\nA;0;5\nB;3;5\n", khmer_rubric()) == [("column_missing", 1, None)]


def test_columns_that_lack_are_all_named():
    document = rubric(
        criterion("I.1", "manual"),
        criterion("I.2", RATIO),
        criterion("B1", "manual", role="bonus"),
        kind={"ranking": {"group": ["cluster", "khmer"]}},
        **KHMER,
    )
    found = entries("name;I.2.numerator\nXã;3\n", document)
    lacking = [(fault.code, fault.facts.get("column") or fault.facts.get("field")) for fault in found.faults]
    assert ("id_column_missing", None) in lacking
    assert ("group_column_missing", "cluster") in lacking
    assert ("column_missing", "I.1") in lacking
    assert ("column_missing", "I.2.denominator") in lacking
    assert [fault.code for fault in found.warnings] == ["extra_column_missing", "attribute_column_missing"]


def test_group_of_a_row_must_be_given():
    document = rubric(kind={"ranking": {"group": "cluster"}})
    assert faults_of("id;cluster;I.1\nA;;5\n", document) == [("group_missing", 2, 1)]


def test_attribute_default_stands_for_an_empty_cell():
    attributes = {"khmer": {"name": "Số hộ Khmer", "default": "3"}}
    document = rubric(criterion("I.1", "manual", **IF_KHMER), attributes=attributes)
    assert only("id;I.1\nA;5\n", document).attributes == {"khmer": 3}


def test_unknown_column_is_a_warning_with_the_nearest_title():
    found = entries("id;nane;I.1;II.1\nA;x;5;3\n")
    assert [(fault.code, fault.column, fault.facts["near"]) for fault in found.warnings] == [
        ("column_unknown", 1, "name"),
        ("column_unknown", 3, "i.1"),
    ]


def test_two_columns_of_one_meaning_are_a_fault_that_names_both():
    found = entries("id;I.1;Mã;i.1\nA;5;B;6\n")
    assert [(fault.column, fault.facts["first"]) for fault in found.faults] == [(2, 0), (3, 1)]


def test_id_given_twice_names_both_rows():
    found = entries("id;I.1\nA;1\nB;2\n a ;3\n;4\n")
    assert [(fault.code, fault.row) for fault in found.faults] == [("id_twice", 4), ("id_missing", 5)]
    assert found.faults[0].facts["first"] == 2


def test_value_for_a_criterion_of_another_type_is_a_fault():
    kinds = [
        {"code": "xa", "name": "Xã", "max": 10, "children": [criterion("I.1", "manual")]},
        {"code": "ap", "name": "Ấp", "max": 10, "children": [criterion("A.1", "manual")]},
    ]
    text = "id;type;I.1;A.1\nA;xa;5;-\nB;ap;;5\nC;ap;7;5\n"
    assert faults_of(text, rubric(types=kinds)) == [("not_of_type", 4, 2)]


def test_marks_and_past_awards_that_do_not_exist_are_faults():
    document = rubric(holds=[HOLD], awards=[GK])
    text = "id;holds;past_awards;H1;I.1\nA;H2;GK;?;5\nB;H1;BK:2022;;5\n"
    assert faults_of(text, document) == [
        ("mark_unknown", 2, 1),
        ("past_award_form", 2, 2),
        ("not_yes_or_no", 2, 3),
        ("past_award_unknown", 3, 2),
    ]


def test_every_fault_of_the_file_is_found_at_once():
    found = faults_of("id;I.1\nA;x\nB;11\nA;-\n;5\n")
    assert [(code, row) for code, row, _ in found] == [
        ("not_a_number", 2),
        ("above_maximum", 3),
        ("id_twice", 4),
        ("dash_not_allowed", 4),
        ("id_missing", 5),
    ]


def test_cell_that_is_at_fault_in_the_file_is_not_blamed_again():
    table = read_table(workbook(["id", "I.1"], ["#REF!", 5], ["B", "#DIV/0!"]), "entries.xlsx")
    assert [fault.code for fault in table.faults] == ["cell_error", "cell_error"]
    assert read_entries(rubric(), table).faults == []


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("X1", {"attributes": {"X1": {"name": "q", "kind": "yes_no"}}}),
        ("Kỷ luật", {"attributes": {"q": {"name": "Kỷ luật", "kind": "yes_no"}}}),
        ("X1 Kỷ luật", {"attributes": {"x1": {"name": "q", "kind": "yes_no"}}}),
    ],
)
def test_column_of_a_mark_that_may_mean_something_else_is_a_fault(title, more):
    document = rubric(**more)
    # The check refuses some of these documents; the table must not rely on it.
    document = document.model_copy(update={"exclusions": [Mark(code="X1", name="Kỷ luật")]})
    assert faults_of(f"id;{title};I.1\nA;x;5\n", document) == [("column_unclear", 1, 1)]


def test_mark_named_like_a_field_is_never_read_as_the_field():
    document = rubric().model_copy(update={"exclusions": [Mark(code="name", name="Kỷ luật")]})
    assert ("column_unclear", 1, 1) in faults_of("id;name;I.1\nA;x;5\n", document)


def test_table_without_any_column_for_marks_is_warned_of():
    document = rubric(holds=[HOLD], exclusions=[{"code": "X1", "name": "Kỷ luật"}])
    assert warnings_of("id;I.1\nA;5\n", document) == [
        ("exclusions_missing", 1, None),
        ("holds_missing", 1, None),
    ]
    assert warnings_of("id;X1;holds;I.1\nA;;;5\n", document) == []


@pytest.mark.parametrize("field", ["cluster", "parent", "area"])
def test_group_that_is_written_in_several_ways_is_one_group(field):
    document = rubric(
        kind={"ranking": {"group": field}}, attributes={"area": {"name": "Vùng", "kind": "text"}}
    )
    decomposed = unicodedata.normalize("NFD", "Cụm Hòa 1")
    names = [
        "Cụm Hòa 1",
        "cụm hòa 1",
        "Cụm  Hòa 1",
        decomposed,
        "Cụm Hoà 1",
        "Cụm Hòa1",
        "Cụm Hóa 1",
        "Cụm Hòa 11",
    ]
    rows = "".join(f"P{number};{name};5\n" for number, name in enumerate(names))
    found = entries(f"id;{field};I.1\n{rows}", document)
    groups = [getattr(item, field, item.attributes.get(field)) for item in found.participants]
    assert groups == ["Cụm Hòa 1"] * 6 + names[6:]
    (warning,) = found.warnings
    assert (warning.code, warning.row, warning.column) == ("group_variants", 3, 1)
    assert warning.facts["variants"] == (("cụm hòa 1", (3,)), ("Cụm Hoà 1", (6,)), ("Cụm Hòa1", (7,)))


def test_group_of_a_number_is_its_value():
    document = rubric(kind={"ranking": {"group": "khmer"}}, **KHMER)
    found = entries("id;khmer;I.1\nA;1;5\nB;1,0;5\nC;1,00;5\nD;10;5\n", document)
    assert [str(item.attributes["khmer"]) for item in found.participants] == ["1", "1", "1", "10"]


AGAIN = GK | {"not_again_within": 2}


def test_past_awards_that_a_rule_needs_are_asked_for():
    assert warnings_of("id;I.1\nA;5\n", rubric(awards=[AGAIN])) == [("past_awards_missing", 1, None)]
    assert warnings_of("id;I.1\nA;5\n", rubric(awards=[GK])) == []


def test_past_award_of_the_year_itself_is_warned_of():
    text = "id;past_awards;I.1\nA;GK:2023;5\nB;GK:2024;5\nC;GK:2025;5\n"
    assert warnings_of(text, rubric(awards=[AGAIN])) == [("past_award_late", 3, 1), ("past_award_late", 4, 1)]


@pytest.mark.parametrize(
    "row",
    [
        "Tổng cộng;;12",
        ";Cộng:;",
        "TỔNG SỐ;;8",
        ";Tổng cộng: 8 đơn vị;",
        "Ghi chú: ô trống là chưa chấm;;",
        ";Người lập biểu;",
        ";Châu Thành, ngày 05 tháng 11 năm 2024;",
    ],
)
def test_row_that_is_no_participant_is_a_fault_that_names_it(row):
    found = entries(f"id;name;I.1\nA;Xã Một;5\n{row}\n")
    assert [(fault.code, fault.row) for fault in found.faults] == [("row_stray", 3)]


@pytest.mark.parametrize(
    "name", ["Tổng công ty Lương thực", "Cộng Hòa", "Ấp Ghi", "Cộng đồng ấp 3", "Nhóm tổng"]
)
def test_name_that_only_resembles_a_sum_is_a_name(name):
    assert only(f"id;name;I.1\nA;{name};5\n").name == name


def test_row_with_an_id_and_nothing_else_is_warned_of():
    assert warnings_of("id;name;I.1\nA;Xã;\nB;;\n") == [("row_bare", 3, None)]


def test_id_or_group_that_a_spreadsheet_has_changed_is_refused():
    document = rubric(kind={"ranking": {"group": "cluster"}})
    rows = ["id", "cluster", "I.1"], [date(2024, 2, 1), "C", 5], [True, date(2024, 2, 3), 5], [0.5, "C", 5]
    table = read_table(workbook(*rows, formats={"A4": "0%"}), "entries.xlsx")
    assert [(fault.code, fault.row, fault.column) for fault in read_entries(document, table).faults] == [
        ("id_recast", 2, 0),
        ("id_recast", 3, 0),
        ("group_recast", 3, 1),
        ("id_recast", 4, 0),
    ]


def test_every_fault_has_words():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    texts = [
        ("id;I.1\nA;x\nB;11\nA;-\n;5\n", rubric()),
        ("id;khmer;I.1;I.2;zz\nA;12;-;5;\nB;0;5;x;\nC;;1;1;\n", khmer_rubric()),
        ("id;holds;past_awards;H1;I.1\nA;H2;GK;?;5\nB;H1;BK:2022;;5\n", rubric(holds=[HOLD], awards=[GK])),
        (
            "id;I.1;I.1.target\nA;1;0\n",
            rubric(criterion("I.1", RANGE)),
        ),
        ("id;Kỷ luật;I.1\nA;;5\n", rubric().model_copy(update={"holds": [Mark(code="mã", name="Kỷ luật")]})),
        (
            "id;I.1\nA;5\nTổng;\nB;\n",
            rubric(holds=[HOLD], exclusions=[HOLD | {"code": "X1"}], awards=[AGAIN]),
        ),
        ("id;cluster;past_awards;I.1\nA;Cụm 1;GK:2024;5\nB;cụm 1;;5\n", rubric(awards=[AGAIN])),
    ]
    with app.app_context():
        for text, document in texts:
            found = entries(text, document)
            for fault in [*found.faults, *found.warnings]:
                assert " — " in entry_fault_text(fault), fault
                assert "%(" not in entry_fault_text(fault)
