"""The head of papers that are printed without being drafted: ballot papers, receipts, working lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from authorities.models import Issuer
from authorities.queries import issuers_on

KINDS = ("huyện", "xã", "phường", "thị trấn", "thị xã", "đặc khu", "thành phố", "tỉnh")
COUNCIL = "Hội đồng\nThi đua - Khen thưởng"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """The line above, the own lines (a line break is kept), and the place before the date."""

    superior: str
    issuing: str
    place: str


def usual_issuer(code: str, day: date, areas: Sequence[str]) -> Issuer | None:
    """Who issues such papers on a day unless somebody chooses: of the first of these areas that has this part
    then, else the first in force; None where nobody is.
    """
    found = issuers_on(day, code)
    named = (one for area in areas for one in found if one.area == full_name(area))
    return next(named, next(iter(found), None))


def head_on(code: str, day: date, area: str, name: str = COUNCIL, *, chosen: Sequence[str] = ()) -> PaperHead:
    """How the part of this code (council, standing) heads its papers of an area on a day. `chosen` are areas
    that were chosen for the same matter; they go before.

    Where none of them has this part in force, the first that has: a district that was divided issues nothing
    any more. Only where nobody is entered, the area itself ("huyện Châu Thành") with `name`.
    """
    found = usual_issuer(code, day, (*chosen, area))
    if found is not None:
        return PaperHead(found.superior, found.name, found.place)
    return PaperHead(committee_of(area), name, place_of(area))


def committee_of(area: str) -> str:
    """UBND huyện Châu Thành; a name without the kind of its unit is a district's."""
    return f"UBND {full_name(area)}"


def place_of(area: str) -> str:
    """The name without the kind of unit before it."""
    kind = next((one for one in KINDS if area.lower().startswith(f"{one} ")), "")
    return area[len(kind) :].strip()


def full_name(area: str) -> str:
    """The area with the kind of its unit; a name alone is a district's."""
    return area if place_of(area) != area else f"huyện {area}"
