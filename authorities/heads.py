"""The head of papers that are printed without being drafted: ballot papers, receipts, working lists."""

from dataclasses import dataclass
from datetime import date

from authorities.queries import issuers_on

KINDS = ("huyện", "xã", "phường", "thị trấn", "thị xã", "đặc khu", "thành phố", "tỉnh")
COUNCIL = "Hội đồng\nThi đua - Khen thưởng"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """The line above, the own lines (a line break is kept), and the place before the date."""

    superior: str
    issuing: str
    place: str


def head_on(code: str, day: date, area: str, name: str = COUNCIL) -> PaperHead:
    """How the part of this code (council, standing) heads its papers of an area on a day.

    Where the area has none in force, but exactly one area has, that one; else the area itself
    ("huyện Châu Thành") with `name`: after a district was divided nothing says which commune prints.
    """
    found = list(issuers_on(day, code))
    own = [one for one in found if one.area == _full(area)] or (found if len(found) == 1 else [])
    if own:
        return PaperHead(own[0].superior, own[0].name, own[0].place)
    return PaperHead(committee_of(area), name, place_of(area))


def committee_of(area: str) -> str:
    """UBND huyện Châu Thành; a name without the kind of its unit is a district's."""
    return f"UBND {_full(area)}"


def place_of(area: str) -> str:
    """The name without the kind of unit before it."""
    kind = next((one for one in KINDS if area.lower().startswith(f"{one} ")), "")
    return area[len(kind) :].strip()


def _full(area: str) -> str:
    return area if place_of(area) != area else f"huyện {area}"
