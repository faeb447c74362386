"""Who writes the report on a nominee, and who confirms it."""

import pytest

from documents.authors import author_of, confirmer_of
from documents.bodies import Bodies
from documents.nominees import Nominee

DISTRICT = Bodies("huyện Châu Thành", "huyện", "Phòng Nội vụ", "PNV", "Huyện ủy", "")


def nominee(short, *above, is_unit=True):
    told = dict.fromkeys(Nominee.__dataclass_fields__, "")
    return Nominee(**told | {"short": short, "is_unit": is_unit, "above": above})


@pytest.mark.parametrize(
    ("one", "superior", "name", "signs", "confirmer"),
    [
        (
            nominee("Xã Phú Tâm"),
            "",
            "Ủy ban nhân dân\nxã Phú Tâm",
            ("TM. Ủy ban nhân dân", "Chủ tịch"),
            "huyện Châu Thành",
        ),
        (nominee("Ấp Xóm Chợ", "Xã Phú Tâm"), "UBND xã Phú Tâm", "Ấp Xóm Chợ", ("Trưởng ấp",), "xã Phú Tâm"),
        (
            nominee("Hộ ông Kim Khel", "Ấp Xóm Chợ", "Xã Phú Tâm", is_unit=False),
            "UBND xã Phú Tâm",
            "Ấp Xóm Chợ",
            ("Trưởng ấp",),
            "xã Phú Tâm",
        ),
        (
            nominee("Ông Sơn", "Xã Phú Tâm", is_unit=False),
            "",
            "Ủy ban nhân dân\nxã Phú Tâm",
            ("TM. Ủy ban nhân dân", "Chủ tịch"),
            "huyện Châu Thành",
        ),
        (nominee("Bà Lan", is_unit=False), "", "Bà Lan", ("Người báo cáo",), "huyện Châu Thành"),
        (
            nominee("Phòng Y tế"),
            "UBND huyện Châu Thành",
            "Phòng Y tế",
            ("Trưởng phòng",),
            "huyện Châu Thành",
        ),
        (
            nominee("Ban Dân vận Huyện ủy"),
            "",
            "Ban Dân vận Huyện ủy",
            ("Trưởng ban",),
            "huyện Châu Thành",
        ),
        (
            nominee("Công ty TNHH Hoa Sen", "Xã Phú Tâm"),
            "",
            "Công ty TNHH Hoa Sen",
            ("Giám đốc",),
            "xã Phú Tâm",
        ),
    ],
)
def test_head_signature_and_confirmation_follow_what_the_nominee_is(one, superior, name, signs, confirmer):
    author = author_of(one, DISTRICT)
    assert (author.superior, author.name, author.signs) == (superior, name, signs)
    assert confirmer_of(one, DISTRICT) == f"Ủy ban nhân dân {confirmer}"
