"""Whether a draft can be issued: what is in the way, and what the clerk should know before it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from documents.drafting import kind_of, remarks_of, remarks_on, snapshot_of, takes_long
from documents.materials import load
from documents.order_of_days import told_of_days
from documents.own_templates import find_in_use
from foundation.clock import local, local_date
from foundation.errors import DomainError
from register.basis import basis_of, ended_basis_of, in_place_of, told_of_basis
from register.models import Paper
from register.naming import paper_name, series_name
from register.queries import find_counter, last_signed
from register.rules import check_day
from register.standing import commended_twice, list_standing, told_twice


@dataclass(frozen=True, slots=True)
class Expected:
    """The number that a draft would take now: `told` with its symbol, and the series of the year."""

    told: str
    series: str
    year: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """`obstacles` keep the draft from being issued, `remarks` do not; each is one sentence or two. `instead`
    is the decision from which the paper should be drawn in place of its own; `number` is what it would take.
    """

    obstacles: Sequence[str]
    remarks: Sequence[str]
    instead: Paper | None = None
    number: Expected | None = None


def readiness_of(paper: Paper, now: datetime) -> Readiness:
    """How ready a draft is now; what is told here is checked once more when its number is taken."""
    remarks, obstacles = (
        [*_template(paper), *told_of_days(paper), *_others(paper)],
        [*_basis(paper), *_day(paper, now)],
    )
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
    return Readiness(list(dict.fromkeys(obstacles)), remarks, _instead(paper), _expected(paper, now))


def _template(paper: Paper) -> Iterator[str]:
    """By whose template it is worded, where it is not ours: it is to be read before it is issued."""
    own = find_in_use(kind_of(paper.kind))
    if own is not None:
        by = own.made_by.full_name if own.made_by else _("hệ thống")
        yield _(
            "Văn bản in theo mẫu riêng của đơn vị, do %(by)s đưa vào ngày %(day)s. Đọc kỹ bản xem trước.",
            by=by,
            day=f"{local(own.made_at):%d/%m/%Y}",
        )


def _day(paper: Paper, now: datetime) -> Iterator[str]:
    """Why its day cannot be that of the next number."""
    if paper.series is None:
        return
    today = local_date(now)
    last = last_signed(paper.series, (paper.signed_on or today).year)
    try:
        check_day(paper.signed_on, today, last)
    except DomainError as error:
        yield error.message


def _expected(paper: Paper, now: datetime) -> Expected | None:
    if paper.series is None:
        return None
    year = (paper.signed_on or local_date(now)).year
    counter = find_counter(paper.series, year)
    number = (counter.last if counter else 0) + 1
    told = f"{number:02d}/{paper.symbol}"
    return Expected(told, series_name(paper.series), year)


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
