"""Who writes the report on a nominee and who confirms it: the nominee itself where it is a unit, else the
unit that proposes a household or an official; confirmed one level up, where the proposal goes on.
"""

from dataclasses import dataclass

from authorities.heads import place_of
from documents.bodies import Bodies
from documents.nominees import COMMUNES, Nominee

COMMITTEE = "Ủy ban nhân dân"
HEADS = (
    (("ấp ", "khóm ", "khu phố ", "tổ dân phố ", "thôn "), "Trưởng "),
    (("công ty", "doanh nghiệp", "hợp tác xã", "chi nhánh", "trung tâm "), "Giám đốc"),
    (("hộ kinh doanh",), "Chủ hộ kinh doanh"),
    (("trường ",), "Hiệu trưởng"),
    (("phòng ",), "Trưởng phòng"),
    (("ban ",), "Trưởng ban"),
    (("hội ", "ủy ban mặt trận", "ủy ban mttq", "liên đoàn"), "Chủ tịch"),
    (("huyện đoàn", "đoàn "), "Bí thư"),
)
"""How a name begins, and what its head is called; "Trưởng " is followed by the unit's own kind."""
BELOW_COMMITTEE = (*HEADS[0][0], "phòng ", "trường ", "trung tâm ", "thanh tra ", "ban quản lý", "trạm ")
"""Units below a People's Committee; bodies of the Party, the Front, associations and enterprises are not."""


@dataclass(frozen=True, slots=True)
class Author:
    """Of whom the report is: the line above, its own lines, the symbol of its papers (empty for none), the
    place, and the lines below which it signs, the title last.
    """

    superior: str
    name: str
    symbol: str
    place: str
    signs: tuple[str, ...]


def author_of(one: Nominee, bodies: Bodies) -> Author:
    """Who writes and signs the report."""
    names = (one.short, *one.above) if one.is_unit or not one.above else one.above
    name, above = names[0], names[1:]
    place = place_of(next((each for each in names if is_commune(each)), bodies.area))
    if is_commune(name):
        return Author("", f"{COMMITTEE}\n{lowered(name)}", "BC-UBND", place, (f"TM. {COMMITTEE}", "Chủ tịch"))
    if not (one.is_unit or one.above):
        return Author("", name, "", place, ("Người báo cáo",))
    higher = next((each for each in above if is_commune(each)), bodies.area)
    superior = f"UBND {lowered(higher)}" if name.lower().startswith(BELOW_COMMITTEE) else ""
    return Author(superior, name, "", place, (head_of(name),))


def confirmer_of(one: Nominee, bodies: Bodies) -> str:
    """Who confirms: the committee of the commune, or of the area that awards for a commune and its own bodies
    and those who work there.
    """
    above = one.above if one.is_unit else one.above[1:]
    commune = next((each for each in above if is_commune(each)), "")
    return f"{COMMITTEE} {lowered(commune) if commune else bodies.area}"


def head_of(name: str) -> str:
    """What the head of a unit is called, by the name of the unit."""
    low = f"{name.lower()} "
    for beginnings, head in HEADS:
        found = next((one for one in beginnings if low.startswith(one)), None)
        if found is not None:
            return f"{head}{found.strip()}" if head.endswith(" ") else head
    return "Thủ trưởng đơn vị"


def is_commune(name: str) -> bool:
    """Whether it is a commune, a ward or a town by its name."""
    return name.lower().startswith(COMMUNES)


def lowered(name: str) -> str:
    """Xã An Ninh as in the middle of a sentence."""
    return f"{name[:1].lower()}{name[1:]}" if is_commune(name) else name
