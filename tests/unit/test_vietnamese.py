import random
import unicodedata

import pytest

from foundation.vietnamese import person_sort_key, sort_key

ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "w",
    "x",
    "y",
    "z",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


def in_order(texts: list[str], key=sort_key) -> list[str]:
    shuffled = list(texts)
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=key)


@pytest.mark.parametrize(
    "ordered",
    [
        ALPHABET,
        TONES,
        ["ai", "ái", "ăn", "ân", "ấn", "ba"],
        ["An Hiệp", "An Ninh", "Anh Dũng"],
        ["Dương", "Đào", "Đắc Lực", "Đồng"],
        ["Hồ Đắc Kiện", "Phú Tâm", "Phú Tân", "Thiện Mỹ", "Thuận Hòa"],
        ["Ấp 1", "Ấp 2", "Ấp 10", "Ấp A"],
        ["Trà Quýt", "Trà Quýt A", "Trà Quýt B"],
        ["Hòa An", "Hoa Lan", "Hòa Lan", "Hoa Mai"],
        ["Phước", "Phương", "Phượng", "Zanh", "ខ្មែរ"],
    ],
)
def test_sort_key_follows_the_vietnamese_alphabet(ordered):
    assert in_order(ordered) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thuận Hòa", "Thuận Hoà"),
        ("Phú Tâm", unicodedata.normalize("NFD", "Phú Tâm")),
        ("ẤP  AN TRẠCH", "Ấp An Trạch"),
        ("Đảng - Mặt trận", "Đảng – Mặt trận"),
        ("Ấp 07", "Ấp 7"),
    ],
)
def test_sort_key_is_equal_for_the_same_words(one, other):
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(("one", "other"), [("Hòa", "Họa"), ("Tân", "Tấn"), ("Dũng", "Đũng"), ("A1", "A 2")])
def test_sort_key_differs_for_other_words(one, other):
    assert sort_key(one) != sort_key(other)


def test_sort_key_uses_only_signs_that_every_collation_orders_alike():
    key = sort_key("Ấp Đắc Lực – (số 12), é Ω ខ")
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


def test_people_sort_by_given_name_then_family_and_middle_name():
    people = [
        "Bùi An",
        "Nguyễn Văn An",
        "Trần Thị Ánh",
        "Ngô Ăn",
        "Lê Ân",
        "Đỗ Ẩn",
        "Lý Văn Ba",
        "Lý Thị Yến",
    ]
    assert in_order(people, person_sort_key) == people


def test_people_without_a_name_sort_first():
    assert sorted(["An", ""], key=person_sort_key) == ["", "An"]
