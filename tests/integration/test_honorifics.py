"""Ông, Bà before the names of persons: as the list of participants says, never guessed."""

import pytest

from documents.awarding import granted
from documents.honorifics import titled, untitled
from foundation.permissions import SYSTEM
from participants.services import create_participant
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("context")


def person(code, name, **attributes):
    one = create_participant(
        actor=SYSTEM, code=code, name=name, type_code="official", attributes=attributes, now=NOW
    )
    return name, one.id, "individual"


def test_persons_bear_the_title_that_the_list_of_participants_says():
    woman = person("CB-1", "Hồ Hồng Mai", woman=True)
    man = person("CB-2", "Liêu Rích", woman=False)
    unknown = person("CB-3", "Danh Sa Rây")
    assert [titled(*one) for one in (woman, man, unknown)] == [
        "Bà Hồ Hồng Mai",
        "Ông Liêu Rích",
        "Danh Sa Rây",
    ]
    assert titled("Hộ ông Kim Khel", woman[1], "household") == "Hộ ông Kim Khel"
    assert titled("Bà Hồ Hồng Mai", *woman[1:]) == "Bà Hồ Hồng Mai"
    told = untitled([woman, man, unknown])
    assert told == "Chưa biết là nam hay nữ nên không ghi Ông, Bà trước tên: Danh Sa Rây."
    assert untitled([woman, man]) == ""


def test_the_line_of_a_decision_and_its_certificate_bear_the_title():
    name, participant, category = person("CB-1", "Hồ Hồng Mai", woman=True)
    line = granted(
        {
            "participant": participant,
            "name": name,
            "full_name": f"{name}, công chức xã An Ninh",
            "category": category,
            "award": "GK",
            "achieved": "Lượt công tác tại ấp: 23 lượt",
            "question": "2.1",
        }
    )
    assert (line.name, line.address) == ("Bà Hồ Hồng Mai", "công chức xã An Ninh")
    assert line.achieved == "23 lượt công tác tại ấp"
