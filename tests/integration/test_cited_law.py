"""What papers cite: only law that is in force on their day, and no time of the machine later than it."""

from datetime import date

import pytest

from council.result_queries import find_sealed, read_sealed
from documents.cited_law import citing_on
from foundation.clock import local
from foundation.formats import grouped_code
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.papers import load_facts, words

THEN, NOW_IN_FORCE = date(2024, 12, 12), date(2025, 7, 10)
RULE = "Tập thể có từ 70% nữ trở lên (Nghị định 152/2025/NĐ-CP, Điều 4 khoản 6); đều bằng nhau."


@pytest.fixture
def facts(context):
    load_facts()


@pytest.fixture
def session(facts):
    return seal(decide_rest(open_council(run=seal_small_year())))


def test_a_decree_is_cited_only_while_it_is_in_force_and_by_its_clause(facts):
    assert citing_on(THEN)(RULE) == "Tập thể có từ 70% nữ trở lên; đều bằng nhau."
    assert citing_on(NOW_IN_FORCE)(RULE) == (
        "Tập thể có từ 70% nữ trở lên (khoản 6 Điều 4 Nghị định số 152/2025/NĐ-CP); đều bằng nhau."
    )
    assert citing_on(date(2028, 1, 1))(RULE) == citing_on(THEN)(RULE)
    plain = "Theo Nghị định 98/2023/NĐ-CP, Điều 7 và Nghị định 152/2025/NĐ-CP, Điều 33.11"
    assert citing_on(THEN)(plain) == "Theo Điều 7 Nghị định số 98/2023/NĐ-CP và quy định hiện hành"
    unknown = "Theo Nghị định 7/2021/NĐ-CP"
    assert citing_on(THEN)(unknown) == "Theo Nghị định số 7/2021/NĐ-CP"
    assert citing_on(date(2020, 1, 1))(unknown) == "Theo quy định hiện hành"


def test_a_proposal_asks_for_opinions_by_the_law_of_its_day(session):
    said, remarks = words(f"session:{session.id}", "proposal", day=THEN)
    assert "152/2025" not in said + "".join(remarks)
    assert any("Chưa ghi việc lấy ý kiến" in one for one in remarks)
    _said, remarks = words(f"session:{session.id}", "proposal", day=NOW_IN_FORCE)
    assert any("(khoản 11 Điều 33 Nghị định số 152/2025/NĐ-CP)" in one for one in remarks)


@pytest.mark.parametrize("code", ["proposal", "commendation_list", "decision", "council_minutes"])
def test_a_paper_leads_back_by_the_code_of_the_seal_and_states_no_time_of_the_machine(session, code):
    said, _remarks = words(f"session:{session.id}", code, day=THEN)
    read = read_sealed(find_sealed(session.id))
    assert "chốt lúc" not in said
    assert f"{local(read.sealed_at):%d/%m/%Y}" not in said
    assert said.count(grouped_code(read.seal)) == 1
    assert grouped_code(read.document["run"]["seal"]) not in said
