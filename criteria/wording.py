"""From a fault or a misread entry, which are data, to a sentence in the reader's language."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches

from criteria.entry_words import MISREADS, PARTS
from criteria.entry_words import OTHERWISE as ENTRY_OTHERWISE
from criteria.fault_words import FAULTS
from criteria.form_words import FORMS, NEAREST, OTHERWISE
from foundation.formats import is_vietnamese, plain_number
from scoring.faults import Fault
from scoring.reading import Misread

_LONGEST = 60


def fault_text(fault: Fault) -> str:
    """What is wrong with the document and what to do, in one sentence with a dash between the two."""
    facts = {"key": fault.path[-1] if fault.path else "", "value": "…", **fault.facts}
    known = facts.get("known")
    shown = _shown(facts) | {"code": _as_text(facts.get("code", fault.code))}
    shown["nearest"] = _nearest(fault.code, facts, known) if isinstance(known, list | tuple) else ""
    words = FAULTS.get(fault.code) or FORMS.get(fault.code)
    return _filled(words, shown) or _filled(OTHERWISE, shown | {"code": fault.code}) or fault.code


def misread_text(misread: Misread) -> str:
    """Why an entry cannot be read and what to write instead; names which of two figures is meant, and of two
    that are both wrong says both.
    """
    also = _also(misread)
    text = _one_text(misread)
    return text if also is None else f"{text} {_one_text(also)}"


def _one_text(misread: Misread) -> str:
    shown = _shown(misread.facts)
    part = PARTS.get(misread.part or "")
    shown["part"] = str(part or misread.part or "")
    text = _filled(MISREADS.get(misread.code), shown)
    text = text or _filled(ENTRY_OTHERWISE, {"code": misread.code}) or misread.code
    if part is None or misread.code in ("half_missing", "denominator_zero", "plan_zero"):
        return text
    name = str(part)
    return f"{name[0].upper()}{name[1:]}: {text}"


def _also(misread: Misread) -> Misread | None:
    """What is wrong with the second of two figures, where both are."""
    facts = {
        name.removeprefix("also_"): one for name, one in misread.facts.items() if name.startswith("also_")
    }
    if "code" not in facts:
        return None
    code, part = str(facts.pop("code")), facts.pop("part", None)
    return Misread(code, str(part) if part else None, **facts)


def _filled(words: object, facts: Mapping[str, str]) -> str | None:
    """The words with their facts; None where there are no such words or a fact is wanting."""
    if words is None:
        return None
    try:
        return str(words) % facts
    except KeyError:
        return None


def _shown(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: _as_text(value) for name, value in facts.items()}


def _as_text(value: object) -> str:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return plain_number(value, vietnamese=is_vietnamese())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_WRONG_WORD = {
    "extra_forbidden": "key",
    "union_tag_invalid": "tag",
    "literal_error": "value",
    "unknown_attribute": "attribute",
    "unknown_choice": "value",
    "unknown_criterion": "criterion",
}


def _nearest(code: str, facts: Mapping[str, object], known: Iterable[object]) -> str:
    """The known word that the wrong one resembles, as a question; nothing if none does."""
    wrong = str(facts.get(_WRONG_WORD.get(code, "code"), ""))
    close = get_close_matches(wrong, [str(word) for word in known], n=1, cutoff=0.6)
    return str(NEAREST) % {"key": close[0]} if close else ""
