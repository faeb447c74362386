"""The words for how firm a result is: out of a hundred, what decides a line, what leaving out does."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup, escape

from awards.aloud import fill, strong
from awards.models import AwardStatus
from foundation.formats import number

# Of many names the first few.
NAMED = 6
UNTOUCHED = (AwardStatus.BARRED, AwardStatus.INCOMPLETE, AwardStatus.NONE)


def out_of_hundred(part: int, whole: int) -> int:
    """How many of a hundred, rounded down, so that only what is always so is said to be so in all hundred."""
    return part * 100 // whole


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


def award_text(award: str, won: int, ballot: int, count: int) -> str:
    """What the weightings say of one award; empty where it never comes to it."""
    parts = []
    if won:
        parts.append(_("đề xuất %(n)s", n=hundred_text(won, count)))
    if ballot:
        parts.append(_("chờ bỏ phiếu %(n)s", n=hundred_text(ballot, count)))
    return _("%(award)s: %(shares)s", award=award, shares=", ".join(parts)) if parts else ""


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
        "Bỏ riêng tiêu chí nào thì vạch %(award)s cũng không đổi. Tiêu chí quyết định vạch là %(criterion)s: "
        "%(last)s (cuối trong vạch) hơn %(first)s (đầu ngoài vạch) nhiều nhất ở đây, %(points)s điểm."
    )
    return fill(
        said,
        award=award,
        criterion=strong(criterion),
        points=points,
        last=last,
        first=first,
    )


def moves_text(
    award: str, gained: Sequence[str], lost: Sequence[str], ballot: Sequence[str], settled: Sequence[str]
) -> str:
    """What becomes of one award without a criterion: who gains it, who loses it, who comes to a ballot, and
    who no longer gets as far as that.
    """
    parts = []
    if gained:
        parts.append(_("thêm %(names)s", names=names_text(gained)))
    if lost:
        parts.append(_("mất %(names)s", names=names_text(lost)))
    if ballot:
        parts.append(_("phải bỏ phiếu: %(names)s", names=names_text(ballot)))
    if settled:
        parts.append(_("không còn phải bỏ phiếu: %(names)s", names=names_text(settled)))
    return _("%(award)s: %(moves)s", award=award, moves="; ".join(parts))
