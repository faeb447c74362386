"""Sealed achievements as phrases: the same words and figures, in the order in which officials write them."""

import re

import pytest

from documents.achievement_words import as_phrase, tidy, without_code


@pytest.mark.parametrize(
    ("sealed", "told"),
    [
        (
            "Hoàn thành nhiệm vụ giảm nghèo được giao trong năm: 13/13",
            "Hoàn thành 13/13 nhiệm vụ giảm nghèo được giao trong năm",
        ),
        ("Lượt công tác tại ấp, hộ nghèo: 23 lượt", "23 lượt công tác tại ấp, hộ nghèo"),
        (
            "Lao động trong hộ có việc làm: 2/2; thu nhập bình quân tăng trong năm: 378 nghìn đồng",
            "2/2 lao động trong hộ có việc làm; thu nhập bình quân tăng 378 nghìn đồng trong năm",
        ),
        (
            "Hộ nghèo được gia đình giúp: 2 hộ; tạo việc làm cho lao động hộ nghèo: 3 người",
            "2 hộ nghèo được gia đình giúp; tạo việc làm cho 3 lao động hộ nghèo",
        ),
        (
            "Huy động nguồn lực giảm nghèo so với kế hoạch của đơn vị: đạt 112,31%",
            "Huy động nguồn lực giảm nghèo đạt 112,31% kế hoạch của đơn vị",
        ),
        (
            "Sáng kiến, mô hình giảm nghèo bền vững được nhân rộng: 2 mô hình",
            "Sáng kiến, mô hình giảm nghèo bền vững được nhân rộng: 2 mô hình",
        ),
        ("Giảm 1,42 điểm phần trăm tỷ lệ hộ nghèo", "Giảm 1,42 điểm phần trăm tỷ lệ hộ nghèo"),
        ("", ""),
    ],
)
def test_a_sealed_achievement_becomes_a_phrase_with_every_figure_it_had(sealed, told):
    assert as_phrase(sealed) == told
    assert sorted(re.findall(r"[\d,./]*\d", told)) == sorted(re.findall(r"[\d,./]*\d", sealed))
    assert as_phrase(told) == told


def test_figures_and_reasons_lose_the_looks_of_a_machine():
    assert tidy("9 / 9, 100%") == "9/9 (100%)"
    assert without_code("I.1. Huy động: 73 / 65 triệu đồng, đạt 112,31%.", "I.1") == (
        "Huy động: 73/65 triệu đồng, đạt 112,31%."
    )
    assert without_code("XA-TH. Tổ chức: 40,00 trên 40 điểm.", "XA-TH") == "Tổ chức: 40,00 trên 40 điểm."
    assert without_code("Đạt 94,70 điểm, xếp hạng 1 trong 4.", "") == "Đạt 94,70 điểm, xếp hạng 1 trong 4."
