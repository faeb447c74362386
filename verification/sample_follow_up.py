"""What follows verification in the sample's present year: objections of a unit, second checks of another."""

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.models import User
from accounts.queries import find_user_by_name
from assignments.services import assign_duty
from foundation.database import db
from foundation.permissions import SYSTEM
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import Scorecard
from verification.drawing import add_checks
from verification.models import Answer
from verification.objecting import answer_objection, raise_objection
from verification.second_checks import make_check

OBJECTING, CHECKED = "P-NNPTNT", "31569"
ANSWERED, WAITING = "CQ2.2", "CQ3.1"
WANTED = {"actual": "231", "plan": "250"}
DIFFERING, TO_MAKE = "XA2.1", "XA5"
AGO = timedelta(hours=6)


def show_what_follows(year: MovementYear, now: datetime) -> None:
    """One objection answered and one that waits; one second check that differs and one to be made."""
    cards = _cards(year)
    if {OBJECTING, CHECKED} <= cards.keys():
        _object(cards[OBJECTING], now - AGO, now - AGO / 2)
        _check(cards[CHECKED], now - AGO)


def _object(card: Scorecard, at: datetime, later: datetime) -> None:
    unit, office = _account("banganh"), _account("noivu")
    first = raise_objection(
        actor=unit,
        scorecard_id=card.id,
        code=ANSWERED,
        text="Phòng đã gửi thêm biên bản họp ngày 12; đề nghị xem lại mức đánh giá.",
        now=at,
    )
    answer_objection(
        actor=office,
        objection_id=first.id,
        answer=Answer.REFUSED,
        text="Biên bản gửi thêm lập sau thời gian tự chấm nên giữ mức đã thẩm định.",
        now=later,
    )
    raise_objection(
        actor=unit,
        scorecard_id=card.id,
        code=WAITING,
        text="Báo cáo tháng cuối chưa được cộng vào số thực hiện; số đúng là 231.",
        wanted=WANTED,
        convention="point",
        now=later,
    )


def _check(card: Scorecard, at: datetime) -> None:
    second = _account("thamdinh2")
    assign_duty(
        actor=SYSTEM,
        user=second,
        type_code=card.participant.type_code,
        cluster=card.participant.cluster,
        criteria=[DIFFERING, TO_MAKE],
        now=at,
    )
    differing, *_others = add_checks(SYSTEM, card, [DIFFERING, TO_MAKE], at)
    make_check(
        actor=second,
        check_id=differing.id,
        raw="no",
        reason="Văn bản kèm theo là của năm trước, chưa có văn bản năm nay.",
        convention="point",
        now=at,
    )


def _cards(year: MovementYear) -> dict[str, Scorecard]:
    rows = db.session.execute(
        select(Participant.code, Scorecard)
        .join(Scorecard, Scorecard.participant_id == Participant.id)
        .where(Scorecard.movement_year_id == year.id, Participant.code.in_([OBJECTING, CHECKED]))
        .order_by(Scorecard.id)
    )
    return {row[0]: row[1] for row in rows}


def _account(name: str) -> User:
    user = find_user_by_name(name)
    if user is None:
        raise LookupError(f"the sample has no account {name}")
    return user
