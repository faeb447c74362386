"""Bodies that are no more on a day, as titles of people still name them: a district after it was divided."""

import re
from collections.abc import Iterable
from datetime import date

from authorities.models import Issuer
from authorities.queries import list_all


def former_names(day: date) -> list[str]:
    """What ended before the day and nothing has the name of: areas, bodies, and the level (huyện) of which
    none is left.
    """
    issuers = list_all(Issuer)
    standing = [one for one in issuers if one.holds_on(day)]
    ended = [one for one in issuers if one.valid_to is not None and one.valid_to < day]
    tiers = {one.tier for one in standing}
    levels = {one.area.split()[0] for one in ended if one.area and standing and one.tier not in tiers}
    names = {name for one in ended for name in (one.area, one.line)} | levels
    return sorted(names - {name for one in standing for name in (one.area, one.line)} - {""})


def naming_former(titles: Iterable[str], day: date) -> list[str]:
    """Those of these titles that name a body which is no more on the day."""
    names = former_names(day)
    if not names:
        return []
    told = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return [one for one in titles if told.search(one)]
