"""What the record keeps of a scorecard, in words: criteria by their names, entries as the page shows them."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.errors import DomainError
from history.reading import HIDDEN, FieldReader
from history.wording import label_of, missing
from scorecards.models import Scorecard
from scorecards.scorers import scorer_of
from scorecards.to_scoring import TypeScorer
from scorecards.typed import in_words
from scoring.reading import parts_of

# Of what a citation keeps: what stands beside the name of its file, or says nothing to a person.
_OF_A_FILE = frozenset({"citation", "file", "receipt", "sha256"})
_ENTRIES = frozenset({"entry", "wanted", "verified", "first", "second"})


def readers_of(ids: Collection[str]) -> Mapping[str, FieldReader]:
    """How to read the entries of scorecards; one statement, however many they are."""
    cards = db.session.scalars(
        select(Scorecard)
        .where(Scorecard.id.in_(map(int, ids)))
        .options(joinedload(Scorecard.participant), joinedload(Scorecard.criteria_set))
    )
    readers = {}
    for card in cards:
        try:
            readers[str(card.id)] = partial(read_field, scorer_of(card))
        except DomainError:
            continue
    return readers


def read_field(
    scorer: TypeScorer, field: str, value: Any, about: Mapping[str, Any]
) -> tuple[str, str] | None:
    """The label and the words of one field; None where the record's own are as good."""
    if field in scorer.reader.criteria:
        words = _entry(scorer, field, value)
        return None if words is None else (_named(scorer, field), words)
    if field in ("reasons", "notes") and isinstance(value, Mapping):
        told = (f"{_named(scorer, code)}: {text or missing()}" for code, text in value.items())
        return label_of(field), "; ".join(told)
    if field == "criterion":
        return label_of(field), _named(scorer, str(value))
    if field == "criteria" and isinstance(value, list):
        return label_of(field), ", ".join(_named(scorer, str(code)) for code in value)
    if "citation" in about:
        return _of_citation(field, value, about)
    if field in _ENTRIES and (words := _entry(scorer, str(about.get("criterion")), value)) is not None:
        return label_of(field), words
    return None


def _named(scorer: TypeScorer, code: str) -> str:
    """A criterion by its code and its name."""
    criterion = scorer.reader.criteria.get(code)
    return f"{code} {criterion.name}" if criterion is not None else code


def _entry(scorer: TypeScorer, code: str, value: Any) -> str | None:
    """An entry of a criterion as its page shows it; None where this is none."""
    criterion = scorer.reader.criteria.get(code)
    if criterion is None:
        return None
    if isinstance(value, Mapping):
        parts = {name: text for name, text in value.items() if isinstance(text, str)}
        fits = parts.keys() == value.keys() and parts.keys() <= set(parts_of(criterion) or ())
        return in_words(criterion, parts) if fits else None
    return in_words(criterion, value) if value is None or isinstance(value, str) else None


def _of_citation(field: str, value: Any, about: Mapping[str, Any]) -> tuple[str, str] | None:
    if field in _OF_A_FILE or (value is None and about.get(field) is None):
        return HIDDEN
    if field == "name":
        return _("Tệp"), _("%(name)s (biên nhận số %(receipt)s)", name=value, receipt=about.get("receipt"))
    if field == "number":
        return _("Số, ký hiệu văn bản"), str(value or missing())
    return None
