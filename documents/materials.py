"""What papers are drawn from, read by its key: session:3, run:5, decision:12 …"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from council.result_queries import find_sealed, read_sealed
from council.result_reading import SealedSession
from documents.decision_lines import read_decision
from documents.kinds.base import Source
from foundation.clock import now
from foundation.errors import Conflict, NotFound
from movements.models import MovementYear
from register.naming import paper_name
from register.queries import find_paper


@dataclass(frozen=True, slots=True)
class Material:
    """What one paper is drawn from: `key` as the register keeps it, the year it belongs to, and `content` as
    its source reads: a sealed session, the facts of a run … `told` names it, `url` leads to it: an endpoint
    with its arguments.
    """

    key: str
    year: MovementYear
    content: Any
    told: str
    url: tuple[str, dict[str, Any]]
    is_sample: bool = False


def load(key: str) -> Material:
    """The material of this key. Raises NotFound, or Conflict where it can not be drawn from (yet)."""
    sort, _colon, rest = key.partition(":")
    loader = _LOADERS.get(sort)
    if loader is None:
        raise _missing()
    try:
        return loader(key, *rest.split(":"))
    except (TypeError, ValueError) as error:
        raise _missing() from error


def source_of(key: str) -> str:
    """Of what sort a key is."""
    return key.partition(":")[0]


def _session(key: str, session_id: str) -> Material:
    session = find_sealed(int(session_id))
    if session is None:
        raise NotFound(_("Phiên họp này chưa chốt nên chưa lập văn bản được. Chốt phiên họp trước."))
    read: SealedSession | None = read_sealed(session)
    if read is None:
        raise Conflict(
            _("Bản chốt của phiên họp không còn đúng với mã chốt nên không lập văn bản được. Báo quản trị.")
        )
    told = _("Phiên họp thứ %(n)s năm %(year)s", n=session.number, year=session.movement_year.year)
    url = ("council.result", {"session_id": session.id})
    return Material(key, session.movement_year, read, told, url, session.is_sample)


def _decision(key: str, paper_id: str) -> Material:
    paper = find_paper(int(paper_id))
    if paper is None or paper.kind != "decision":
        raise NotFound(_("Không có quyết định này. Mở lại từ trang Văn bản."))
    words = paper.snapshot
    if words is None:
        # A draft is read as it would be issued now; whoever makes drafts imports this module.
        from documents.drafting import draft_words

        words = draft_words(paper, now())
    told = paper_name(paper.number, paper.symbol, paper.subject)
    url = ("documents.paper", {"paper_id": paper.id})
    content = read_decision(words, paper.particulars)
    return Material(key, paper.movement_year, content, told, url, paper.is_sample)


def _missing() -> NotFound:
    return NotFound(_("Không có nguồn này để lập văn bản. Mở lại từ trang Văn bản."))


_LOADERS: dict[str, Callable[..., Material]] = {Source.SESSION: _session, Source.DECISION: _decision}
