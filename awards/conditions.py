"""The conditions a participant had to meet, and what became of each: what the page lists and reads aloud."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.sealed import SealedResult
from awards.wording import Wording
from scorecards.figures import bounds, plain
from scoring.reasons import Reason


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition and what became of it. `award` says of which award; empty for all of them."""

    passed: bool
    text: str
    figure: str
    detail: str = ""
    award: str = ""


def conditions_of(result: SealedResult, wording: Wording) -> Iterator[Condition]:
    """Every condition that concerned a participant, common ones first, each once."""
    document = result.document
    if document["missing"]:
        count = len(document["missing"])
        yield Condition(False, _("Chấm đủ mọi tiêu chí"), _("còn %(n)s", n=count), ", ".join(result.missing))
    yield _marks(result, "excluded", _("Không thuộc diện loại trừ"))
    yield _marks(result, "on_hold", _("Không có việc đang xác minh"))
    for reason in result.select(("floor_passed", "floor_failed")):
        yield _floor(reason, wording)
    seen: set[tuple[str, str]] = set()
    for reason in result.select(("gate_passed", "gate_failed", "too_soon")):
        condition = _gate(reason, result, wording)
        if (condition.award, condition.text) not in seen:
            seen.add((condition.award, condition.text))
            yield condition


def _marks(result: SealedResult, code: str, text: str) -> Condition:
    grounds = [str(reason.facts["name"]) for reason in result.select((code,))]
    marked = result.document["holds" if code == "on_hold" else "excluded"]
    figure = _("đạt") if not marked else _("chưa xét") if code == "on_hold" else _("không đạt")
    return Condition(not marked, text, figure, "; ".join(grounds))


def _floor(reason: Reason, wording: Wording) -> Condition:
    facts = reason.facts
    return Condition(
        reason.code == "floor_passed",
        _("%(name)s: từ %(floor)s điểm", name=facts["name"], floor=plain(facts["floor"])),
        wording.points(facts["points"]),
        _("%(percent)s%% mức tối đa %(max)s", percent=plain(facts["percent"]), max=plain(facts["max"]))
        if facts.get("percent") is not None
        else "",
    )


def _gate(reason: Reason, result: SealedResult, wording: Wording) -> Condition:
    facts, award = reason.facts, str(reason.facts.get("name", ""))
    if reason.code == "too_soon":
        text = _("Không được tặng trong %(n)s năm gần đây", n=plain(facts["within"]))
        return Condition(False, text, plain(facts["year"]), award=award)
    passed = reason.code == "gate_passed"
    text = str(facts.get("gate") or "")
    if not text and "points_of" in facts:
        text = _("%(name)s %(bounds)s điểm", name=facts["points_name"], bounds=bounds(facts))
    figure = wording.points(facts["points"]) if "points_of" in facts else ""
    if not figure:
        figure = _("hạng %(rank)s", rank=plain(facts["rank"])) if facts.get("rank") else ""
    figure = figure or (_("đạt") if passed else _("không đạt"))
    detail = "" if passed else _no_room(reason, result, wording)
    return Condition(passed, text or wording.say(reason), figure, detail, award)


def _no_room(reason: Reason, result: SealedResult, wording: Wording) -> str:
    """Why a grade that was reached was not given: its quota was full, or equals straddled it."""
    asked = reason.facts.get("grades")
    grades = asked if isinstance(asked, tuple) else ()
    full = result.select(("grade_full", "grade_tie"))
    return " ".join(wording.say(one) for one in full if one.facts["name"] in grades)
