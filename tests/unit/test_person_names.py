"""Only a name stands where somebody signs; a title is none."""

import pytest

from documents.person_names import is_title, name_in


@pytest.mark.parametrize(
    "told",
    [
        "Chủ tịch UBND huyện",
        "Phó Chủ tịch UBND huyện",
        "Chuyên viên Phòng Nội vụ",
        "Trưởng phòng LĐ-TB&XH",
        "Chủ tịch Hội Nông dân",
        "Bí thư Huyện đoàn",
        "phó trưởng phòng nội vụ",
        "Phó Giám đốc Sở Nội vụ",
        "Ủy viên Thường trực",
    ],
)
def test_titles_are_no_names(told):
    assert is_title(told)
    assert name_in(f"{told}, Chủ tịch Hội đồng") == ""


@pytest.mark.parametrize(
    "name",
    ["Trương Phong", "Phó Đức Chính", "Kim Chánh", "Thạch Thị Thư", "Đại Văn Diện", "Danh Thủ", "Cán Văn Bộ"],
)
def test_names_stay(name):
    assert name_in(f"{name}, Chủ tịch UBND huyện") == name


def test_an_empty_line_has_no_name():
    assert name_in("") == ""
