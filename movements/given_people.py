"""Finding whom a line or a form means: by code, or by name where that is enough."""

from collections.abc import Collection, Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from foundation.database import db
from foundation.vietnamese import sort_key
from participants.models import Participant

AT_ONCE = 500
SHOWN = 4


class People:
    """The participants that some codes and names may mean, read in a few statements."""

    def __init__(self, codes: Collection[str], names: Collection[str]) -> None:
        self._by_code: dict[str, list[Participant]] = {}
        self._by_name: dict[str, list[Participant]] = {}
        forms = sorted({form for code in codes for form in (code, code.upper(), code.lower()) if code})
        for one in _read(forms, Participant.code):
            self._by_code.setdefault(one.code.casefold(), []).append(one)
        for one in _read(sorted({sort_key(name) for name in names if name}), Participant.sort_key):
            self._by_name.setdefault(one.sort_key, []).append(one)

    def find(self, type_code: str, code: str, name: str) -> tuple[Participant | None, str]:
        """The participant, or what to do where it is none or not clear which: of this type where one is said,
        by code, or by name without one. Those in force count before those that left.
        """
        known = self._by_code.get(code.casefold(), []) if code else self._by_name.get(sort_key(name), [])
        found = [one for one in known if type_code in ("", one.type_code)]
        found = [one for one in found if one.valid_to is None] or found
        if len(found) == 1:
            return found[0], ""
        if not found and code:
            return None, _("Không có ai mang mã “%(code)s”. Xem mã ở trang Mã trong biểu mẫu.", code=code)
        if not found:
            return None, _("Không có ai tên “%(name)s”. Ghi mã, hoặc ghi đúng tên.", name=name)
        return None, _("Có nhiều người, đơn vị như vậy: %(who)s. Ghi mã và loại.", who=_listed(found))


def _read(values: Sequence[str], column: InstrumentedAttribute[str]) -> Iterator[Participant]:
    for start in range(0, len(values), AT_ONCE):
        statement = (
            select(Participant)
            .where(column.in_(values[start : start + AT_ONCE]))
            .options(joinedload(Participant.parent))
        )
        yield from db.session.scalars(statement.order_by(Participant.id))


def _listed(found: Sequence[Participant]) -> str:
    told = [f"{one.name}{f', {one.parent.name}' if one.parent else ''} ({one.code})" for one in found[:SHOWN]]
    return "; ".join(told) + ("…" if len(found) > SHOWN else "")
