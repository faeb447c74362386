"""What the counting board read from ballot papers: who voted on paper, and the totals of each question.

The totals go into the urn as slips that add up to them, shuffled by their marks like every other: no slip
stands for one paper. Of several names marked on one paper only the sums are entered, and only they are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from flask_babel import gettext as _

from council.ballot_electorate import FEWEST, questions_of, voters_of
from council.ballot_receipts import new_mark
from council.counting import AGREE, BLANK, DISAGREE, INVALID, Choice
from council.models import Ballot, Question, QuestionKind
from council.urn import CastSlip
from foundation.errors import DomainError

Totals = Mapping[str, int]
"""By word of `council.counting`, or by the number of a candidate as text."""


@dataclass(frozen=True, slots=True)
class PaperVotes:
    """`members` voted on paper; `totals` of each question by its id; `known`: they know that a board that
    opens so few papers sees whose they are.
    """

    members: frozenset[int] = frozenset()
    totals: Mapping[int, Totals] = field(default_factory=dict)
    known: bool = False


class FaultyBoardError(DomainError):
    """Totals that do not add up; `faults` by the id of the question, 0 for the list of members."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


def check_board(ballot: Ballot, paper: PaperVotes) -> None:
    """Every question must have as many papers as members who handed one in and may vote on it.

    Raises FaultyBoardError with every fault.
    """
    faults: dict[int, str] = {}
    if is_telling(ballot, paper) and not paper.known:
        faults[0] = _(
            "Có dưới %(fewest)s phiếu giấy hoặc dưới %(fewest)s phiếu trên máy, nên ban kiểm phiếu đoán ra "
            "phiếu của ai. Để mọi người bỏ cùng một cách; không được mà họ biết vậy thì đánh dấu ô bên dưới.",
            fewest=FEWEST,
        )
    for question in questions_of(ballot):
        fault = _fault(question, paper)
        if fault:
            faults[question.id] = fault
    if faults:
        raise FaultyBoardError(faults)


def is_telling(ballot: Ballot, paper: PaperVotes) -> bool:
    """Whether the board, which sees the papers' totals, could tell whose a vote is: so few came on paper, or
    so few did not.
    """
    on_paper = len(paper.members)
    others = sum(one.voted and one.member_id not in paper.members for one in ballot.roll)
    return 0 < on_paper < FEWEST or (on_paper > 0 and 0 < others < FEWEST)


def words_of(question: Question) -> list[str]:
    """The totals that are asked for a question, in the order in which they are asked."""
    if question.kind is QuestionKind.APPROVE:
        return [AGREE, DISAGREE, BLANK, INVALID]
    return [*(str(one.number) for one in question.candidates), BLANK, INVALID]


def slips_of_board(ballot: Ballot, paper: PaperVotes) -> list[CastSlip]:
    """Slips that add up to the totals, each with a mark of its own that nobody has a receipt for."""
    return [
        CastSlip(question.id, new_mark(), choice)
        for question in questions_of(ballot)
        for choice in choices_of(question, paper.totals.get(question.id, {}), _papers(question, paper))
    ]


def choices_of(question: Question, totals: Totals, papers: int) -> list[Choice]:
    """As many choices as papers, adding up to the totals, which must have been checked."""
    said = {word: totals.get(word, 0) for word in words_of(question)}
    if question.kind is QuestionKind.APPROVE:
        return [word for word, count in said.items() for _one in range(count)]
    marked = papers - said[BLANK] - said[INVALID]
    filled: list[list[int]] = [[] for _paper in range(marked)]
    votes = [one.number for one in question.candidates for _one in range(said[str(one.number)])]
    # Dealt round in turn no paper gets a name twice, since no name has more votes than there are papers.
    for number, choice in zip(votes, cycle(filled), strict=False):
        choice.append(number)
    rest: list[Choice] = [word for word in (BLANK, INVALID) for _one in range(said[word])]
    return [*(sorted(one) for one in filled), *rest]


def _papers(question: Question, paper: PaperVotes) -> int:
    return len(paper.members & voters_of(question))


def _fault(question: Question, paper: PaperVotes) -> str | None:
    totals = paper.totals.get(question.id, {})
    papers = _papers(question, paper)
    if any(count < 0 for count in totals.values()) or not totals.keys() <= set(words_of(question)):
        return _("Ghi số phiếu là số nguyên, từ 0.")
    if question.kind is QuestionKind.APPROVE:
        entered = sum(totals.values())
        return None if entered == papers else _differs(entered, papers)
    return _fault_of_names(question, totals, papers)


def _fault_of_names(question: Question, totals: Totals, papers: int) -> str | None:
    marked = papers - totals.get(BLANK, 0) - totals.get(INVALID, 0)
    votes: Sequence[int] = [totals.get(str(one.number), 0) for one in question.candidates]
    places = question.places or 0
    if marked < 0 or (places == 1 and sum(votes) != marked):
        return _differs(sum(votes) + papers - marked, papers)
    if max(votes, default=0) > marked:
        return _("Một tên có nhiều phiếu hơn số phiếu giấy có đánh dấu (%(n)s). Đếm lại.", n=marked)
    if not marked <= sum(votes) <= marked * places:
        return _(
            "%(n)s phiếu giấy có đánh dấu: tổng số lượt chọn phải từ %(n)s đến %(most)s, đang ghi %(sum)s.",
            n=marked,
            most=marked * places,
            sum=sum(votes),
        )
    return None


def _differs(entered: int, papers: int) -> str:
    return _(
        "Đang ghi %(entered)s phiếu, trong khi %(papers)s thành viên bỏ phiếu giấy cho câu này. Đếm lại, "
        "hoặc sửa danh sách thành viên.",
        entered=entered,
        papers=papers,
    )
