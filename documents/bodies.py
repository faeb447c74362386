"""The bodies of one area on a day, as papers name them: of a district to 30 June 2025, then of communes."""

from dataclasses import dataclass
from datetime import date

from authorities.models import Issuer, Tier
from authorities.queries import issuer_on

COUNCIL = "Hội đồng Thi đua - Khen thưởng"
PARTY = {Tier.PROVINCE: "Tỉnh ủy", Tier.DISTRICT: "Huyện ủy", Tier.COMMUNE: "Đảng ủy"}
LEVEL = {Tier.PROVINCE: "tỉnh", Tier.DISTRICT: "huyện", Tier.COMMUNE: "xã"}
BELOW = {Tier.PROVINCE: "UBND các xã, phường", Tier.DISTRICT: "UBND các xã, thị trấn", Tier.COMMUNE: "Các ấp"}


@dataclass(frozen=True, slots=True)
class Bodies:
    """What papers call the bodies of an area. `area` is "huyện Châu Thành", `level` "huyện", `standing` the
    standing body of the council (Phòng Nội vụ) and `standing_symbol` its abbreviation; `party` is its
    committee of the Party, `below` whoever gets a copy one level down; `province` is "tỉnh Sóc Trăng", to
    which proposals go, empty where the office entered none.
    """

    area: str
    level: str
    standing: str
    standing_symbol: str
    party: str
    below: str
    province: str = ""

    @property
    def committee(self) -> str:
        """Ủy ban nhân dân huyện Châu Thành."""
        return f"Ủy ban nhân dân {self.area}"

    @property
    def chairman(self) -> str:
        """Who decides: Chủ tịch Ủy ban nhân dân huyện Châu Thành."""
        return f"Chủ tịch {self.committee}"

    @property
    def council(self) -> str:
        """Hội đồng Thi đua - Khen thưởng huyện Châu Thành."""
        return f"{COUNCIL} {self.area}"


def bodies_of(issuer: Issuer, day: date) -> Bodies:
    """The bodies of the area of an issuer. Its standing body stands where the office entered one."""
    standing = issuer_on("standing", day, issuer.area)
    province = issuer_on("province", day)
    level = issuer.area.split()[0].lower() if issuer.area else LEVEL[issuer.tier]
    return Bodies(
        area=issuer.area,
        level=level,
        standing=standing.line if standing else "Thường trực Hội đồng",
        standing_symbol=standing.symbol if standing else "HĐTĐKT",
        party=PARTY[issuer.tier],
        below=BELOW[issuer.tier],
        province=province.area if province else "",
    )


def bodies_on(part: str, area: str, day: date) -> Bodies | None:
    """The bodies of an area on a day, of which this part issues; None where it issues nothing there."""
    issuer = issuer_on(part, day, area)
    return bodies_of(issuer, day) if issuer else None
