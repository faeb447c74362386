"""The few words under a state: the one sealed reason that a reader of the ranking asks for first."""

from collections.abc import Callable

from flask_babel import gettext as _

from awards.models import AwardStatus
from awards.sealed import SealedResult
from awards.wording import Wording
from scorecards.figures import plain
from scoring.reasons import Reason


def hint_of(status: AwardStatus, award: str | None, result: SealedResult, wording: Wording) -> str:
    """The hint of one row; empty where the state says all."""
    tell = HINTS.get(status)
    told = tell(award, result, wording) if tell else ""
    higher = "" if status is AwardStatus.BALLOT else _higher(award, result)
    return "; ".join(part for part in (told, higher) if part)


def _higher(award: str | None, result: SealedResult) -> str:
    """A further award that a ballot decides, beside the one that the state speaks of."""
    reason = next((one for one in result.select(("ballot",)) if one.facts["award"] != award), None)
    if reason is None:
        return ""
    return _(
        "chờ bỏ phiếu về %(award)s, còn %(n)s suất",
        award=reason.facts["name"],
        n=plain(reason.facts.get("left")),
    )


def _recommended(award: str | None, result: SealedResult, _wording: Wording) -> str:
    name = next((line.name for line in result.awards if line.code == award), "")
    reason = result.find("recommended", award=award)
    places = reason.facts.get("places") if reason else None
    if places is None:
        return name
    return _("%(award)s, trong %(n)s suất", award=name, n=plain(places))


def _held(_award: str | None, result: SealedResult, _wording: Wording) -> str:
    grounds = [str(reason.facts["name"]) for reason in result.select(("on_hold",))]
    return _("%(grounds)s; giữ suất", grounds="; ".join(grounds)) if grounds else _("giữ suất")


def _ballot(award: str | None, result: SealedResult, _wording: Wording) -> str:
    reason = result.find("ballot", award=award)
    if reason is None:
        return _("Hòa ở vạch chỉ tiêu")
    return _("Hòa ở vạch chỉ tiêu, còn %(n)s suất", n=plain(reason.facts.get("left")))


def _outside(award: str | None, result: SealedResult, wording: Wording) -> str:
    reason = result.find("outside", "outside_tie", award=award)
    if reason is None:
        return ""
    if reason.code == "outside_tie":
        return _("Hòa ở vạch chỉ tiêu, theo quy định không lấy")
    gap = reason.facts["gap"]
    if gap is None:
        return _("Không còn suất")
    if not gap:
        return _("Bằng điểm suất cuối, kém ở tiêu chí phụ")
    return _("Kém suất cuối %(gap)s điểm", gap=wording.points(gap))


def _below(_award: str | None, result: SealedResult, wording: Wording) -> str:
    nearest = result.nearest_award
    failed = result.find("gate_failed", award=nearest)
    if failed is None:
        return ""
    of, gap = failed.facts.get("points_of"), failed.facts.get("gap")
    if of == "total":
        return _("Thiếu %(gap)s điểm", gap=wording.points(gap))
    if of is not None:
        return _("%(node)s thiếu %(gap)s điểm", node=of, gap=wording.points(gap))
    return _("Chưa đạt: %(gate)s", gate=failed.facts.get("gate") or wording.say(failed))


def _too_soon(award: str | None, result: SealedResult, _wording: Wording) -> str:
    has = result.find("has_award", award=award)
    if has is not None:
        return _("Đã có %(award)s năm %(year)s", award=has.facts["given"], year=has.facts["year"])
    reason = result.find("too_soon", award=award)
    return _("Đã được tặng năm %(year)s", year=reason.facts["year"]) if reason else ""


def _barred(_award: str | None, result: SealedResult, wording: Wording) -> str:
    grounds = [str(reason.facts["name"]) for reason in result.select(("excluded",))]
    floors = [_floor(reason, wording) for reason in result.select(("floor_failed",))]
    return "; ".join(grounds + floors)


def _floor(reason: Reason, wording: Wording) -> str:
    facts = reason.facts
    return _(
        "Mục %(node)s %(points)s, sàn %(floor)s",
        node=facts["section"],
        points=wording.points(facts["points"]),
        floor=plain(facts["floor"]),
    )


def _incomplete(_award: str | None, result: SealedResult, _wording: Wording) -> str:
    return _("Còn %(n)s tiêu chí chưa chấm", n=len(result.missing))


HINTS: dict[AwardStatus, Callable[[str | None, SealedResult, Wording], str]] = {
    AwardStatus.RECOMMENDED: _recommended,
    AwardStatus.HELD: _held,
    AwardStatus.BALLOT: _ballot,
    AwardStatus.OUTSIDE: _outside,
    AwardStatus.BELOW: _below,
    AwardStatus.TOO_SOON: _too_soon,
    AwardStatus.BARRED: _barred,
    AwardStatus.INCOMPLETE: _incomplete,
}
