"""Biên bản họp cụm, khối: the group's own meeting, which agrees on the points and the order of its members.

The points are those of the sealed run; what was said and who was there the clerk enters. It bears no number:
a group is no office.
"""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from documents.blocks import Block, body, part, table
from documents.bodies import Bodies
from documents.group_reading import Member, RankedGroup
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.kinds.council_minutes import COPIES
from documents.materials import Material
from documents.paper import Signature
from documents.told import OPEN, ToldPaper, faults_of, listed, nameless, signer_of
from foundation.papers.wording import points, two_digits

POINTS = (
    ("Xếp thứ", "place", "n"),
    ("Đơn vị", "", ""),
    ("Điểm tự chấm", "num", "num"),
    ("Điểm thẩm định", "num", "num"),
    ("Xếp loại theo điểm", "grade", ""),
)
NEEDED = {
    "held": "Chưa ghi thời gian họp.",
    "place": "Chưa ghi nơi họp.",
    "chair": "Chưa ghi người chủ trì.",
    "secretary": "Chưa ghi thư ký.",
    "present": "Chưa ghi thành phần dự họp.",
    "absent": "Chưa ghi ai vắng mặt; không ai vắng thì ghi “không”.",
    "opinions": "Chưa ghi ý kiến tại cuộc họp; không có thì ghi “không có ý kiến khác”.",
    "vote": "Chưa ghi kết quả biểu quyết.",
    "ended": "Chưa ghi giờ kết thúc.",
}
NOBODY = "không"
"""How the clerk says that nobody was away, or nobody said anything: what is left empty is not known."""


def build(material: Material, frame: Frame) -> ToldPaper:
    """The minutes of a group's meeting."""
    group: RankedGroup = material.content
    chair, secretary = frame.text("chair"), frame.text("secretary")
    above = frame.bodies.committee.replace("Ủy ban nhân dân", "UBND")
    return ToldPaper(
        header=replace(frame.header, superior=above, issuing=_unparted(group.name)),
        kind="Biên bản",
        subject=(
            f"Họp {group.name}, thống nhất điểm và xếp thứ năm {group.year}",
            f"Phong trào thi đua “{group.movement}”",
        ),
        bases=(),
        blocks=(*_opening(frame), *_content(group, frame), _end(frame)),
        signature=Signature(
            signer_of(chair, "Chủ trì"), frame.lines("copies"), signer_of(secretary, "Thư ký")
        ),
        source=group.mark.line,
        faults=(
            *(told for name, told in NEEDED.items() if not frame.text(name)),
            *nameless(("người chủ trì", chair), ("thư ký", secretary)),
        ),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _unparted(name: str) -> str:
    """A name whose last two words stay together, so that no single word stands on the second line."""
    first, _blank, last = name.rpartition(" ")
    return f"{first}\u00a0{last}" if " " in first else name


def _opening(frame: Frame) -> Iterator[Block]:
    yield Block(f"Thời gian bắt đầu: {frame.text('held').rstrip('.') or OPEN}.")
    yield Block(f"Địa điểm: {frame.text('place').rstrip('.') or OPEN}.")
    yield part("I. THÀNH PHẦN")
    yield Block(f"Chủ trì: {frame.text('chair') or OPEN}.")
    yield Block(f"Thư ký: {frame.text('secretary') or OPEN}.")
    here, away = frame.lines("present"), frame.lines("absent")
    yield Block(f"Có mặt {two_digits(len(here))}:" if here else f"Có mặt: {OPEN}.")
    yield from listed(here)
    if not away or away[0].lower().startswith(NOBODY):
        yield Block(f"Vắng mặt: {away[0].rstrip('.').lower() if away else OPEN}.")
    else:
        yield Block(f"Vắng mặt {two_digits(len(away))}: {'; '.join(away)}.")


def _content(group: RankedGroup, frame: Frame) -> Iterator[Block]:
    yield part("II. NỘI DUNG")
    yield Block(
        "Chủ trì trình bày điểm tự chấm, điểm thẩm định và thứ tự của từng đơn vị theo bộ tiêu chí của phong "
        "trào; các đơn vị thảo luận, so sánh, góp ý."
    )
    opinions = frame.lines("opinions")
    if not opinions or opinions[0].lower().startswith(NOBODY):
        told = opinions[0].rstrip(".") if opinions else OPEN
        yield Block(f"Ý kiến tại cuộc họp: {told[:1].lower()}{told[1:]}.")
    else:
        yield Block("Ý kiến tại cuộc họp:")
        yield from listed(opinions)
    yield part("III. KẾT QUẢ")
    yield Block(
        f"Cuộc họp thống nhất điểm và xếp thứ {two_digits(len(group.members))} đơn vị như sau; biểu quyết: "
        f"{frame.text('vote').rstrip('.') or OPEN}."
    )
    yield table(POINTS, [_row(one) for one in group.members])
    yield from body(frame.lines("proposal"))


def _row(one: Member) -> tuple[str, ...]:
    return (one.rank or "–", one.name, points(one.self_total), points(one.total), one.grade)


def _end(frame: Frame) -> Block:
    ended = frame.text("ended").rstrip(".") or f"{OPEN} giờ {OPEN} phút cùng ngày"
    return Block(
        f"Biên bản đã được đọc lại cho cuộc họp cùng nghe. Cuộc họp kết thúc vào {ended}./.", "closing"
    )


def usual(_material: Material, bodies: Bodies) -> Usual:
    """Nothing of the meeting is known beforehand."""
    names = (*NEEDED, "proposal")
    copies = f"{bodies.standing}\nCác đơn vị trong cụm, khối\nLưu: hồ sơ cụm, khối"
    return Usual(dict.fromkeys(names, "") | {"copies": copies}, ())


def _subject(material: Material) -> str:
    group: RankedGroup = material.content
    return f"Biên bản họp {group.name} năm {group.year}"


KIND = PaperKind(
    code="group_minutes",
    name=_l("Biên bản họp cụm, khối"),
    source=Source.GROUP,
    part="committee",
    symbol="",
    dated=False,
    template="told.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=faults_of,
    signed=False,
    fields=(
        Field(
            "held",
            _l("Thời gian họp"),
            hint=_l("Ví dụ: 08 giờ 00 phút, ngày 05 tháng 12 năm 2024."),
            longest=100,
        ),
        Field("place", _l("Nơi họp"), longest=200),
        Field(
            "chair", _l("Chủ trì"), hint=_l("Họ tên, chức vụ; tên trước dấu phẩy đứng ở chỗ ký."), longest=200
        ),
        Field(
            "secretary",
            _l("Thư ký"),
            hint=_l("Họ tên, chức vụ; tên trước dấu phẩy đứng ở chỗ ký."),
            longest=200,
        ),
        Field("present", _l("Có mặt"), Shape.TEXT, hint=_l("Mỗi người một dòng: họ tên, chức vụ, đơn vị.")),
        Field(
            "absent",
            _l("Vắng mặt"),
            Shape.TEXT,
            hint=_l("Mỗi người một dòng, kèm lý do; không ai vắng thì ghi “không”."),
        ),
        Field(
            "opinions",
            _l("Ý kiến tại cuộc họp"),
            Shape.TEXT,
            hint=_l("Mỗi ý kiến một dòng: ai, nói gì; không có thì ghi “không có ý kiến khác”."),
        ),
        Field(
            "vote", _l("Kết quả biểu quyết"), hint=_l("Ví dụ: 04/04 đơn vị nhất trí, đạt 100%."), longest=200
        ),
        Field(
            "proposal",
            _l("Đề nghị của cụm, khối"),
            Shape.TEXT,
            hint=_l("Mỗi ý một dòng; để trống nếu không có."),
        ),
        Field(
            "ended",
            _l("Kết thúc lúc"),
            hint=_l("Ví dụ: 17 giờ 00 phút, ngày 10 tháng 12 năm 2024."),
            longest=100,
        ),
        COPIES,
    ),
)
