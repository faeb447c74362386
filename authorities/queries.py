"""What is in force on a day, in the order in which papers say it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from authorities.models import BaseSalary, BonusRate, Dated, Issuer, LegalBasis, RoundingRule, Signer
from foundation.database import db

Entry = TypeVar("Entry", bound=Dated)

ORDERS: dict[type[Any], tuple[Any, ...]] = {
    Issuer: (Issuer.order_no, Issuer.area, Issuer.code),
    Signer: (Signer.issuer_id, Signer.order_no),
    LegalBasis: (LegalBasis.order_no,),
    BaseSalary: (),
    BonusRate: (BonusRate.order_no, BonusRate.award),
    RoundingRule: (),
}


def list_all(model: type[Entry]) -> Sequence[Entry]:
    """Every entry of a table that was not dropped, oldest period first."""
    ordered = (model.valid_from, *ORDERS[model], model.id)
    return db.session.scalars(_standing(model).order_by(*ordered)).all()


def list_on(model: type[Entry], day: date) -> Sequence[Entry]:
    """The entries of a table that are in force on a day."""
    return db.session.scalars(_on(model, day).order_by(*ORDERS[model], model.valid_from, model.id)).all()


def find_entry(model: type[Entry], entry_id: int) -> Entry | None:
    """The entry with this number, unless it was dropped."""
    return db.session.scalars(_standing(model).where(model.id == entry_id)).one_or_none()


def issuers_on(day: date, code: str | None = None) -> Sequence[Issuer]:
    """Who may issue on a day; those of one part (committee, council, standing), if it is named."""
    wanted = _on(Issuer, day)
    if code is not None:
        wanted = wanted.where(Issuer.code == code)
    return db.session.scalars(wanted.order_by(*ORDERS[Issuer], Issuer.id)).all()


def issuer_on(code: str, day: date, area: str | None = None) -> Issuer | None:
    """The issuer of this part on a day: of the area, if one is named, else the first of all areas."""
    found = issuers_on(day, code)
    return next((one for one in found if area is None or one.area == area), None)


def signers_on(issuer: Issuer, kind: str, day: date) -> list[Signer]:
    """Who may sign such a paper for the issuer on a day, the usual one first."""
    wanted = _on(Signer, day).where(Signer.issuer_id == issuer.id).order_by(Signer.order_no, Signer.id)
    return [one for one in db.session.scalars(wanted) if not one.paper_kinds or kind in one.paper_kinds]


def bases_on(kind: str, day: date) -> list[LegalBasis]:
    """The lines "Căn cứ …" of such a paper that is signed on a day, in their order."""
    found = list_on(LegalBasis, day)
    return [one for one in found if not one.paper_kinds or kind in one.paper_kinds]


def base_salary_on(day: date) -> BaseSalary | None:
    """The base salary in force on a day; of two, the one that began later."""
    return next(reversed(list_on(BaseSalary, day)), None)


def bonus_rate_on(award: str, day: date) -> BonusRate | None:
    """How many base salaries come with an award that is decided on a day."""
    return next((one for one in reversed(list_on(BonusRate, day)) if one.award == award), None)


def name_of_award(award: str) -> str:
    """What the latest bonus rate of this code calls the award; the code itself where there is none."""
    wanted = _standing(BonusRate).where(BonusRate.award == award).order_by(BonusRate.valid_from.desc())
    rate = db.session.scalars(wanted.limit(1)).one_or_none()
    return rate.name if rate is not None else award


def rounding_on(day: date) -> RoundingRule | None:
    """How bonus money is rounded on a day."""
    return next(reversed(list_on(RoundingRule, day)), None)


def _standing(model: type[Any]) -> Select[Any]:
    wanted = select(model).where(model.dropped_at.is_(None))
    if model is not Signer:
        return wanted
    return wanted.options(selectinload(Signer.issuer))


def _on(model: type[Any], day: date) -> Select[Any]:
    open_end = or_(model.valid_to.is_(None), model.valid_to >= day)
    return _standing(model).where(model.valid_from <= day, open_end)
