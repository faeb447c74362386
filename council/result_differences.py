"""Where the rows of a session differ from what was sealed, each place named as a person knows it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from council.naming import WORDS

Data = Mapping[str, Any]
NOTHING = "–"
LONGEST = 160
FIELDS: dict[str, LazyString] = {
    "attendance": lazy_pgettext("sealed", "điểm danh"),
    "award": lazy_pgettext("sealed", "hình thức khen"),
    "carried": lazy_pgettext("sealed", "kết quả"),
    "casting_vote": lazy_pgettext("sealed", "quyết định của chủ tọa"),
    "choice": lazy_pgettext("sealed", "ý kiến"),
    "closed_at": lazy_pgettext("sealed", "lúc đóng"),
    "granted": lazy_pgettext("sealed", "quyết định"),
    "meets_at": lazy_pgettext("sealed", "giờ họp"),
    "members": lazy_pgettext("sealed", "số người được bỏ phiếu"),
    "method": lazy_pgettext("sealed", "cách biểu quyết"),
    "name": lazy_pgettext("sealed", "tên"),
    "notes": lazy_pgettext("sealed", "ghi chép"),
    "opened_at": lazy_pgettext("sealed", "lúc mở"),
    "opinion": lazy_pgettext("sealed", "văn bản ý kiến"),
    "place": lazy_pgettext("sealed", "nơi họp"),
    "places": lazy_pgettext("sealed", "số suất"),
    "position": lazy_pgettext("sealed", "chức vụ"),
    "reason": lazy_pgettext("sealed", "lý do"),
    "received": lazy_pgettext("sealed", "số phiếu thu về"),
    "rules": lazy_pgettext("sealed", "quy tắc biểu quyết"),
    "ruling": lazy_pgettext("sealed", "quyết định"),
    "seat": lazy_pgettext("sealed", "vị trí"),
    "slips": lazy_pgettext("sealed", "các phiếu đã kiểm"),
    "state": lazy_pgettext("sealed", "tình trạng"),
    "status": lazy_pgettext("sealed", "đề xuất"),
    "tally": lazy_pgettext("sealed", "số kiểm đếm"),
    "text": lazy_pgettext("sealed", "nội dung biểu quyết"),
    "title": lazy_pgettext("sealed", "tên"),
    "votes": lazy_pgettext("sealed", "quyền biểu quyết"),
}
# What follows from other fields, which are compared themselves.
FOLLOWS = frozenset({"against", "superseded", "ruling", "own_rules"})


def differences(sealed: Data, now: Data) -> list[str]:
    """One sentence for each place in which these two parts of documents differ."""
    return list(_differences(sealed, now))


def _differences(sealed: Data, now: Data) -> Iterator[str]:
    yield from _of(_("Phiên họp"), sealed["session"], now["session"])
    yield from _of(_("Phiên họp"), {"rules": sealed["rules"]}, {"rules": now["rules"]})
    names = {one["number"]: one["name"] for one in sealed["members"]}
    for where, before, after in _paired(sealed["members"], now["members"], "name"):
        yield from _of(_("Thành viên %(name)s", name=where), before, after)
    for where, before, after in _paired(sealed["items"], now["items"], "number"):
        yield from _of_item(_("Nội dung %(n)s", n=where), before, after, names)
    for where, before, after in _paired(sealed["ballots"], now["ballots"], "number"):
        yield from _of(_("Phiếu bầu số %(n)s", n=where), before, after)


def _of_item(where: str, before: Data, after: Data, names: Mapping[int, str]) -> Iterator[str]:
    yield from _of(where, _without(before, "questions"), _without(after, "questions"))
    lists = ("candidates", "hands", "conflicts")
    pairs = _paired(before.get("questions", ()), after.get("questions", ()), "place")
    for place, was, is_now in pairs:
        here = _("Câu %(place)s", place=place)
        yield from _of(here, _without(was, *lists), _without(is_now, *lists))
        for name, one, other in _paired(was.get("candidates", ()), is_now.get("candidates", ()), "number"):
            known = one.get("name") or other.get("name") or name
            yield from _of(f"{here}, {known}", one, other)
        for kind in ("hands", "conflicts"):
            for number, one, other in _paired(was.get(kind, ()), is_now.get(kind, ()), "member"):
                yield from _of(f"{here}, {names.get(number, number)}", one, other)


def _of(where: str, before: Data, after: Data) -> Iterator[str]:
    """The fields of one row; a row that was added or removed is told as such."""
    if not before or not after:
        if after:
            yield _("%(where)s: thêm sau khi chốt.", where=where)
        elif before:
            yield _("%(where)s: đã bị xóa.", where=where)
        return
    for name in sorted(before.keys() | after.keys()):
        if name not in FOLLOWS and before.get(name) != after.get(name):
            yield _(
                "%(where)s, %(field)s: đã chốt %(old)s, nay %(new)s.",
                where=where,
                field=FIELDS.get(name, name),
                old=_short(before.get(name)),
                new=_short(after.get(name)),
            )


def _paired(before: Sequence[Data], after: Sequence[Data], key: str) -> Iterator[tuple[Any, Data, Data]]:
    """Rows of both sides by what names them, in order; an empty one where a side has none."""
    was, is_now = {one[key]: one for one in before}, {one[key]: one for one in after}
    for name in dict.fromkeys([*was, *is_now]):
        yield name, was.get(name, {}), is_now.get(name, {})


def _without(row: Data, *names: str) -> Data:
    return {name: value for name, value in row.items() if name not in names}


def _short(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("có") if value else _("không")
    text = str(WORDS.get(value, value)) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
