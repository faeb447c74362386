"""Danh sách khen thưởng of one issued decision: those whom it commends, in the order of its annexes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from documents.awarding import whom
from documents.bodies import Bodies
from documents.commendation_list import AwardPart, CommendationList, Group
from documents.decision_lines import ReadDecision
from documents.kinds import commendation_list
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from foundation.errors import DomainError
from foundation.papers.wording import two_digits


def build(material: Material, frame: Frame) -> CommendationList:
    """The list of a decision, of all its awards or of one; who lost the award since is not on it. Raises
    DomainError where the decision is not in force.
    """
    read: ReadDecision = material.content
    if not read.in_force:
        raise DomainError(
            "Quyết định này chưa phát hành hoặc không còn hiệu lực nên không lập danh sách được. Phát hành "
            "quyết định trước, hoặc lập từ quyết định thay thế."
        )
    award = frame.text("award")
    parts = tuple(part for part in standing_parts(read) if award in ("", part.award))
    if not parts:
        raise DomainError("Mọi trường hợp của quyết định này đã hủy bỏ khen thưởng nên không còn ai để lập.")
    movement = read.deed.removeprefix("Đã có thành tích trong ")
    form = f"tặng {parts[0].award}" if len(parts) == 1 else "khen thưởng"
    return CommendationList(
        header=frame.header,
        title=(f"{whom(parts)} được {form}", f"trong {movement}"),
        parts=parts,
        period=read.period,
        signature=frame.signature,
        accompanies=f"Kèm theo {read.told}",
        remarks=tuple(_remarks(read, award)),
        evaluation=read.source,
        sample=material.is_sample,
        mark=frame.mark,
        draft=frame.draft,
    )


def standing_parts(read: ReadDecision) -> Iterator[AwardPart]:
    """The parts of a decision without those whose award was cancelled, and without what is empty then."""
    place = 0
    for part in read.parts:
        groups: list[Group] = []
        for group in part.groups:
            subgroups = []
            for subgroup in group.subgroups:
                first, place = place + 1, place + len(subgroup.rows)
                rows = [row for at, row in enumerate(subgroup.rows, first) if at not in read.cancelled]
                if rows:
                    subgroups.append(replace(subgroup, rows=tuple(rows)))
            if subgroups:
                groups.append(replace(group, subgroups=tuple(subgroups)))
        if groups:
            yield replace(part, groups=tuple(groups))


def _remarks(read: ReadDecision, award: str) -> Iterator[str]:
    """How many of the decision are not on its list any more; nobody is named."""
    lost = [one for place, one in enumerate(read.lines, start=1) if place in read.cancelled]
    count = sum(award in ("", one.award) for one in lost)
    if count:
        yield f"Không ghi {two_digits(count)} trường hợp đã hủy bỏ khen thưởng."


def usual(material: Material, bodies: Bodies) -> Usual:
    """To whom it goes, as the list of the session."""
    return Usual({"award": ""}, commendation_list.usual(material, bodies).recipients)


def _awards(material: Material) -> Sequence[tuple[str, str]]:
    return [("", "Tất cả, theo thứ bậc"), *((one.award, one.award) for one in material.content.parts)]


def _subject(material: Material) -> str:
    return f"Danh sách khen thưởng theo {material.content.told}"


KIND = PaperKind(
    code="decision_list",
    name=_l("Danh sách khen thưởng theo quyết định"),
    source=Source.DECISION,
    part="council",
    symbol="DS",
    template="commendation_list.html",
    build=build,
    subject=_subject,
    usual=usual,
    facts_as="commendation_list",
    fields=(Field("award", _l("Hình thức khen thưởng"), Shape.CHOICE, choices=_awards),),
)
