"""Sentences of a sheet: what the total is out of, what is missing, what stands in conflict."""

from decimal import Decimal

from flask_babel import gettext as _

from foundation.formats import number
from scorecards.lines import SectionLine
from scorecards.sheet import Sheet


def totals_text(sheet: Sheet) -> str:
    """61,53 / 78 đã nhập, thưởng 8,00, cộng 69,53."""
    return sheet.sums.text


def rest_text(sheet: Sheet) -> str:
    """How many points are still open, and with whom."""
    own, others = sheet.missing_points, sheet.others_points
    if own and others:
        return _(
            "Còn %(own)s điểm chưa nhập, %(others)s điểm do cơ quan thẩm định chấm.",
            own=number(own),
            others=number(others),
        )
    if own:
        return _("Còn %(own)s điểm chưa nhập.", own=number(own))
    if others:
        return _(
            "Đã nhập đủ phần của mình; %(others)s điểm do cơ quan thẩm định chấm.", others=number(others)
        )
    return _("Đã nhập đủ.")


def missing_text(sheet: Sheet) -> str:
    """How many criteria are still open, for the foot of a phone."""
    count = len(sheet.missing) + len(sheet.unread)
    return _("còn %(n)s tiêu chí", n=count) if count else _("đã đủ")


def floor_text(section: SectionLine) -> str:
    """Whether a section reaches its floor; nothing where it has none."""
    if section.floor is None:
        return ""
    floor = number(section.floor)
    if section.reached is None:
        return _("điểm tối thiểu %(floor)s", floor=floor)
    if section.reached:
        return _("đạt điểm tối thiểu %(floor)s", floor=floor)
    return _("dưới điểm tối thiểu %(floor)s", floor=floor)


def section_points(section: SectionLine, decimals: int) -> str:
    """The points of a section, or a word where there are none."""
    if section.points is not None:
        return number(section.points, decimals)
    return _("chưa kê khai") if section.role is not None else _("chưa có điểm")


def signed(value: Decimal | None, decimals: int) -> str:
    """Points with their sign where they are taken off."""
    return _("chưa có") if value is None else number(value, decimals)
