"""Giấy mời họp of the council: one letter with the list of whom it invites, or one letter to each member."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from authorities.former import naming_former
from council.models import Seat
from documents.blocks import Block, body
from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.meetings import PlannedMeeting
from documents.paper import Signature
from documents.told import Letters, hour_and_day, listed
from foundation.clock import local

TOGETHER, EACH = "", "each"


def build(material: Material, frame: Frame) -> Letters:
    """The invitation to a session that is prepared or sits."""
    meeting: PlannedMeeting = material.content
    common = tuple(_common(meeting, frame))
    asks = f"{frame.bodies.council} trân trọng kính mời"
    if frame.text("each") == EACH:
        guests = [line.rstrip(".;") for line in frame.lines("guests")]
        whom = [*(one.told for one in meeting.members), *guests]
        letters = tuple((Block(f"{asks}: {one}."), *common) for one in whom)
    else:
        letters = ((Block(f"{asks}:"), *_invited(meeting, frame), *common),)
    return Letters(
        header=frame.header,
        kind="Giấy mời",
        subject=(f"Họp {frame.bodies.council}", f"Phiên thứ {meeting.number} năm {meeting.year}"),
        letters=letters,
        signature=Signature(frame.signature.signer, frame.signature.recipients),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _invited(meeting: PlannedMeeting, frame: Frame) -> Iterator[Block]:
    yield from listed([*(one.told for one in meeting.members), *frame.lines("guests")])


def _common(meeting: PlannedMeeting, frame: Frame) -> Iterator[Block]:
    """What every letter says: to what, who chairs, when, where, about what, with which papers."""
    yield Block(f"Tới dự: {meeting.title.rstrip('.')}.")
    chair = next((one for one in meeting.members if one.seat is Seat.CHAIR), None)
    yield from body([f"Chủ trì: {chair.told}."] if chair else [])
    yield Block(f"Thời gian: {hour_and_day(meeting.meets_at)}.")
    yield Block(f"Địa điểm: {meeting.place.rstrip('.')}.")
    yield Block("Nội dung:")
    yield from listed(frame.lines("content"))
    papers = [line.strip("-;. ") for line in frame.lines("materials")]
    yield from body([f"Tài liệu kèm theo: {'; '.join(papers)}."] if papers else [])
    notes = [line.rstrip(".") for line in frame.lines("notes")]
    close = notes[-1:] or ["Kính mời các đồng chí đến dự họp đúng thành phần, đúng giờ"]
    yield from body(f"{line}." for line in notes[:-1])
    yield Block(f"{close[0]}./.", "closing")


def usual(material: Material, bodies: Bodies) -> Usual:
    """The agenda in few words; absent members may write where the rules hear it."""
    meeting: PlannedMeeting = material.content
    written = (
        f"Đồng chí không dự họp được thì gửi ý kiến bằng văn bản về {bodies.standing} trước giờ họp"
        if meeting.writes
        else f"Đồng chí không dự họp được thì báo {bodies.standing} trước giờ họp"
    )
    texts = {
        "each": TOGETHER,
        "guests": "",
        "content": "\n".join(meeting.topics),
        "materials": f"Kết quả thẩm định và bảng xếp hạng năm {meeting.year}\nDanh sách đề nghị khen thưởng",
        "notes": f"{written}.\nĐề nghị các đồng chí sắp xếp thời gian dự họp đầy đủ, đúng giờ.",
    }
    return Usual(texts, ("Như trên", f"Lưu: VT, {bodies.standing_symbol}"))


def remarks(material: Material, _snapshot: Letters) -> Sequence[str]:
    """Who is invited with a title of a body that is no more on the day of the session."""
    meeting: PlannedMeeting = material.content
    day = local(meeting.meets_at).date()
    told = naming_former([one.told for one in meeting.members], day)
    if not told:
        return ()
    return (
        _(
            "Ngày họp %(day)s không còn cơ quan, đơn vị ghi trong chức danh của: %(names)s. Sửa ở danh sách "
            "thành viên của phiên họp.",
            day=f"{day:%d/%m/%Y}",
            names="; ".join(told),
        ),
    )


def _how(_material: Material) -> Sequence[tuple[str, str]]:
    return [(TOGETHER, "Một giấy mời chung, ghi tên từng người"), (EACH, "Mỗi người một trang riêng")]


def _subject(material: Material) -> str:
    meeting: PlannedMeeting = material.content
    return f"Giấy mời họp Hội đồng, phiên thứ {meeting.number} năm {meeting.year}"


KIND = PaperKind(
    code="invitation",
    name=_l("Giấy mời họp"),
    source=Source.PLANNED_SESSION,
    part="council",
    symbol="GM",
    template="invitation.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=remarks,
    fields=(
        Field("each", _l("Cách mời"), Shape.CHOICE, choices=_how),
        Field(
            "guests",
            _l("Đại biểu mời thêm"),
            Shape.TEXT,
            hint=_l("Mỗi người một dòng; để trống nếu không có."),
        ),
        Field(
            "content",
            _l("Nội dung họp"),
            Shape.TEXT,
            hint=_l("Mỗi nội dung một dòng, lấy từ chương trình."),
            required=True,
        ),
        Field("materials", _l("Tài liệu kèm theo"), Shape.TEXT, hint=_l("Mỗi tài liệu một dòng.")),
        Field("notes", _l("Lưu ý"), Shape.TEXT, hint=_l("Mỗi ý một dòng; dòng cuối kết thúc giấy mời.")),
    ),
)
