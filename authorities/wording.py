"""Words of the fixed values of this room."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from authorities.bonus import Recipient, Rounding
from authorities.models import Certainty, Dated, Tier
from foundation.formats import day

CERTAINTIES: dict[Certainty, LazyString] = {
    Certainty.READ: _l("đã đọc toàn văn"),
    Certainty.PLAN: _l("theo kế hoạch của huyện"),
    Certainty.PARTIAL: _l("đọc một phần, trên báo, cổng thông tin"),
    Certainty.SECONDARY: _l("dẫn lại từ nguồn khác"),
    Certainty.BELIEVED: _l("chưa đối chiếu văn bản"),
    Certainty.CONFIRMED: _l("Thường trực đã xác nhận"),
}
TIERS: dict[Tier, LazyString] = {
    Tier.PROVINCE: _l("Tỉnh, thành phố"),
    Tier.DISTRICT: _l("Huyện"),
    Tier.COMMUNE: _l("Xã, phường"),
}
ROUNDINGS: dict[Rounding, LazyString] = {
    Rounding.UP: _l("Làm tròn lên"),
    Rounding.HALF_UP: _l("Làm tròn đến số gần nhất, nửa thì lên"),
}
PARTS: dict[str, LazyString] = {
    "committee": _l("Ủy ban nhân dân"),
    "council": _l("Hội đồng Thi đua - Khen thưởng"),
    "standing": _l("Thường trực Hội đồng"),
    "province": _l("Cấp tỉnh, nhận tờ trình"),
}
RECIPIENTS: dict[Recipient, LazyString] = {
    Recipient.INDIVIDUAL: _l("cá nhân"),
    Recipient.HOUSEHOLD: _l("hộ gia đình"),
    Recipient.COLLECTIVE: _l("tập thể"),
}


def span(entry: Dated) -> str:
    """When an entry is in force, as an official says it: "từ ngày … đến hết ngày …"."""
    if entry.valid_to is None:
        return _("từ ngày %(first)s trở đi", first=day(entry.valid_from))
    return _("từ ngày %(first)s đến hết ngày %(last)s", first=day(entry.valid_from), last=day(entry.valid_to))
