"""What the record calls the entries of this room, and how it reads what they keep."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import select

from authorities.bonus import Rounding
from authorities.models import Certainty, Issuer, Tier
from authorities.paper_kinds import kinds_told
from authorities.sections import SECTIONS, Section
from authorities.wording import CERTAINTIES, PARTS, ROUNDINGS, TIERS
from foundation.database import db
from foundation.formats import number
from history.reading import FieldReader
from history.wording import missing

LABELS = {
    "amount": lazy_pgettext("record", "Số tiền (đồng)"),
    "area": lazy_pgettext("record", "Địa phương"),
    "authority": lazy_pgettext("record", "Dòng thẩm quyền"),
    "award": lazy_pgettext("record", "Mã"),
    "certainty": lazy_pgettext("record", "Mức chắc chắn"),
    "code": lazy_pgettext("record", "Vai trò"),
    "coefficient": lazy_pgettext("record", "Hệ số"),
    "collective": lazy_pgettext("record", "Tập thể nhân với"),
    "household": lazy_pgettext("record", "Hộ gia đình nhân với"),
    "individual": lazy_pgettext("record", "Cá nhân nhân với"),
    "issuer_id": lazy_pgettext("record", "Ký cho"),
    "order_no": lazy_pgettext("record", "Thứ tự"),
    "paper_kinds": lazy_pgettext("record", "Văn bản"),
    "place": lazy_pgettext("record", "Địa danh"),
    "rounding": lazy_pgettext("record", "Cách làm tròn"),
    "source": lazy_pgettext("record", "Văn bản quy định"),
    "superior": lazy_pgettext("record", "Cơ quan chủ quản"),
    "symbol": lazy_pgettext("record", "Chữ viết tắt"),
    "text": lazy_pgettext("record", "Căn cứ"),
    "tier": lazy_pgettext("record", "Cấp"),
    "title": lazy_pgettext("record", "Chức vụ"),
    "unit": lazy_pgettext("record", "Bội của (đồng)"),
}
FIGURES = frozenset({"coefficient", "individual", "household", "collective"})
WORDS: dict[str, Mapping[str, Any]] = {
    "certainty": {one.value: CERTAINTIES[one] for one in Certainty},
    "code": PARTS,
    "rounding": {one.value: ROUNDINGS[one] for one in Rounding},
    "tier": {one.value: TIERS[one] for one in Tier},
}


def _namer(section: Section) -> Callable[[Collection[str]], Mapping[str, str]]:
    def names(ids: Collection[str]) -> Mapping[str, str]:
        wanted = select(section.model).where(section.model.id.in_(map(int, ids)))
        return {str(one.id): section.name(one) for one in db.session.scalars(wanted)}

    return names


def name_parts(ids: Collection[str]) -> Mapping[str, str]:
    """What was loaded together."""
    names = {"national": _("quy định chung của cả nước"), "district": _("cơ quan và người ký của huyện")}
    return {one: names.get(one, one) for one in ids}


def readers_of(ids: Collection[str]) -> Mapping[str, FieldReader]:
    """How to read the entries of this room."""
    return dict.fromkeys(ids, read_field)


def read_field(field: str, value: Any, _about: Mapping[str, Any]) -> tuple[str, str] | None:
    """The label and the words of one field; None where the record's own are as good."""
    if field not in LABELS or value is None:
        return None
    label = str(LABELS[field])
    if field == "paper_kinds" and isinstance(value, list):
        return label, kinds_told(value) or _("mọi văn bản")
    if field == "issuer_id":
        issuer = db.session.get(Issuer, value)
        return label, issuer.told if issuer else missing()
    if field in WORDS:
        return label, str(WORDS[field].get(value, value))
    if isinstance(value, int) or (field in FIGURES and isinstance(value, str)):
        return label, number(Decimal(value))
    return label, str(value) or missing()


NAMES = {"authorities": name_parts, **{section.subject: _namer(section) for section in SECTIONS}}
READERS = {section.subject: readers_of for section in SECTIONS}
