"""What stands of a source: its papers in force, and whom its decisions have commended already."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import ngettext
from sqlalchemy import select

from foundation.database import begin_writing, db
from foundation.errors import Conflict
from register.models import Certificate, Paper, PaperState
from register.naming import paper_name
from register.rewards import Reward

STANDING = (PaperState.NUMBERED, PaperState.ISSUED)
"""In force, or numbered for good and waiting for its file."""
NAMED = 3
"""So many names are told; the list of the decision has the others."""

Case = tuple[int | str, str]
"""Whom with which award: the participant, or name and address of who is none."""


def list_standing(kind: str, source: str) -> Sequence[Paper]:
    """The papers of this kind that stand for a source, the oldest first."""
    statement = select(Paper).where(Paper.kind == kind, Paper.source == source, Paper.state.in_(STANDING))
    return db.session.scalars(statement.order_by(Paper.id)).all()


def list_drafts_of(kind: str, source: str) -> Sequence[Paper]:
    """The drafts of this kind for a source, the oldest first."""
    statement = select(Paper).filter_by(kind=kind, source=source, state=PaperState.DRAFT)
    return db.session.scalars(statement.order_by(Paper.id)).all()


def hold_source(source: str) -> None:
    """Hold every paper of a source until the transaction ends, in the order of their ids: of two that are
    issued from it at once, the second waits here and then sees what the first gave.
    """
    begin_writing()
    statement = select(Paper.id).where(Paper.source == source).order_by(Paper.id).with_for_update()
    db.session.scalars(statement).all()


def commended_twice(paper: Paper, rewards: Sequence[Reward]) -> Mapping[Paper, Sequence[Reward]]:
    """Who of `rewards` stands in a decision in force of the same source with the same award, by decision;
    the decision that `paper` replaces aside, and certificates that were cancelled.
    """
    given = _given(paper.source, {paper.id, paper.replaces_id})
    found: dict[Paper, list[Reward]] = {}
    for one in rewards:
        decision = given.get(_case(one))
        if decision is not None:
            found.setdefault(decision, []).append(one)
    return found


def told_twice(twice: Mapping[Paper, Sequence[Reward]]) -> list[str]:
    """Sentences that say who is commended already by what, and what to do."""
    return [_told(decision, cases) for decision, cases in twice.items()]


def check_not_twice(paper: Paper, rewards: Sequence[Reward]) -> None:
    """Raises Conflict where somebody would be commended twice for the same."""
    told = told_twice(commended_twice(paper, rewards))
    if told:
        raise Conflict(" ".join(told))


def _told(decision: Paper, cases: Sequence[Reward]) -> str:
    names = ", ".join(one.name for one in cases[:NAMED]) + (" …" if len(cases) > NAMED else "")
    return ngettext(
        "Quyết định %(paper)s đang có hiệu lực đã khen %(num)d trường hợp của văn bản này cùng hình thức "
        "(%(names)s). Lập văn bản thay thế quyết định đó, hoặc thu hồi nó trước.",
        "Quyết định %(paper)s đang có hiệu lực đã khen %(num)d trường hợp của văn bản này cùng hình thức "
        "(%(names)s). Lập văn bản thay thế quyết định đó, hoặc thu hồi nó trước.",
        len(cases),
        paper=paper_name(decision.number, decision.symbol, decision.subject),
        names=names,
    )


def _given(source: str, besides: Collection[int | None]) -> Mapping[Case, Paper]:
    statement = (
        select(Certificate, Paper)
        .join(Paper, Certificate.decision_id == Paper.id)
        .where(Paper.source == source, Paper.state.in_(STANDING), Certificate.revoked_at.is_(None))
        .order_by(Paper.id, Certificate.place)
    )
    rows = db.session.execute(statement).all()
    return {_case(certificate): paper for certificate, paper in rows if paper.id not in besides}


def _case(one: Certificate | Reward) -> Case:
    who = one.participant_id if one.participant_id is not None else f"{one.name}, {one.address}"
    return who, one.award
