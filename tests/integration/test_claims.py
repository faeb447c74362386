"""Claims beside what was verified: what the page points out, and that it changes nothing."""

import pytest
from sqlalchemy import select

from awards.models import EvaluationRun
from awards.services import seal_run
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.models import AssessmentLevel, Scorecard
from tests.factories import NOW
from tests.sealed_year import DOCUMENT, Card, prepare_year


@pytest.fixture
def run_id(accounts):
    """Twenty communes: the first ten are cut by a tenth on I.1 by Lan, the others by a fortieth by Minh."""
    cards = [Card(f"Xã số {n:02d}", "32" if n < 10 else "38", "50", claimed=("36" if n < 10 else "39", "50"))
             for n in range(20)]  # fmt: skip
    with accounts.app_context(), transaction():
        year = prepare_year([*cards, Card("Xã chưa chấm", None, None)])
        for number, card in enumerate(db.session.scalars(select(Scorecard).order_by(Scorecard.id))):
            office = next(one for one in card.assessments if one.level is AssessmentLevel.OFFICE)
            office.marks["I.1"] = {"by": "Lan" if number < 10 else "Minh", "by_id": number}
        db.session.flush()
        return seal_run(actor=SYSTEM, year=year, now=NOW).id


def text_of(page):
    return " ".join(page.text.split())


def row_of(page, name):
    return next(row for row in text_of(page).split("<tr>")[1:] if f'<th scope="row">{name}' in row)


def test_verifiers_are_compared_on_the_same_criterion_with_the_cases_beside(client_as, run_id):
    page = client_as(RoleCode.OFFICE).get(f"/xep-hang/{run_id}/tu-cham")
    assert page.status_code == 200
    lan, minh = row_of(page, "Lan"), row_of(page, "Minh")
    assert ("nên xem lại" in lan, '<td class="num">10</td>' in lan) == (True, True)
    assert "7,5%" in lan
    assert "−7,5%" in minh


def test_the_mean_gap_is_told_with_its_cases(client_as, run_id):
    page = text_of(client_as(RoleCode.COUNCIL).get(f"/xep-hang/{run_id}/tu-cham"))
    assert "tự chấm cao hơn thẩm định 3,1% điểm tối đa của mỗi tiêu chí (40 trường hợp)" in page
    assert page.count('<circle class="solid"') == 20


def test_what_was_given_as_claimed_where_one_is_usually_cut_is_looked_at_first(accounts, client_as):
    """Four of five criteria of Xã Khai Cao are cut by half; the fifth was given just as claimed."""
    criteria = "".join(
        f"          - {{code: II.{n}, name: Việc {n}, max: 12, scale: manual}}\n" for n in range(1, 6)
    )
    document = DOCUMENT[: DOCUMENT.index("          - code: II.1")] + criteria
    document += DOCUMENT[DOCUMENT.index("    ranking: {tie_break") :]
    cards = [Card(f"Xã số {n}", "30", None, claimed=("30", "0")) for n in range(6)]
    with accounts.app_context(), transaction():
        year = prepare_year([*cards, Card("Xã Khai Cao", "20", None, claimed=("40", "0"))], document=document)
        for card in db.session.scalars(select(Scorecard)):
            high = card.participant.name == "Xã Khai Cao"
            for one in card.assessments:
                cut = high and one.level is AssessmentLevel.OFFICE
                one.entries = {"I.1": one.entries["I.1"]} | {
                    f"II.{n}": "6" if cut and n < 5 else "12" for n in range(1, 6)
                }
        db.session.flush()
        run_id = seal_run(actor=SYSTEM, year=year, now=NOW).id
    page = text_of(client_as(RoleCode.CHAIR).get(f"/xep-hang/{run_id}/tu-cham"))
    looks = page.partition("Nên xem lại trước")[2].partition("</table>")[0]
    assert "Xã Khai Cao" in looks
    assert "Việc 5" in looks
    # What is usually taken off stands with its unit and with what it is reckoned from.
    assert " điểm<span" in looks
    assert "theo 6 trường hợp của đơn vị, 7 của tiêu chí" in looks
    assert "Xã số" not in looks
    assert "trong diện xét khen" not in looks


def test_it_changes_no_result_and_is_not_for_units(accounts, client_as, run_id):
    with accounts.app_context():
        before = db.session.get_one(EvaluationRun, run_id).result_sha256
    assert client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}/tu-cham").status_code == 403
    client_as(RoleCode.OFFICE).get(f"/xep-hang/{run_id}/tu-cham")
    with accounts.app_context():
        assert db.session.get_one(EvaluationRun, run_id).result_sha256 == before


def test_a_type_without_claims_says_so(accounts, client_as):
    with accounts.app_context(), transaction():
        run_id = seal_run(actor=SYSTEM, year=prepare_year([Card("Xã Một", None, None)]), now=NOW).id
    page = client_as(RoleCode.OFFICE).get(f"/xep-hang/{run_id}/tu-cham")
    assert "Chưa có tiêu chí nào vừa tự chấm vừa thẩm định." in page.text
