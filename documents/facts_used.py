"""The dated facts that a draft uses: who issues and signs it, and what of them nobody has confirmed yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from authorities.award_bonus import bonus_code_of
from authorities.models import Dated, Issuer, LegalBasis, Signer
from authorities.queries import base_salary_on, bases_on, bonus_rate_on, rounding_on
from authorities.sections import BY_MODEL
from authorities.wording import CERTAINTIES
from documents.awarding import GENERAL
from documents.drafting import kind_of
from documents.frames import choose_signer, issuer_for
from documents.kinds.base import PaperKind
from documents.materials import Material, load
from documents.paper_days import day_of
from foundation.clock import local_date
from foundation.errors import DomainError
from register.models import Paper

WITH_MONEY = ("decision", "bonus_table")


@dataclass(frozen=True, slots=True)
class UnsureFact:
    """An entry that nobody held against the official text: of which table (bases say so themselves), its
    words, how it is known.
    """

    part: str
    told: str
    known: str


@dataclass(frozen=True, slots=True)
class FactsUsed:
    """By `day`: the issuer in one line, whether whoever signs has no name, the entries to be confirmed."""

    day: date
    issuer: str
    nameless: bool
    title: str
    unsure: Sequence[UnsureFact]


def facts_used_by(
    kind: PaperKind, material: Material, particulars: Mapping[str, Any], signed_on: date | None, now: datetime
) -> FactsUsed:
    """What a draft uses with what the clerk entered; what cannot be found is told where it is judged."""
    day = day_of(material, signed_on, local_date(now))
    try:
        issuer = issuer_for(kind, day, str(particulars.get("area", "")))
        signer = _signer(kind, issuer, particulars, day)
    except DomainError:
        return FactsUsed(day, "", nameless=False, title="", unsure=())
    named = bool(str(particulars.get("signer_name", "")).strip() or (signer and signer.name))
    entries = [issuer, signer, *bases_on(kind.facts_code, day), *_money(kind, material, particulars, day)]
    return FactsUsed(
        day,
        issuer.told,
        nameless=kind.signed and not named,
        title=signer.told if signer else "",
        unsure=tuple(_unsure(one) for one in entries if one is not None and not one.is_sure),
    )


def facts_used_by_draft(paper: Paper, now: datetime) -> FactsUsed:
    """The same of a draft as it is kept."""
    material = load(paper.source)
    return facts_used_by(kind_of(paper.kind), material, paper.particulars, paper.signed_on, now)


def _signer(kind: PaperKind, issuer: Issuer, particulars: Mapping[str, Any], day: date) -> Signer | None:
    if not kind.signed:
        return None
    return choose_signer(kind, issuer, day, str(particulars.get("signer", "")))


def _money(
    kind: PaperKind, material: Material, particulars: Mapping[str, Any], day: date
) -> Iterator[Dated | None]:
    """Rates, base salary and rounding of a paper that names amounts."""
    choice = str(particulars.get("texts", {}).get("bonus", ""))
    if kind.code not in WITH_MONEY or choice == GENERAL:
        return
    content = material.content
    names = [one.award for one in content.lines] if kind.code == "bonus_table" else _given(content.awards)
    codes = [choice] if choice else [bonus_code_of(name) for name in names]
    yield base_salary_on(day)
    yield rounding_on(day)
    yield from (bonus_rate_on(code, day) for code in dict.fromkeys(codes) if code)


def _given(awards: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(one["award_name"]) for one in awards if not one["proposed"]]


def _unsure(one: Any) -> UnsureFact:
    section = BY_MODEL[type(one)]
    part = "" if isinstance(one, LegalBasis) else f"{section.title}: "
    return UnsureFact(part, section.name(one), str(CERTAINTIES[one.certainty]))
