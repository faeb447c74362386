import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from foundation.tables import csv_file, xlsx_file
from foundation.tables.reading import read_table
from foundation.tables.values import Figure, Recast, TableRefused, column_letter


def rows_of(data, name="table.csv"):
    table = read_table(data, name)
    assert table.faults == []
    return [table.header, *(row.cells for row in table.rows)]


def refusal_of(data, name="table.csv"):
    with pytest.raises(TableRefused) as refused:
        read_table(data, name)
    return refused.value.fault


def faults_of(data, name="table.csv"):
    return [(fault.code, fault.row, fault.column) for fault in read_table(data, name).faults]


def workbook(*rows, title="Sheet", formats=None):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TEXT = "Mã;Điểm\r\nA;12,5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_every_encoding_that_excel_writes(encoding):
    assert rows_of(TEXT.encode(encoding)) == [("Mã", "Điểm"), ("A", "12,5")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiter_is_found(delimiter):
    data = f"id{delimiter}name{delimiter}I.1\nA{delimiter}Xã Một{delimiter}5\n".encode()
    assert rows_of(data) == [("id", "name", "I.1"), ("A", "Xã Một", "5")]


def test_csv_with_decimal_commas_is_separated_by_semicolons():
    assert rows_of(b"id;a, b;c, d\nA;1,5;2,5\nB;3;4\n")[1] == ("A", "1,5", "2,5")


def test_csv_line_that_announces_the_delimiter_is_no_row():
    table = read_table(b"sep=;\r\nid;name,x\r\nA;b\r\n")
    assert (table.header, table.header_row, table.rows[0].number) == (("id", "name,x"), 1, 2)


def test_csv_rows_are_numbered_as_excel_shows_them():
    table = read_table(b'id,name\nA,"one\ntwo"\n\nB,x\n')
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("A", "one\ntwo")), (4, ("B", "x"))]


def test_csv_row_longer_than_the_header_is_a_fault_and_the_others_are_read():
    table = read_table(b"id,a\nA,12,5\nB,3\nC,1,2\n")
    assert [(fault.code, fault.row) for fault in table.faults] == [("row_too_long", 2), ("row_too_long", 4)]
    assert table.rows[1].cells == ("B", "3")


def test_csv_short_rows_are_filled_and_empty_ends_are_cut():
    assert rows_of(b"id,a,,\nA\nB,1,,,,\n") == [("id", "a"), ("A", ""), ("B", "1")]


def test_column_with_figures_but_no_title_is_a_fault():
    assert faults_of(b"id,,b\nA,1,2\nB,3,4\n") == [("column_without_name", 1, 1)]


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (b"", "empty_file", None),
        (b"\xef\xbb\xbf\r\n \r\n", "empty_file", None),
        (b"id,a\n", "no_rows", 1),
        (b"id,a\nA,X\xe3\n", "not_utf8", 2),
        (b"id,a\nA,\x00\n", "nul_byte", 2),
        ("id,a\n".encode("utf-16-le"), "nul_byte", 1),
        (b'id,a\nA,"x\nB,y\n', "quotes_broken", 2),
        (b'id,a\nA,"x"y\n', "quotes_broken", 2),
        (b"%PDF-1.7\n", "not_a_table", None),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><table><tr><td>id</td></tr></table>", "web_page", None),
        ('<?xml version="1.0"?><Workbook/>'.encode("utf-16"), "web_page", None),
        (b'[{"id": "A"}]', "json_content", None),
        (b'{\n  "id": "A"\n}', "json_content", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_excel", None),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file_locked",
            None,
        ),
        (b"id,a\nA," + b"x" * 40_000, "cell_too_long", 2),
        (b"id" + b",x" * 1_100 + b"\nA,1\n", "too_many_columns", 1),
        (b"id,a\nA" + b"," * 5_000_000, "row_unending", 2),
    ],
)
def test_csv_that_cannot_be_read_is_refused_with_its_row(data, code, row):
    fault = refusal_of(data)
    assert (fault.code, fault.row) == (code, row)


def test_csv_above_the_size_is_refused(monkeypatch):
    monkeypatch.setattr(csv_file, "MAX_CSV_BYTES", 10)
    assert refusal_of(b"id,a\nA,1\nB,2\n").code == "file_too_large"


def test_xlsx_numbers_keep_the_digits_that_are_shown():
    data = workbook(
        ["id", "a", "b", "c", "d"],
        ["A", 0.1 + 0.2, 1.234, 1e21, -0.000001],
        ["B", 12.0, 1234567.125, 31569, 7],
    )
    table = rows_of(data)
    assert table[1:] == [
        ("A", "0.3", "1.234", "1000000000000000000000", "-0.000001"),
        ("B", "12", "1234567.125", "31569", "7"),
    ]
    assert isinstance(table[1][2], Figure)
    assert not isinstance(table[1][0], Figure)


def test_xlsx_percentages_dates_and_truth_values_are_read_as_shown():
    data = workbook(
        ["id", "a", "b", "c", "d"],
        ["A", 0.95, date(2024, 12, 5), datetime(2024, 12, 5, 8, 30), True],  # noqa: DTZ001 - a spreadsheet knows no zone
        ["B", 0.0725, None, None, False],
        formats={"B2": "0%", "B3": "0.00%"},
    )
    assert rows_of(data)[1:] == [
        ("A", "95%", "2024-12-05", "2024-12-05 08:30:00", "yes"),
        ("B", "7.25%", "", "", "no"),
    ]


def test_xlsx_percent_sign_inside_quotes_is_no_percentage():
    assert rows_of(workbook(["id", "a"], ["A", 0.5], formats={"B2": '0.0" %"'}))[1] == ("A", "0.5")


def test_xlsx_rows_keep_their_numbers_past_blank_ones():
    book = openpyxl.Workbook()
    book.active["A3"], book.active["B3"] = "id", "a"
    book.active["A7"], book.active["B7"] = "A", 1
    table = read_table(saved(book))
    assert (table.header_row, [row.number for row in table.rows]) == (3, [7])


def test_xlsx_sheet_for_entries_is_taken_before_the_first():
    book = openpyxl.Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("Nhập liệu")
    sheet.append(["id", "a"])
    sheet.append(["A", 1])
    assert rows_of(saved(book)) == [("id", "a"), ("A", "1")]


def test_xlsx_merged_cells_are_read_at_their_first_cell():
    book = openpyxl.Workbook()
    for row in (["id", "a", "b"], ["A", 1, 2]):
        book.active.append(row)
    book.active.merge_cells("B2:C2")
    assert rows_of(saved(book))[1] == ("A", "1", "")


def test_xlsx_errors_and_formulas_without_result_are_all_named():
    book = openpyxl.Workbook()
    for row in (["id", "a", "b"], ["A", "=1+1", 5], ["B", 2, "#DIV/0!"]):
        book.active.append(row)
    assert faults_of(saved(book)) == [("formula_without_value", 2, 1), ("cell_error", 3, 2)]


def test_xlsx_formula_that_gives_empty_text_is_an_empty_cell():
    book = openpyxl.Workbook()
    book.active.append(["id", "a"])
    book.active.append(["A", '=IF(TRUE,"","x")'])
    data = rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="B2"><f>', b'<c r="B2" t="str"><f>'),
    )
    assert rows_of(data)[1] == ("A", "")


def rewritten(data, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)
    return out.getvalue()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 not a zip", "broken_xlsx"),
        (archive(hello="x"), "not_xlsx"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "open_document"),
        (archive(**{"xl__workbook.bin": "x"}), "binary_excel"),
        (archive(**{"[Content_Types].xml": "<x", "xl__workbook.xml": "<"}), "broken_xlsx"),
    ],
)
def test_other_archives_are_refused(data, code):
    assert refusal_of(data, "table.xlsx").code == code


def test_xlsx_that_unpacks_to_too_much_is_refused_before_unpacking(monkeypatch):
    bomb = archive(**{"[Content_Types].xml": "x", "xl__worksheets__sheet1.xml": b" " * 20_000_000})
    assert len(bomb) < 50_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_more: pytest.fail("unpacked"))
    assert refusal_of(bomb).code == "unpacks_too_large"


def test_xlsx_with_entities_that_explode_is_refused():
    lol = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    sheet = lol + b"]><worksheet><sheetData><row><c t='str'><v>&j;</v></c></row></sheetData></worksheet>"
    data = rewritten(workbook(["id"], ["A"]), "xl/worksheets/sheet1.xml", lambda _xml: sheet)
    assert refusal_of(data).code == "broken_xlsx"


def test_xlsx_broken_in_any_byte_is_refused_or_read_but_never_fails():
    data = bytearray(workbook(["id", "a"], ["A", 1]))
    for place in range(0, len(data), 61):
        broken = bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        try:
            read_table(broken, "table.xlsx")
        except TableRefused:
            continue


def test_xlsx_that_claims_rows_without_end_is_bounded(monkeypatch):
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 1_000)
    data = rewritten(
        workbook(["id"], ["A"], ["B"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="3"', b'<row r="999999999"').replace(b'r="A3"', b'r="A999999999"'),
    )
    assert rows_of(data) == [("id",), ("A",)]


def is_header(cells):
    return "id" in cells


@pytest.mark.parametrize("above", ["BẢNG TỔNG HỢP", "Bảng điểm, năm 2024", "Năm 2024;;\n\nHuyện, tỉnh"])
def test_titles_above_the_header_are_passed_over(above):
    data = f"{above}\nid;I.1;I.2\nA;1,5;2\nB;2;2,5\n".encode()
    table = read_table(data, "table.csv", is_header)
    assert (table.header, table.header_row) == (("id", "I.1", "I.2"), above.count("\n") + 2)
    assert ([row.cells for row in table.rows], table.faults) == ([("A", "1,5", "2"), ("B", "2", "2,5")], [])


def test_first_row_is_the_header_where_no_other_looks_like_one():
    table = read_table(b"key,a\n" + b"A,1\n" * 12, "table.csv", is_header)
    assert (table.header, table.header_row, len(table.rows)) == (("key", "a"), 1, 12)


def test_xlsx_faults_above_the_header_do_not_count():
    data = workbook(["Bảng", "#REF!"], ["id", "a"], ["A", 1])
    table = read_table(data, "table.xlsx", is_header)
    assert (table.header, table.faults) == (("id", "a"), [])


def test_xlsx_sheet_of_charts_is_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.active.append(["A"])
    book.create_chartsheet("Biểu đồ", 0)
    assert rows_of(saved(book)) == [("id",), ("A",)]
    book.remove(book["Sheet"])
    assert refusal_of(saved(book)).code == "no_sheet"


def test_xlsx_dates_and_truth_values_are_known_for_what_they_are():
    table = read_table(workbook(["id", "a"], [date(2024, 2, 1), True], ["2024-02-01", "yes"]))
    assert [[isinstance(cell, Recast) for cell in row.cells] for row in table.rows] == [
        [True] * 2,
        [False] * 2,
    ]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_do(column, letters):
    assert column_letter(column) == letters
