import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app import create_app
from awards import spreadsheet
from awards.batch import evaluate_table
from awards.results import evaluation_document, fact
from config import ROOT, Settings
from criteria.document import read_file
from documents import cli
from scoring.reading import is_asked

R9 = ROOT / "criteria" / "presets" / "r9.yaml"
DATA = ROOT / "tests" / "data"
ENTRIES = DATA / "r9.csv"


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The application without a database and without a secret."""
    nowhere = tmp_path_factory.mktemp("empty")
    unreachable = f"sqlite:///{nowhere}/missing/none.db"
    return create_app(Settings(database_url=unreachable, instance=nowhere, testing=True))


@pytest.fixture
def evaluate(bare):
    def run(*arguments):
        return bare.test_cli_runner().invoke(args=["evaluate", *map(str, arguments)])

    return run


def totals(document):
    return {
        person["id"]: (person["total"], person["rank"], person["grade"])
        for person in document["participants"]
    }


def as_workbook(path, text):
    """The same table as Excel would hold it: figures as numbers, everything else as text."""
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(text), delimiter=";"):
        book.active.append([_typed(cell) for cell in line])
    book.save(path)


def _typed(cell):
    try:
        return float(cell.replace(",", ".")) if cell else None
    except ValueError:
        return cell


def changed(tmp_path, old, new):
    path = tmp_path / "entries.csv"
    text = ENTRIES.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_evaluate_gives_the_expected_results_as_json(evaluate):
    ran = evaluate(R9, ENTRIES)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert totals(json.loads(ran.stdout)) == {
        "U7": ("107.50", 1, "xuat_sac"),
        "U1": ("99.00", 2, "tot"),
        "U5": ("91.43", 3, "tot"),
        "U3": ("84.50", 4, "tot"),
        "U2": ("83.80", 5, "tot"),
        "U4": ("75.00", 6, "kha"),
        "U6": ("74.50", None, None),
        "U8": ("22.50", None, None),
    }


def test_evaluate_explains_every_result(evaluate):
    people = {person["id"]: person for person in json.loads(evaluate(R9, ENTRIES).stdout)["participants"]}
    assert people["U6"]["failed_floors"] == ["II"]
    assert people["U6"]["holds"] == ["H1"]
    assert people["U8"]["excluded"] == ["X1"]
    for person in people.values():
        assert all(reason["text"] for reason in person["reasons"])
    texts = [reason["text"] for reason in people["U5"]["reasons"] if reason["node"] == "II"]
    assert any("41,43" in text for text in texts)


def test_evaluate_speaks_english_when_asked(evaluate):
    assert evaluate(R9, ENTRIES, "--lang", "en").exit_code == 0


def test_evaluate_streams_the_documented_json(bare, evaluate):
    with bare.app_context():
        batch = evaluate_table(R9.read_bytes(), ENTRIES.read_bytes(), ENTRIES.name)
        whole = evaluation_document(batch.evaluation, [warning.document() for warning in batch.warnings])
    assert json.loads(evaluate(R9, ENTRIES).stdout) == whole


def test_evaluate_gives_the_same_from_csv_and_xlsx(evaluate, tmp_path):
    as_workbook(tmp_path / "r9.xlsx", ENTRIES.read_text(encoding="utf-8"))
    from_xlsx = evaluate(R9, tmp_path / "r9.xlsx")
    assert from_xlsx.exit_code == 0, from_xlsx.stderr
    assert json.loads(from_xlsx.stdout) == json.loads(evaluate(R9, ENTRIES).stdout)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_evaluate_reads_what_excel_saves(evaluate, tmp_path, encoding):
    path = tmp_path / "r9.csv"
    path.write_bytes(ENTRIES.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert json.loads(evaluate(R9, path).stdout) == json.loads(evaluate(R9, ENTRIES).stdout)


def test_evaluate_lists_every_fault_and_writes_nothing(evaluate, tmp_path):
    path = tmp_path / "bad.csv"
    lines = ENTRIES.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("U1;Xã Một;Cụm 1", "U1;Xã Một;").replace(";1,5;", ";abc;")
    lines[2] = lines[2].replace("U2;", "U1;").replace(";most;", ";almost;")
    path.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out.json"
    ran = evaluate(R9, path, "-o", out)
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert not out.exists()
    places = [line.removeprefix(f"{path}: ").split(": ")[0] for line in ran.stderr.splitlines()]
    assert places == [
        "dòng 2, cột C (cluster)",
        "dòng 2, cột I (II.1)",
        "dòng 3, cột A (id)",
        "dòng 3, cột G (I.2)",
    ]
    assert all(" — " in line for line in ran.stderr.splitlines())


def test_evaluate_tells_faults_without_the_commands_of_a_terminal(evaluate, tmp_path):
    path = changed(tmp_path, "U1;Xã Một;Cụm 1;120;40;có", "U1;Xã Một;Cụm 1;120;40;\x1b[2Jcó")
    ran = evaluate(R9, path)
    assert ran.exit_code == 1
    assert "\x1b" not in ran.stderr


def test_evaluate_names_the_faults_of_the_document(evaluate, tmp_path):
    document = tmp_path / "broken.yaml"
    document.write_text(R9.read_text(encoding="utf-8").replace("max: 20", "max: 10", 1), encoding="utf-8")
    ran = evaluate(document, ENTRIES)
    assert ran.exit_code == 1
    assert str(document) in ran.stderr
    assert "types[0].children[0].max" in ran.stderr


@pytest.mark.parametrize("missing", ["document", "entries"])
def test_evaluate_says_which_file_is_missing(evaluate, tmp_path, missing):
    files = {"document": R9, "entries": ENTRIES, missing: tmp_path / "none"}
    ran = evaluate(files["document"], files["entries"])
    assert ran.exit_code == 2
    assert str(tmp_path / "none") in ran.stderr


def test_evaluate_says_where_it_cannot_write(evaluate, tmp_path):
    ran = evaluate(R9, ENTRIES, "-o", tmp_path / "no" / "out.json")
    assert ran.exit_code == 2
    assert "out.json" in ran.stderr


def test_evaluate_tells_warnings_beside_the_result(evaluate, tmp_path):
    path = tmp_path / "more.csv"
    lines = ENTRIES.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]};Ghi chú", *(f"{line};" for line in lines[1:])]), encoding="utf-8")
    ran = evaluate(R9, path)
    (warning,) = json.loads(ran.stdout)["warnings"]
    assert (warning["code"], warning["row"], warning["column"]) == ("column_unknown", 1, "W")
    assert warning["text"] in ran.stderr


def test_evaluate_writes_csv_that_excel_opens(evaluate, tmp_path):
    path = changed(tmp_path, "Xã Một", "=HYPERLINK(1)")
    out = tmp_path / "out.csv"
    assert evaluate(R9, path, "-o", out).exit_code == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert (rows["U5"]["total"], rows["U5"]["II"], rows["U5"]["II.2"]) == ("91.43", "41.43", "")
    assert rows["U1"]["name"] == "'=HYPERLINK(1)"


def test_evaluate_writes_a_workbook_with_criteria_and_reasons(evaluate, tmp_path):
    path = changed(tmp_path, "Xã Một", "=1+1")
    out = tmp_path / "out.xlsx"
    assert evaluate(R9, path, "-o", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Kết quả", "Tiêu chí", "Lý do", "Cảnh báo"]
    result = book["Kết quả"]
    codes, names, maxima = ([cell.value for cell in result[row]] for row in (4, 5, 6))
    place = codes.index("II.1")
    assert (names[place], maxima[place]) == ("Giảm tỷ lệ hộ nghèo", 25)
    assert result.freeze_panes == "D7"
    row = next(row for row in result.iter_rows(min_row=7) if row[1].value == "U1")
    assert (row[2].value, row[2].data_type) == ("=1+1", "s")
    assert (row[4].value, row[4].number_format) == (99, "#,##0.00")
    reasons = [row[4].value for row in book["Lý do"].iter_rows(min_row=7) if row[0].value == "U5"]
    assert any("41,43" in text for text in reasons)


def test_evaluate_goes_on_in_another_sheet_where_one_is_full(evaluate, tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "LAST_ROW", 100)
    out = tmp_path / "out.xlsx"
    assert evaluate(R9, ENTRIES, "-o", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    told = [row[0].value for sheet in book if "Lý do" in sheet.title for row in sheet.iter_rows(min_row=7)]
    assert set(told) == {f"U{number}" for number in range(1, 9)}
    assert "Lý do (tiếp)" in book.sheetnames


def test_evaluate_prints_the_ranking_with_its_annex(evaluate, tmp_path):
    out = tmp_path / "out.pdf"
    assert evaluate(R9, ENTRIES, "-o", out).exit_code == 0
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    assert "BẢNG XẾP HẠNG" in text
    assert "107,50" in text
    assert "LÝ DO CỦA TỪNG KẾT QUẢ" in text.upper()
    assert "DANH SÁCH" not in text


def test_evaluate_prints_the_commendation_list_where_somebody_is_recommended(evaluate, tmp_path):
    document = tmp_path / "with_award.yaml"
    award = (
        "\nawards:\n  - {code: GK, name: Giấy khen, issuer: Chủ tịch UBND huyện, types: [commune], "
        "conditions: [{points: total, at_least: 90}]}\n"
    )
    document.write_text(R9.read_text(encoding="utf-8") + award, encoding="utf-8")
    out = tmp_path / "out.pdf"
    ran = evaluate(document, ENTRIES, "-o", out, "--issuer", "UBND huyện Châu Thành", "--place", "Châu Thành")
    assert ran.exit_code == 0, ran.stderr
    first = PdfReader(out).pages[0].extract_text()
    assert "DANH SÁCH" in first
    assert "CHÂU THÀNH" in first.upper()
    assert first.index("Xã Bảy") < first.index("Xã Một") < first.index("Xã Năm")


def test_evaluate_runs_in_a_process_of_its_own_without_settings(tmp_path):
    flask = Path(sys.executable).with_name("flask")
    command = [flask, "--app", "app", "evaluate", R9, ENTRIES, "--format", "csv"]
    environment = {"PATH": "/usr/bin:/bin", "INSTANCE_PATH": str(tmp_path / "none")}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout.startswith(b"\xef\xbb\xbfid,name,")
    assert not (tmp_path / "none").exists()


HEAD, *ROWS = ENTRIES.read_text(encoding="utf-8").splitlines()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(ROWS))
def test_evaluate_does_not_depend_on_the_order_of_rows(bare, rows):
    with bare.app_context():
        shuffled, plain = (
            evaluate_table(R9.read_bytes(), "\n".join([HEAD, *order]).encode(), "r9.csv")
            for order in (rows, ROWS)
        )
        assert list(shuffled.results()) == list(plain.results())


CHAU_THANH = ROOT / "criteria" / "presets" / "chau-thanh.yaml"
FIGURES = {
    "manual": "1",
    "yes_no": "có",
    "count": "1",
    "bands": "1",
    "days_late": "0",
    "target": "2,5",
    "ratio": "90%",
    "amount": "90%",
}


def everybody():
    """A table with one participant of every type of the district's document, wholly scored."""
    document = read_file(CHAU_THANH).rubric
    asked = {kind.code: [c for c in kind.criteria() if is_asked(c)] for kind in document.types}
    codes = list(dict.fromkeys(c.code for criteria in asked.values() for c in criteria))
    lines = [["id", "type", "name", "cluster", "parent", *codes]]
    for kind in document.types:
        cells = {c.code: figure_for(c) for c in asked[kind.code] if c.applies_if is None}
        place = [f"P-{kind.code}", kind.name, f"=Tên {kind.code}", "Cụm 1", "Xã A"]
        lines.append([*place, *(cells.get(code, "") for code in codes)])
    return document, "\n".join(";".join(line) for line in lines)


def figure_for(criterion):
    if criterion.scale.kind == "levels":
        return criterion.scale.levels[0].code
    if getattr(criterion.scale, "counted", False) and criterion.scale.kind == "target":
        return "2"
    return FIGURES[criterion.scale.kind]


def test_evaluate_takes_every_type_of_the_district_at_once(evaluate, tmp_path):
    document, text = everybody()
    path = tmp_path / "everybody.csv"
    path.write_text(text, encoding="utf-8")
    ran = evaluate(CHAU_THANH, path)
    assert ran.exit_code == 0, ran.stderr
    people = json.loads(ran.stdout)["participants"]
    assert [person["type"] for person in people] == [kind.code for kind in document.types]
    out = tmp_path / "out.xlsx"
    assert evaluate(CHAU_THANH, path, "-o", out).exit_code == 0
    names = openpyxl.load_workbook(out, read_only=True).sheetnames
    assert len(names) == len(document.types) + 3
    assert evaluate(CHAU_THANH, path, "-o", tmp_path / "out.pdf").exit_code == 0


def test_evaluate_leaves_nothing_behind_where_it_cannot_write(evaluate, tmp_path):
    (tmp_path / "out.json").mkdir()
    ran = evaluate(R9, ENTRIES, "-o", tmp_path / "out.json")
    assert (ran.exit_code, "thư mục" in ran.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_evaluate_keeps_the_mode_of_a_file_that_it_replaces(evaluate, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("old")
    out.chmod(0o600)
    assert evaluate(R9, ENTRIES, "-o", out).exit_code == 0
    assert (out.stat().st_mode & 0o777, out.read_text()[:9]) == (0o600, '{"format"')


def test_evaluate_writes_the_target_of_a_link(evaluate, tmp_path):
    link, target = tmp_path / "out.json", tmp_path / "real.json"
    link.symlink_to(target)
    for _time in range(2):
        assert evaluate(R9, ENTRIES, "-o", link).exit_code == 0
        assert link.is_symlink()
        assert json.loads(target.read_text(encoding="utf-8"))["format"] == 1


@pytest.mark.parametrize("linked", [False, True])
def test_evaluate_refuses_to_overwrite_what_it_reads(evaluate, tmp_path, linked):
    entries, out = tmp_path / "entries.csv", tmp_path / "entries.csv"
    entries.write_bytes(ENTRIES.read_bytes())
    if linked:
        out = tmp_path / "link.csv"
        out.symlink_to(entries)
    ran = evaluate(R9, entries, "-o", out)
    assert (ran.exit_code, str(out) in ran.stderr) == (2, True)
    assert entries.read_bytes() == ENTRIES.read_bytes()


def test_evaluate_writes_into_a_pipe_that_stays_a_pipe(bare, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    flask = Path(sys.executable).with_name("flask")
    command = [flask, "--app", "app", "evaluate", R9, ENTRIES, "--format", "json", "-o", pipe]
    with subprocess.Popen(command, cwd=ROOT) as running:
        assert json.loads(pipe.read_text(encoding="utf-8"))["format"] == 1
        assert running.wait() == 0
    assert pipe.is_fifo()


def test_evaluate_writes_to_the_name_of_standard_output(tmp_path):
    flask = Path(sys.executable).with_name("flask")
    command = [flask, "--app", "app", "evaluate", R9, ENTRIES, "-o", "/dev/stdout"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(ran.stdout)["format"] == 1
    assert Path("/dev/stdout").is_symlink()


def test_evaluate_that_fails_itself_does_not_look_like_a_fault(evaluate, monkeypatch):
    def fail(*_arguments):
        raise ZeroDivisionError("of the test")

    monkeypatch.setitem(cli.WRITERS, "json", fail)
    ran = evaluate(R9, ENTRIES)
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert "Traceback" in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("Chương trình gặp lỗi")


def test_evaluate_shows_no_zero_with_a_sign():
    assert [fact(Decimal(text)) for text in ("-0", "-0.00", "-0.5")] == ["0", "0.00", "-0.5"]


def warned(evaluate, document, path):
    ran = evaluate(document, path)
    assert ran.exit_code == 0, ran.stderr
    return {warning["code"]: warning for warning in json.loads(ran.stdout)["warnings"]}


def test_evaluate_names_those_who_are_not_wholly_scored(evaluate, tmp_path):
    path = changed(tmp_path, "U1;Xã Một;Cụm 1;120;40;có", "U1;Xã Một;Cụm 1;120;40;")
    warning = warned(evaluate, R9, path)["incomplete"]
    assert (warning["row"], "U1 (dòng 2)" in warning["text"]) == (2, True)


def test_evaluate_warns_of_those_to_whom_nothing_applies(evaluate, tmp_path):
    document, path = tmp_path / "small.yaml", tmp_path / "entries.csv"
    document.write_text(
        "{format: '1', title: T, attributes: {k: {name: K}}, types: [{code: xa, name: Xã, max: 10, "
        "children: [{code: I, name: I, max: 10, scale: manual, applies_if: {attribute: k, above: 0}}]}]}",
        encoding="utf-8",
    )
    path.write_text("id;k;I\nA;1;5\nB;0;-\n", encoding="utf-8")
    warning = warned(evaluate, document, path)["nothing_applies"]
    assert (warning["row"], "B (dòng 3)" in warning["text"]) == (3, True)


def test_evaluate_finds_the_header_below_a_title(evaluate, tmp_path):
    path = tmp_path / "titled.csv"
    path.write_text("BẢNG TỔNG HỢP NĂM 2024\n\n" + ENTRIES.read_text(encoding="utf-8"), encoding="utf-8")
    assert warned(evaluate, R9, path)["rows_above_header"]["row"] == 3
    people = json.loads(evaluate(R9, path).stdout)["participants"]
    assert people == json.loads(evaluate(R9, ENTRIES).stdout)["participants"]
