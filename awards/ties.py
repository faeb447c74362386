"""Ties that cross a quota line, told in words above the ranking, because somebody must decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.ballots import Waiting
from awards.queries import Selection
from awards.run_facts import RunFacts, TypeFacts
from awards.wording import Wording
from foundation.formats import is_vietnamese, number
from scorecards.figures import units_of

NAMED = 6
_WORDS = ("", "", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín")


@dataclass(frozen=True, slots=True)
class TieNote:
    """What is so, what follows, and the group in which it is so."""

    lead: str
    rest: str
    group_key: str


def ties_at_line(
    facts: RunFacts, kind: TypeFacts, waiting: Iterable[Waiting], selection: Selection
) -> Iterator[TieNote]:
    """One note for each tie among what is shown; the whole type's ties where all groups are shown."""
    wording = Wording(facts.rubric, kind.kind)
    ties: dict[tuple[str, str], list[Waiting]] = {}
    for one in waiting:
        group = one.group_key if _is_local(facts, kind, one.award) else ""
        ties.setdefault((group, one.award), []).append(one)
    for (group, _award), ones in ties.items():
        if any(_is_shown(one, kind, selection) for one in ones):
            yield _note(ones, group, kind, wording)


def _is_local(facts: RunFacts, kind: TypeFacts, award: str) -> bool:
    """Whether the places of an award are counted within the ranking group."""
    rule = next((rule for rule in facts.rubric.awards if rule.code == award), None)
    return rule is None or rule.group is None or rule.group == kind.kind.ranking.group


def _is_shown(one: Waiting, kind: TypeFacts, selection: Selection) -> bool:
    if selection.group_key is not None:
        return one.group_key == selection.group_key
    return selection.commune_id is None or selection.commune_id in kind.groups[one.group_key].communes


def _note(ones: list[Waiting], group: str, kind: TypeFacts, wording: Wording) -> TieNote:
    first, names = ones[0], _named([one.name for one in ones])
    keys = kind.kind.ranking.tie_break
    why = _("mọi tiêu chí phụ đều bằng nhau nên Hội đồng bỏ phiếu") if keys else _("nên Hội đồng bỏ phiếu")
    return TieNote(
        lead=_(
            "%(count)s %(units)s bằng nhau đúng vạch chỉ tiêu %(award)s.",
            count=_counted(first.tied),
            units=units_of(kind.kind.category),
            award=first.award_name,
        ),
        rest=_(
            "%(names)s cùng %(total)s điểm, còn %(left)s suất; %(why)s.",
            names=names,
            total=wording.points(first.total),
            left=first.left,
            why=why,
        ),
        group_key=group,
    )


def _named(names: list[str]) -> str:
    """Names as a sentence lists them: the later ones begin small where they name a unit."""
    shown = [names[0], *(_inside(name) for name in names[1:NAMED])]
    if len(names) > NAMED:
        return _("%(names)s và %(n)s trường hợp khác", names=", ".join(shown), n=len(names) - NAMED)
    if len(shown) == 1:
        return shown[0]
    return _("%(names)s và %(last)s", names=", ".join(shown[:-1]), last=shown[-1])


def _inside(name: str) -> str:
    units = ("Xã ", "Thị trấn ", "Ấp ", "Hộ ", "Phòng ", "Hội ", "Trường ", "Trạm ", "Trung tâm ")
    return name[:1].lower() + name[1:] if is_vietnamese() and name.startswith(units) else name


def _counted(size: int) -> str:
    """A small number as a sentence begins with it."""
    return _WORDS[size] if is_vietnamese() and 2 <= size < len(_WORDS) else number(size)
