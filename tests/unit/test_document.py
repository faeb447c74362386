"""Criteria documents as text: lines, places, every fault at once, hostile files, words for each fault."""

import ast
import json
import re
import time
from pathlib import Path

import pytest

from criteria.document import read_document, read_file
from criteria.entry_words import MISREADS
from criteria.fault_words import FAULTS
from criteria.form_words import FORMS
from criteria.known_keys import document_schema
from criteria.presets import PRESETS, preset_files
from criteria.wording import fault_text, misread_text
from criteria.yaml_source import MAX_BYTES, read_yaml
from scoring.faults import Fault
from scoring.reading import Misread

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'format: "1"\ntitle: x\n'
TYPE = HEAD + "types:\n  - code: t\n    name: T\n    max: 10\n    children:\n"


BOMB = b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(12))


def found(text):
    reading = read_document(text.encode())
    return [(finding.line, finding.place, finding.fault.code) for finding in reading.findings]


def one_criterion(scale, more=""):
    return TYPE + f"      - code: a\n        name: A\n        max: 10\n        scale: {scale}\n{more}"


def test_clean_document_has_no_finding():
    reading = read_document(one_criterion("yes_no").encode())
    assert reading.findings == []
    assert reading.rubric.types[0].max == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (one_criterion("yesno"), (11, "types[0].children[0].scale", "union_tag_invalid")),
        (one_criterion("{}"), (11, "types[0].children[0].scale", "union_tag_not_found")),
        (
            one_criterion("yes_no", "        clour: red\n"),
            (12, "types[0].children[0].clour", "extra_forbidden"),
        ),
        (
            one_criterion("{kind: target, target: ten}"),
            (11, "types[0].children[0].scale.target", "decimal_parsing"),
        ),
        (
            one_criterion("{kind: target, target: 1, strict: perhaps}"),
            (11, "types[0].children[0].scale.strict", "bool_parsing"),
        ),
        (one_criterion("{kind: levels, level: []}"), (11, "types[0].children[0].scale.levels", "missing")),
        (
            one_criterion("{kind: days_late, deadline: 20240331, bands: [{points: 10}]}"),
            (11, "types[0].children[0].scale.deadline", "not_a_date"),
        ),
        (
            one_criterion("{kind: days_late, deadline: 31/02/2024, bands: [{points: 10}]}"),
            (11, "types[0].children[0].scale.deadline", "not_a_date"),
        ),
        (HEAD + "title: y\ntypes: []\n", (3, "title", "key_twice")),
        (HEAD + "types: []\n", (3, "types", "too_short")),
        (HEAD.replace("1", "2") + "types: []\n", (1, "format", "literal_error")),
        ("- a\n- b\n", (1, ".", "model_type")),
    ],
)
def test_fault_of_form_names_line_and_place(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize("day", ["2024-11-15", "15/11/2024", "5/1/2024"])
def test_deadline_may_be_written_both_ways(day):
    scale = f"{{kind: days_late, deadline: {day}, bands: [{{points: 10}}]}}"
    assert found(one_criterion(scale)) == []


def test_all_faults_are_named_at_once():
    text = (ROOT / "tests" / "unit" / "broken.yaml").read_text(encoding="utf-8")
    wanted = [(int(m.group(1)), m.group(2)) for m in re.finditer(r"# expect (\d+) (\w+)", text)]
    assert [(line, code) for line, _place, code in found(text)] == sorted(wanted)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_document"),
        (b"# nothing\n", "empty_document"),
        (b"a: [1, 2\n", "not_yaml"),
        (b"\tb: 1\n", "not_yaml"),
        ("tiêu đề: x".encode("cp1258", "replace") + b"\xff\xc3(", "not_utf8"),
        (b"? [a, b]\n: 1\n", "key_not_text"),
        (b"a: !!python/object/apply:os.system [ls]\n", "tag_refused"),
        (b"a: !include /etc/passwd\n", "tag_refused"),
        (b"&a [*a]\n", "too_deep"),
        (b"[" * 900_000, "too_deep"),
        (b"- x\n" * 240_000, "too_many_nodes"),
        (b"x" * (MAX_BYTES + 1), "too_large"),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(12)
            ),
            "too_many_nodes",
        ),
    ],
)
def test_hostile_or_unreadable_text_is_refused(data, code):
    started = time.process_time()
    reading = read_document(data)
    assert reading.rubric is None
    assert [finding.fault.code for finding in reading.findings] == [code]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: !!python/x [ls]\n", "a"),
        ("a:\n  - x\n  - {b: [1, !t 2]}\n", "a[1].b[1]"),
        ("a: {x: y}\nb: [1, [2, 3], !t 4]\n", "b[2]"),
        ("a: 1\nb: {c: d, !t e: f}\n", "b"),
        ("!t a: 1\n", "."),
    ],
)
def test_refused_tag_is_named_with_its_place(text, place):
    (finding,) = read_document(text.encode()).findings
    assert (finding.place, finding.fault.code) == (place, "tag_refused")


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("1.000", "number_ambiguous", "ghi 1000 hoặc 1.0, "),
        ('"1,250"', "number_ambiguous", "ghi 1250 hoặc 1.25, "),
        ("-7.125", "number_ambiguous", "ghi -7125 hoặc -7.1250, "),
        ("1.000.000", "number_grouped", "ghi 1000000, "),
        ("1e1", "decimal_parsing", "phải là một số"),
        ("1_0", "decimal_parsing", "phải là một số"),
        ("１２", "decimal_parsing", "phải là một số"),
        ("٣", "decimal_parsing", "phải là một số"),
        ("1234567890123", "decimal_whole_digits", "12 chữ số"),
    ],
)
def test_number_that_is_not_plain_is_refused(written, code, hint):
    (finding,) = read_document(one_criterion(f"{{kind: count, each: {written}}}").encode()).findings
    assert finding.fault.code == code
    assert hint in fault_text(finding.fault)


@pytest.mark.parametrize("written", ["7.5", "7,5", "0.125", "1000", "1000.125", "123456789012.5"])
def test_plain_number_is_understood(written):
    assert found(one_criterion(f'{{kind: count, each: "{written}"}}')) == []


@pytest.mark.parametrize("written", ["1.000", "1_0", "２"])
def test_whole_number_is_written_in_plain_digits(written):
    text = one_criterion("manual").replace("types:", f"decimals: {written}\ntypes:", 1)
    assert [code for _, _, code in found(text)] == ["int_parsing"]


def test_scale_without_kind_names_the_kinds():
    (finding,) = read_document(one_criterion("{}").encode()).findings
    assert "amount, bands, count, days_late, levels, manual, ratio, target, yes_no." in fault_text(
        finding.fault
    )


def test_fault_of_form_does_not_hide_what_is_wrong_around_it():
    text = (ROOT / "tests" / "unit" / "broken_form.yaml").read_text(encoding="utf-8")
    wanted = [(int(m.group(1)), m.group(2)) for m in re.finditer(r"# expect (\d+) (\w+)", text)]
    assert [(line, code) for line, _place, code in found(text)] == sorted(wanted)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("max: 60, scale: yes_no", "max: sáu, scale: yes_no"),
        ("name: B", "rol: bonus\n        name: B"),
        ("code: A2", "code: A 2"),
        ("{below: 5, points: 0}", "{below: năm, points: 0}"),
        ("points: 40", "points: bốn"),
        ("kind: bands", "kind: band"),
        ("at_least: 80", "at_least: tám"),
        ("{code: kem, name: K}", "{code: kem}"),
        ("year: 2024", "year: nay"),
        ("kind: yes_no}", "kind: yesno}"),
        ("percent: 20", "percent: hai"),
    ],
)
def test_one_fault_of_form_is_one_fault(right, wrong):
    assert found(WHOLE) == []
    assert right in WHOLE
    assert len(found(WHOLE.replace(right, wrong))) == 1


WHOLE = """format: "1"
title: x
year: 2024
attributes:
  q: {name: Q, kind: yes_no}
types:
  - code: t
    name: T
    max: 100
    children:
      - {code: A1, name: A, max: 60, scale: yes_no, applies_if: {attribute: q, is: yes}}
      - code: A2
        name: B
        max: 40
        scale: {kind: bands, bands: [{at_least: 5, points: 40}, {below: 5, points: 0}]}
    ranking: {tie_break: [{figure: A2}]}
    grading: {grades: [{code: tot, name: T, at_least: 80}, {code: kem, name: K}]}
awards:
  - code: GK
    name: G
    issuer: I
    types: [t]
    not_again_within: 2
    conditions: [{grade: [tot]}, {points: A2, at_least: 20}]
    quota: {percent: 20}
"""


def test_flood_of_faults_is_cut():
    reading = read_document((TYPE + "      - {}\n" * 9000).encode())
    assert len(reading.findings) == 300
    assert reading.faults


def test_file_of_50_megabytes_is_not_read_whole(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert [finding.fault.code for finding in read_file(path).findings] == ["too_large"]


def test_byte_order_mark_and_crlf_are_understood():
    text = one_criterion("yes_no").replace("\n", "\r\n")
    assert read_document(text.encode("utf-8-sig")).findings == []
    assert read_document(text.encode("utf-16")).findings == []


def test_numbers_keep_their_digits_and_words_stay_words():
    more = "        applies_if: {attribute: on, is: no}\n"
    text = one_criterion('{kind: count, each: "0,10"}', more)
    text = text.replace("types:", "attributes:\n  on: {name: Bật, kind: yes_no}\ntypes:", 1)
    rubric = read_document(text.encode()).rubric
    criterion = rubric.types[0].children[0]
    assert str(criterion.scale.each) == "0.10"
    assert criterion.applies_if.is_ == "no"


# --- the reference

REFERENCE = (ROOT / "docs" / "criteria-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml complete\n(.*?)```", REFERENCE, flags=re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example_of_the_reference_is_sound(text):
    assert found(text) == []


@pytest.mark.parametrize("path", preset_files(), ids=lambda path: path.stem)
def test_preset_has_no_finding(path):
    assert read_file(path).findings == []


def test_reference_names_every_key():
    for name, part in document_schema()["$defs"].items():
        for key in part.get("properties", {}):
            assert f"`{key}`" in REFERENCE or f"{key}:" in REFERENCE, f"{name}.{key}"


# --- words


def codes_raised(name, *, folders=("scoring", "criteria")):
    """Every literal code given to a call of this name in the source."""
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args
                if called:
                    for part in ast.walk(node.args[0]):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield part.value


def test_every_fault_of_the_source_has_words():
    codes = set(codes_raised("Fault")) | set(codes_raised("ValueError", folders=("scoring",)))
    codes |= set(codes_raised("PydanticCustomError"))
    codes = {code for code in codes if re.fullmatch(r"[a-z_]+", code)}
    assert len(codes) > 50
    assert codes - set(FAULTS) - set(FORMS) == set()


def test_every_sentence_says_what_is_so_and_what_to_do():
    for table in (FAULTS, FORMS, MISREADS):
        for code, words in table.items():
            assert str(words).count(" — ") == 1, code
            assert str(words).split("%(nearest)s")[0].endswith("."), code


def test_every_misread_of_the_source_has_words_and_no_words_are_idle():
    codes = set(codes_raised("Misread"))
    assert len(codes) > 15
    assert codes <= set(MISREADS)
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("scoring", "criteria")
        for path in (ROOT / folder).glob("*.py")
        if path.name != "entry_words.py"
    )
    assert [code for code in MISREADS if f'"{code}"' not in source] == []


def test_every_fault_a_mutilated_document_can_have_reads_as_a_sentence():
    """Each value of a preset is replaced by each kind of nonsense; every fault must have words of its own."""
    content = read_yaml((PRESETS / "r9.yaml").read_bytes()).content
    codes = set()
    for text in mutilations(content):
        for finding in read_document(text).findings:
            codes.add(finding.fault.code)
            words = fault_text(finding.fault)
            assert " — " in words, (finding.fault, words)
            assert "%(" not in words
            assert "docs/criteria-format.md" not in words or finding.fault.code == "empty_document", (
                finding.fault
            )
    assert len(codes) > 20


def mutilations(content):
    nonsense = ["", "x y", "-5", "1" * 30, "0.12345678", "inf", "150", "yes", [], {}, ["a"], {"a": "b"}, None]
    for path in list(paths_of(content))[1::13]:
        for value in nonsense:
            copy = json.loads(json.dumps(content))
            here = copy
            for part in path[:-1]:
                here = here[part]
            here[path[-1]] = value
            yield json.dumps(copy, ensure_ascii=False).encode()


def paths_of(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths_of(item, (*path, key))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault("extra_forbidden", ("types", 0, "childen"), {"known": ("children", "code")}),
            "Có phải “children”?",
        ),
        (
            Fault("children_exceed", (), {"code": "I", "sum": 1200, "max": 1000}),
            "là 1.200, vượt điểm tối đa 1.000",
        ),
        (Fault("band_gap", (), {"before": 1, "after": 2, "from": 5, "to": 6}), "Bậc 1 và bậc 2 để hở"),
        (Fault("never_heard_of", ("a",), {}), "never_heard_of"),
    ],
)
def test_fault_text_says_it(fault, words):
    assert words in fault_text(fault)


def test_misread_text_names_the_half():
    assert misread_text(Misread("not_a_number", "numerator", value="ba")).startswith(
        "Tử số: “ba” không phải là số"
    )
    assert "mẫu số" in misread_text(Misread("half_missing", "denominator"))
    assert "never_heard_of" in misread_text(Misread("never_heard_of"))


def test_misread_text_tells_both_halves():
    both = {"also_code": "half_missing", "also_part": "denominator"}
    text = misread_text(Misread("not_a_number", "numerator", value="abc", **both))
    assert text.startswith("Tử số: “abc” không phải là số")
    assert text.endswith("nhập nốt số còn lại (mẫu số).")


def test_days_late_may_be_typed_as_a_day_or_as_a_number():
    text = misread_text(Misread("not_day_or_days", value="tám ngày"))
    assert "ví dụ 15/11/2024, hoặc số ngày chậm" in text
