"""Quyết định khen thưởng with its Phụ lục: whom the session granted an award that this issuer gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from documents.awarding import (
    GENERAL,
    Granted,
    Sum,
    bonus_field,
    bonuses,
    counted,
    parts_with_lines,
    reference,
    rows_of,
    whom,
)
from documents.bodies import Bodies
from documents.commendation_list import AwardPart
from documents.honorifics import untitled
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.paper import Header, Mark, SessionMark, Signature, session_mark
from foundation.errors import DomainError
from foundation.papers.wording import long_date, number_line
from register.models import PaperState
from register.queries import list_papers_of
from register.services import Reward

AS_ARTICLE = "Như Điều"
FUND = "chi từ Quỹ thi đua, khen thưởng"


@dataclass(frozen=True, slots=True)
class Annex:
    """One appended list: what it is called, its lines, and the number from which they run."""

    name: str
    title: tuple[str, ...]
    parts: tuple[AwardPart, ...]

    @property
    def rows(self) -> int:
        """How many lines it has."""
        return sum(1 for _one in rows_of(self.parts))


@dataclass(frozen=True, slots=True)
class Decision:
    """The snapshot of a decision. `authority` is who decides, above the legal bases; `articles` are Điều 1,
    2 …; `annexes` the appended lists, one for each award; `lines` says of each line of them, in order, whose
    it is; `sums` the money, `faults` what of it is not known.
    """

    header: Header
    subject: tuple[str, ...]
    authority: str
    bases: tuple[str, ...]
    proposal: str
    articles: tuple[str, ...]
    signature: Signature
    accompanies: str
    annexes: tuple[Annex, ...]
    lines: tuple[Granted, ...]
    sums: tuple[Sum, ...]
    faults: tuple[str, ...]
    deed: str
    area: str
    day: date
    source: SessionMark
    untitled: str = ""
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False

    @property
    def parts(self) -> tuple[AwardPart, ...]:
        """The lists of all annexes."""
        return tuple(part for annex in self.annexes for part in annex.parts)


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
    bodies = frame.bodies
    parts, lines = parts_with_lines(granted, read, bodies)
    movement = f"Phong trào thi đua “{read.session['movement']}” năm {read.session['year']}"
    choice = frame.text("bonus")
    sums, faults = ((), ()) if choice == GENERAL else bonuses(parts, frame.day, choice)
    period = frame.text("period") or f"năm {read.session['year']}"
    own = frame.lines("articles")
    money = _money(parts, sums, faults)
    articles = (*_granting(parts, movement, period), money, *own[:-1], *_replacing(frame, own), *own[-1:])
    return Decision(
        header=frame.header,
        subject=(f"Về việc khen thưởng {movement}",),
        authority=bodies.chairman,
        bases=frame.bases,
        proposal=frame.text("proposal"),
        articles=articles,
        signature=_numbered(frame.signature, len(articles)),
        accompanies=f"Kèm theo {reference('Quyết định', frame.header)} của {bodies.chairman}",
        annexes=_annexes(parts, movement),
        lines=lines,
        sums=sums,
        faults=faults,
        deed=f"Đã có thành tích trong {movement}",
        area=bodies.area,
        day=frame.day,
        source=session_mark(read),
        untitled=untitled((one["name"], one["participant"], one["category"]) for one in granted),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def rewards(_material: Material, snapshot: Decision) -> Sequence[Reward]:
    """The certificates in the order of the list."""
    rows = rows_of(snapshot.parts)
    return [
        Reward(one.participant, one.name, one.address, one.code, part.award, one.achieved)
        for (part, _recipient, _row), one in zip(rows, snapshot.lines, strict=True)
    ]


def remarks(_material: Material, snapshot: Decision) -> Sequence[str]:
    """Why the decision names no amounts, where it was to name them; who stands without Ông, Bà."""
    return (*snapshot.faults, *filter(None, [snapshot.untitled]))


def _granting(parts: Sequence[AwardPart], movement: str, period: str) -> tuple[str, ...]:
    """For each award an article that says to whom, for what, and for which period (Art. 33.7)."""
    return tuple(
        f"Tặng {part.award} cho {counted([part])} có thành tích trong {movement}; thời gian đạt thành tích: "
        f"{period} (có danh sách tại Phụ lục{f' {name}' if name else ''} kèm theo)."
        for part, name in zip(parts, _numerals(len(parts)), strict=True)
    )


def _replacing(frame: Frame, own: Sequence[str]) -> tuple[str, ...]:
    """The article that names the decision in whose place this one comes, unless the clerk wrote it."""
    old = frame.replaces
    if old is None or any("thay thế" in one and old.reference.split(" ngày ")[0] in one for one in own):
        return ()
    return (f"Quyết định này thay thế Quyết định {old.told}.",)


def _money(parts: Sequence[AwardPart], sums: Sequence[Sum], faults: Sequence[str]) -> str:
    """The amounts by award and kind; a general sentence where any of them is not known."""
    if faults or not sums:
        return f"Mức tiền thưởng kèm theo hình thức khen thưởng thực hiện theo quy định hiện hành, {FUND}."
    told = []
    for part in parts:
        own = [f"{one.recipient.value} {one.figures} đồng" for one in sums if one.award == part.award]
        told.append(f"{part.award}: {', '.join(own)}")
    return f"Mức tiền thưởng kèm theo {'; '.join(told)}; {FUND}."


def _annexes(parts: Sequence[AwardPart], movement: str) -> tuple[Annex, ...]:
    """One list for each award; Roman numerals where there are several (Decree 30/2020, Appendix I)."""
    return tuple(
        Annex(
            f"Phụ lục {name}".strip(),
            (f"{whom([part])} được tặng {part.award}", f"trong {movement}"),
            (part,),
        )
        for part, name in zip(parts, _numerals(len(parts)), strict=True)
    )


def _numerals(count: int) -> tuple[str, ...]:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[:count] if count > 1 else ("",)


def _numbered(signature: Signature, last: int) -> Signature:
    """Who carries the decision out stands in its last article, so copies go "Như Điều" of that number."""
    lines = tuple(f"{AS_ARTICLE} {last}" if one == AS_ARTICLE else one for one in signature.recipients)
    return Signature(signature.signer, lines, signature.second)


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Khen thưởng Phong trào thi đua năm {session['year']}, phiên họp thứ {session['number']}"


def usual(material: Material, bodies: Bodies) -> Usual:
    """The words of an area: who proposes, who carries out, to whom it goes."""
    head = f"Trưởng {bodies.standing[:1].lower()}{bodies.standing[1:]}"
    duty = (
        f"Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {bodies.level}, {head}, thủ trưởng các cơ "
        "quan, đơn vị liên quan và các tập thể, hộ gia đình, cá nhân có tên trong danh sách kèm theo chịu "
        "trách nhiệm thi hành Quyết định này kể từ ngày ký."
    )
    texts = {
        "proposal": f"Xét đề nghị của {bodies.council}{_request(material)}",
        "period": f"năm {material.content.session['year']}",
        "articles": duty,
        "bonus": "",
    }
    copies = f"Thường trực {bodies.party}, HĐND {bodies.level}"
    return Usual(texts, (AS_ARTICLE, copies, f"Lưu: VT, {bodies.standing_symbol}"))


def _request(material: Material) -> str:
    """The council's Tờ trình, where it was issued here."""
    papers = [one for one in list_papers_of(material.key) if one.kind == "proposal"]
    found = next((one for one in reversed(papers) if one.state is PaperState.ISSUED), None)
    if found is None or found.signed_on is None:
        return ""
    number = number_line(found.number, found.symbol).removeprefix("Số:").strip()
    return f" tại Tờ trình số {number} {long_date(found.signed_on)}"


KIND = PaperKind(
    code="decision",
    name=_l("Quyết định khen thưởng"),
    source=Source.SESSION,
    part="committee",
    symbol="QĐ",
    template="decision.html",
    build=build,
    subject=_subject,
    usual=usual,
    rewards=rewards,
    remarks=remarks,
    fields=(
        Field(
            "proposal",
            _l("Xét đề nghị"),
            hint=_l("Dòng cuối của phần căn cứ, không ghi dấu chấm cuối dòng."),
            required=True,
            longest=300,
        ),
        Field(
            "period",
            _l("Thời gian đạt thành tích"),
            hint=_l("Ghi vào Điều 1; thành tích xét lần sau tính từ thời gian này."),
            longest=100,
        ),
        bonus_field(general=True),
        Field(
            "articles",
            _l("Các điều sau điều về tiền thưởng"),
            Shape.TEXT,
            hint=_l("Mỗi điều một dòng, điều cuối nêu người thi hành; số điều tự đánh."),
            required=True,
            longest=4_000,
        ),
    ),
)
