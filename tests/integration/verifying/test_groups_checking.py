"""Those between the unit and the office: communes and heads of clusters check what is theirs first."""

import pytest

from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import RoleCode
from scorecards.entering import EntryFaults
from tests.district import make_commune
from tests.judging import accept_all, level, resubmit, verify
from tests.verifying import (
    DOCUMENT,
    GROUP,
    NOW,
    OFFICE,
    make_head,
    make_member,
    make_office,
    make_verifier,
    make_village,
    submit,
    verifying_year,
)
from verification.chain import checker_of, checks_as_group
from verification.duties import desk_for
from verification.finishing import finish, waive_check
from verification.group_entries import list_to_enter
from verification.queries import Asked, list_queue
from verification.queue_states import QueueState
from verification.returning import return_scorecard
from verification.rules import find_left

pytestmark = pytest.mark.usefixtures("context")


def test_a_commune_checks_its_households_before_the_office(year, office):
    commune, hamlet, cards = make_village(year)
    head, clerk = make_member(hamlet, RoleCode.UNIT), make_member(commune)
    assert checker_of(cards[0].participant).name == "Xã An Ninh"
    with pytest.raises(Conflict, match="Xã An Ninh"):
        verify(office, cards[0], "N1", "5")
    verify(clerk, cards[0], "N1", "4", reason="Chưa đủ.")
    assert set(level(cards[0], GROUP).entries) == {"N1"}
    with pytest.raises(NotAllowed):
        verify(head, cards[0], "N1", "5")
    with pytest.raises(DomainError, match="N2"):
        finish(actor=clerk, scorecard_id=cards[0].id, now=NOW)
    accept_all(clerk, *cards, finishing=True)
    with pytest.raises(Conflict, match="kiểm tra xong"):
        verify(clerk, cards[0], "N2", "no", base="yes", reason="Trễ.")
    queue = list_queue(actor=office, year=year, asked=Asked())
    assert [line.scorecard.id for line in queue.lines] == [card.id for card in cards]
    verify(office, cards[0], "N1", "4")
    assert level(cards[0], OFFICE).marks["N1"]["judged"] == "4"


def test_a_commune_does_not_check_what_it_enters_itself(year, office):
    commune, _hamlet, cards = make_village(year, households=1)
    clerk = make_member(commune)
    assert checker_of(cards[0].participant) is None
    assert not checks_as_group(clerk, cards[0].participant)
    verify(office, cards[0], "N1", "5")


GROUPS = DOCUMENT.replace(
    "{code: A2, name: Giúp đỡ, max: 10, scale: yes_no}",
    "{code: A2, name: Giúp đỡ, max: 10, scale: yes_no, entered_by: group}",
)


def test_a_commune_that_enters_for_a_hamlet_enters_the_groups_criteria_and_confirms_nothing(context):
    year = verifying_year(GROUPS)
    commune = make_commune()
    hamlet = make_commune("31600-01", "Ấp Phước Hòa", type_code="hamlet", parent=commune)
    card, clerk, office = submit(year, hamlet, {"A1": "7"}), make_member(commune), make_office()
    assert [(one.scorecard.id, one.left) for one in list_to_enter(clerk, year)] == [(card.id, ("A2",))]
    with pytest.raises(EntryFaults, match="không thuộc phần"):
        verify(clerk, card, "A1", "7")
    with pytest.raises(NotAllowed):
        return_scorecard(actor=clerk, scorecard_id=card.id, reasons={"A2": "Ghi rõ."}, now=NOW)
    verify(clerk, card, "A2", "yes")
    with pytest.raises(NotAllowed):
        finish(actor=clerk, scorecard_id=card.id, now=NOW)
    assert (level(card, GROUP).entries, list_to_enter(clerk, year)) == ({"A2": "yes"}, [])
    assert verify(office, card, "A1", "7").entry == "7"
    make_member(hamlet, RoleCode.UNIT)
    assert desk_for(clerk, card).mine is None


def test_a_new_submission_waits_for_the_group_anew(year, office):
    commune, hamlet, cards = make_village(year, households=1)
    make_member(hamlet, RoleCode.UNIT)
    clerk = make_member(commune)
    accept_all(clerk, cards[0], finishing=True)
    return_scorecard(actor=office, scorecard_id=cards[0].id, reasons={"N1": "Ghi rõ."}, now=NOW)
    resubmit(cards[0], {"N1": "3"})
    with pytest.raises(Conflict, match="đang chờ"):
        verify(office, cards[0], "N1", "3")
    assert find_left(cards[0], GROUP) == ("N1",)


def test_the_head_of_a_cluster_checks_the_others_never_its_own(year, cluster, card, office):
    own = submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster))
    head = make_member(own.participant)
    make_head(cluster, head)
    assert checks_as_group(head, card.participant)
    assert checker_of(own.participant) is None
    verify(head, card, "II.1", "28", reason="Biên bản họp cụm.")
    with pytest.raises(NotAllowed):
        verify(head, own, "II.1", "30")


def test_the_office_goes_on_without_waiting_when_it_says_why(year, cluster, card, office):
    other = make_member(make_commune("31603", "Xã Phú Tân", cluster=cluster))
    make_head(cluster, other)
    with pytest.raises(NotAllowed):
        waive_check(
            actor=make_verifier(("commune", None, None)), scorecard_id=card.id, reason="Gấp.", now=NOW
        )
    waive_check(actor=office, scorecard_id=card.id, reason="Cụm trưởng đi công tác.", now=NOW)
    verify(office, card, "II.1", "30")


@pytest.mark.parametrize("with_hamlet", [True, False])
@pytest.mark.parametrize("with_commune", [True, False])
def test_lists_and_single_scorecards_agree_on_who_checks(year, cluster, office, with_hamlet, with_commune):
    commune, hamlet, cards = make_village(year, households=1)
    commune.cluster_id = cluster.id
    first = submit(year, commune)
    clerk = make_member(commune) if with_commune else None
    if with_hamlet:
        make_member(hamlet, RoleCode.UNIT)
    make_head(cluster, make_member(make_commune("31603", "Xã Phú Tân", cluster=cluster)))
    counts = list_queue(actor=office, year=year, asked=Asked()).counts
    waiting = [one for one in (first, *cards) if checker_of(one.participant) is not None]
    assert counts.get(QueueState.BELOW, 0) == len(waiting)
    if clerk is not None:
        queue = list_queue(actor=clerk, year=year, asked=Asked())
        mine = [one.id for one in cards if checks_as_group(clerk, one.participant)]
        assert [line.scorecard.id for line in queue.lines] == mine
