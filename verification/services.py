"""Judging what units claimed, criterion by criterion, beside the claim and never over it.

Sending back lies in `returning`, saying that a level is done in `finishing`, exclusion and hold in `marking`,
accepting much at once in `undisputed`.
"""

from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from assignments.scope import require_sight
from foundation.database import db
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.permissions import Actor
from scorecards.entering import EntryFault, EntryFaults, find_assessment, raw_below
from scorecards.holding import hold as hold_scorecard
from scorecards.models import Scorecard
from scorecards.scorers import scorer_of
from scorecards.services import Keep, Saved, assess, save_entry
from scorecards.to_scoring import Raw
from scorecards.typed import same, to_stored
from verification.doubts import Doubt, doubts_of, read_grounds
from verification.duties import desk_for
from verification.plan import Desk, Item, plan_of
from verification.rules import obstacle_to_judging

Seen = Raw | Keep | None


def verify_criterion(
    *,
    actor: Actor,
    scorecard_id: int,
    code: str,
    raw: Raw | None,
    base: Raw | None = None,
    claim: Seen = Keep.AS_IS,
    reason: str = "",
    note: str | None = None,
    note_base: str = "",
    convention: Literal["point", "comma"] | None = "comma",
    now: datetime,
) -> Saved:
    """Enter what the actor finds of one criterion, as typed; what differs from the claim needs a reason, and
    so does a claim that stays although the evidence asked for is wanting.

    `base` and `claim` are what the page believed to stand at this level and below it. Raises EntryConflict
    and Conflict where they do not any more, EntryFaults for what cannot stand, Trespass or NotAllowed for the
    wrong person, Conflict where it is not the level's turn.
    """
    scorecard, desk = take(actor, scorecard_id, now)
    _require_item(scorecard, desk, code)
    _require_seen(scorecard, desk, code, claim)
    unproven = is_unproven(scorecard, desk, code)
    if unproven and not reason.strip() and _keeps_claim(scorecard, desk, code, raw, convention):
        raise EntryFaults(
            [
                EntryFault(
                    code,
                    _("Thiếu minh chứng bắt buộc: ghi lý do vẫn chấp nhận, hoặc trả lại phiếu để bổ sung."),
                )
            ]
        )
    saved = save_entry(
        actor=actor,
        scorecard_id=scorecard_id,
        level=desk.level,
        code=code,
        raw=raw,
        base=base,
        note=note,
        note_base=note_base,
        reason=reason.strip() or None,
        convention=convention,
        now=now,
    )
    if not unproven:
        _drop_needless_reason(saved.scorecard, desk, code)
    return saved


def accept_criterion(
    *,
    actor: Actor,
    scorecard_id: int,
    code: str,
    base: Raw | None = None,
    claim: Seen = Keep.AS_IS,
    reason: str = "",
    now: datetime,
) -> Saved:
    """Accept one criterion as claimed, with a `reason` where evidence that is asked for is wanting. Raises as
    `verify_criterion`; EntryFaults if nothing was claimed.
    """
    scorecard, desk = take(actor, scorecard_id, now)
    claimed = raw_below(scorecard, desk.level, code)
    if claimed is None:
        raise EntryFaults(
            [EntryFault(code, _("Chưa có số tự chấm để chấp nhận: nhập số liệu, hoặc ghi lý do."))]
        )
    return verify_criterion(
        actor=actor,
        scorecard_id=scorecard_id,
        code=code,
        raw=claimed,
        base=base,
        claim=claim,
        reason=reason,
        convention="point",
        now=now,
    )


def leave_unscored(*, actor: Actor, scorecard_id: int, code: str, reason: str, now: datetime) -> Scorecard:
    """Leave a criterion of which nothing was claimed without points, and say why.

    Raises EntryFaults without a reason or where something stands to be judged.
    """
    scorecard, desk = take(actor, scorecard_id, now)
    _require_item(scorecard, desk, code)
    if raw_below(scorecard, desk.level, code) is not None:
        raise EntryFaults([EntryFault(code, _("Tiêu chí này đã có số tự chấm: chấp nhận hoặc điều chỉnh."))])
    if not reason.strip():
        raise EntryFaults([EntryFault(code, _("Ghi lý do để trống tiêu chí này."))])
    own = find_assessment(scorecard, desk.level)
    entries = {code: None} if own is not None and code in own.entries else {}
    if entries:
        assess(actor=actor, scorecard=scorecard, level=desk.level, entries=entries, now=now)
    assess(
        actor=actor,
        scorecard=scorecard,
        level=desk.level,
        entries={},
        reasons={code: reason.strip()},
        now=now,
    )
    return scorecard


def take(actor: Actor, scorecard_id: int, now: datetime) -> tuple[Scorecard, Desk]:
    """The scorecard, held until the transaction ends, and what of it the actor judges now.

    Raises NotFound, Trespass, NotAllowed, or Conflict where it is not the level's turn
    or time.
    """
    scorecard, desk = hold(actor, scorecard_id)
    obstacle = obstacle_to_judging(actor, scorecard, desk, now)
    if obstacle is not None:
        raise Conflict(obstacle)
    return scorecard, desk


def hold(actor: Actor, scorecard_id: int) -> tuple[Scorecard, Desk]:
    """The same, whoever's turn it is."""
    scorecard: Scorecard | None = db.session.get(Scorecard, scorecard_id)
    if scorecard is None:
        raise NotFound(_("Không có phiếu này."))
    desk = require_desk(actor, scorecard)
    return hold_scorecard(scorecard), desk


def require_desk(actor: Actor, scorecard: Scorecard) -> Desk:
    """What the actor judges of a scorecard. Trespass for who may not see it, NotAllowed for who only sees."""
    require_sight(actor, scorecard.participant, ("scorecard", scorecard.id))
    desk = desk_for(actor, scorecard)
    if desk is None:
        raise NotAllowed(_("Phiếu này không thuộc phần thẩm định của tài khoản này."))
    return desk


def find_item(scorecard: Scorecard, desk: Desk, code: str) -> Item | None:
    """A criterion that is the desk's to judge."""
    plan = plan_of(scorecard)
    items = plan.items if plan is not None else ()
    return next((item for item in items if item.code == code and desk.holds(item)), None)


def is_unproven(scorecard: Scorecard, desk: Desk, code: str) -> bool:
    """Whether a criterion was claimed without the evidence that its document demands."""
    item = find_item(scorecard, desk, code)
    if item is None:
        return False
    doubts = doubts_of(scorecard, desk, [item], read_grounds([scorecard.id]))
    return Doubt.EVIDENCE in doubts.get(code, ())


def _keeps_claim(
    scorecard: Scorecard, desk: Desk, code: str, raw: Raw | None, convention: Literal["point", "comma"] | None
) -> bool:
    """Whether what was typed is what stands below."""
    stored = to_stored(scorer_of(scorecard).reader.criteria[code], raw, convention)
    return stored is not None and same(stored, raw_below(scorecard, desk.level, code))


def _require_item(scorecard: Scorecard, desk: Desk, code: str) -> None:
    if find_item(scorecard, desk, code) is None:
        raise EntryFaults([EntryFault(code, _("Tiêu chí này không thuộc phần thẩm định của tài khoản này."))])


def _require_seen(scorecard: Scorecard, desk: Desk, code: str, claim: Seen) -> None:
    """The claim must still be the one that the page showed."""
    if not isinstance(claim, Keep) and not same(raw_below(scorecard, desk.level, code), claim):
        raise Conflict(
            _("Số ở cấp dưới của tiêu chí %(code)s vừa đổi. Xem lại rồi chấm.", code=code), field=code
        )


def _drop_needless_reason(scorecard: Scorecard, desk: Desk, code: str) -> None:
    """A reason for a difference that is no more would mislead; what was said stays in the record."""
    own = find_assessment(scorecard, desk.level)
    if (
        own is not None
        and own.reasons.get(code)
        and same(own.entries.get(code), raw_below(scorecard, desk.level, code))
    ):
        del own.reasons[code]
        db.session.flush()
