"""The page and the panel that say how firm results are: places near the line first, and what decides it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from awards.board import full_group_name
from awards.firmness import SPREAD, firmness_of, is_quick, seed_of
from awards.firmness_told import FirmnessSpeaker, LeftOut, Place, Weight
from awards.models import RunResult
from awards.run_facts import RunFacts, TypeFacts
from foundation.errors import Conflict
from scoring.weightings import LEAST_SPREAD, MOST_SPREAD

SHOWN = 24
SPREADS = (5, 10, 15, 20, 25, 30, 40, 50)


@dataclass(frozen=True, slots=True)
class Choice:
    """A group that may be looked at."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FirmnessPage:
    """Everything the page shows. `places` are those of whom a weighting may take their result, the least firm
    first, then those that stand nearest; `firm` counts all whose result stays in every weighting, `untouched`
    those that no weighting concerns. `left_out` is None where too many compete with the group.
    """

    kind: TypeFacts
    key: str
    group: str
    groups: tuple[Choice, ...]
    spread: int
    refused: str
    count: int
    competing: int
    seed: int
    weights: tuple[Weight, ...]
    paragraphs: tuple[Markup, ...]
    places: tuple[Place, ...]
    more: int
    size: int
    firm: int
    untouched: int
    left_out: tuple[LeftOut, ...] | None

    @property
    def spreads(self) -> tuple[int, ...]:
        """The ranges to choose from, the one in use among them."""
        return tuple(sorted({*SPREADS, self.spread}))


@dataclass(frozen=True, slots=True)
class FirmnessPanel:
    """What the page of one participant says."""

    key: str
    place: Place
    decided: tuple[Markup, ...]
    count: int
    spread: int
    varied: bool


def read_spread(text: str | None) -> tuple[int, str]:
    """The range that was asked for, in percent, and what was wrong with it; the usual one in its place."""
    if not text:
        return SPREAD, ""
    if text.isascii() and text.isdigit() and len(text) < 4 and LEAST_SPREAD <= int(text) <= MOST_SPREAD:
        return int(text), ""
    refused = _(
        "Biên độ là số nguyên từ %(low)s đến %(high)s; đang dùng %(usual)s.",
        low=LEAST_SPREAD,
        high=MOST_SPREAD,
        usual=SPREAD,
    )
    return SPREAD, refused


def build_firmness_page(
    facts: RunFacts, *, type_code: str | None, key: str | None, spread: str | None
) -> FirmnessPage:
    """The page of one ranking group, the first of the type where none is named. Raises as `firmness_of`."""
    kind = facts.type(type_code)
    key = key or next(iter(kind.groups))
    width, refused = read_spread(spread)
    firm = firmness_of(facts.run, kind.kind.code, key, width)
    told = FirmnessSpeaker(kind, firm, key)
    moved, fixed = told.by_firmness()
    places = [*moved, *fixed][:SHOWN]
    return FirmnessPage(
        kind=kind,
        key=key,
        group=full_group_name(kind.groups[key], kind),
        groups=tuple(
            Choice(one.key, full_group_name(one, kind), one.key == key) for one in kind.groups.values()
        ),
        spread=width,
        refused=refused,
        count=firm.found.count,
        competing=len(firm.rows),
        seed=seed_of(facts.run),
        weights=tuple(told.weights()),
        paragraphs=tuple(told.paragraphs(moved)),
        places=tuple(told.place(row) for row in places),
        more=len(moved) + len(fixed) - len(places),
        size=int(told.group.sum()),
        firm=len(fixed),
        untouched=int(told.group.sum()) - len(moved) - len(fixed),
        left_out=told.left_out(),
    )


def panel_at_once(facts: RunFacts, row: RunResult) -> FirmnessPanel | None:
    """The panel for a page that tells other things too: nothing where it would take long, or the run cannot
    be computed again.
    """
    try:
        return build_panel(facts, row) if is_quick(facts.run, row.type_code, row.group_key) else None
    except Conflict:
        return None


def build_panel(facts: RunFacts, row: RunResult) -> FirmnessPanel:
    """How firm the result of one participant is. Raises as `firmness_of`."""
    firm = firmness_of(facts.run, row.type_code, row.group_key)
    told = FirmnessSpeaker(facts.type(row.type_code), firm, row.group_key)
    return FirmnessPanel(
        key=row.group_key,
        place=told.place(firm.at(row.participant_id)),
        decided=tuple(text for award, text in told.decided() if award == row.award),
        count=firm.found.count,
        spread=firm.found.weightings.spread,
        varied=any(firm.found.weightings.varied),
    )
