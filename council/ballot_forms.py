"""The shape of what is typed on ballot papers and by the counting board.

The values of a paper are of one length, whatever is chosen, so that the size of what is sent tells nothing.
"""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from council.ballot_board import PaperVotes, words_of
from council.counting import AGREE, BLANK, DISAGREE, INVALID, Choice
from council.models import Question, QuestionKind
from foundation.form_errors import Form

WORDS = {"a": AGREE, "d": DISAGREE, "b": BLANK}
NOBODY = "000"
MISCOUNT = -1
MOST_DIGITS = 4


class PaperForm(Form):
    """A ballot paper: the receipt that came with it, and that it was looked over before it was cast."""

    receipt = HiddenField()
    reviewed = BooleanField(_l("Xem lại phiếu"))


class FindForm(Form):
    """A receipt, typed to find one's own marks."""

    receipt = StringField(_l("Mã phiếu của bạn"), render_kw={"autocomplete": "off", "spellcheck": "false"})


class PrepareBallotForm(Form):
    """A new paper: its title; the questions are boxes of their own."""

    title = StringField(_l("Tên phiếu"), validators=[Length(max=300)])


class BoardForm(Form):
    """What the counting board enters; members and totals are fields of their own."""

    known = BooleanField(_l("Các thành viên này biết và đồng ý như vậy"))


class VoidForm(Form):
    """Breaking a ballot off, with the reason."""

    reason = TextAreaField(_l("Lý do hủy"), validators=[Length(max=500)], render_kw={"rows": 2})


def field_of(question: Question) -> str:
    """The name of a question's field on a paper."""
    return f"c-{question.id}"


def value_of(number: int) -> str:
    """The value that stands for a candidate."""
    return f"{number:03d}"


def read_paper(questions: Sequence[Question], sent: MultiDict[str, str]) -> dict[int, Choice]:
    """What a paper says, by question; a question without a mark is left out."""
    marked = {one.id: (one, sent.getlist(field_of(one))) for one in questions}
    return {key: _read_choice(one, values) for key, (one, values) in marked.items() if values}


def _read_choice(question: Question, values: Sequence[str]) -> Choice:
    if question.kind is QuestionKind.APPROVE:
        return WORDS.get(values[0], INVALID) if len(values) == 1 else INVALID
    names = [value for value in values if value != NOBODY]
    if not names or len(names) < len(values):
        return BLANK if not names else INVALID
    return [int(name) if name.isascii() and name.isdigit() else MISCOUNT for name in names]


def members_field() -> str:
    """The name of the boxes of members who voted on paper."""
    return "giay"


def total_field(question: Question, word: str) -> str:
    """The name of the field of one total."""
    return f"t-{question.id}-{word}"


def read_board(questions: Sequence[Question], sent: MultiDict[str, str], *, known: bool) -> PaperVotes:
    """What the board entered; an empty total is none, what is no number is left for the service to tell."""
    members = frozenset(int(key) for key in sent.getlist(members_field()) if key.isascii() and key.isdigit())
    totals = {
        one.id: {word: _read_total(sent.get(total_field(one, word), "")) for word in words_of(one)}
        for one in questions
    }
    return PaperVotes(members, totals, known)


def typed_totals(questions: Sequence[Question], sent: Mapping[str, str]) -> dict[str, str]:
    """Every total as it was typed, by the name of its field."""
    names = [total_field(one, word) for one in questions for word in words_of(one)]
    return {name: sent.get(name, "") for name in names}


def _read_total(typed: str) -> int:
    typed = typed.strip()
    if not typed:
        return 0
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else MISCOUNT
