"""Quyết định khen thưởng with its Phụ lục: whom the session granted an award that this issuer gives."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from documents.commendation_list import AwardPart, Recipient, SubGroup
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source
from documents.list_from_run import parts_of
from documents.list_from_session import proposals_of
from documents.materials import Material
from documents.paper import Header, Mark, SessionMark, Signature, session_mark
from foundation.errors import DomainError
from foundation.papers.wording import joined, long_date, number_line, two_digits
from register.services import Reward


@dataclass(frozen=True, slots=True)
class Decision:
    """The snapshot of a decision. `authority` is who decides, above the legal bases; `articles` are Điều 1,
    2 …; `parts` are the annexed list, `people` its lines as participant, award and achievement.
    """

    header: Header
    subject: tuple[str, ...]
    authority: str
    bases: tuple[str, ...]
    proposal: str
    articles: tuple[str, ...]
    signature: Signature
    annex_title: tuple[str, ...]
    accompanies: str
    parts: tuple[AwardPart, ...]
    people: tuple[tuple[int, str, str], ...]
    source: SessionMark
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False

    @property
    def rows(self) -> int:
        """How many lines the annexed list has."""
        return sum(len(group.rows) for group in self.subgroups())

    def subgroups(self) -> list[SubGroup]:
        """The list, participant type by participant type."""
        return [one for part in self.parts for group in part.groups for one in group.subgroups]


def build(material: Material, frame: Frame) -> Decision:
    """The decision on those awards of a session that are granted here; what is proposed to a higher level is
    not decided here. Raises DomainError where there is none.
    """
    read = material.content
    granted = [one for one in read.awards if not one["proposed"]]
    if not granted:
        raise DomainError(
            "Phiên họp này không có trường hợp nào do cấp mình tặng nên không lập quyết định khen thưởng."
        )
    proposals = [one for one in proposals_of(read) if one.status == "recommended"]
    ids = {(one["participant"], one["award_name"]) for one in granted}
    proposals = [one for one in proposals if (one.participant_id, one.award) in ids]
    movement, year = read.session["movement"], read.session["year"]
    parts = parts_of(proposals)
    whom = _whom(parts)
    return Decision(
        header=frame.header,
        subject=(f"Về việc khen thưởng Phong trào thi đua “{movement}” năm {year}",),
        authority=_authority(frame),
        bases=frame.bases,
        proposal=frame.text("proposal"),
        articles=(
            *(_granting(part, movement, year, len(parts) > 1) for part in parts),
            *frame.lines("articles"),
        ),
        signature=frame.signature,
        annex_title=(
            f"{whom[:1].upper()}{whom[1:]} được tặng {joined([part.award for part in parts])}",
            f"trong Phong trào thi đua “{movement}” năm {year}",
        ),
        accompanies=_accompanies(frame),
        parts=parts,
        people=tuple(_people(parts, granted)),
        source=session_mark(read),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def rewards(_material: Material, snapshot: Decision) -> Sequence[Reward]:
    """The certificates in the order of the list."""
    lines = [
        (part.award, row)
        for part in snapshot.parts
        for group in part.groups
        for subgroup in group.subgroups
        for row in subgroup.rows
    ]
    return [
        Reward(participant_id, row.name, "", code, award, achieved)
        for (award, row), (participant_id, code, achieved) in zip(lines, snapshot.people, strict=True)
    ]


def _whom(parts: Sequence[AwardPart]) -> str:
    kinds = dict.fromkeys(group.recipient.value for part in parts for group in part.groups)
    return joined([kind.value for kind in Recipient if kind.value in kinds])


def _granting(part: AwardPart, movement: str, year: int, several: bool) -> str:
    counts: Counter[Recipient] = Counter()
    for group in part.groups:
        counts[group.recipient] += sum(len(one.rows) for one in group.subgroups)
    told = joined([f"{two_digits(counts[kind])} {kind.value}" for kind in Recipient if counts[kind]])
    where = "mục tương ứng của Phụ lục" if several else "Phụ lục"
    return (
        f"Tặng {part.award} cho {told} có thành tích trong Phong trào thi đua “{movement}” năm {year} "
        f"(có danh sách tại {where} kèm theo)."
    )


def _authority(frame: Frame) -> str:
    """The chairman decides in the name of the office, not of the committee."""
    issuing = " ".join(frame.header.issuing.split())
    return f"Chủ tịch {issuing}"


def _accompanies(frame: Frame) -> str:
    number = number_line(frame.header.number, frame.header.symbol).removeprefix("Số:").strip()
    day = f" {long_date(frame.header.signed_on)}" if frame.header.signed_on else ""
    issuing = " ".join(frame.header.issuing.split())
    return f"Kèm theo Quyết định số {number}{day} của Chủ tịch {issuing}"


def _people(parts: Sequence[AwardPart], granted: Sequence[dict[str, object]]) -> list[tuple[int, str, str]]:
    """For each line of the list the participant, the award's code and what was achieved."""
    waiting: dict[tuple[str, str], list[dict[str, object]]] = {}
    for one in granted:
        waiting.setdefault((str(one["award_name"]), str(one["full_name"])), []).append(one)
    found = []
    for part in parts:
        for group in part.groups:
            for subgroup in group.subgroups:
                for row in subgroup.rows:
                    one = waiting[part.award, row.name].pop(0)
                    found.append((int(str(one["participant"])), str(one["award"]), row.achievement))
    return found


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Khen thưởng Phong trào thi đua năm {session['year']}, phiên họp thứ {session['number']}"


def _defaults(material: Material) -> dict[str, str]:
    place = material.content.session["district"]
    money = (
        "Mức tiền thưởng kèm theo hình thức khen thưởng thực hiện theo quy định hiện hành, "
        "trích từ Quỹ thi đua, khen thưởng."
    )
    duty = (
        f"Chánh Văn phòng HĐND và UBND {place}, Trưởng phòng Nội vụ, thủ trưởng các cơ quan, đơn vị "
        "liên quan và các tập thể, hộ gia đình, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành "
        "Quyết định này kể từ ngày ký."
    )
    proposal = f"Xét đề nghị của Hội đồng Thi đua - Khen thưởng {place}"
    return {"proposal": proposal, "articles": f"{money}\n{duty}"}


KIND = PaperKind(
    code="decision",
    name=_l("Quyết định khen thưởng"),
    source=Source.SESSION,
    part="committee",
    symbol="QĐ",
    template="decision.html",
    build=build,
    subject=_subject,
    defaults=_defaults,
    rewards=rewards,
    fields=(
        Field(
            "proposal",
            _l("Xét đề nghị"),
            hint=_l("Dòng cuối của phần căn cứ, không ghi dấu chấm cuối dòng."),
            required=True,
            longest=300,
        ),
        Field(
            "articles",
            _l("Các điều sau Điều 1"),
            Shape.TEXT,
            hint=_l("Mỗi điều một dòng; số điều tự đánh."),
            required=True,
            longest=4_000,
        ),
    ),
    recipients=("Như Điều cuối", "Thường trực Huyện ủy, HĐND huyện", "Lưu: VT, PNV"),
)
