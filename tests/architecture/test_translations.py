"""English is complete: every Vietnamese string of the source has its English, with the same placeholders."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import ROOMS

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TELL = "Run bin/translations, then write the English."

PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])")
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
GETTEXT = {
    *("_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext", "lazy_pgettext"),
}

WORDS_OF_DATA = {
    "accounts/cli.py": "the name of the first account",
    "accounts/naming.py": "a letter",
    "accounts/sample.py": "names of sample accounts",
    "assignments/sheet_file.py": "names of sheets, which formulas refer to",
    "authorities/amounts_in_words.py": "words of papers, which are Vietnamese",
    "authorities/award_bonus.py": "words of the names of awards",
    "authorities/facts.py": "words of the law, and where they stand",
    "authorities/facts_of_district.py": "names of bodies and titles",
    "authorities/heads.py": "heads of papers",
    "authorities/forms.py": "the words that a legal basis begins with",
    "awards/achievements.py": "what papers say of an achievement",
    "awards/distribution.py": "the words that names of units begin with",
    "awards/entry_columns.py": "headings that a table of entries may have",
    "awards/entry_strays.py": "words of rows that are no participants",
    "bulk_entry/form_workbook.py": "the name of a sheet, which formulas refer to",
    "bulk_entry/household_table.py": "headings that a table of households may have",
    "bulk_entry/judging.py": "words of rows that are no households",
    "bulk_entry/words.py": "words that an entry may hold",
    "council/ballot_sheets.py": "a paper",
    "council/question_texts.py": "the words that names of units begin with",
    "council/result_document.py": "words of the sealed document, which is Vietnamese",
    "council/sealing.py": "words of the sealed document and of a given award's reference",
    "council/sample.py": "names of the sample council",
    "criteria/entry_titles.py": "headings that a table of entries may have",
    "criteria/other_years.py": "words of a document",
    "evidence/cli.py": "a command, which speaks both languages",
    "evidence/receipt.py": "a paper",
    "movements/given_by_paper.py": "how the list of given awards names a decision",
    "movements/given_file.py": "names of sheets, which formulas refer to",
    "movements/given_queries.py": "what a sealed run says of an award that was only proposed",
    "movements/typed_moments.py": "words that a moment may be typed with",
    "participants/households.py": "the words that names of households begin with",
    "scorecards/figures.py": "a unit of figures",
    "scorecards/labels.py": "a unit of figures",
    "scorecards/receipt.py": "a paper",
    "verification/sample.py": "what people of the sample write",
    "verification/sample_marks.py": "what the office of the sample writes",
    "verification/sample_follow_up.py": "what people of the sample write",
    "awards/ties.py": "the words that names of units begin with; small numbers of the Vietnamese sentence",
    "awards/why.py": "a unit of figures",
    "documents/awarding.py": "a paper, and what a clerk is told of it",
    "documents/bodies.py": "names of bodies in papers",
    "documents/certificate_printing.py": "a paper",
    "documents/certificates.py": "a paper",
    "documents/decision_lines.py": "a paper",
    "documents/edit_copy.py": "a paper",
    "documents/hours.py": "hours and days as people write them",
    "documents/replacing.py": "a paper",
    "register/words.py": "a word of papers, by which a line is known",
    "documents/proposals.py": "a paper",
    "documents/kinds/bonus_table.py": "a paper",
    "documents/kinds/commendation_list.py": "a paper",
    "documents/kinds/decision_list.py": "a paper",
    "documents/kinds/decision.py": "a paper",
    "documents/kinds/proposal.py": "a paper",
    "documents/kinds/proposal_up.py": "a paper",
    "documents/commendation_list.py": "a paper",
    "documents/evaluation_pdf.py": "a paper",
    "documents/forms.py": "what a paper says unless changed",
    "documents/from_results.py": "a paper",
    "documents/list_from_run.py": "a paper",
    "documents/blocks.py": "a paper",
    "foundation/papers/pagination.py": "letters and their widths",
    "foundation/papers/widths.py": "letters and their widths",
    "foundation/papers/sandbox/child.py": "a template that warms the process up",
    "foundation/papers/word/naming.py": "names of styles in Vietnamese documents",
    "foundation/papers/word/package.py": "a paper",
    "documents/sample_snapshots.py": "words of a paper that shows a template",
    "documents/score_cards.py": "a paper",
    "documents/score_sheet.py": "a paper",
    "documents/unit_frames.py": "a paper",
    "documents/kinds/self_score_sheet.py": "a paper",
    "documents/kinds/group_summary.py": "a paper",
    "documents/kinds/ranking.py": "a paper",
    "documents/kinds/achievement_report.py": "a paper",
    "documents/nominees.py": "a paper",
    "documents/authors.py": "a paper, and the words that names of units begin with",
    "documents/person_names.py": "the words that titles begin with",
    "documents/usual_copies.py": "a paper",
    "documents/kinds/reasons.py": "a paper",
    "documents/run_tables.py": "a paper",
    "documents/achievement_words.py": "a paper",
    "documents/cited_law.py": "law as papers cite it",
    "documents/honorifics.py": "a paper",
    "documents/pictures.py": "a paper",
    "documents/kinds/assessment_sheet.py": "a paper",
    "documents/paper.py": "a paper",
    "documents/pending.py": "a paper",
    "documents/session_words.py": "a paper",
    "documents/kinds/council_minutes.py": "a paper",
    "documents/kinds/count_minutes.py": "a paper",
    "documents/kinds/group_minutes.py": "a paper",
    "documents/kinds/invitation.py": "a paper",
    "documents/kinds/movement_report.py": "a paper",
    "documents/year_reading.py": "the words that names of units begin with",
    "documents/meetings.py": "a paper",
    "documents/told.py": "a paper",
    "foundation/papers/signature_fields.py": "what a paper says of the place of a signature",
    "foundation/papers/wording.py": "the wording of papers",
    "foundation/permissions.py": "the name under which the system acts in the record",
    "foundation/tables/xlsx_file.py": "the name of a sheet",
    "foundation/vietnamese.py": "letters",
    "participants/sample.py": "names of the sample district",
    "participants/sample_names.py": "names of the sample district",
    "scoring/conditions.py": "words that an entry may hold",
    "scoring/reading.py": "words that an entry may hold",
}

Key = tuple[str | None, str | tuple[str, ...]]


@pytest.fixture(scope="module")
def used() -> set[Key]:
    """Context and text of every string of the source, found as bin/translations finds them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    line = re.search(r"^KEYWORDS='(.+)'$", (ROOT / "bin" / "translations").read_text("utf-8"), re.MULTILINE)
    keywords = DEFAULT_KEYWORDS | parse_keywords(line[1].split())
    found = extract_from_dir(str(ROOT), methods, options, keywords)
    keys = {(context, text) for _file, _line, text, _comments, context in found}
    assert len(keys) > 500, "The strings were not found; is babel.cfg right?"
    return keys


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def test_catalogue_holds_exactly_the_strings_of_the_source(used: set[Key], catalogue: Catalog) -> None:
    known = {(message.context, message.id) for message in messages(catalogue)}
    assert sorted(map(str, used - known)) == [], TELL
    assert sorted(map(str, known - used)) == [], "No longer used. Run bin/translations."
    assert list(catalogue.obsolete) == []


def test_every_string_has_its_english(catalogue: Catalog) -> None:
    unfinished = [
        message.id for message in messages(catalogue) if message.fuzzy or not all(forms(message.string))
    ]
    assert unfinished == [], TELL


def test_english_has_the_placeholders_of_the_vietnamese(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        wanted = set(PLACEHOLDER.findall("".join(forms(message.id))))
        for text in forms(message.string):
            assert set(PLACEHOLDER.findall(text)) == wanted, text
            if wanted:
                text % {name: 0 for name, _kind in wanted}
            else:
                assert text.count("%") == forms(message.id)[0].count("%"), text


def test_english_begins_and_ends_with_the_spaces_of_the_vietnamese(catalogue: Catalog) -> None:
    """Parts of sentences are joined as they are."""
    for message in messages(catalogue):
        first = forms(message.id)[0]
        for text in forms(message.string):
            assert spaces(text) == spaces(first), text


def spaces(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def test_catalogue_compiles_and_answers(catalogue: Catalog) -> None:
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    english = gettext.GNUTranslations(binary)
    assert english.gettext("Xếp hạng") == "Ranking"
    assert english.pgettext("stage", "Thẩm định") == "Verification"
    assert english.gettext("Thẩm định") == "Verified"
    fault = "%(num)s lỗi phải sửa."
    assert [english.ngettext(fault, fault, n) % {"num": n} for n in (1, 2)] == [
        "1 fault to correct.",
        "2 faults to correct.",
    ]


def test_templates_hold_no_text_outside_gettext() -> None:
    """Papers are Vietnamese by law; the switch of languages names each in itself."""
    bare = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "print" not in path.parts
        for number, line in enumerate(without_gettext(path.read_text("utf-8")).splitlines(), start=1)
        if VIETNAMESE.search(line.replace("Tiếng Việt", ""))
    ]
    assert bare == [], "Wrap these in _()."


def without_gettext(template: str) -> str:
    plain = re.sub(r"\{#.*?#\}", lambda found: "\n" * found[0].count("\n"), template, flags=re.DOTALL)
    text = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    return re.sub(rf"\b(?:_|ngettext|pgettext)\(\s*{text}(?:\s*,\s*{text})?", "_(", plain)


def test_modules_hold_no_text_outside_gettext() -> None:
    packages = (*ROOMS, "foundation", "scoring")
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    names = [str(path.relative_to(ROOT)) for path in paths]
    assert WORDS_OF_DATA.keys() <= set(names)
    bare = [
        f"{name}:{node.lineno} {node.value}"
        for name, path in zip(names, paths, strict=True)
        if name not in WORDS_OF_DATA
        for node in texts_outside_gettext(ast.parse(path.read_text("utf-8")))
        if VIETNAMESE.search(node.value)
    ]
    assert bare == [], "Wrap these in _(), or say in WORDS_OF_DATA why they are data."


def texts_outside_gettext(module: ast.Module) -> Iterator[ast.Constant]:
    """Every text of a module but docstrings and what gettext is given."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        elif isinstance(node, ast.Call) and called(node) in GETTEXT:
            waiting.extend(keyword.value for keyword in node.keywords)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            waiting.extend(ast.iter_child_nodes(node))


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
