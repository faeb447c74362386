"""A filled-in ballot paper: one choice for each of its questions, checked before it counts."""

import json
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from council.counting import AGREE, BLANK, DISAGREE, INVALID, Choice
from council.models import Question, QuestionKind
from foundation.errors import DomainError


class FaultyPaperError(DomainError):
    """A paper that cannot be cast as it is; `faults` says for each question (by id) what to do."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


def check_paper(questions: Iterable[Question], choices: Mapping[int, Choice]) -> dict[int, Choice]:
    """The choices of a paper by question, each in its one form: a word, or sorted numbers of candidates.

    A choice of nobody is blank. Raises FaultyPaperError with every fault; a choice on a question that the
    paper does not have is one too.
    """
    known = {one.id: one for one in questions}
    faults = {key: fault for key, one in known.items() if (fault := _fault(one, choices.get(key)))}
    for key in choices.keys() - known.keys():
        faults[key] = _("Phiếu này không có câu đó. Tải lại trang để lấy phiếu đúng.")
    if faults:
        raise FaultyPaperError(faults)
    return {key: _in_one_form(choices[key]) for key in known}


def _fault(question: Question, choice: Choice | None) -> str | None:
    if choice is None:
        return _("Chọn một ô; không có ý kiến thì chọn “Phiếu trắng”.")
    if question.kind is QuestionKind.APPROVE:
        return None if choice in (AGREE, DISAGREE, BLANK) else _("Chọn một ô trong phiếu.")
    if isinstance(choice, str):
        return None if choice == BLANK else _("Chọn tên, hoặc “Không chọn ai”, không chọn cả hai.")
    places = question.places or 0
    if len(choice) > places:
        return _(
            "Đã chọn %(n)s tên, chỉ được chọn nhiều nhất %(places)s. Bỏ bớt.", n=len(choice), places=places
        )
    numbers = {one.number for one in question.candidates}
    return None if set(choice) <= numbers and choice else _("Chọn tên có trong phiếu.")


def _in_one_form(choice: Choice) -> Choice:
    return choice if isinstance(choice, str) else sorted(set(choice))


def longest_choice(question: Question) -> Choice:
    """The choice of this question that takes most room."""
    if question.kind is QuestionKind.APPROVE:
        return DISAGREE
    numbers = sorted((one.number for one in question.candidates), key=lambda number: len(str(number)))
    chosen = numbers[-(question.places or 1) :]
    words: list[Choice] = [chosen, INVALID]
    return max(words, key=lambda one: len(json.dumps(one, separators=(",", ":"))))
