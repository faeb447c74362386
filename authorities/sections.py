"""The tables of this room, one after the other as the page shows them: what each is, and what identifies what
an entry is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from authorities.models import (
    BaseSalary,
    BonusRate,
    Dated,
    Issuer,
    LegalBasis,
    RoundingRule,
    Signer,
)
from authorities.wording import ROUNDINGS
from foundation.formats import number

COMMON = ("valid_from", "valid_to", "source", "note", "certainty")
"""Columns that every entry has and a person fills in."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table. `slot` tells what an entry is about: of the same slot only one may hold on a day; None where
    several may. `name` is the entry in one line.
    """

    slug: str
    model: type[Any]
    title: LazyString
    one: LazyString
    columns: tuple[str, ...]
    name: Callable[[Any], str]
    slot: Callable[[Any], tuple[str, ...]] | None = None

    @property
    def subject(self) -> str:
        """What the record calls an entry of this table."""
        return str(self.model.__tablename__)


def _name_of_rate(rate: BonusRate) -> str:
    return _("%(award)s: %(rate)s lần mức lương cơ sở", award=rate.name, rate=number(rate.coefficient))


def _name_of_rounding(rule: RoundingRule) -> str:
    how, unit = ROUNDINGS[rule.rounding], number(rule.unit)
    return _("%(how)s, bội của %(unit)s đồng", how=how, unit=unit)


def _name_of_issuer(issuer: Issuer) -> str:
    return issuer.told


def _name_of_signer(signer: Signer) -> str:
    return f"{signer.told} – {signer.issuer.told}"


SECTIONS: tuple[Section, ...] = (
    Section(
        "co-quan",
        Issuer,
        _l("Cơ quan ban hành"),
        _l("cơ quan ban hành"),
        ("code", "area", "tier", "superior", "name", "place", "symbol", "order_no"),
        _name_of_issuer,
        lambda one: (one.code, one.area.casefold()),
    ),
    Section(
        "nguoi-ky",
        Signer,
        _l("Người ký, thẩm quyền ký"),
        _l("người ký"),
        ("issuer_id", "authority", "title", "name", "paper_kinds", "order_no"),
        _name_of_signer,
    ),
    Section(
        "can-cu",
        LegalBasis,
        _l("Căn cứ pháp lý"),
        _l("căn cứ"),
        ("text", "paper_kinds", "order_no"),
        lambda one: str(one.text),
    ),
    Section(
        "luong-co-so",
        BaseSalary,
        _l("Mức lương cơ sở"),
        _l("mức lương cơ sở"),
        ("amount",),
        lambda one: _("%(amount)s đồng/tháng", amount=number(one.amount)),
        lambda _one: (),
    ),
    Section(
        "he-so",
        BonusRate,
        _l("Hệ số tiền thưởng"),
        _l("hệ số tiền thưởng"),
        ("award", "name", "coefficient", "individual", "household", "collective", "order_no"),
        _name_of_rate,
        lambda one: (one.award,),
    ),
    Section(
        "lam-tron",
        RoundingRule,
        _l("Cách làm tròn tiền thưởng"),
        _l("cách làm tròn"),
        ("rounding", "unit"),
        _name_of_rounding,
        lambda _one: (),
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
BY_MODEL: dict[type[Dated], Section] = {section.model: section for section in SECTIONS}
