"""The text that a chair reads aloud: a few short paragraphs made of the sealed reasons of one participant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from awards.conditions import Condition
from awards.models import AwardStatus, Category, RunResult
from awards.sealed import SealedResult
from awards.wording import Wording
from scorecards.figures import plain
from scoring.reasons import Reason
from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Aloud:
    """The conclusion, and what is read after it."""

    headline: str
    paragraphs: tuple[Markup, ...]

    def and_then(self, sentences: Sequence[str]) -> "Aloud":
        """The same with a paragraph of further sentences, where there are any."""
        more = (escape(" ".join(sentences)),) if sentences else ()
        return Aloud(self.headline, (*self.paragraphs, *more))


@dataclass(frozen=True, slots=True)
class Ahead:
    """One who stands before in the group and has a higher award."""

    name: str
    rank: int
    award: str


def read_aloud(
    rubric: Rubric,
    row: RunResult,
    result: SealedResult,
    wording: Wording,
    conditions: Sequence[Condition],
    ahead: Sequence[Ahead],
) -> Aloud:
    """The text of one participant; `conditions` stand beside it, `ahead` take none of the award's places."""
    speaker = _Speaker(rubric, row, result, wording)
    paragraphs = (
        speaker.place(),
        speaker.conditions(conditions),
        speaker.outcome(ahead),
        speaker.strengths(),
    )
    return Aloud(speaker.headline(), tuple(Markup(" ").join(part) for part in paragraphs if part))


def fill(sentence: str, **values: Any) -> Markup:
    """A sentence with its values escaped; those that are Markup stay as they are."""
    return Markup(sentence) % {name: escape(value) for name, value in values.items()}  # noqa: S704


def strong(text: str) -> Markup:
    """A figure that must be heard."""
    return Markup("<strong>%s</strong>") % text


class _Speaker:
    """Makes the paragraphs; each is a list of sentences, empty where there is nothing to say."""

    def __init__(self, rubric: Rubric, row: RunResult, result: SealedResult, wording: Wording) -> None:
        self.rubric, self.row, self.result, self.wording = rubric, row, result, wording
        below = row.award_status is AwardStatus.BELOW
        self.award = result.nearest_award if below else row.award

    def who(self) -> str:
        """What a sentence calls the participant after its name was said."""
        return {
            Category.COLLECTIVE: _("Đơn vị này"),
            Category.HOUSEHOLD: _("Hộ này"),
            Category.INDIVIDUAL: _("Cá nhân này"),
        }[self.row.category]

    def award_name(self) -> str:
        """The award of which the state speaks."""
        return next((rule.name for rule in self.rubric.awards if rule.code == self.award), "")

    def headline(self) -> str:
        """The conclusion in one line."""
        award = self.award_name()
        lines = {
            AwardStatus.RECOMMENDED: _("Đề xuất tặng %(award)s", award=award),
            AwardStatus.HELD: _("Chưa xét %(award)s, giữ suất chờ kết luận xác minh", award=award),
            AwardStatus.BALLOT: _("Chờ Hội đồng bỏ phiếu về %(award)s", award=award),
            AwardStatus.OUTSIDE: _("Không đề xuất khen thưởng: ngoài chỉ tiêu"),
            AwardStatus.TOO_SOON: _("Không đề xuất khen thưởng: chưa đến hạn được tặng lại"),
            AwardStatus.BELOW: _("Không đề xuất khen thưởng: chưa đạt điều kiện"),
            AwardStatus.BARRED: _("Không đề xuất khen thưởng: không đủ điều kiện chung"),
            AwardStatus.INCOMPLETE: _("Chưa xếp hạng: chưa chấm xong"),
            AwardStatus.NONE: _("Không có hình thức khen thưởng cho loại đối tượng này"),
        }
        if self.result.find("has_award", award=self.award):
            return _("Không đề xuất khen thưởng: thành tích này đã được khen")
        return lines[self.row.award_status]

    def place(self) -> list[Markup]:
        """Total, place, group, quota."""
        ranked = self.result.find("ranked")
        if ranked is None:
            said = [str(one) for one in self._say("unranked")]
            return [escape(f"{self.row.name}:"), *(Markup(one[:1].lower() + one[1:]) for one in said)]  # noqa: S704
        facts = ranked.facts
        rank = fill(_("hạng %(rank)s trong %(size)s"), rank=plain(facts["rank"]), size=plain(facts["size"]))
        where = self.wording.group(facts["group"])
        sentence = (
            _("%(name)s đạt %(total)s, xếp %(rank)s của %(group)s.")
            if where
            else _("%(name)s đạt %(total)s, xếp %(rank)s.")
        )
        total = _("%(total)s điểm", total=self.wording.points(facts["total"]))
        first = fill(sentence, name=self.row.name, total=strong(total), rank=strong(rank), group=where)
        return [first, *self._say("quota", award=self.award)]

    def conditions(self, conditions: Sequence[Condition]) -> list[Markup]:
        """What bars, what holds; gates; the pass mark and how far from it; the nearest above and below."""
        return [
            *self._say("excluded"),
            *self._say("on_hold"),
            *self._say("floor_failed"),
            *self._say("grade_tie"),
            *self._say("grade_full"),
            *self._gates(conditions),
            *self._say("tied"),
            *self._say("tie_broken"),
            *self._gaps(),
        ]

    def _gates(self, conditions: Sequence[Condition]) -> Iterator[Markup]:
        for reason in self.result.select(("gate_failed",), award=self.award):
            yield escape(self.wording.say(reason))
        yield from self._met(conditions)
        for reason in self.result.select(("gate_passed",), award=self.award):
            if reason.facts.get("points_of") == "total":
                yield self._over(reason)

    def _met(self, conditions: Sequence[Condition]) -> Iterator[Markup]:
        """How many of the conditions of this award are met, counted as they are listed beside the text."""
        if self.award is None:
            return
        listed = [one for one in conditions if one.award in ("", self.award_name())]
        met = sum(one.passed for one in listed)
        if met == len(listed):
            said = _("%(who)s đạt cả %(n)s điều kiện.") if met > 1 else _("%(who)s đạt điều kiện.")
            yield fill(said, who=self.who(), n=met)
        elif met:
            said = _("%(who)s đạt %(met)s trong %(n)s điều kiện.")
            yield fill(said, who=self.who(), met=met, n=len(listed))

    def _over(self, reason: Reason) -> Markup:
        facts = reason.facts
        values = {
            "mark": plain(facts.get("at_least") or facts.get("above")),
            "gap": strong(self.wording.points(facts["gap"])),
            "gate": facts.get("gate") or "",
        }
        if self._only_for_some(reason):
            return fill(_("Hơn ngưỡng %(mark)s điểm (%(gate)s) là %(gap)s điểm."), **values)
        return fill(_("Hơn ngưỡng %(mark)s điểm là %(gap)s điểm."), **values)

    def _only_for_some(self, reason: Reason) -> bool:
        """Whether the condition concerns only some of the type, so that its threshold needs its name."""
        rules = (rule for rule in self.rubric.awards if rule.code == reason.facts.get("award"))
        gates = (gate for rule in rules for gate in rule.conditions)
        return any(gate.when is not None and gate.name == reason.facts.get("gate") for gate in gates)

    def _gaps(self) -> Iterator[Markup]:
        yield from self._say("gap_above")
        yield from self._say("gap_below")
        easy = self.row.award_status is AwardStatus.RECOMMENDED
        if easy and not self.result.find("tied", "tie_broken"):
            yield escape(_("Không phải dùng tiêu chí phụ hay bỏ phiếu."))

    def outcome(self, ahead: Sequence[Ahead]) -> list[Markup]:
        """What became of each award rule that went so far as to count places, or stopped short of it."""
        short = ("award_barred", "award_below", "too_soon", "has_award", "has_higher")
        if self.row.award_status is AwardStatus.INCOMPLETE:
            return [escape(_("Chấm xong mới xét khen thưởng."))]
        said: list[str] = []
        for reason in self.result.select((*short, "recommended", "held", "ballot", "outside", "outside_tie")):
            sentence = self._below(reason) or self.wording.say(reason)
            if sentence not in said:
                said.append(sentence)
        return [escape(sentence) for sentence in [*map(self._aside, ahead), *said]]

    def _below(self, reason: Reason) -> str:
        """Which conditions of an award are not met, where the text has not named them; else empty."""
        award = str(reason.facts.get("award", ""))
        failed = self.result.select(("gate_failed",), award=award)
        if reason.code != "award_below" or award == self.award or not failed:
            return ""
        return _(
            "Không đề xuất %(award)s vì chưa đạt điều kiện: %(conditions)s.",
            award=reason.facts["name"],
            conditions="; ".join(self._unmet(one) for one in failed),
        )

    def _unmet(self, failed: Reason) -> str:
        """One condition that is not met; of a grade, whether it waits for a ballot."""
        named = failed.facts.get("gate") or self.wording.say(failed).rstrip(".")
        asked = failed.facts.get("grades")
        waits = [
            str(one.facts["name"])
            for one in self.result.select(("grade_tie",))
            if one.facts["ties"] == "ballot" and isinstance(asked, tuple) and one.facts["name"] in asked
        ]
        if not waits:
            return str(named)
        return _(
            "%(condition)s (xếp loại %(grade)s còn chờ Hội đồng bỏ phiếu)", condition=named, grade=waits[0]
        )

    def _aside(self, one: Ahead) -> str:
        return _(
            "%(name)s (hạng %(rank)s) đã được đề nghị %(higher)s nên không tính vào suất %(award)s.",
            name=one.name,
            rank=plain(one.rank),
            higher=one.award,
            award=self.award_name(),
        )

    def strengths(self) -> list[Markup]:
        """The section that gave its all, and the one that lost most; nothing while scores are missing."""
        if self.result.missing:
            return []
        sections = [
            (node, points, maximum)
            for node in self.wording.kind.children
            if node.role is None
            and (points := self.result.points(node.code)) is not None
            and (maximum := self.result.maximum(node.code))
        ]
        full = [node.name for node, points, maximum in sections if points >= maximum]
        lost = [(maximum - points, node, points, maximum) for node, points, maximum in sections]
        sentences = []
        if full:
            sentences.append(
                fill(_("%(who)s được trọn điểm ở: %(names)s."), who=self.who(), names="; ".join(full))
            )
        worst = max(lost, key=lambda item: item[0], default=None)
        if worst is not None and worst[0] > 0:
            sentences.append(self._lost(worst[1].name, worst[2], worst[3]))
        return sentences

    def _lost(self, name: str, points: Decimal, maximum: Decimal) -> Markup:
        figure = _("%(points)s trên %(max)s", points=self.wording.points(points), max=plain(maximum))
        return fill(_("Mất nhiều điểm nhất ở %(name)s: %(figure)s."), name=name, figure=strong(figure))

    def _say(self, code: str, award: str | None = None) -> list[Markup]:
        return [escape(self.wording.say(reason)) for reason in self.result.select((code,), award=award)]
