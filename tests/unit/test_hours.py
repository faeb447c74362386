"""Hours as clerks write them."""

import pytest

from documents.hours import fault_of_hour


@pytest.mark.parametrize(
    "told",
    [
        "17 giờ 00 phút, ngày 10 tháng 12 năm 2024",
        "08 giờ 30",
        "8h",
        "23:59 ngày 29/02/2024",
        "0 giờ 00 phút cùng ngày.",
    ],
)
def test_hours_of_a_day_are_taken(app, told):
    with app.app_context():
        assert fault_of_hour(told) == ""


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("25 giờ 99", "“25 giờ 99” không phải giờ"),
        ("24 giờ 00", "không phải giờ"),
        ("17 giờ 60 phút", "không phải giờ"),
        ("17 giờ 00 phút, ngày 31 tháng 02 năm 2024", "không phải ngày"),
        ("8h ngày 30/02/2024", "không phải ngày"),
        ("cuối buổi", "Ghi giờ và phút"),
        ("", "Ghi giờ và phút"),
    ],
)
def test_what_is_no_hour_or_day_is_told(app, told, fault):
    with app.app_context():
        assert fault in fault_of_hour(told)
