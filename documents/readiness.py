"""Whether a draft can be issued: what is in the way, and what the clerk should know before it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from documents.drafting import kind_of, remarks_of, remarks_on, snapshot_of, takes_long
from documents.materials import load
from foundation.errors import DomainError
from register.basis import basis_of, ended_basis_of, in_place_of, told_of_basis
from register.models import Paper
from register.naming import paper_name
from register.standing import commended_twice, list_standing, told_twice


@dataclass(frozen=True, slots=True)
class Readiness:
    """`obstacles` keep the draft from being issued, `remarks` do not; each is one sentence or two. `instead`
    is the decision from which the paper should be drawn in place of its own.
    """

    obstacles: Sequence[str]
    remarks: Sequence[str]
    instead: Paper | None = None


def readiness_of(paper: Paper, now: datetime) -> Readiness:
    """How ready a draft is now; what is told here is checked once more when its number is taken."""
    remarks, obstacles = list(_others(paper)), list(_basis(paper))
    if takes_long(paper):
        obstacles += remarks_of(paper, now)
    else:
        try:
            snapshot = snapshot_of(paper, now)
        except DomainError as error:
            obstacles.append(error.message)
        else:
            obstacles += _twice(paper, snapshot)
            remarks = [*remarks_on(paper, snapshot), *remarks]
    return Readiness(list(dict.fromkeys(obstacles)), remarks, _instead(paper))


def _basis(paper: Paper) -> Iterator[str]:
    basis = basis_of(paper.source)
    told = told_of_basis(basis) if basis else ""
    if told:
        yield told


def _instead(paper: Paper) -> Paper | None:
    ended = ended_basis_of(paper.source)
    return in_place_of(ended) if ended else None


def _twice(paper: Paper, snapshot: Any) -> Iterator[str]:
    kind = kind_of(paper.kind)
    if kind.rewards:
        yield from told_twice(commended_twice(paper, kind.rewards(load(paper.source), snapshot)))


def _others(paper: Paper) -> Iterator[str]:
    """Other papers of the kind that stand for the same source, and stay beside this one."""
    if kind_of(paper.kind).rewards and not takes_long(paper):
        return
    for one in list_standing(paper.kind, paper.source):
        if one.id != paper.replaces_id:
            yield _(
                "Từ nguồn này đã có văn bản cùng loại đang có hiệu lực: %(name)s. Bản nháp này không thay "
                "thế văn bản đó; nếu cần thay thế thì lập văn bản thay thế.",
                name=paper_name(one.number, one.symbol, one.subject),
            )
