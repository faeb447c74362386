"""What papers are drawn from, read by its key: session:3, run:5, decision:12 …"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from council.models import SessionState
from council.queries import load_session
from council.result_queries import find_sealed, read_sealed
from council.result_reading import Data, ReadQuestion, SealedSession
from documents.decision_lines import read_decision
from documents.group_reading import read_group
from documents.kinds.base import Source
from documents.meetings import read_planned
from documents.nominees import read_nominee
from documents.score_cards import read_card
from documents.year_reading import read_movement_year
from foundation.clock import now
from foundation.errors import Conflict, NotFound
from movements.models import MovementYear
from movements.queries import find_year
from register.models import PaperState
from register.naming import paper_name
from register.queries import find_paper, list_certificates
from scorecards.models import Scorecard
from scorecards.submission_queries import find_scorecard_by_id


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


@dataclass(frozen=True, slots=True)
class CountedBallot:
    """One ballot of a sealed session with the questions that were voted on with it."""

    read: SealedSession
    ballot: Data

    @property
    def questions(self) -> list[ReadQuestion]:
        """In the order of the agenda, as the sheets have them."""
        return [one for one in self.read.questions if one.data["ballot"] == self.ballot["number"]]


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
    content = read_decision(
        words,
        paper.particulars,
        in_force=paper.state is PaperState.ISSUED,
        cancelled=frozenset(one.place for one in list_certificates(paper.id) if one.revoked_at),
    )
    return Material(key, paper.movement_year, content, told, url, paper.is_sample)


def _scorecard(key: str, scorecard_id: str) -> Material:
    card = find_scorecard_by_id(int(scorecard_id))
    if card is None:
        raise NotFound(_("Không có phiếu này. Mở lại từ danh sách phiếu."))
    return material_of_card(card, key)


def material_of_card(card: Scorecard, key: str = "") -> Material:
    """The material of a scorecard that was found and may be seen."""
    told = _("Phiếu năm %(year)s của %(name)s", year=card.movement_year.year, name=card.participant.name)
    url = ("scorecards.scorecard", {"scorecard_id": card.id})
    content = read_card(card)
    key = key or f"{Source.SCORECARD}:{card.id}"
    return Material(key, card.movement_year, content, told, url, content.is_sample)


def _ballot(key: str, session_id: str, number: str) -> Material:
    session = _session(f"{Source.SESSION}:{session_id}", session_id)
    read: SealedSession = session.content
    ballot = next((one for one in counted_ballots(read) if one["number"] == int(number)), None)
    if ballot is None:
        raise NotFound(_("Phiên họp không có lượt bỏ phiếu kín này đã kiểm. Mở lại từ trang Văn bản."))
    told = _("Lượt bỏ phiếu kín %(n)s, %(session)s", n=ballot["number"], session=session.told)
    return Material(key, session.year, CountedBallot(read, ballot), told, session.url, session.is_sample)


def counted_ballots(read: SealedSession) -> list[Data]:
    """The ballots of a sealed session that were counted; one that was made void was not."""
    return [one for one in read.ballots if not one["void_reason"]]


def _planned(key: str, session_id: str) -> Material:
    session = load_session(int(session_id))
    if session is None or session.state not in (SessionState.PREPARED, SessionState.OPEN):
        raise NotFound(_("Phiên họp này không còn chuẩn bị hay đang họp nên không lập giấy mời."))
    told = _("Phiên họp thứ %(n)s năm %(year)s", n=session.number, year=session.movement_year.year)
    url = ("council.session", {"session_id": session.id})
    return Material(key, session.movement_year, read_planned(session), told, url, session.is_sample)


def _group(key: str, run_id: str, type_code: str, *group_key: str) -> Material:
    run = run_line_of(int(run_id))
    year = find_year(run.movement_year_id)
    group = read_group(run, year.movement.name, type_code, ":".join(group_key)) if year else None
    if year is None or group is None:
        raise _missing()
    told = _("%(group)s, lần đánh giá %(n)s năm %(year)s", group=group.name, n=run.number, year=run.year)
    url = ("awards.ranking", {"run_id": run.id, "type": type_code, "group": ":".join(group_key)})
    return Material(key, year, group, told, url, run.is_sample)


def _year(key: str, movement_year_id: str) -> Material:
    year = find_year(int(movement_year_id))
    if year is None:
        raise _missing()
    result = read_movement_year(year)
    if result is None:
        raise NotFound(_("Năm này chưa có lần đánh giá nào chốt nên chưa lập báo cáo được."))
    told = _("Năm %(year)s", year=year.year)
    return Material(key, year, result, told, ("documents.index", {"year": year.id}), year.is_sample)


def _nominee(key: str, session_id: str, participant_id: str) -> Material:
    session = _session(f"{Source.SESSION}:{session_id}", session_id)
    found = read_nominee(session.content, int(participant_id))
    if found is None:
        raise NotFound(_("Phiên họp không quyết định khen trường hợp này. Mở lại từ kết quả phiên."))
    return Material(key, session.year, found, found.name, session.url, session.is_sample)


def _run(key: str, run_id: str) -> Material:
    run = run_line_of(int(run_id))
    year = find_year(run.movement_year_id)
    if year is None:
        raise _missing()
    told = _("Lần đánh giá %(n)s năm %(year)s", n=run.number, year=run.year)
    return Material(key, year, facts_of(run), told, ("awards.ranking", {"run_id": run.id}), run.is_sample)


def _missing() -> NotFound:
    return NotFound(_("Không có nguồn này để lập văn bản. Mở lại từ trang Văn bản."))


_LOADERS: dict[str, Callable[..., Material]] = {
    Source.SESSION: _session,
    Source.DECISION: _decision,
    Source.BALLOT: _ballot,
    Source.PLANNED_SESSION: _planned,
    Source.GROUP: _group,
    Source.RUN: _run,
    Source.NOMINEE: _nominee,
    Source.YEAR: _year,
    Source.SCORECARD: _scorecard,
}
