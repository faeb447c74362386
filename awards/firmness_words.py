"""The words for how firm a result is: out of a hundred, what decides a line, what leaving out does."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from flask_babel import gettext as _
from markupsafe import Markup, escape

from awards.aloud import fill, strong
from awards.models import AwardStatus
from foundation.formats import number

# Of many names the first few.
NAMED = 6
UNTOUCHED = (AwardStatus.BARRED, AwardStatus.INCOMPLETE, AwardStatus.NONE)


def out_of_hundred(part: int, whole: int) -> int:
    """How many of a hundred, to the nearest, of two as near the even one: so two parts of a whole add up to a
    hundred. Only what is always so is said to be so in all hundred.
    """
    return min(round(Fraction(part * 100, whole)), 100 if part == whole else 99)


def hundred_text(part: int, whole: int) -> str:
    """The same as a number to be read."""
    found = out_of_hundred(part, whole)
    return _("chưa tới 1") if part and not found else number(found)


def stays_text(status: AwardStatus, stays: int, count: int) -> Markup:
    """In how many weightings a result stays what it is."""
    if status in UNTOUCHED:
        return escape(_("Cách cân điểm không đổi được kết quả này."))
    if stays == count:
        return escape(_("Giữ nguyên kết quả ở mọi cách cân điểm."))
    said = {
        AwardStatus.BALLOT: _("Vẫn phải bỏ phiếu trong %(n)s cách cân điểm."),
        AwardStatus.RECOMMENDED: _("Giữ được đúng đề xuất này trong %(n)s cách cân điểm."),
        AwardStatus.HELD: _("Giữ được suất (đang chờ xác minh) trong %(n)s cách cân điểm."),
    }
    otherwise = _("Vẫn không được đề xuất trong %(n)s cách cân điểm.")
    n = _("%(n)s trên 100", n=hundred_text(stays, count))
    return fill(said.get(status, otherwise), n=strong(n))


class Way(StrEnum):
    """Which way an award lies from the present result."""

    SAME = "same"
    IN = "in"
    UP = "up"
    DOWN = "down"


def award_text(award: str, won: int, ballot: int, count: int, way: Way = Way.SAME) -> str:
    """What the weightings say of one award; empty where it never comes to it."""
    parts = []
    if won:
        parts.append(_("đề xuất %(n)s", n=hundred_text(won, count)))
    if ballot:
        parts.append(_("chờ bỏ phiếu %(n)s", n=hundred_text(ballot, count)))
    if not parts:
        return ""
    said = {
        Way.SAME: _("%(award)s: %(shares)s"),
        Way.IN: _("vào %(award)s: %(shares)s"),
        Way.UP: _("lên %(award)s: %(shares)s"),
        Way.DOWN: _("xuống %(award)s: %(shares)s"),
    }
    return said[way] % {"award": award, "shares": ", ".join(parts)}


def exactly_text(stays: int, count: int) -> str:
    """The numbers as they were counted."""
    return _("%(stays)s trong %(count)s cách", stays=number(stays), count=number(count))


def weakest_text(found: Sequence[tuple[str, int]], count: int) -> Markup:
    """Whose results stay in the fewest weightings."""
    each = [
        fill(_("%(name)s (%(n)s trên 100)"), name=name, n=hundred_text(stays, count)) for name, stays in found
    ]
    return fill(_("Kém chắc nhất: %(names)s."), names=Markup(", ").join(each))


def names_text(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    told = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return told
    return _("%(names)s và %(n)s nữa", names=told, n=number(len(names) - NAMED))


def decided_text(award: str, criterion: str, moved: int, units: str) -> Markup:
    """Which criterion decides a line by who would move without it."""
    said = _(
        "Tiêu chí quyết định vạch %(award)s là %(criterion)s: bỏ tiêu chí này thì %(n)s %(units)s "
        "đổi kết quả ở vạch."
    )
    return fill(said, award=award, criterion=strong(criterion), n=number(moved), units=units)


def apart_text(award: str, criterion: str, points: str, last: str, first: str) -> Markup:
    """Which criterion sets the two beside a line furthest apart, where leaving out one moves nobody."""
    said = _(
        "Không tiêu chí nào riêng nó quyết định vạch %(award)s: bỏ tiêu chí nào thì vạch cũng không đổi. "
        "%(last)s (cuối trong vạch) hơn %(first)s (đầu ngoài vạch) nhiều nhất ở %(criterion)s, "
        "%(points)s điểm."
    )
    return fill(
        said,
        award=award,
        criterion=strong(criterion),
        points=points,
        last=last,
        first=first,
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """Whom a change brings to an award or takes from it, by name. Who comes has nothing (`enter`), a lower
    form (`rise_to`) or a higher one (`fall_to`) till now; who goes has nothing after (`leave`), a higher
    form (`rise_from`) or a lower one (`fall_from`). `ballot` comes to a ballot, `settled` no longer does.
    """

    enter: Sequence[str] = ()
    rise_to: Sequence[str] = ()
    fall_to: Sequence[str] = ()
    rise_from: Sequence[str] = ()
    fall_from: Sequence[str] = ()
    leave: Sequence[str] = ()
    ballot: Sequence[str] = ()
    settled: Sequence[str] = ()


def moves_text(award: str, moves: Moves) -> str:
    """What becomes of one award, each direction in its own words; empty where nobody moves."""
    said = (
        (moves.enter, _("thêm %(names)s")),
        (moves.rise_to, _("%(names)s lên từ hình thức thấp hơn")),
        (moves.fall_to, _("%(names)s xuống từ hình thức cao hơn")),
        (moves.rise_from, _("%(names)s lên hình thức cao hơn")),
        (moves.fall_from, _("%(names)s xuống hình thức thấp hơn")),
        (moves.leave, _("mất %(names)s")),
        (moves.ballot, _("phải bỏ phiếu: %(names)s")),
        (moves.settled, _("không còn phải bỏ phiếu: %(names)s")),
    )
    parts = [words % {"names": names_text(names)} for names, words in said if names]
    return _("%(award)s: %(moves)s", award=award, moves="; ".join(parts)) if parts else ""
