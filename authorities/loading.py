"""Laying the known facts into the tables, once: what was corrected or dropped since stays as it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from authorities.facts import Fact, national_facts
from authorities.facts_of_district import facts_of_district
from authorities.models import (
    BaseSalary,
    BonusRate,
    Dated,
    Issuer,
    LegalBasis,
    RoundingRule,
    Signer,
)
from foundation.database import begin_writing, db
from foundation.permissions import Actor
from history.services import record

MODELS: tuple[type[Any], ...] = (Issuer, Signer, LegalBasis, BaseSalary, BonusRate, RoundingRule)


def load_national_facts(*, actor: Actor, now: datetime) -> int:
    """Law that holds everywhere; returns how many entries are new."""
    return _load(actor, "national", national_facts(), now)


def load_facts_of_district(*, actor: Actor, now: datetime) -> int:
    """Issuers and signers of huyện Châu Thành and the communes after it; returns how many are new."""
    return _load(actor, "district", facts_of_district(), now)


def _load(actor: Actor, part: str, facts: Iterable[Fact], now: datetime) -> int:
    begin_writing()
    known = {key: row for model in MODELS for key, row in _known(model)}
    fresh = [fact for fact in facts if fact.key not in known]
    for fact in fresh:
        known[fact.key] = _add(fact, known)
    if fresh:
        after = {"added": len(fresh)}
        record(actor=actor, action="authority:loaded", subject=("authorities", part), after=after, now=now)
    return len(fresh)


def _known(model: type[Any]) -> list[tuple[str, Dated]]:
    rows = db.session.scalars(select(model).where(model.fact.is_not(None)))
    return [(row.fact, row) for row in rows]


def _add(fact: Fact, known: dict[str, Dated]) -> Dated:
    values = dict(fact.values)
    issuer = values.pop("issuer", None)
    if issuer:
        values["issuer_id"] = known[issuer].id
    model: Any = fact.model
    row: Dated = model(
        fact=fact.key,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        certainty=fact.certainty,
        source=fact.source,
        note=fact.note,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row
