"""A decision that replaces another one says so on paper."""

import pytest

from documents.drafting import preview_html
from documents.issuing import words_of
from register.queries import find_paper
from tests.awarding import IN_DISTRICT, build_decision, plain
from tests.integration.test_once_only import issue, replacement_of

SAID = (
    "Quyết định này thay thế Quyết định số 01/QĐ-UBND ngày 18 tháng 12 năm 2024 của Chủ tịch Ủy ban nhân dân "
    "huyện Châu Thành."
)


@pytest.fixture
def decision(app, ready):
    number = ready(build_decision)
    with app.app_context():
        yield find_paper(number)


def test_a_decision_that_replaces_another_says_so_in_an_article_before_the_last(decision):
    second = issue(replacement_of(decision))
    said = plain(words_of(second.id).html)
    assert f"Điều 3. {SAID} Điều 4. Chánh Văn phòng" in said
    assert "- Như Điều 4;" in said
    third = preview_html(replacement_of(second), IN_DISTRICT)
    assert "thay thế Quyết định số 02/QĐ-UBND ngày 18 tháng 12 năm 2024" in plain(third)
    assert "số 01/QĐ-UBND" not in plain(third)


def test_a_decision_that_replaces_nothing_does_not_say_so(decision):
    assert "thay thế Quyết định" not in plain(words_of(decision.id).html)


def test_what_the_clerk_wrote_about_it_is_not_said_twice(decision):
    second = replacement_of(decision)
    texts = dict(second.particulars["texts"])
    own = "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 01/QĐ-UBND của huyện."
    second.particulars = dict(second.particulars) | {
        "texts": texts | {"articles": f"{own}\n{texts['articles']}"}
    }
    said = plain(preview_html(second, IN_DISTRICT))
    assert said.count("thay thế Quyết định số 01/QĐ-UBND") == 1
