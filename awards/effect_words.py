"""Why somebody stands so under rules that are tried, in a few words; and what the states are called."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
from flask_babel import gettext as _

from awards.control_words import gate_name
from awards.models import AwardStatus
from awards.trying import TriedType
from foundation.formats import number
from scoring.columns import Ints
from scoring.recommendation import AwardOutcome, Status
from scoring.rubric import Rubric
from scoring.whole_columns import sections_with_floor

FOUND_ONE = (Status.GRANTED, Status.RECOMMENDED, Status.HELD, Status.BALLOT)
NOBODY = np.iinfo(np.int64).max


def state_words() -> Mapping[AwardStatus, str]:
    """What a state is called within a sentence."""
    return {
        AwardStatus.RECOMMENDED: _("đề xuất tặng"),
        AwardStatus.HELD: _("chưa xét, giữ suất"),
        AwardStatus.BALLOT: _("chờ bỏ phiếu"),
        AwardStatus.OUTSIDE: _("ngoài chỉ tiêu"),
        AwardStatus.TOO_SOON: _("chưa đến hạn tặng lại"),
        AwardStatus.BELOW: _("dưới ngưỡng"),
        AwardStatus.BARRED: _("không đủ điều kiện"),
        AwardStatus.INCOMPLETE: _("chưa chấm xong"),
        AwardStatus.NONE: _("không xét khen"),
    }


class Whys:
    """Says why, for one type; what many need is computed once."""

    def __init__(self, rubric: Rubric, tried: TriedType) -> None:
        self.rubric, self.tried = rubric, tried
        self._last: dict[str, Ints] = {}

    def of(self, index: int) -> str:
        """Why this participant has the state it has now; empty where the state says all."""
        award = int(self.tried.states.award[index])
        status = self.tried.states.at(index)
        if status is AwardStatus.BARRED:
            return self._barred(index)
        if award < 0:
            return ""
        outcome = self.tried.result.awards[award]
        tell = {
            AwardStatus.RECOMMENDED: self._recommended,
            AwardStatus.BALLOT: self._ballot,
            AwardStatus.OUTSIDE: self._outside,
            AwardStatus.BELOW: self._below,
            AwardStatus.TOO_SOON: self._too_soon,
        }.get(status)
        return tell(outcome, index) if tell else ""

    def _recommended(self, outcome: AwardOutcome, index: int) -> str:
        places = _places(outcome, index)
        if places is None:
            return outcome.rule.name
        return _("%(award)s, trong %(n)s suất", award=outcome.rule.name, n=places)

    def _ballot(self, outcome: AwardOutcome, index: int) -> str:
        places = _places(outcome, index) or 0
        return _("hòa ở vạch chỉ tiêu, còn %(n)s suất", n=places - int(outcome.line.start[index]))

    def _outside(self, outcome: AwardOutcome, index: int) -> str:
        if outcome.line.straddling[index]:
            return _("hòa ở vạch chỉ tiêu, theo quy định không lấy")
        last = int(self._last_totals(outcome)[outcome.standing.groups.codes[index]])
        columns = self.tried.result.columns
        gap = last - int(columns.points["total"][index])
        if last == NOBODY or gap < 0:
            return _("không còn suất")
        if not gap:
            return _("bằng điểm suất cuối, kém ở tiêu chí phụ")
        points = number(Decimal(gap).scaleb(-columns.decimals), columns.decimals)
        return _("kém suất cuối %(gap)s điểm", gap=points)

    def _last_totals(self, outcome: AwardOutcome) -> Ints:
        """For each group the least total that found a place."""
        known = self._last.get(outcome.rule.code)
        if known is None:
            groups = outcome.standing.groups
            known = np.full(len(groups.labels), NOBODY, dtype=np.int64)
            won = np.isin(outcome.status, FOUND_ONE)
            total = self.tried.result.columns.points["total"]
            np.minimum.at(known, groups.codes[won], total[won])
            self._last[outcome.rule.code] = known
        return known

    def _below(self, outcome: AwardOutcome, index: int) -> str:
        failed = [
            gate
            for gate, passed in zip(outcome.rule.conditions, outcome.passed, strict=True)
            if not passed[index]
        ]
        if not failed:
            return ""
        return _("chưa đạt: %(gate)s", gate=gate_name(self.rubric, self.tried.kind, failed[0]))

    def _too_soon(self, outcome: AwardOutcome, index: int) -> str:
        if outcome.status[index] == Status.HAS_AWARD or outcome.rule.not_again_within is None:
            return _("đã được khen về thành tích này trong năm")
        return _("đã được tặng trong %(n)s năm gần đây", n=outcome.rule.not_again_within)

    def _barred(self, index: int) -> str:
        whole = self.tried.was.whole
        if whole.excluded[index]:
            return _("thuộc diện loại trừ")
        failed = [
            section.code
            for section in sections_with_floor(self.tried.kind)
            if whole.sections[section.code].fails(section)[index]
        ]
        return _("dưới mức sàn của mục %(sections)s", sections=", ".join(failed)) if failed else ""


def _places(outcome: AwardOutcome, index: int) -> int | None:
    """The places of the participant's group; None where there is no quota."""
    if outcome.places is None:
        return None
    return int(outcome.places.places[outcome.standing.groups.codes[index]])
