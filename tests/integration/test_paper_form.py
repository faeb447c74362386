"""The form of Decree 30/2020, Appendix I, measured on the printed pages of every kind of paper.

docs/papers.md names the test that measures each element.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest

from documents.kinds import find_kind, list_kinds
from foundation.database import transaction
from register import shelf
from tests.measures import MM, Measures, measure
from tests.paper_sources import TWO_OWN, issue, sealed_session, source_for
from tests.papers import load_facts

pytestmark = pytest.mark.printed

LEFT, RIGHT, TOP, BOTTOM = 30 * MM, (210 - 15) * MM, 20 * MM, (297 - 20) * MM
MIDDLE = (LEFT + RIGHT) / 2
TWO = "decision with two annexes"
MINUTES = {"council_minutes", "count_minutes", "group_minutes"}
"""Kinds that tell place and day in their words (Appendix III, form 1.9)."""
FORMS = {"self_score_sheet", "assessment_sheet"}
"""Tables to be filled in, without a last sentence."""


@dataclass(frozen=True)
class Printed:
    """One issued paper: its words, its file, and what stands where in it."""

    html: str
    pdf: bytes
    seen: Measures

    @property
    def middle(self) -> float:
        """Half way between the margins of the first page, which may lie across."""
        return (LEFT + self.seen.sizes[0][0] - 15 * MM) / 2


@pytest.fixture(scope="module")
def printed(_application, _database):
    """Every kind, and a decision with two annexes, issued on 5 February 2025."""
    made = {}
    for kind in [*list_kinds(), None]:
        _database.renew(_application)
        with _application.app_context(), transaction():
            if kind is None:
                load_facts()
                made[TWO] = printed_of(issue(find_kind("decision"), sealed_session(TWO_OWN)))
            else:
                made[kind.code] = printed_of(issue(kind, source_for(kind)))
    return made


def printed_of(paper):
    """What was printed, measured."""
    pdf = b"".join(shelf.read(paper.sha256))
    return Printed(paper.html, pdf, measure(pdf))


def body_starts(seen):
    """The pages that begin a part with numbers of its own."""
    return [0, *(line.page for line in seen.lines if line.text.startswith("Phụ lục") and line.bold)]


def test_every_kind_is_measured(printed):
    assert set(printed) == {TWO, *(kind.code for kind in list_kinds())}


def test_the_motto_stands_right_on_one_line_over_a_rule_of_its_width(printed):
    for code, paper in printed.items():
        nation = paper.seen.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        motto = paper.seen.find("Độc lập - Tự do - Hạnh phúc")
        assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", code
        assert nation.bold, code
        assert 12 <= nation.size <= 13, code
        assert nation.page == 0, code
        assert nation.left > paper.middle - 25, code
        assert nation.right <= paper.seen.sizes[0][0] - 15 * MM + 0.5, code
        assert motto.bold, code
        assert 13 <= motto.size <= 14, code
        assert motto.middle == pytest.approx(nation.middle, abs=1), code
        assert 12 < motto.baseline - nation.baseline < 22, code
        rule = paper.seen.below(motto)
        assert (rule.left, rule.right) == (
            pytest.approx(motto.left, abs=2),
            pytest.approx(motto.right, abs=2),
        ), code


def test_the_issuer_stands_left_over_a_rule_of_a_third_to_a_half_of_the_line(printed):
    for code, paper in printed.items():
        head = [one for one in paper.seen.on(0) if one.right < paper.middle and one.baseline < 45 * MM]
        issuing = [one for one in head if one.bold]
        assert issuing, code
        assert all(one.text == one.text.upper() for one in issuing), code
        assert all(12 <= one.size <= 13 for one in issuing), code
        assert issuing[0].baseline <= paper.seen.find("Độc lập").baseline + 1, code
        last = issuing[-1]
        rule = paper.seen.below(last)
        widest = max(one.right - one.left for one in issuing)
        assert 1 / 3 <= (rule.right - rule.left) / widest <= 1 / 2, (code, rule, widest)
        assert (rule.left + rule.right) / 2 == pytest.approx(last.middle, abs=1), code
        assert all(one.right <= paper.seen.find("CỘNG HÒA").left for one in head), code


def place_of(paper):
    """The line of place and day in the head, if there is one."""
    head = [one for one in paper.seen.on(0) if one.left > paper.middle - 25 and one.baseline < 60 * MM]
    return next((one for one in head if one.italic), None)


def test_numbers_below_ten_and_days_and_the_months_one_and_two_have_a_zero(printed):
    for code, paper in printed.items():
        place = place_of(paper)
        if code in MINUTES:
            assert place is None, code
        else:
            assert re.fullmatch(r"[\w ]+, ngày 05 tháng 02 năm 2025", place.text), (code, place)
            assert 13 <= place.size <= 14, code
            assert place.middle == pytest.approx(paper.seen.find("Độc lập").middle, abs=1), code
        numbers = [one for one in paper.seen.on(0) if one.text.startswith("Số:")]
        for number in numbers:
            assert re.fullmatch(r"Số: 0[1-9]/[A-ZĐ]{1,3}[A-Za-z]*-[A-ZĐ]+", number.text), number.text
            assert number.size == 13, code
            assert not number.bold, code
            assert not number.italic, code
            assert place is None or number.baseline == pytest.approx(place.baseline, abs=1), code
    assert [one.text for one in printed["decision"].seen.on(0) if one.text.startswith("Số:")]


def test_kind_and_subject_are_bold_and_centred_over_a_rule(printed):
    for code, paper in printed.items():
        lines = paper.seen.on(0)
        kind = next(one for one in lines if one.size == 14 and one.bold)
        title = lines[lines.index(kind) :]
        assert kind.text == kind.text.upper(), (code, kind)
        subject = []
        for one in title:
            if not one.bold:
                break
            subject.append(one)
        assert all(13 <= one.size <= 14 for one in subject[:2]), code
        assert all(one.middle == pytest.approx(paper.middle, abs=1) for one in subject[:2]), code
        rules = [
            one for one in paper.seen.rules
            if one.page == 0 and one.right - one.left < 90 * MM and one.top > kind.baseline
            and (one.left + one.right) / 2 == pytest.approx(paper.middle, abs=1)
        ]  # fmt: skip
        rule = min(rules, key=lambda one: one.top)
        named = [one for one in subject if one.baseline < rule.top and one != kind]
        widest = max(one.right - one.left for one in named)
        assert 1 / 3 <= (rule.right - rule.left) / widest <= 1 / 2, code


def test_legal_bases_are_italic_and_end_in_semicolons_and_a_stop(printed):
    for code in ("decision", "proposal"):
        paper = printed[code]
        said = [re.sub(r"<.*?>", "", one) for one in re.findall(r'<p class="basis">(.*?)</p>', paper.html)]
        assert len(said) >= 3, code
        assert all(one.endswith(";") for one in said[:-1]), said
        assert said[-1].endswith("."), said
        for one in said:
            line = paper.seen.find(" ".join(one.split()[:4]))
            assert line.italic, line
            assert 13 <= line.size <= 14, line
            assert 10 * MM - 0.5 <= line.left - LEFT <= 12.7 * MM + 0.5, line


def paragraphs(paper):
    """The lines of each paragraph of the body, without bases, tables, title and signature."""
    lines = [one for one in paper.seen.lines if one.size == 13 and not one.italic]
    found = []
    for line in lines:
        if 10 * MM - 1 <= line.left - LEFT <= 12.7 * MM + 1:
            found.append([line])
        elif found and abs(line.left - LEFT) < 1 and 0 < line.baseline - found[-1][-1].baseline < 24:
            found[-1].append(line)
    return found


def test_the_body_is_justified_indented_and_its_paragraphs_stand_apart(printed):
    found = paragraphs(printed["decision"])
    assert len(found) >= 3
    for one in found:
        assert all(line.right == pytest.approx(RIGHT, abs=1) for line in one[:-1]), one
        steps = [after.baseline - before.baseline for before, after in pairwise(one)]
        assert all(13 * 1.0 <= step <= 13 * 1.15 * 1.5 for step in steps), steps
    gaps = [
        after[0].baseline - before[-1].baseline
        for before, after in pairwise(found)
        if after[0].page == before[-1].page
    ]
    line = 13 * 1.3
    assert all(gap >= line + 6 - 0.1 for gap in gaps), gaps


def test_a_paper_with_a_body_ends_in_the_closing_mark(printed):
    for code, paper in printed.items():
        if "Nơi nhận:" in paper.html and code not in FORMS:
            text = " ".join(line.text for line in paper.seen.lines)
            assert text.count("./.") == 1, code


def test_the_signature_is_right_in_bold_caps_and_the_recipients_left(printed):
    for code in ("decision", "proposal", "commendation_list"):
        seen = printed[code].seen
        to = seen.find("Nơi nhận:")
        assert to.bold, code
        assert to.italic, code
        assert to.size == 12, code
        assert to.left == pytest.approx(LEFT, abs=1), code
        here = [one for one in seen.on(to.page) if one.baseline >= to.baseline - 2]
        recipients = [one for one in here if one.text.startswith("- ") and one.left < LEFT + 2]
        assert recipients, code
        assert all(one.size == 11 for one in recipients), code
        assert not any(one.bold or one.italic for one in recipients), code
        assert recipients[-1].text.startswith("- Lưu: VT"), code
        assert all(one.text.endswith((";", ".")) for one in recipients), code
        right = [one for one in here if one.left > MIDDLE and one.size >= 13]
        assert all(one.bold for one in right), code
        roles = [one for one in right if one.text == one.text.upper()]
        assert roles[0].text.startswith(("TM.", "KT.", "TL.", "TUQ.", "Q.", "CHỦ TỊCH")), code
        assert roles[0].baseline == pytest.approx(to.baseline, abs=3), code
        assert all(13 <= one.size <= 14 for one in right), code
        name = [one for one in right if one not in roles]
        for one in name:
            assert one.middle == pytest.approx(roles[0].middle, abs=1), code
            assert one.baseline - roles[-1].baseline > 25 * MM, code


def test_every_page_keeps_the_margins(printed):
    for code, paper in printed.items():
        for line in paper.seen.lines:
            width, height = paper.seen.sizes[line.page]
            assert (min(width, height), max(width, height)) == (
                pytest.approx(210 * MM, abs=0.5),
                pytest.approx(297 * MM, abs=0.5),
            )
            assert line.left >= LEFT - 0.5, (code, line)
            assert line.right <= width - 15 * MM + 1, (code, line)
            assert line.baseline < height - 20 * MM or line.text.replace(" ", "").isupper(), (code, line)


def test_page_numbers_stand_upright_in_the_top_margin_and_restart_in_an_annex(printed):
    for code, paper in printed.items():
        begun = 0
        for page, (width, _height) in enumerate(paper.seen.sizes):
            above = [one for one in paper.seen.on(page) if one.baseline < TOP]
            annex = page and any(
                re.match(r"(Phụ lục|DANH SÁCH)", one.text) and one.bold and one.baseline < 30 * MM
                for one in paper.seen.on(page)
            )
            begun = page if annex else begun
            if page == begun:
                assert not above, (code, page, above)
                continue
            (number,) = above
            assert number.text == str(page - begun + 1), (code, page)
            assert 13 <= number.size <= 14, code
            assert not number.bold, code
            assert not number.italic, code
            assert number.middle == pytest.approx((LEFT + width - 15 * MM) / 2, abs=1), code


def test_two_annexes_bear_roman_numerals_and_count_their_own_pages(printed):
    paper = printed[TWO]
    first, second = body_starts(paper.seen)[1:]
    assert [paper.seen.on(page)[0].text for page in (first, second)] == ["Phụ lục I", "Phụ lục II"]
    assert "(có danh sách tại Phụ lục II kèm theo)" in paper.html


def test_an_annex_begins_its_page_with_name_title_and_what_it_accompanies(printed):
    seen = printed["decision"].seen
    title = next(one for one in seen.lines if one.page and one.text.startswith(("Phụ lục", "DANH SÁCH")))
    assert title.bold
    assert title.size == 14
    assert title.middle == pytest.approx(MIDDLE, abs=1)
    assert title.baseline < TOP + 20
    (told, *_rest) = [one for one in seen.on(title.page) if one.text.startswith("(Kèm theo")]
    assert told.italic
    assert told.middle == pytest.approx(MIDDLE, abs=1)


def test_no_page_is_empty(printed):
    for code, paper in printed.items():
        for page in range(len(paper.seen.sizes)):
            body = [one for one in paper.seen.on(page) if TOP < one.baseline < BOTTOM]
            assert len(body) >= 3, (code, page)
