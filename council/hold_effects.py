"""What laying or lifting a ground does at this moment, and what follows: runs and decisions that were sealed
stay as they are, whatever is laid or lifted afterwards.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from awards.models import EvaluationRun
from council.decisions import rulings_of_document
from council.models import AgendaItem, Candidate, CouncilSession, Question, SessionKind, SessionState
from council.queries import find_latest_run
from council.result_queries import list_sealed_of_year
from foundation.database import db
from foundation.formats import moment
from scorecards.models import Scorecard


@dataclass(frozen=True, slots=True)
class Effect:
    """One sentence, and the page where one goes on: the words of the link, its endpoint and arguments."""

    text: str
    link: str = ""
    endpoint: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A sealed session: what it decided of one participant. `kept`: it keeps a place for them."""

    session: CouncilSession
    granted: tuple[str, ...]
    kept: bool


def effects_on(card: Scorecard, *, lays: bool) -> list[Effect]:
    """What happens to the participant of a scorecard, in the order in which it matters."""
    run = find_latest_run(card.movement_year_id)
    sealed = list(_sealed_about(card))
    return list(_of_laying(card, run, sealed) if lays else _of_lifting(card, run, sealed))


def _of_laying(card: Scorecard, run: EvaluationRun | None, sealed: list[_Sealed]) -> Iterator[Effect]:
    yield Effect(
        _(
            "Chưa xét: từ lần đánh giá sau vẫn xếp hạng, không được tặng và không bị từ chối; suất được giữ "
            "đến khi gỡ. Loại trừ: không xếp hạng, không được tặng."
        )
    )
    for one in sealed:
        if one.granted:
            yield Effect(
                _(
                    "Phiên họp thứ %(n)s đã quyết định tặng %(award)s; bản chốt không đổi. Phải hủy bỏ thì "
                    "ghi ở Khen thưởng các năm.",
                    n=one.session.number,
                    award=", ".join(one.granted),
                ),
                _("Khen thưởng các năm"),
                "movements.list_given",
                {"q": card.participant.name},
            )
    for session in _unfinished_about(card):
        yield _told_to(session)
    if run is not None:
        yield _of_run(card, run, lays=True)


def _of_lifting(card: Scorecard, run: EvaluationRun | None, sealed: list[_Sealed]) -> Iterator[Effect]:
    kept = next((one for one in sealed if one.kept), None)
    if kept is not None:
        yield Effect(
            _(
                "Phiên họp thứ %(n)s đã giữ suất. Gỡ hết căn cứ chưa xét thì lập phiên họp bổ sung để Hội "
                "đồng xét tiếp.",
                n=kept.session.number,
            ),
            _("Lập phiên họp bổ sung"),
            "council.create_session",
            {"loai": SessionKind.SUPPLEMENTARY.value, "nam": card.movement_year_id},
        )
    for session in _unfinished_about(card):
        yield _told_to(session)
    if run is None:
        yield Effect(_("Lần đánh giá sau xét như mọi đơn vị, hộ, cá nhân khác."))
    elif kept is None:
        yield _of_run(card, run, lays=False)


def _of_run(card: Scorecard, run: EvaluationRun, *, lays: bool) -> Effect:
    values = {"n": run.number, "at": moment(run.sealed_at)}
    if lays:
        words = _(
            "Lần đánh giá %(n)s chốt lúc %(at)s không đổi; đánh giá lại thì căn cứ này được tính.", **values
        )
    else:
        words = _(
            "Lần đánh giá %(n)s chốt lúc %(at)s không đổi; đánh giá lại thì việc gỡ được tính.", **values
        )
    return Effect(words, _("Đánh giá lại"), "awards.seal", {"year_id": card.movement_year_id})


def _told_to(session: CouncilSession) -> Effect:
    if session.state is SessionState.OPEN:
        words = _(
            "Phiên họp thứ %(n)s đang họp: Hội đồng được báo ngay ở nội dung có tên. Hoãn câu hỏi đó; phiên "
            "bổ sung xét khi mọi căn cứ đã gỡ.",
            n=session.number,
        )
    else:
        words = _(
            "Phiên họp thứ %(n)s đang chuẩn bị: chương trình báo chỗ này. Đánh giá lại rồi chuyển phiên họp "
            "sang lần mới.",
            n=session.number,
        )
    return Effect(words, _("Mở phiên họp"), "council.session", {"session_id": session.id})


def _unfinished_about(card: Scorecard) -> list[CouncilSession]:
    """The sessions of the year that are prepared or open and ask about the participant."""
    asked = (
        select(AgendaItem.session_id)
        .join(Question, Question.item_id == AgendaItem.id)
        .join(Candidate, Candidate.question_id == Question.id)
        .where(Candidate.participant_id == card.participant_id)
    )
    statement = select(CouncilSession).where(
        CouncilSession.movement_year_id == card.movement_year_id,
        CouncilSession.state.in_((SessionState.PREPARED, SessionState.OPEN)),
        CouncilSession.id.in_(asked),
    )
    return list(db.session.scalars(statement.order_by(CouncilSession.number)))


def _sealed_about(card: Scorecard) -> Iterator[_Sealed]:
    for session in list_sealed_of_year(card.movement_year_id):
        document = json.loads(session.document or "{}")
        names = {one["award"]: one["award_name"] for one in document["awards"]}
        granted = tuple(
            names.get(award, award)
            for award, participant, given in rulings_of_document(document)
            if given and participant == card.participant_id
        )
        kept = any(one["participant"] == card.participant_id for one in document["holds"])
        yield _Sealed(session, granted, kept)
