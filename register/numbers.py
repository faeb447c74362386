"""Giving numbers: without gaps and never twice, even to two who ask at the same moment."""

from contextlib import suppress
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from foundation.database import begin_writing, db
from foundation.errors import DomainError, NotAllowed
from foundation.permissions import Actor, Permission, can
from history.services import record
from register.models import NumberSeries
from register.rules import check_reason

LARGEST = 99_999
GAP = 50
"""So many numbers may be left out without asking twice."""
ROLL = "roll"
"""The series of the golden book (số sổ vàng), in which certificates are entered."""


def take_next(series: str, year: int, count: int = 1) -> int:
    """The first of `count` numbers that are free now; they belong to this transaction from here on."""
    held = _held(series, year)
    first = held.last + 1
    if first + count - 1 > LARGEST:
        raise DomainError(_("Số của năm này đã hết. Kiểm tra lại số đã cấp trong sổ."))
    held.last += count
    return first


def continue_from(
    *,
    actor: Actor,
    series: str,
    year: int,
    last: int,
    reason: str,
    now: datetime,
    sure: int | None = None,
) -> None:
    """Numbers up to `last` were given outside this product: the next one follows them. `sure` is the number
    that was confirmed where it leaves out more than `GAP`: it cannot be taken back.

    Raises NotAllowed, DomainError for a number below one that was given already, without a reason, or for
    such a leap that nobody confirmed.
    """
    if not can(actor, Permission.ISSUE_PAPER):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng và văn thư cấp số."))
    said = check_reason(reason)
    held = _held(series, year)
    if last < held.last or last > LARGEST:
        raise DomainError(
            _("Số cuối đã cấp là %(last)s; ghi số từ đó trở lên.", last=held.last), field="last"
        )
    _check_leap(held.last, last, sure)
    before, held.last = held.last, last
    record(
        actor=actor,
        action="register:continued",
        subject=("number_series", f"{series}/{year}"),
        before={"last": before},
        after={"last": last, "reason": said},
        now=now,
    )


def _check_leap(before: int, last: int, sure: int | None) -> None:
    count = last - before
    if count <= GAP or sure == last:
        return
    raise DomainError(
        _(
            "Nhảy %(count)s số: từ %(first)s đến %(last)s sẽ ghi là cấp ngoài hệ thống và không lùi lại "
            "được. Đúng như vậy thì đánh dấu xác nhận rồi bấm Ghi.",
            count=count,
            first=f"{before + 1:02d}",
            last=last,
        ),
        field="sure",
    )


def _held(series: str, year: int) -> NumberSeries:
    """The counter of a series, held until the transaction ends.

    Of two who both find none, the second waits at the unique key on PostgreSQL and then finds the first's.
    """
    begin_writing()
    key = {"series": series, "year": year}
    if db.session.get(NumberSeries, key) is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(NumberSeries(series=series, year=year, last=0))
    statement = select(NumberSeries).filter_by(**key).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()
