"""The words that a paper has unless the clerk writes others, by who issues it on which day.

Text that is still the usual one of another issuer follows when the day or the issuer changes; what the clerk
changed stays.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import force_locale

from authorities.models import Issuer
from authorities.queries import list_all
from documents.bodies import bodies_of
from documents.frames import issuer_for
from documents.kinds.base import PaperKind, Usual
from documents.materials import Material
from foundation.errors import DomainError

VIETNAMESE = "vi"


def usual_of(kind: PaperKind, material: Material, day: date, area: str) -> Usual:
    """The usual words on a day: those of the area's issuer, where the kind knows of areas."""
    with force_locale(VIETNAMESE):
        if kind.usual is not None:
            try:
                issuer = issuer_for(kind, day, area)
            except DomainError:
                return Usual({}, ())
            return kind.usual(material, bodies_of(issuer, day))
        return Usual(dict(kind.defaults(material)), kind.recipients)


def follow_issuer(
    kind: PaperKind, material: Material, particulars: Mapping[str, Any], day: date
) -> dict[str, Any]:
    """The same particulars, with the usual words of any other issuer put into those of the day's."""
    told = dict(particulars)
    if kind.usual is None:
        return told
    now = usual_of(kind, material, day, str(particulars.get("area", "")))
    others = list(_all_usual(kind, material))
    texts = dict(told.get("texts", {}))
    for name, text in now.texts.items():
        if any(_same(texts.get(name, ""), one.texts.get(name, "")) for one in others):
            texts[name] = text
    told["texts"] = texts
    recipients = tuple(told.get("recipients", ()))
    if any(recipients == one.recipients for one in others):
        told["recipients"] = list(now.recipients)
    return told


def _all_usual(kind: PaperKind, material: Material) -> Iterator[Usual]:
    if kind.usual is None:
        return
    with force_locale(VIETNAMESE):
        for issuer in list_all(Issuer):
            if issuer.code == kind.part:
                yield kind.usual(material, bodies_of(issuer, issuer.valid_from))


def _same(one: str, other: str) -> bool:
    """Browsers send line breaks as CR LF."""
    return one.split() == other.split()
