"""From a draft to an issued paper: number and words first, then the file, each whole or not at all."""

from datetime import datetime

from flask_babel import gettext as _

from documents.drafting import compose
from documents.given_awards import tell_of_issue
from documents.public_address import require_public_address
from foundation.errors import NotFound
from foundation.permissions import Actor
from register.models import Paper, PaperState
from register.queries import find_frozen
from register.rules import check_not_void
from register.services import Frozen, finish, freeze
from tasks.offering import rows_at_once

DOCX_IS_FASTER = 5
"""A Word document of so many times the rows is made in the time of a PDF."""
ISSUE = "issue-paper"
"""The kind of task that prints and enters the file of a numbered paper."""


def take_number(*, actor: Actor, paper: Paper, now: datetime, seen: str | None = None) -> None:
    """Give a draft its number and its words for good; `seen` is the version that was looked at. Raises what
    `register.services.freeze` raises, what the kind of paper says of its material, and DomainError where
    the paper would lead the public nowhere.
    """
    require_public_address()

    def words(one: Paper) -> Frozen:
        return compose(one, now)

    freeze(actor=actor, paper=paper, compose=words, now=now, seen=seen)


def is_long(html: str) -> bool:
    """Whether printing takes longer than a person waits."""
    return _rows(html) > rows_at_once()


def is_long_docx(html: str) -> bool:
    """Whether making the Word document takes longer than a person waits."""
    return _rows(html) > rows_at_once() * DOCX_IS_FASTER


def _rows(html: str) -> int:
    return html.count("<tr") + html.count('<p class="reason"')


def print_paper(html: str) -> bytes:
    """The PDF of a paper's words. The same words give the same bytes."""
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.printing import make_pdf

    return make_pdf(html)


def print_for_issue(html: str) -> bytes:
    """The same with an empty field for the digital signature of each signer; drafts have none."""
    from foundation.papers.printing import make_signable_pdf

    return make_signable_pdf(html)


def words_of(paper_id: int) -> Paper:
    """A paper with the words that stand. Raises NotFound for a draft, and where there is none."""
    paper = find_frozen(paper_id)
    if paper is None or paper.state is PaperState.DRAFT:
        raise NotFound(_("Không có văn bản này trong sổ. Mở lại từ danh mục."))
    return paper


def enter_file(*, actor: Actor, paper: Paper, now: datetime, pdf: bytes | None = None) -> Paper:
    """Print a numbered paper and enter its file: from here on it is issued, and the awards of a decision bear
    its number. `pdf` is the file of its words, where it was printed already. Safe to repeat.
    Raises Conflict where the number was given up.
    """
    check_not_void(paper)
    if paper.state is not PaperState.NUMBERED:
        return paper
    content = pdf if pdf is not None else print_for_issue(paper.html or "")
    issued = finish(actor=actor, paper_id=paper.id, pdf=content, now=now)
    tell_of_issue(actor=actor, paper=issued, now=now)
    return issued
