"""Papers that go with a decision: its bonus table, its list. They stand and fall with it."""

from flask_babel import gettext as _

from foundation.database import db, lock_row
from foundation.errors import Conflict
from register.models import Paper, PaperState
from register.naming import paper_name
from register.queries import find_successor

DECISION = "decision:"
"""How the source of such a paper begins; the id of the decision follows."""
ENDED = (PaperState.REPLACED, PaperState.REVOKED)


def basis_of(source: str) -> Paper | None:
    """The decision from which papers of this source are drawn; None for other sources."""
    key = _key(source)
    return db.session.get(Paper, key) if key is not None else None


def ended_basis_of(source: str) -> Paper | None:
    """The same where that decision is in force no longer."""
    basis = basis_of(source)
    return basis if basis is not None and basis.state in ENDED else None


def in_place_of(paper: Paper) -> Paper | None:
    """What is in force in place of a paper that was replaced, once or several times over."""
    found = find_successor(paper) if paper.state is PaperState.REPLACED else None
    while found is not None and found.state is PaperState.REPLACED:
        found = find_successor(found)
    return found if found is not None and found.state is PaperState.ISSUED else None


def check_basis(source: str) -> None:
    """Hold the decision of such papers until the transaction ends. Raises Conflict unless it is in force."""
    key = _key(source)
    basis = lock_row(Paper, key) if key is not None else None
    told = told_of_basis(basis) if basis is not None else ""
    if told:
        raise Conflict(told)


def told_of_basis(basis: Paper) -> str:
    """Why papers of a decision cannot be issued, and what to do; empty where they can."""
    name = paper_name(basis.number, basis.symbol, basis.subject)
    if basis.state is PaperState.ISSUED:
        return ""
    if basis.state is PaperState.REVOKED:
        return _("Quyết định %(name)s đã thu hồi nên không lập văn bản kèm theo được.", name=name)
    if basis.state is PaperState.REPLACED:
        other = in_place_of(basis)
        if other is None:
            return _("Quyết định %(name)s đã được thay thế nên không lập văn bản kèm theo được.", name=name)
        return _(
            "Quyết định %(name)s đã được thay thế bằng %(other)s. Lập theo %(other)s.",
            name=name,
            other=paper_name(other.number, other.symbol, other.subject),
        )
    return _("Quyết định chưa phát hành: %(name)s. Phát hành quyết định trước.", name=name)


def _key(source: str) -> int | None:
    rest = source.removeprefix(DECISION)
    return int(rest) if rest != source and rest.isdecimal() else None
