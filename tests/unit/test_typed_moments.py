from datetime import UTC, datetime

import pytest

from movements.typed_moments import read_moment, write_moment

AFTERNOON = datetime(2024, 11, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "08/11/2024 17:00",
        "8/11/2024 17:00",
        "17:00 08/11/2024",
        "17:00 ngày 08/11/2024",
        "17h ngày 8-11-2024",
        "17h00 8.11.2024",
        "lúc 17 giờ ngày 08/11/2024",
        " 08/11/2024  17:00 ",
    ],
)
def test_an_instant_is_read_as_people_write_it_in_viet_nam(typed):
    assert read_moment(typed) == AFTERNOON


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "08/11/2024",
        "17:00",
        "31/02/2024 17:00",
        "08/11/2024 25:00",
        "08/11/24 17:00",
        "mai 17:00",
        "08/11/2024 17:00 hoặc 18:00",
        "08/11/2024 09/11/2024 17:00",
        "2024-11-08T17:00",
    ],
)
def test_what_is_not_one_day_with_its_hour_is_not_guessed(typed):
    assert read_moment(typed) is None


def test_an_instant_is_shown_as_it_is_typed():
    assert write_moment(AFTERNOON) == "17:00 08/11/2024"
    assert read_moment(write_moment(AFTERNOON)) == AFTERNOON
