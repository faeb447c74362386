"""Spreadsheet forms: taken, filled in as programs and telephones do, handed in, previewed, applied whole."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bulk_entry.form_reading import MOST_BYTES, household_rows, read_form
from bulk_entry.household_form import make_household_form
from bulk_entry.scorecard_entry import apply_form, changes_in, preview_form, state_mark
from bulk_entry.scorecard_form import make_scorecard_form
from bulk_entry.services import apply
from bulk_entry.state import load_state
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import RoleCode
from participants.models import Participant
from scorecards.models import AssessmentLevel
from scorecards.queries import find_scorecard
from scorecards.services import assess, ensure_scorecard
from tests.factories import NOW, make_user
from tests.hamlets import POOR, Hamlet, cells, pasted

pytestmark = pytest.mark.usefixtures("context")
SELF = AssessmentLevel.SELF


@pytest.fixture
def hamlet(context):
    return Hamlet()


@pytest.fixture
def card(hamlet):
    return ensure_scorecard(
        actor=hamlet.officer, movement_year=hamlet.year, participant=hamlet.commune, now=NOW
    )


def take(hamlet, found):
    return apply(
        actor=hamlet.head,
        token=found.pending.token,
        hamlet=hamlet.unit,
        year=hamlet.year,
        seen=load_state(found.state.table, hamlet.unit, hamlet.year).digest,
        now=NOW,
    )


def household_form(hamlet):
    return make_household_form(load_state(hamlet.table(), hamlet.unit, hamlet.year))


def edited(stream, **by_key):
    """The form with cells written: {"c.HN2.1": {row: value}}; a scorecard's by the key of its row."""
    book = load_workbook(stream)
    sheet = book["Nhập liệu"]
    keys = [str(cell.value or "").removeprefix("#") for cell in sheet[7]]
    for key, values in by_key.items():
        if key in keys:
            for row, value in values.items():
                sheet.cell(row, keys.index(key) + 1).value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def scorecard_edited(stream, entries, notes=()):
    book = load_workbook(stream)
    sheet = book["Nhập liệu"]
    for row in sheet.iter_rows(min_row=9):
        key = row[7].value
        if key in entries:
            row[5].value = entries[key]
        if key in dict(notes):
            row[6].value = dict(notes)[key]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def hand_in(hamlet, data):
    return hamlet.preview_rows(household_rows(read_form(data, "mau.xlsx")), source="form")


def test_a_form_is_locked_but_for_what_is_to_be_filled_in_and_lists_its_words(hamlet):
    take(hamlet, hamlet.preview(pasted(2)))
    book = load_workbook(household_form(hamlet))
    sheet = book["Nhập liệu"]
    assert sheet.protection.sheet
    assert [book[name].sheet_state for name in book.sheetnames[1:]] == ["veryHidden"] * 2
    assert sheet.row_dimensions[7].hidden
    assert [cell.value for cell in sheet[9]][:2] == ["31600-01-00002", cells(2)[0]] or sheet["A9"].value
    assert sheet["A9"].protection.locked
    assert not sheet["B9"].protection.locked
    assert sheet.print_title_rows == "$8:$8"
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "custom", "any"} or kinds == {"list", "custom"}


def test_names_that_begin_like_formulas_go_out_and_come_back_as_text(hamlet):
    take(hamlet, hamlet.preview('Tên hộ\n=HYPERLINK("http://x","Hộ A")\n@Hộ B'))
    form = household_form(hamlet)
    sheet = load_workbook(form)["Nhập liệu"]
    assert {sheet["B9"].data_type, sheet["B10"].data_type} == {"s"}
    form.seek(0)
    found = hand_in(hamlet, form.getvalue())
    assert [row.read.entries for row in found.judgement.rows] == [{}, {}]


def test_an_untouched_form_changes_nothing_and_what_was_saved_meanwhile_stays(hamlet):
    take(hamlet, hamlet.preview(pasted(3)))
    form = household_form(hamlet).getvalue()
    one = db.session.scalars(select(Participant).where(Participant.type_code == POOR)).first()
    card = find_scorecard(hamlet.year.id, one.id)
    assess(actor=hamlet.head, scorecard=card, level=SELF, entries={"HN2.1": "chua"}, now=NOW)
    found = hand_in(hamlet, form)
    assert found.judgement.clash_count == 0
    assert take(hamlet, found).changed == 0
    assert card.assessments[0].entries["HN2.1"] == "chua"


def test_what_was_changed_in_both_places_is_shown_and_not_overwritten(hamlet):
    take(hamlet, hamlet.preview(pasted(1)))
    form = household_form(hamlet)
    (one,) = db.session.scalars(select(Participant).where(Participant.type_code == POOR))
    card = find_scorecard(hamlet.year.id, one.id)
    assess(actor=hamlet.head, scorecard=card, level=SELF, entries={"HN2.1": "chua"}, now=NOW)
    data = edited(form, **{"c.HN2.1": {9: "Mới làm, chưa rõ hiệu quả"}})
    found = hand_in(hamlet, data)
    assert found.pending is None
    (clash,) = found.judgement.rows[0].clashes
    assert (clash.key, clash.base, clash.now, clash.typed) == (
        "c.HN2.1",
        "hieu_qua",
        "Chưa có",
        "Mới làm, chưa rõ hiệu quả",
    )


def test_numbers_dates_and_formulas_are_read_as_programs_leave_them(hamlet):
    take(hamlet, hamlet.preview(pasted(1)))
    data = edited(
        household_form(hamlet),
        **{
            "c.HN2.3.before": {9: 1500.5, 10: "1.400"},
            "c.HN2.3.after": {9: "1.800,25", 10: 1500},
            "name": {10: "Hộ bà Mới"},
            "c.HN2.2.numerator": {10: date(2024, 5, 3)},
            "c.HN2.2.denominator": {10: 3},
        },
    )
    found = hand_in(hamlet, data)
    told = [(row.typed.number, fault.key) for row in found.judgement.rows for fault in row.faults]
    assert told == [(10, "c.HN2.2.numerator")]
    assert found.judgement.rows[0].read.entries["HN2.3"] == {"before": "1500.5", "after": "1800.25"}
    assert found.judgement.rows[1].read.entries["HN2.3"] == {"before": "1400", "after": "1500"}
    formula = read_form(edited(household_form(hamlet), **{"c.HN2.1": {9: "=1+1"}}), "x.xlsx")
    assert len(formula.broken) == 1


def test_a_commune_takes_its_scorecard_as_a_form_and_applies_it_whole(hamlet, card):
    data = scorecard_edited(
        make_scorecard_form(card),
        {"c.XA1.2.numerator": 8, "c.XA1.2.denominator": "10", "c.XA2.2": "0"},
        {"c.XA1.2.numerator": "Theo báo cáo quý IV"}.items(),
    )
    judged = preview_form(actor=hamlet.officer, scorecard=card, form=read_form(data, "p.xlsx"), now=NOW)
    assert judged.faults == ()
    changes, clashes = changes_in(card, judged.pending)
    assert ([change.after for change in changes], clashes) == (["8", "10", "0", "Theo báo cáo quý IV"], [])
    count = apply_form(
        actor=hamlet.officer,
        token=judged.pending.token,
        scorecard=card,
        seen=state_mark(card),
        take_mine=False,
        now=NOW,
    )
    assert count == 2
    own = card.assessments[0]
    assert own.entries == {"XA1.2": {"numerator": "8", "denominator": "10"}, "XA2.2": "0"}
    assert own.notes == {"XA1.2": "Theo báo cáo quý IV"}


def test_every_fault_of_a_scorecards_form_is_told_and_nothing_is_kept(hamlet, card):
    data = scorecard_edited(
        make_scorecard_form(card), {"c.XA1.2.numerator": "tám", "c.XA1.2.denominator": 9, "c.XA2.2": "muộn"}
    )
    judged = preview_form(actor=hamlet.officer, scorecard=card, form=read_form(data, "p.xlsx"), now=NOW)
    assert judged.pending is None
    assert [fault.text for fault in judged.faults] == ["tám", "muộn"]
    assert all(fault.row > 8 for fault in judged.faults)


def test_both_changed_on_a_scorecard_waits_for_a_choice(hamlet, card):
    form = make_scorecard_form(card)
    assess(actor=hamlet.officer, scorecard=card, level=SELF, entries={"XA2.2": "3"}, now=NOW)
    read = read_form(scorecard_edited(form, {"c.XA2.2": 0}), "p.xlsx")
    for take_mine, stands in ((False, "3"), (True, "0")):
        judged = preview_form(actor=hamlet.officer, scorecard=card, form=read, now=NOW)
        _changes, (clash,) = changes_in(card, judged.pending)
        assert (clash.base, clash.now, clash.typed) == ("", "3", "0")
        keys = {"actor": hamlet.officer, "token": judged.pending.token, "scorecard": card, "now": NOW}
        with pytest.raises(Conflict):
            apply_form(seen="0", take_mine=take_mine, **keys)
        apply_form(seen=state_mark(card), take_mine=take_mine, **keys)
        assert card.assessments[0].entries["XA2.2"] == stands


def test_only_who_enters_hands_a_form_in(hamlet, card):
    read = read_form(make_scorecard_form(card).getvalue(), "p.xlsx")
    with pytest.raises(Trespass):
        preview_form(actor=make_user(roles=[RoleCode.UNIT]), scorecard=card, form=read, now=NOW)
    with pytest.raises(NotAllowed):
        preview_form(actor=hamlet.office, scorecard=card, form=read, now=NOW)


def bomb(size=400_000_000):
    """A workbook that says it unpacks to far more than it is."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(b"0" * 1_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"MZ\x90\x00 renamed program", "không phải tệp Excel"),
        (b"PK\x03\x04 cut off", "gửi lên chưa hết"),
        (b"PK" + b"0" * MOST_BYTES, "lớn hơn 10 MB"),
    ],
)
def test_files_that_are_no_form_are_refused_in_a_sentence(context, data, told):
    with pytest.raises(DomainError, match=told) as refusal:
        read_form(data, "mau.xlsx")
    assert refusal.value.field == "file"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(context):
    with pytest.raises(DomainError, match="quá lớn"):
        read_form(bomb(), "mau.xlsx")


def test_a_form_cut_off_or_stripped_of_its_hidden_parts_is_refused(hamlet):
    whole = household_form(hamlet).getvalue()
    with pytest.raises(DomainError, match="hỏng hoặc gửi lên chưa hết"):
        read_form(whole[: len(whole) // 2], "mau.xlsx")
    book = load_workbook(BytesIO(whole))
    book["Nhập liệu"].delete_rows(7)
    saved = BytesIO()
    book.save(saved)
    with pytest.raises(DomainError, match="không phải mẫu"):
        read_form(saved.getvalue(), "mau.xlsx")
