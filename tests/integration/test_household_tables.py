"""A table of households: judged cell by cell, shown as a preview, written whole or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bulk_entry.household_table import MOST_ROWS, TypedRow, from_pasted, pasted_rows
from bulk_entry.models import PendingEntry
from bulk_entry.pending import content_of
from bulk_entry.plans import changes_of, rows_of
from bulk_entry.services import apply, changes_in, restore, retire
from bulk_entry.state import load_state
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound, Trespass
from foundation.permissions import RoleCode
from history.queries import list_entries_of
from history.services import verify
from participants.models import Participant
from scorecards.models import AssessmentLevel, ScorecardStatus
from scorecards.queries import find_scorecard
from scorecards.services import assess, ensure_scorecard
from tests.factories import NOW, make_user
from tests.hamlets import HEAD, NOT_POOR, POOR, Hamlet, cells, make_hamlet, pasted

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def hamlet(context):
    return Hamlet()


def take(hamlet, text, **more):
    found = hamlet.preview(text, **more)
    assert found.pending is not None, [row.faults for row in found.judgement.rows if row.faults]
    return confirm(hamlet, found)


def confirm(hamlet, found, actor=None):
    return apply(
        actor=actor or hamlet.head,
        token=found.pending.token,
        hamlet=hamlet.unit,
        year=hamlet.year,
        seen=found.state.digest,
        now=NOW,
    )


def households(type_code=POOR):
    statement = select(Participant).where(Participant.type_code == type_code)
    return db.session.scalars(statement.order_by(Participant.code)).all()


def faults(found):
    return [(row.typed.number, fault.key, fault.text) for row in found.judgement.rows for fault in row.faults]


def table(*rows, head=HEAD):
    return "\n".join([head, *("\t".join(row) for row in rows)])


def card_of(hamlet, household):
    return find_scorecard(hamlet.year.id, household.id)


def test_two_hundred_households_are_written_with_scorecards_points_and_history(hamlet):
    taken = take(hamlet, pasted(200))
    made = households()
    assert (taken.new, taken.changed, len(made)) == (200, 0, 200)
    assert [one.code for one in made[:2]] == ["31600-01-00001", "31600-01-00002"]
    second = made[1]
    assert second.attributes == {"poverty_status": "ngheo", "has_policy_loan": True}
    own = card_of(hamlet, second).assessments[0]
    assert own.level is AssessmentLevel.SELF
    assert own.entries == {
        "HN1.1": "yes",
        "HN2.1": "moi_lam",
        "HN2.2": {"numerator": "2", "denominator": "3"},
        "HN2.3": {"before": "1500", "after": "1602.5"},
        "HN3.3": "kha",
    }
    assert own.total is not None
    actions = [one.action for one in list_entries_of("participant", str(second.id))]
    assert actions == ["participant:created"]
    told = list_entries_of("participant", str(hamlet.unit.id))[-1]
    assert (told.action, told.after["new"]) == ("household:table-taken", 200)
    assert verify().fault is None


def test_every_fault_is_told_at_once_and_nothing_is_kept(hamlet):
    wrong = cells(2)
    wrong[1], wrong[5], wrong[7] = "Hộ giàu", "hai", "1,5,0"
    nameless = ["", *cells(3)[1:]]
    found = hamlet.preview(table(cells(1), wrong, nameless, cells(1)))
    assert found.pending is None
    told = {(row, key): text for row, key, text in faults(found)}
    assert set(told) == {
        (3, "a.poverty_status"),
        (3, "c.HN2.2.numerator"),
        (3, "c.HN2.3.before"),
        (4, "name"),
        (5, "name"),
    }
    assert "Hộ cận nghèo" in told[3, "a.poverty_status"]
    assert "dòng 2" in told[5, "name"]
    assert households() == []


def test_a_choice_is_understood_without_case_marks_or_with_the_tone_elsewhere(hamlet):
    row = cells(2)
    row[0], row[1], row[4] = "Hộ bà Kim Hoà", "HO NGHEO", "  chưa   có "
    take(hamlet, table(row))
    other = cells(2)
    other[0] = "Hộ bà Kim Hòa"
    found = hamlet.preview(table(other))
    assert found.judgement.rows[0].household is not None, "hoà and hòa are one word"
    assert households()[0].attributes["poverty_status"] == "ngheo"


def test_numbers_are_vietnamese_unless_the_table_itself_speaks_otherwise(hamlet):
    row = cells(2)
    row[7], row[8] = "1.500", "2.000,5"
    take(hamlet, table(row))
    assert card_of(hamlet, households()[0]).assessments[0].entries["HN2.3"] == {
        "before": "1500",
        "after": "2000.5",
    }
    row = cells(4)
    row[7], row[8] = "1.500", "1600.5"
    found = hamlet.preview(table(row))
    assert [key for _row, key, _text in faults(found)] == ["c.HN2.3.before"]
    assert "có thể là" in faults(found)[0][2]


def test_a_criterion_that_does_not_apply_takes_no_figure(hamlet):
    row = cells(2)
    row[1] = "Hộ mới thoát nghèo"
    found = hamlet.preview(table(row))
    assert [(key, "Diện hộ" in text) for _row, key, text in faults(found)] == [("c.HN1.1", True)]
    row[3] = "-"
    assert hamlet.preview(table(row)).pending is not None


def test_changes_are_shown_old_to_new_and_what_is_missing_is_left_alone(hamlet):
    take(hamlet, pasted(3))
    row = cells(2)
    row[5] = "1"
    found = hamlet.preview(table(row, cells(1)))
    changes = changes_in(found.state, found.pending)
    assert [(c.household.name, [(x.before, x.after) for x in c.cells]) for c in changes.changed] == [
        (row[0], [("2", "1")])
    ]
    assert (changes.unchanged, len(changes.absent), len(changes.new)) == (1, 1, 0)
    taken = confirm(hamlet, found)
    assert (taken.new, taken.changed, len(households())) == (0, 1, 3)


def test_an_emptied_cell_is_told_and_taken_back_and_a_missing_column_is_untouched(hamlet):
    take(hamlet, pasted(1))
    row = cells(1)
    found = hamlet.preview(table([row[0], ""], head="Tên hộ\tHN2.1"))
    changes = changes_in(found.state, found.pending)
    assert changes.erased == 1
    confirm(hamlet, found)
    entries = card_of(hamlet, households()[0]).assessments[0].entries
    assert "HN2.1" not in entries
    assert "HN1.1" in entries


def test_a_name_and_an_attribute_are_changed_by_code(hamlet):
    take(hamlet, pasted(1))
    text = "Mã hộ\tTên hộ\tDiện hộ\n31600-01-00001\tHộ ông Lý Sa Rây\tHộ nghèo"
    take(hamlet, text)
    (one,) = households()
    assert (one.name, one.attributes["poverty_status"]) == ("Hộ ông Lý Sa Rây", "ngheo")
    entry = list_entries_of("participant", str(one.id))[-1]
    assert entry.action == "participant:changed"
    assert set(entry.before) == {"name", "attributes"}


def test_a_code_of_another_hamlet_is_refused_without_telling_whose(hamlet):
    other = make_hamlet(hamlet.commune, "31600-02", "Ấp Khác")
    found = hamlet.preview(f"Mã hộ\tTên hộ\n{other.code}-00001\tHộ ông X Y")
    ((_row, key, text),) = faults(found)
    assert key == "code"
    assert other.name not in text


def test_a_household_of_the_other_table_is_not_taken_twice(hamlet):
    take(hamlet, pasted(1))
    found = hamlet.preview(f"Tên hộ\n{cells(1)[0]}", NOT_POOR)
    assert "31600-01-00001" in faults(found)[0][2]


def test_signs_at_the_beginning_of_a_name_stay_text(hamlet):
    take(hamlet, 'Tên hộ\n=HYPERLINK("http://x","Hộ A")\n@Hộ B\n+Hộ C\n-Hộ D')
    assert sorted(one.name for one in households()) == [
        "+Hộ C",
        "-Hộ D",
        '=HYPERLINK("http://x","Hộ A")',
        "@Hộ B",
    ]


def test_five_thousand_rows_and_no_more(hamlet):
    text = "\n".join(["Tên hộ", *(f"Hộ ông A {n}" for n in range(MOST_ROWS + 1))])
    handed = from_pasted(hamlet.table().columns, text)
    assert "5000" in handed.faults[0].replace(".", "")
    with pytest.raises(DomainError):
        hamlet.preview_rows([TypedRow(n, {"name": f"Hộ A {n}"}) for n in range(MOST_ROWS + 1)])


def test_quoted_cells_hold_tabs_ends_of_line_and_marks():
    assert pasted_rows('a\t"b\nc"\t"d ""e"""\r\n"5" ống\tx\n') == [["a", "b c", 'd "e"'], ['"5" ống', "x"]]


def test_a_table_without_header_is_read_in_the_order_of_the_columns(hamlet):
    name, status, loan, *figures = cells(1)
    text = "\t".join([name, loan, status, *figures])
    assert hamlet.preview(text).pending is not None
    short = from_pasted(hamlet.table().columns, "Hộ A\tcó\tkhông")
    assert "tiêu đề" in short.faults[0]


def test_a_change_since_the_preview_brings_a_new_preview(hamlet):
    take(hamlet, pasted(1))
    row = cells(1)
    row[4] = "Chưa có"
    found = hamlet.preview(table(row))
    seen = found.state.digest
    (one,) = households()
    assess(
        actor=hamlet.head,
        scorecard=card_of(hamlet, one),
        level=AssessmentLevel.SELF,
        entries={"HN1.1": "yes"},
        now=NOW,
    )
    with pytest.raises(Conflict):
        apply(
            actor=hamlet.head,
            token=found.pending.token,
            hamlet=hamlet.unit,
            year=hamlet.year,
            seen=seen,
            now=NOW,
        )
    fresh = load_state(found.state.table, hamlet.unit, hamlet.year)
    assert (
        apply(
            actor=hamlet.head,
            token=found.pending.token,
            hamlet=hamlet.unit,
            year=hamlet.year,
            seen=fresh.digest,
            now=NOW,
        ).changed
        == 1
    )
    entries = card_of(hamlet, one).assessments[0].entries
    assert (entries["HN1.1"], entries["HN2.1"]) == ("yes", "chua")


def test_a_row_that_was_changed_elsewhere_is_shown_before_it_is_overwritten(hamlet):
    take(hamlet, pasted(1))
    (one,) = households()
    state = load_state(hamlet.table(), hamlet.unit, hamlet.year)
    shown = dict(state.households[0].shown)
    mark = state.households[0].mark
    assess(
        actor=hamlet.head,
        scorecard=card_of(hamlet, one),
        level=AssessmentLevel.SELF,
        entries={"HN2.1": "chua"},
        now=NOW,
    )
    shown["c.HN1.1"] = "có"
    found = hamlet.preview_rows([TypedRow(1, dict(shown), mark=mark)])
    assert found.pending is None
    assert {clash.key for clash in found.judgement.rows[0].clashes} == {"c.HN1.1", "c.HN2.1"}
    fresh = found.judgement.rows[0].household.mark
    assert hamlet.preview_rows([TypedRow(1, dict(shown), mark=fresh)]).pending is not None


def test_a_scorecard_handed_in_is_not_changed_and_its_row_says_so(hamlet):
    take(hamlet, pasted(1))
    (one,) = households()
    card_of(hamlet, one).status = ScorecardStatus.SUBMITTED
    db.session.flush()
    assert hamlet.preview(pasted(1)).pending is not None, "unchanged rows may stand in the table"
    row = cells(1)
    row[4] = "Chưa có"
    assert "đã nộp" in faults(hamlet.preview(table(row)))[0][2]


def test_who_may_keep_the_households_of_a_hamlet(hamlet):
    stranger = make_user(roles=[RoleCode.UNIT])
    with pytest.raises(Trespass):
        hamlet.preview(pasted(1), actor=stranger)
    for actor in (hamlet.officer, hamlet.office):
        with pytest.raises(NotAllowed):
            hamlet.preview(pasted(1), actor=actor)
    hamlet.head.active = False
    db.session.flush()
    found = hamlet.preview(pasted(1), actor=hamlet.officer)
    assert confirm(hamlet, found, hamlet.officer).new == 1, "a commune enters for a hamlet without an account"


def test_a_preview_is_of_one_person_for_a_day(hamlet):
    found = hamlet.preview(pasted(1))
    hamlet.head.active = False
    db.session.flush()
    with pytest.raises(NotFound):
        confirm(hamlet, found, hamlet.officer)
    hamlet.head.active = True
    db.session.flush()
    with pytest.raises(NotFound):
        apply(
            actor=hamlet.head,
            token=found.pending.token,
            hamlet=hamlet.unit,
            year=hamlet.year,
            seen=found.state.digest,
            now=NOW + timedelta(hours=25),
        )
    confirm(hamlet, found)
    assert db.session.scalar(select(func.count()).select_from(PendingEntry)) == 0


def test_the_calendar_opens_and_closes_the_grid(hamlet):
    late = NOW + timedelta(days=30)
    found = hamlet.preview(pasted(1), now=late)
    assert found.pending is None
    assert "Đã hết thời gian nhập hộ" in found.obstacles[0]
    registering = NOW.replace(month=1, day=20)
    found = hamlet.preview(pasted(1), now=registering)
    assert "Chưa đến thời gian tự chấm" in found.obstacles[0], "households register before they are scored"
    found = hamlet.preview(f"Tên hộ\tDiện hộ\n{cells(1)[0]}\tHộ nghèo", now=registering)
    taken = apply(
        actor=hamlet.head,
        token=found.pending.token,
        hamlet=hamlet.unit,
        year=hamlet.year,
        seen=found.state.digest,
        now=registering,
    )
    assert taken.new == 1
    assert card_of(hamlet, households()[0]) is None


def test_a_household_is_let_go_with_a_reason_and_taken_back_with_its_code_kept(hamlet):
    take(hamlet, pasted(2))
    first = households()[0]
    keys = {"actor": hamlet.head, "hamlet": hamlet.unit, "year": hamlet.year, "now": NOW}
    with pytest.raises(DomainError):
        retire(household=first, reason=" ", **keys)
    retire(household=first, reason="Chuyển đi Cần Thơ", **keys)
    assert list_entries_of("participant", str(first.id))[-1].note == "Chuyển đi Cần Thơ"
    assert len(load_state(hamlet.table(), hamlet.unit, hamlet.year).households) == 1
    take(hamlet, table(cells(9)))
    assert households()[-1].code == "31600-01-00003", "a code is never given again"
    restore(household=first, **keys)
    assert len(load_state(hamlet.table(), hamlet.unit, hamlet.year).households) == 3


def test_sensitive_columns_are_only_for_those_who_enter_check_or_verify(hamlet):
    council = make_user(roles=[RoleCode.COUNCIL])
    assert "a.poverty_status" in hamlet.table(actor=hamlet.head).by_key
    assert "a.poverty_status" in hamlet.table(actor=hamlet.office).by_key
    assert "a.poverty_status" not in hamlet.table(actor=council).by_key


def test_a_scorecard_of_a_household_that_came_to_exist_meanwhile_is_used(hamlet):
    take(hamlet, f"Tên hộ\n{cells(1)[0]}")
    (one,) = households()
    card = ensure_scorecard(actor=hamlet.head, movement_year=hamlet.year, participant=one, now=NOW)
    take(hamlet, pasted(1))
    assert card_of(hamlet, one).id == card.id


def test_a_plan_whose_household_is_gone_stops_the_whole(hamlet):
    take(hamlet, pasted(1))
    row = cells(1)
    row[4] = "Chưa có"
    found = hamlet.preview(table(row, cells(2)))
    retire(
        actor=hamlet.head,
        hamlet=hamlet.unit,
        household=households()[0],
        year=hamlet.year,
        reason="nhập nhầm",
        now=NOW,
    )
    state = load_state(found.state.table, hamlet.unit, hamlet.year)
    assert len(changes_of(state, rows_of(content_of(found.pending)["rows"])).gone) == 1
    with pytest.raises(Conflict):
        apply(
            actor=hamlet.head,
            token=found.pending.token,
            hamlet=hamlet.unit,
            year=hamlet.year,
            seen=state.digest,
            now=NOW,
        )
