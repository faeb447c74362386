"""The criteria documents that come with the product, and R9 with the results it is known to give."""

from decimal import Decimal

import pytest

from criteria.document import read_file
from criteria.presets import PRESETS, preset_files
from scoring.engine import compile_rubric
from scoring.evidence import NOT_APPLICABLE, Evidence, Pair
from scoring.reading import read_entry
from scoring.rubric import Criterion

PLAN = "Kế hoạch, mục III (Tiêu chuẩn thi đua), khoản "


def preset(name):
    return read_file(PRESETS / f"{name}.yaml").rubric


@pytest.mark.parametrize("file", preset_files(), ids=lambda file: file.stem)
def test_preset_has_no_finding(file):
    reading = read_file(file)
    assert [(finding.line, finding.fault) for finding in reading.findings] == []


@pytest.mark.parametrize("file", preset_files(), ids=lambda file: file.stem)
def test_preset_can_reach_its_maximum(file):
    for kind in read_file(file).rubric.types:
        engine = compile_rubric(read_file(file).rubric)[kind.code]
        entries = {node.code: best_entry(node) for node in kind.criteria() if not in_extras(kind, node)}
        entries = {code: entry for code, entry in entries.items() if entry is not None}
        scorecard = engine.score(Evidence("a", kind.code, entries=entries))
        assert scorecard.missing == ()
        assert scorecard.base == sum(child.max for child in kind.children if child.role is None)
        assert scorecard.eligible


def in_extras(kind, criterion):
    marked = [node for node in kind.children if node.role is not None]
    return any(criterion is node or criterion in getattr(node, "children", []) for node in marked)


def best_entry(criterion):
    scale = criterion.scale
    if scale.kind == "manual":
        return criterion.max
    if scale.kind == "yes_no":
        return True
    if scale.kind == "levels":
        return max(scale.levels, key=lambda level: level.points).code
    if scale.kind == "days_late":
        return Decimal(0)
    if scale.kind == "bands":
        best = max(scale.bands, key=lambda band: band.points)
        return best.at_least if best.at_least is not None else best.at_most
    if scale.kind == "target" and scale.asks in ("decrease", "increase"):
        return Pair(Decimal(90), Decimal(10)) if scale.asks == "decrease" else Pair(Decimal(0), Decimal(999))
    if scale.kind == "target":
        return scale.target
    if scale.kind in ("ratio", "amount"):
        return Pair(Decimal(100), Decimal(100))
    return Decimal(1000)


# --- R9: what the table of rubrics expects

FULL = {
    "I.1": True,
    "I.2": "full",
    "I.3": Decimal(3),
    "II.1": Decimal("1.5"),
    "II.2": Decimal(3),
    "II.3": Decimal(100),
    "III.1": Pair(Decimal(120), Decimal(100)),
    "III.2": True,
    "IV.1": Decimal(0),
}


def r9(entries=None, khmer="100", **changes):
    entries = {**FULL, **(entries or {})}
    attributes = {"khmer_households": Decimal(khmer)}
    evidence = Evidence("U", "commune", entries=entries, attributes=attributes, **changes)
    return compile_rubric(preset("r9"))["commune"].score(evidence)


def points(scorecard, code):
    return scorecard.nodes[code].points


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("1.5", "25"),
        ("1.25", "20"),
        ("0.8", "12"),
        ("-0.2", "0"),
        ("1", "15"),
        ("0.99", "14.85"),
        ("9", "25"),
    ],
)
def test_r9_target(figure, expected):
    assert points(r9({"II.1": Decimal(figure)}), "II.1") == Decimal(expected)


def test_r9_inapplicable_criterion_rescales_its_section():
    scorecard = r9({"II.1": Decimal("1.25"), "II.3": Decimal(97)}, khmer="0")
    assert (points(scorecard, "II.1"), points(scorecard, "II.3")) == (Decimal(20), Decimal(9))
    assert points(scorecard, "II.2") is None
    assert points(scorecard, "II") == Decimal("41.43")
    (reason,) = scorecard.nodes["II"].reasons
    assert reason.code == "rescaled"
    assert (reason.facts["raw"], reason.facts["applicable"], reason.facts["whole"]) == (29, 35, 50)
    assert reason.points == Decimal("12.43")


def test_r9_section_below_floor_bars():
    # 15 × 0.9993 = 14.9895, shown as 14.99; with 10 for II.3 the section has 24.99 of 25.
    scorecard = r9({"II.1": Decimal("0.9993"), "II.2": Decimal(-1)})
    sections = [points(scorecard, code) for code in ("I", "II", "III", "IV")]
    assert sections == [Decimal(20), Decimal("24.99"), Decimal(20), Decimal(10)]
    assert scorecard.total == Decimal("74.99")
    assert scorecard.failed_floors == ("II",)
    assert not scorecard.eligible
    (reason,) = [reason for reason in scorecard.reasons if reason.code == "floor_failed"]
    assert (reason.facts["points"], reason.facts["floor"]) == (Decimal("24.99"), Decimal(25))


def test_r9_section_at_floor_passes():
    scorecard = r9({"II.1": Decimal(1), "II.2": Decimal(-1)})
    assert points(scorecard, "II") == Decimal(25)
    assert scorecard.eligible


def bonus_case():
    return {
        "I.2": "most",
        "II.3": Decimal(97),
        "II.1": Decimal(3),
        "B1": True,
        "B2": Decimal(4),
    }


def test_r9_bonus_is_capped_and_stands_above_the_maximum():
    scorecard = r9(bonus_case())
    # The bonus criteria have caps of their own: 3 + 6 + 3 = 12.
    assert [points(scorecard, code) for code in ("B1", "B2", "B3")] == [3, 6, 3]
    assert (scorecard.base, scorecard.bonus, scorecard.penalty) == (97, 10, 0)
    assert scorecard.total == 107


def test_r9_bonus_of_14_counts_10():
    text = (PRESETS / "r9.yaml").read_text(encoding="utf-8")
    from criteria.document import read_document

    raised = text.replace(
        "            max: 6\n            scale: {kind: count, unit: mô hình, each: 2}\n          - code: B3",
        "            max: 8\n            scale: {kind: count, unit: mô hình, each: 2}\n          - code: B3",
    )
    assert raised != text
    rubric = read_document(raised.encode()).rubric
    evidence = Evidence("U7", "commune", entries={**FULL, **bonus_case()})
    scorecard = compile_rubric(rubric)["commune"].score(evidence)
    (capped,) = scorecard.nodes["B"].reasons
    assert (capped.code, capped.facts["raw"], capped.points) == ("capped", 14, -4)
    assert scorecard.total == 107


@pytest.mark.parametrize(
    ("figure", "bonus"),
    [("1.5", 0), ("1.99", 0), ("2", 1), ("2.49", 1), ("2.5", 2), ("3", 3), ("9", 3), ("0.2", 0)],
)
def test_r9_bonus_over_target_counts_full_steps(figure, bonus):
    assert points(r9({"II.1": Decimal(figure)}), "B3") == bonus


def test_r9_penalties_are_capped_and_total_has_a_floor_of_zero():
    assert r9({"P1": True, "P2": Decimal(1)}).penalty == 10
    assert r9({"P1": True, "P2": Decimal(9)}).penalty == 10
    assert r9({"P1": True, "P2": Decimal(9)}).total == 90
    nothing = {
        "I.1": False,
        "I.2": "none",
        "I.3": Decimal(0),
        "II.1": Decimal(0),
        "II.2": Decimal(0),
        "II.3": Decimal(0),
        "III.1": Pair(Decimal(0), Decimal(5)),
        "III.2": False,
        "IV.1": Decimal(30),
    }
    scorecard = r9({**nothing, "P1": True})
    assert scorecard.total == 0
    assert [reason.code for reason in scorecard.reasons if not reason.node][:1] == ["floored"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("-3", "10"),
        ("0", "10"),
        ("1", "7.5"),
        ("2", "7.5"),
        ("3", "5"),
        ("5", "5"),
        ("6", "2.5"),
        ("10", "2.5"),
        ("11", "0"),
    ],
)
def test_r9_days_late(days, expected):
    assert points(r9({"IV.1": Decimal(days)}), "IV.1") == Decimal(expected)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("100", "10"),
        ("103", "10"),
        ("99.99", "9"),
        ("95", "9"),
        ("94.999999", "7.5"),
        ("80", "7.5"),
        ("70", "5"),
        ("60", "2.5"),
        ("59.99", "0"),
        ("0", "0"),
    ],
)
def test_r9_percent_bands(percent, expected):
    assert points(r9({"II.3": Decimal(percent)}), "II.3") == Decimal(expected)


def test_r9_ratio_of_two_figures_falls_into_the_same_bands():
    assert points(r9({"II.3": Pair(Decimal(19), Decimal(20))}), "II.3") == 9
    assert points(r9({"II.3": Pair(Decimal(2), Decimal(3))}), "II.3") == Decimal("2.5")


def test_r9_marks_exclude_and_hold():
    excluded = r9(exclusions=frozenset({"X1"}))
    assert (excluded.excluded, excluded.eligible, excluded.total) == (("X1",), False, 100)
    held = r9(holds=frozenset({"H1"}))
    assert (held.on_hold, held.eligible) == (("H1",), True)


def test_r9_empty_entry_is_not_zero():
    entries = {code: entry for code, entry in FULL.items() if code != "I.3"}
    engine = compile_rubric(preset("r9"))["commune"]
    scorecard = engine.score(
        Evidence("U", "commune", entries=entries, attributes={"khmer_households": Decimal(5)})
    )
    assert scorecard.missing == ("I.3",)
    assert not scorecard.eligible
    assert scorecard.nodes["I.3"].points is None
    assert scorecard.entered_max == 94


def test_r9_reads_what_people_type():
    rubric = preset("r9")
    criteria = {node.code: node for node in rubric.types[0].criteria()}
    typed = {
        "I.1": "có",
        "I.2": "Phần lớn",
        "I.3": "3",
        "II.1": "1,25",
        "II.2": "-",
        "IV.1": "2",
        "II.3": {"numerator": "19", "denominator": "20"},
        "III.1": {"actual": "80", "plan": "100"},
        "III.2": "không",
    }
    entries = {code: read_entry(criteria[code], raw) for code, raw in typed.items()}
    assert entries["II.2"] is NOT_APPLICABLE
    scorecard = compile_rubric(rubric)["commune"].score(Evidence("U", "commune", entries=entries))
    assert scorecard.total == Decimal("18") + Decimal("41.43") + Decimal("9.6") + Decimal("7.5")


# --- Châu Thành


def test_chau_thanh_has_every_kind_of_participant_and_100_points_each():
    rubric = preset("chau-thanh")
    assert [kind.code for kind in rubric.types] == [
        "agency",
        "commune",
        "hamlet",
        "household_not_poor",
        "household_poor",
        "official",
        "enterprise",
    ]
    for kind in rubric.types:
        assert kind.max == 100
        assert sum(child.max for child in kind.children if child.role is None) == 100


def test_chau_thanh_names_the_clause_of_every_standard():
    clauses = {1: "agency", 2: "commune", 3: "hamlet", 5: "official", 6: "enterprise"}
    rubric = preset("chau-thanh")
    for item, code in clauses.items():
        for node in ordinary_criteria(rubric.type(code)):
            assert node.clause.startswith(f"{PLAN}{item}"), node.code
    for node in ordinary_criteria(rubric.type("household_not_poor")):
        assert node.clause == f"{PLAN}4, điểm 4.1"
    for node in ordinary_criteria(rubric.type("household_poor")):
        assert node.clause.startswith(f"{PLAN}4, điểm 4.2")


def test_chau_thanh_covers_every_paragraph_of_the_plan():
    rubric = preset("chau-thanh")
    clauses = " ".join(node.clause for kind in rubric.types for node in kind.nodes() if node.clause)
    wanted = {"1": 3, "2": 4, "3": 4, "4, điểm 4.2": 3, "6": 3}
    for item, paragraphs in wanted.items():
        for paragraph in range(1, paragraphs + 1):
            assert f"khoản {item}, đoạn {paragraph}" in clauses


def ordinary_criteria(kind):
    return [node for node in kind.nodes() if isinstance(node, Criterion) and not in_extras(kind, node)]


def test_chau_thanh_targets_depend_on_the_year():
    rubric = preset("chau-thanh")
    pair = Pair(Decimal("8.5"), Decimal("7.25"))
    for year, expected in ((2024, "20"), (2023, "9.38")):
        kind = rubric.model_copy(update={"year": year})
        scorecard = compile_rubric(kind)["commune"].score(
            Evidence("x", "commune", entries={"XA5": pair}, attributes={"khmer_households": Decimal(9)})
        )
        assert points(scorecard, "XA5") == Decimal(expected)


def test_chau_thanh_khmer_target_does_not_apply_without_khmer_households():
    engine = compile_rubric(preset("chau-thanh"))["hamlet"]
    entries = {"AP4": Pair(Decimal(8), Decimal("6.5"))}
    without = engine.score(
        Evidence("x", "hamlet", entries=entries, attributes={"khmer_households": Decimal(0)})
    )
    assert points(without, "AP-KQ") == 40
    assert "AP5" not in without.missing
    some = engine.score(Evidence("x", "hamlet", entries=entries, attributes={"khmer_households": Decimal(1)}))
    assert points(some, "AP-KQ") == 25
    assert "AP5" in some.missing


@pytest.mark.parametrize(("credit", "total"), [(True, "70"), (False, "100")])
def test_chau_thanh_credit_concerns_credit_institutions_only(credit, total):
    engine = compile_rubric(preset("chau-thanh"))["enterprise"]
    entries = {
        "DN1.1": Decimal(50),
        "DN1.2": Decimal(10),
        "DN2.1": "hop_dong",
        "DN2.2": Decimal(2),
        "DN2.3": Decimal(10),
    }
    scorecard = engine.score(
        Evidence("x", "enterprise", entries=entries, attributes={"credit_institution": credit})
    )
    assert scorecard.total == Decimal(total)
    assert ("DN3.1" in scorecard.missing) is credit


def test_chau_thanh_enterprise_targets_differ_by_kind():
    engine = compile_rubric(preset("chau-thanh"))["enterprise"]
    for kind, expected in (("doanh_nghiep", 2), ("hop_tac_xa", "6.67"), ("ho_kinh_doanh", 20)):
        evidence = Evidence(
            "x", "enterprise", entries={"DN1.1": Decimal(5)}, attributes={"enterprise_kind": kind}
        )
        assert points(engine.score(evidence), "DN1.1") == Decimal(expected)


def test_chau_thanh_penalties_are_for_the_office_alone():
    for kind in preset("chau-thanh").types:
        penalties = [node for node in kind.children if node.role == "penalty"]
        assert penalties
        assert all(node.entered_by == "office" for node in penalties[0].children)


def test_chau_thanh_awards_put_the_higher_form_first():
    awards = preset("chau-thanh").awards
    assert [award.proposal for award in awards] == [True] * 5 + [False] * 5
    concerned = {kind for award in awards if not award.proposal for kind in award.types}
    assert concerned == {kind.code for kind in preset("chau-thanh").types}
