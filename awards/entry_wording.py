"""The words for faults and warnings of a table of entries: what is so, a dash, and what to do."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from awards.entry_sentences import FIELDS, KNOWN, NEAR, PERSON, ROWS, SENTENCES
from criteria.entry_titles import CellFault
from criteria.wording import misread_text
from foundation.tables.values import column_letter
from scorecards.figures import plain
from scoring.reading import Misread

LISTED = 12
_LONGEST = 60


def entry_fault_text(fault: CellFault) -> str:
    """One sentence in the reader's language, without the place."""
    code = fault.code
    if code not in SENTENCES:
        facts = {name: value for name, value in fault.facts.items() if name not in ("node", "code")}
        return misread_text(Misread(code, None, **facts))
    if code == "own_target_order":
        code = f"{code}_{fault.facts['better']}"
    text = str(SENTENCES[code]) % _shown(fault.facts)
    if fault.facts.get("near"):
        text += " " + str(NEAR) % {"near": fault.facts["near"]}
    if fault.facts.get("known"):
        text += " " + str(KNOWN) % {"known": _listed(fault.facts["known"])}
    return text


def _shown(facts: Mapping[str, Any]) -> dict[str, str]:
    shown = {name: _as_text(value) for name, value in facts.items()}
    if "first_title" in facts:
        shown["first"] = column_letter(facts["first"])
    if "variants" in facts:
        shown["variants"] = _listed(
            [str(ROWS) % {"written": name, "rows": _listed(rows)} for name, rows in facts["variants"]]
        )
    if "who" in facts:
        who = [str(PERSON) % {"id": key, "row": row} for key, row in facts["who"]]
        shown["who"] = ", ".join(who) + (", …" if len(who) < facts["count"] else "")
    if facts.get("field") in FIELDS:
        shown["field"] = str(FIELDS[facts["field"]])
    return shown


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return _listed(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return plain(value)
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _listed(codes: Any) -> str:
    text = ", ".join(str(code) for code in codes[:LISTED])
    return f"{text}, …" if len(codes) > LISTED else text
