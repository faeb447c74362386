"""What the pages of a quota line and of its firmness say adds up: named and other criteria, two shares."""

import pytest
from sqlalchemy import select

from awards.firmness_words import award_text, hundred_text, out_of_hundred
from awards.services import seal_run
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.models import Scorecard
from tests.factories import NOW
from tests.ranking_pages import text_of
from tests.sealed_year import DOCUMENT, Card, prepare_year

SECOND = ("8.5", "9", "9.2", "9.4", "10", "10")


@pytest.fixture
def run_id(accounts):
    """One place for two: the second is behind by 2; 1.5; 1; 0.8 and 0.6 points, and no criterion alone
    turns that round.
    """
    rows = "".join(
        f"          - {{code: II.{n}, name: Việc {n}, max: 10, scale: manual}}\n" for n in range(1, 7)
    )
    document = DOCUMENT[: DOCUMENT.index("          - code: II.1")] + rows
    document += DOCUMENT[DOCUMENT.index("    ranking: {tie_break") :]
    with accounts.app_context(), transaction():
        cards = [Card("Xã Một", "40", None), Card("Xã Hai", "38", None)]
        year = prepare_year(cards, document=document)
        for card in db.session.scalars(select(Scorecard)):
            points = SECOND if card.participant.name == "Xã Hai" else ("10",) * 6
            for one in card.assessments:
                one.entries = {"I.1": one.entries["I.1"]} | {
                    f"II.{n}": text for n, text in enumerate(points, 1)
                }
        db.session.flush()
        return seal_run(actor=SYSTEM, year=year, now=NOW).id


def test_criteria_named_and_the_rest_add_up_to_the_gap(client_as, run_id):
    text = text_of(client_as(RoleCode.COUNCIL).get(f"/xep-hang/{run_id}/vach"))
    assert "Cách nhau <strong>5,90</strong> điểm." in text
    assert "Việc 2 (10,00 so với 9,00); và 2 chỗ khác, cộng 1,40." in text


def test_no_criterion_decides_a_line_that_none_alone_moves(client_as, run_id):
    text = text_of(client_as(RoleCode.COUNCIL).get(f"/xep-hang/{run_id}/do-chac"))
    assert "hơn Xã Hai (đầu ngoài vạch) nhiều nhất ở <strong>I.1 Kế hoạch</strong>, 2 điểm." in text
    assert "Quyết định vạch" not in text
    assert "Tiêu chí quyết định vạch" not in text


@pytest.mark.parametrize("part", [1, 49, 50, 51, 2_450, 5_050, 7_550, 7_560, 9_849])
def test_two_shares_of_a_whole_add_up_to_a_hundred(part):
    assert out_of_hundred(part, 10_000) + out_of_hundred(10_000 - part, 10_000) in (
        (99,) if part <= 50 else (100,)
    )


def test_all_hundred_are_said_of_all_alone(accounts):
    with accounts.test_request_context("/"):
        assert [out_of_hundred(part, 10_000) for part in (9_999, 10_000)] == [99, 100]
        assert hundred_text(4, 10_000) == "chưa tới 1"
        assert award_text("Giấy khen", 7_560, 2_440, 10_000) == "Giấy khen: đề xuất 76, chờ bỏ phiếu 24"
