"""The rules of voting as data: quorum, threshold, of whom it is counted, secrecy, who else has a say.

Each session keeps its own; a question may ask for more where a statute does. No rule of law is a constant
of the counting: the presets are dated starting points, and whoever prepares the session changes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast, get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from council.models import CouncilSession, Question
from foundation.errors import DomainError

Denominator = Literal["members", "present", "valid"]
DENOMINATORS: tuple[Denominator, ...] = get_args(Denominator)


class FaultyRulesError(DomainError):
    """Rules of voting that cannot hold; `faults` names every wrong field with what to do."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()), field=next(iter(faults), None))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Share:
    """A share that must be reached (`strict=False`: at least) or passed (`strict=True`: more than)."""

    numerator: int
    denominator: int
    strict: bool = False

    @property
    def fraction(self) -> Fraction:
        """The share as an exact number between 0 and 1."""
        return Fraction(self.numerator, self.denominator)

    def met(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough. Of nobody nothing is enough."""
        if whole <= 0:
            return False
        reached = Fraction(part, whole)
        return reached > self.fraction if self.strict else reached >= self.fraction

    def least(self, whole: int) -> int:
        """The smallest whole number that meets the share of `whole`; 1 where the whole is nobody."""
        exact = self.fraction * whole
        rounded_up = -(-exact.numerator // exact.denominator)
        return max(1, rounded_up + 1 if self.strict and rounded_up == exact else rounded_up)

    @property
    def allows_casting_vote(self) -> bool:
        """Whether equal votes can lack one vote only: not where more than one half is asked for."""
        return self.fraction <= Fraction(1, 2)


MORE_THAN_HALF = Share(1, 2, strict=True)
TWO_THIRDS = Share(2, 3)


@dataclass(frozen=True, slots=True)
class Rules:
    """How one session, or one question, votes.

    `quorum`: which share of all members with a vote must be present for the session to decide; who sent a
    written opinion is not present. `threshold`: which share must agree, of the `denominator`:

    - `members`: all members with a vote, also those who are absent;
    - `present`: those present, and those absent whose opinion in writing is counted;
    - `valid`: the valid ballots that came back. A blank ballot is valid and agrees to nothing.

    In each of the three, whoever has a conflict of interest in the question is left out (`council.counting`).
    `written_opinion`: absent members vote in writing (NĐ 152/2025/NĐ-CP, Điều 45 khoản 4). `casting_vote`: on
    equal votes the chair decides, openly. `preset` names where the rules come from, empty once changed.
    """

    quorum: Share = TWO_THIRDS
    threshold: Share = MORE_THAN_HALF
    denominator: Denominator = "present"
    secret: bool = False
    written_opinion: bool = True
    casting_vote: bool = True
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules to start from, with the clause they come from and the days on which it is in force."""

    code: str
    name: LazyString
    clause: LazyString
    rules: Rules
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the clause holds on this day, both ends included."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


def _preset(code: str, name: LazyString, clause: LazyString, rules: Rules, *days: date | None) -> Preset:
    return Preset(code, name, clause, replace(rules, preset=code), *days)


_OF_ALL = Rules(denominator="members", secret=True, casting_vote=False)
_NATIONAL_DAYS = (date(2025, 7, 1), date(2027, 2, 28))

PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in (
        _preset(
            "present_majority",
            _l("Giấy khen: quá nửa số thành viên có mặt"),
            _l("Theo quy chế của Hội đồng; trung ương không quy định tỷ lệ riêng cho Giấy khen"),
            Rules(),
        ),
        _preset(
            "members_majority",
            _l("Quá nửa tổng số thành viên"),
            _l("Theo quy chế của Hội đồng"),
            Rules(denominator="members"),
        ),
        _preset(
            "valid_majority",
            _l("Bỏ phiếu kín: quá nửa số phiếu hợp lệ"),
            _l("Theo quy chế của Hội đồng"),
            Rules(denominator="valid", secret=True),
        ),
        _preset(
            "central_2025",
            _l("Theo Hội đồng Trung ương: họp từ 2/3, tán thành từ 80% tổng số thành viên"),
            _l("khoản 4 Điều 45 Nghị định số 152/2025/NĐ-CP"),
            replace(_OF_ALL, threshold=Share(80, 100)),
            *_NATIONAL_DAYS,
        ),
        _preset(
            "government_flag_2025",
            _l("Cờ thi đua của Chính phủ: từ 80% tổng số thành viên"),
            _l("khoản 5 Điều 33 Nghị định số 152/2025/NĐ-CP"),
            replace(_OF_ALL, threshold=Share(80, 100)),
            *_NATIONAL_DAYS,
        ),
        _preset(
            "hero_2025",
            _l("Danh hiệu Anh hùng, Chiến sĩ thi đua toàn quốc: từ 90% tổng số thành viên"),
            _l("khoản 5 Điều 33 Nghị định số 152/2025/NĐ-CP"),
            replace(_OF_ALL, threshold=Share(90, 100)),
            *_NATIONAL_DAYS,
        ),
        _preset(
            "province_fighter_2017",
            _l("Chiến sĩ thi đua cấp tỉnh trở lên: bỏ phiếu kín, từ 90% tổng số thành viên"),
            _l("Nghị định số 91/2017/NĐ-CP, Điều 45 khoản 8"),
            replace(_OF_ALL, threshold=Share(90, 100)),
            date(2017, 10, 1),
            date(2023, 12, 31),
        ),
    )
}
DEFAULT_RULES = PRESETS["present_majority"].rules


def presets_on(day: date) -> list[Preset]:
    """The presets whose clause is in force on this day, in the order in which they are offered."""
    return [preset for preset in PRESETS.values() if preset.is_in_force(day)]


def rules_of(session: CouncilSession) -> Rules:
    """The rules of a session; the default preset fills what it does not say."""
    return from_data(session.rules or {})


def rules_for(question: Question) -> Rules:
    """The rules of one question: the session's, with what the question says itself in their place."""
    return from_data(question.rules or {}, base=rules_of(question.item.session))


def to_data(rules: Rules) -> dict[str, Any]:
    """The rules as JSON: shares as `[numerator, denominator, "more"|"least"]`."""
    return {
        "quorum": _share_to_data(rules.quorum),
        "threshold": _share_to_data(rules.threshold),
        "denominator": rules.denominator,
        "secret": rules.secret,
        "written_opinion": rules.written_opinion,
        "casting_vote": rules.casting_vote,
        "preset": rules.preset,
    }


def from_data(data: Mapping[str, Any], *, base: Rules = DEFAULT_RULES) -> Rules:
    """The rules that the data says; `base` holds for every key that it lacks.

    Raises FaultyRulesError with all faults at once.
    """
    faults: dict[str, str] = {}
    whole = {**to_data(base), **data}
    rules = Rules(
        quorum=_read_share(whole, "quorum", faults),
        threshold=_read_share(whole, "threshold", faults),
        denominator=_read_denominator(whole, faults),
        secret=_read_yes_no(whole, "secret", faults),
        written_opinion=_read_yes_no(whole, "written_opinion", faults),
        casting_vote=_read_yes_no(whole, "casting_vote", faults),
        preset=str(whole["preset"]),
    )
    for key in sorted(map(str, data.keys() - to_data(base).keys())):
        faults[key] = _("Quy tắc biểu quyết không có mục “%(key)s”: bỏ mục này.", key=key)
    if faults:
        raise FaultyRulesError(faults)
    return rules


def _share_to_data(share: Share) -> list[int | str]:
    return [share.numerator, share.denominator, "more" if share.strict else "least"]


def _read_share(data: Mapping[str, Any], key: str, faults: dict[str, str]) -> Share:
    match data[key]:
        case [int(part), int(whole), "least" | "more" as how] if 0 < part <= whole <= 1_000:
            if how == "least" or part < whole:
                return Share(part, whole, how == "more")
            faults[key] = _("Không ai có thể nhiều hơn toàn bộ: chọn “ít nhất” hoặc ghi tỷ lệ nhỏ hơn.")
        case _:
            faults[key] = _("Ghi tỷ lệ là một phân số lớn hơn 0 và không quá 1, ví dụ 2/3 hoặc 80/100.")
    return MORE_THAN_HALF


def _read_denominator(data: Mapping[str, Any], faults: dict[str, str]) -> Denominator:
    if data["denominator"] not in DENOMINATORS:
        faults["denominator"] = _(
            "Chọn tính tỷ lệ trên tổng số thành viên, trên số có mặt hay trên số phiếu hợp lệ."
        )
        return "present"
    return cast(Denominator, data["denominator"])


def _read_yes_no(data: Mapping[str, Any], key: str, faults: dict[str, str]) -> bool:
    if not isinstance(data[key], bool):
        faults[key] = _("Chọn có hoặc không ở mục “%(key)s”.", key=key)
    return data[key] is True
