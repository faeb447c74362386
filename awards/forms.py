"""The shape of what a reader asks of the ranking: type, group, commune, words, order, page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from awards.ballots import list_waiting
from awards.queries import OUTCOMES, Selection
from awards.run_facts import RunFacts, TypeFacts
from foundation.errors import NotFound
from foundation.form_errors import Form

SORTS = ("rank", "name", "self", "verified")
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for, known to exist. `page` counts from 1 and may lie beyond the end."""

    selection: Selection
    page: int

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The arguments of an address that asks for this, with changes; what is usual is left out."""
        page = changes.pop("page", None if changes else self.page)
        asked = replace(self.selection, **changes)
        return {
            "type": asked.type_code,
            "group": asked.group_key,
            "commune": asked.commune_id,
            "q": asked.words or None,
            "outcome": asked.outcome or None,
            "sort": asked.sort if asked.sort != "rank" else None,
            "dir": "desc" if asked.descending else None,
            "page": page if page != 1 else None,
        }


def read_asked(arguments: Mapping[str, str], facts: RunFacts) -> Asked:
    """What the address asks of a run; NotFound for a type, group or commune that the run does not have."""
    kind = facts.type(arguments.get("type"))
    sort = arguments.get("sort", "rank")
    group, commune = _group(arguments.get("group", ""), kind), _commune(arguments.get("commune", ""), kind)
    if group is not None and commune is not None and commune not in kind.groups[group].communes:
        group = None  # another commune was chosen than that of the group, which then no longer counts
    outcome = arguments.get("outcome", "")
    waits = outcome == "waiting"
    selection = Selection(
        type_code=kind.kind.code,
        group_key=group,
        commune_id=commune,
        words=arguments.get("q", "").strip()[:LONGEST_WORDS],
        sort=sort if sort in SORTS else "rank",
        descending=arguments.get("dir") == "desc",
        outcome=outcome if outcome in OUTCOMES else "",
        waiting=tuple(one.position for one in list_waiting(facts, kind)) if waits else (),
    )
    return Asked(selection, max(1, _number(arguments.get("page", "")) or 1))


def _group(key: str, kind: TypeFacts) -> str | None:
    if not key:
        return None
    if key not in kind.groups:
        raise NotFound(_("Lần đánh giá này không có nhóm đó. Chọn nhóm trong danh sách."))
    return key


def _commune(text: str, kind: TypeFacts) -> int | None:
    if not text:
        return None
    number = _number(text)
    if number not in kind.communes:
        raise NotFound(_("Lần đánh giá này không có xã, thị trấn đó. Chọn trong danh sách."))
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


class SealForm(Form):
    """The button that evaluates and seals. `after` is the number of the last run that was shown,
    `with_unverified` the tick that is asked for while scorecards are not verified.
    """

    after = IntegerField(widget=HiddenInput(), validators=[Optional()])
    with_unverified = BooleanField()
