"""What is missing, said twice or about to end among the entries, each as a sentence that says what to do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from flask_babel import gettext as _

from authorities.models import BaseSalary, Dated, Issuer, LegalBasis, RoundingRule, Signer
from authorities.rules import DAY, Days, gaps, has_successor, shared
from authorities.sections import BY_MODEL, SECTIONS, Section
from authorities.wording import PARTS
from foundation.formats import day as written

Entries = Mapping[type[Any], Sequence[Any]]
CLIPPED, TOLD = 90, 3
NEVER_WITHOUT = (BaseSalary, RoundingRule)
"""Tables of which every day needs an entry."""

ABOVE = "province"
"""To whom is proposed: nobody of it signs here."""


def findings(entries: Entries, on: date, today: date) -> list[str]:
    """Everything that whoever makes a paper on this day should know; `entries` are all, by table. Ends are
    told where they lie ahead of `today`.
    """
    return [
        *_overlaps(entries),
        *_gaps(entries),
        *_absent(entries, on),
        *_endings(entries, on, today),
    ]


def _overlaps(entries: Entries) -> Iterator[str]:
    for section in SECTIONS:
        if section.slot is None:
            continue
        for same in _by_slot(section, entries[section.model]).values():
            for one, other in combinations(same, 2):
                days = shared(one, other)
                if days:
                    yield _(
                        "Hai mục cùng áp dụng %(days)s: “%(one)s” và “%(other)s”. "
                        "Kết thúc hoặc bỏ một trong hai.",
                        days=_days(days),
                        one=_name(section, one),
                        other=_name(section, other),
                    )


def _gaps(entries: Entries) -> Iterator[str]:
    for model in NEVER_WITHOUT:
        for days in gaps(entries[model]):
            yield _nothing(BY_MODEL[model], _days(days))
    for code, issuers in _by_part(entries[Issuer]).items():
        for days in gaps(issuers):
            yield _(
                "Chưa có cơ quan ban hành “%(part)s” %(days)s. Thêm một mục.",
                part=PARTS.get(code, code),
                days=_days(days),
            )


def _absent(entries: Entries, on: date) -> Iterator[str]:
    told = _("vào ngày %(day)s", day=written(on))
    for model in (*NEVER_WITHOUT, LegalBasis):
        if not any(one.holds_on(on) for one in entries[model]):
            yield _nothing(BY_MODEL[model], told)
    present = [one for one in entries[Issuer] if one.holds_on(on)]
    codes = {one.code for one in present}
    for code, part in PARTS.items():
        if code not in codes:
            yield _("Chưa có cơ quan ban hành “%(part)s” %(days)s. Thêm một mục.", part=part, days=told)
    signing = {one.issuer_id for one in entries[Signer] if one.holds_on(on)}
    for issuer in present:
        if issuer.id not in signing and issuer.code != ABOVE:
            yield _("%(issuer)s chưa có người ký %(days)s. Thêm người ký.", issuer=issuer.told, days=told)


def _endings(entries: Entries, on: date, today: date) -> Iterator[str]:
    """What holds on the day and will end without another to follow, one sentence for each last day."""
    ends: dict[date, list[str]] = defaultdict(list)
    for section in SECTIONS:
        listed = entries[section.model]
        for one in listed:
            last = one.valid_to
            if last is None or last < today or not one.holds_on(on):
                continue
            if not has_successor(one, _followers(section, one, listed)):
                ends[last].append(_name(section, one))
    for last, names in sorted(ends.items()):
        yield _(
            "Hết áp dụng sau ngày %(last)s mà chưa có mục thay từ ngày %(next)s: %(names)s.",
            last=written(last),
            next=written(last + DAY),
            names=_listed(names),
        )


def _listed(names: Sequence[str]) -> str:
    told = "; ".join(f"“{name}”" for name in names[:TOLD])
    more = len(names) - TOLD
    return told if more <= 0 else _("%(names)s và %(count)s mục nữa", names=told, count=more)


def _followers(section: Section, one: Any, listed: Sequence[Any]) -> list[Dated]:
    """What may follow an entry: of the same slot; of issuers the part, of signers their issuer's part."""
    if isinstance(one, Issuer):
        return [other for other in listed if other.code == one.code]
    if isinstance(one, Signer):
        return [other for other in listed if other.issuer.code == one.issuer.code]
    if isinstance(one, LegalBasis):
        return [other for other in listed if other.order_no == one.order_no]
    if section.slot is None:
        return list(listed)
    return [other for other in listed if section.slot(other) == section.slot(one)]


def _by_slot(section: Section, listed: Sequence[Any]) -> dict[tuple[str, ...], list[Any]]:
    found: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for one in listed:
        if section.slot is not None:
            found[section.slot(one)].append(one)
    return found


def _by_part(issuers: Sequence[Issuer]) -> dict[str, list[Issuer]]:
    found: dict[str, list[Issuer]] = defaultdict(list)
    for one in issuers:
        found[one.code].append(one)
    return found


def _nothing(section: Section, days: str) -> str:
    return _("Chưa có %(what)s %(days)s. Thêm một mục.", what=section.one, days=days)


def _days(days: Days) -> str:
    if days.last is None:
        return _("từ ngày %(first)s trở đi", first=written(days.first))
    return _("từ ngày %(first)s đến hết ngày %(last)s", first=written(days.first), last=written(days.last))


def _name(section: Section, one: Any) -> str:
    name = section.name(one)
    return name if len(name) <= CLIPPED else name[:CLIPPED].rsplit(" ", 1)[0] + " …"
