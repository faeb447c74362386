"""Biên bản họp Hội đồng: who met, what was said, every vote with its rate, and what was decided (Decree
152/2025, Art. 33.5). Everything of it stands in the sealed session but the names of who signs and the end.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l

from council.result_reading import ReadItem, ReadQuestion, SealedSession
from documents.awarding import counted, parts_with_lines, reference, rows_of
from documents.blocks import Annex, Block, body, heading, numbered, part, table
from documents.bodies import Bodies
from documents.commendation_list import AwardPart
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.paper import Signature, session_mark
from documents.proposals import vote_on
from documents.session_words import (
    MOTIONS,
    attendance,
    began,
    ended,
    motion,
    question,
    shared,
    who_chairs,
    who_writes,
)
from documents.told import OPEN, ToldPaper, faults_of, nameless, signer_of
from foundation.papers.wording import two_digits

LONG = 6
"""An item with more motions than this is told in the annex, motion by motion."""
AWARDED = (
    ("STT", "n", "n"),
    ("Tập thể, hộ gia đình, cá nhân", "", ""),
    ("Biểu quyết số", "num", "n"),
    ("Số phiếu tán thành (tỷ lệ)", "outcome", "n"),
)


def build(material: Material, frame: Frame) -> ToldPaper:
    """The minutes of a sealed session."""
    read: SealedSession = material.content
    bodies = frame.bodies
    chair, secretary = frame.text("chair"), frame.text("secretary")
    parts, _lines = parts_with_lines(read.awards, read, bodies)
    long = [item for item in read.items if len(item.motions) > LONG]
    close = frame.text("ended")
    number, year = read.session["number"], read.session["year"]
    blocks = [
        Block(f"Thời gian bắt đầu: {began(read)}."),
        Block(f"Địa điểm: {read.session['place'].rstrip('.')}."),
        part("I. THÀNH PHẦN"),
        Block(f"Chủ tọa: {chair or OPEN}."),
        Block(f"Thư ký: {secretary or OPEN}."),
        *attendance(read),
        *_guests(frame),
        part("II. NỘI DUNG"),
        *_items(read, long),
        part("III. KẾT LUẬN CỦA HỘI ĐỒNG"),
        *_decided(read, parts),
        *body(frame.lines("conclusion")),
        Block(
            f"Cuộc họp kết thúc vào {close.rstrip('.') or f'{OPEN} giờ {OPEN} phút cùng ngày'}./.", "closing"
        ),
    ]
    return ToldPaper(
        header=frame.header,
        kind="Biên bản",
        subject=(
            f"Họp {bodies.council}",
            f"Phiên thứ {number}, xét khen thưởng phong trào thi đua năm {year}",
        ),
        bases=frame.bases,
        blocks=tuple(blocks),
        signature=Signature(
            signer_of(chair, "Chủ tọa"), frame.lines("copies"), signer_of(secretary, "Thư ký")
        ),
        annexes=_annexes(read, long, bodies),
        accompanies=f"Kèm theo {reference('Biên bản', frame.header)} của {bodies.council}",
        source=session_mark(read).line,
        faults=tuple(_faults(chair, secretary, close)),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _faults(chair: str, secretary: str, close: str) -> Iterator[str]:
    if not chair:
        yield "Chưa ghi chủ tọa."
    if not secretary:
        yield "Chưa ghi thư ký."
    if not close:
        yield "Chưa ghi giờ kết thúc cuộc họp."
    yield from nameless(("chủ tọa", chair), ("thư ký", secretary))


def _guests(frame: Frame) -> list[Block]:
    guests = frame.lines("guests")
    return body([f"Mời dự: {'; '.join(line.rstrip('.;') for line in guests)}."]) if guests else []


def _items(read: SealedSession, long: Sequence[ReadItem]) -> Iterator[Block]:
    for item in read.items:
        yield heading(f"{item.data['number']}. {item.data['title']}")
        notes = [line.strip() for line in item.data["notes"].splitlines() if line.strip()]
        yield from body([f"Thảo luận: {notes[0]}", *notes[1:]] if notes else [])
        if item in long:
            yield Block(_summed(item.motions, "Phụ lục I" if read.awards else "Phụ lục"))
        elif item.motions:
            yield from body(shared(item.motions))
            yield table(MOTIONS, [motion(one) for one in item.motions])
        for one in item.others:
            yield from question(one)


def _summed(motions: Sequence[ReadQuestion], annex: str) -> str:
    """How many motions came to what; each of them stands in the annex."""
    results = Counter(one.result for one in motions)
    came = ", ".join(f"{result.lower()} {two_digits(count)}" for result, count in results.items())
    return (
        f"Hội đồng biểu quyết {two_digits(len(motions))} nội dung, kết quả: {came}. Số phiếu và tỷ lệ của "
        f"từng nội dung ghi tại {annex}."
    )


def _decided(read: SealedSession, parts: Sequence[AwardPart]) -> Iterator[Block]:
    """What came of it all: awards by form, grades, what is kept waiting, put off, or left out."""
    proposed = {one["award_name"] for one in read.awards if one["proposed"]}
    for one in parts:
        verb = "Đề nghị cấp trên tặng" if one.award in proposed else "Nhất trí tặng"
        yield Block(f"{verb} {one.award} cho {counted([one])}.")
    if not parts:
        yield Block("Hội đồng không quyết định khen thưởng trường hợp nào tại phiên họp này.")
    yield from body(_grades(read))
    if read.holds:
        names = "; ".join(f"{one['full_name']} ({one['award_name']})" for one in read.holds)
        yield Block(f"Chưa xét, giữ suất đến khi có kết luận xác minh: {names}.")
    if read.against:
        places = ", ".join(one.place for one in read.against)
        yield Block(f"Quyết định khác với đề xuất, có nêu lý do tại nội dung biểu quyết: {places}.")
    if read.deferred:
        told = "; ".join(f"{one.place} {one.data['text']}" for one in read.deferred)
        yield Block(f"Hoãn, xét ở phiên sau: {told}.")
    left = read.document["left_out"]
    if left["cases"]:
        names = "; ".join(str(one["name"]) for one in left["cases"])
        reason = left["reason"].strip().rstrip(".")
        yield Block(f"Chưa đưa ra xét tại phiên họp: {names}.{f' Lý do: {reason}.' if reason else ''}")


def _grades(read: SealedSession) -> list[str]:
    """Whose grade the council decided on, and whose changed by it, by grade."""
    named: dict[str, list[str]] = {}
    for one in read.grades:
        before = f" (theo điểm: {one['before']})" if one["before"] != one["grade"] and one["before"] else ""
        named.setdefault(one["grade"] or "Không xếp loại", []).append(f"{one['name']}{before}")
    return [f"Xếp loại {grade}: {'; '.join(names)}." for grade, names in named.items()]


def _annexes(read: SealedSession, long: Sequence[ReadItem], bodies: Bodies) -> tuple[Annex, ...]:
    annexes = []
    if long:
        rows: list[tuple[str, ...]] = []
        for item in long:
            rows += [(f"{item.data['number']}. {item.data['title']}",), *map(motion, item.motions)]
        told = shared([one for item in long for one in item.motions])
        title = ("Kết quả biểu quyết từng nội dung",)
        annexes.append(Annex("", title, (*body(told), table(MOTIONS, rows))))
    if read.awards:
        title = ("Danh sách trường hợp Hội đồng thống nhất khen thưởng",)
        annexes.append(Annex("", title, (table(AWARDED, _awarded(read, bodies)),)))
    return numbered(annexes)


def _awarded(read: SealedSession, bodies: Bodies) -> Iterator[tuple[str, ...]]:
    """Everybody awarded in the legal order, with the votes."""
    parts, lines = parts_with_lines(read.awards, read, bodies)
    known = {(one["participant"], one["award"]): one for one in read.awards}
    last: tuple[str, str] | None = None
    for number, ((one, recipient, row), line) in enumerate(zip(rows_of(parts), lines, strict=True), start=1):
        if (one.award, recipient.value) != last:
            last = (one.award, recipient.value)
            yield (f"{one.award}: {recipient.value}",)
        vote = vote_on(read, known[line.participant, line.code])
        yield (str(number), row.name, line.question, vote)


def usual(material: Material, bodies: Bodies) -> Usual:
    """Who signs as the session was held, and who gets a copy."""
    read: SealedSession = material.content
    texts = {
        "chair": who_chairs(read),
        "secretary": who_writes(read),
        "guests": "",
        "conclusion": "",
        "ended": ended(read),
        "copies": f"Thành viên Hội đồng TĐKT {bodies.level}\nLưu: VT, {bodies.standing_symbol}",
    }
    return Usual(texts, ())


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Biên bản họp Hội đồng, phiên thứ {session['number']} năm {session['year']}"


COPIES = Field(
    "copies", _l("Nơi nhận"), Shape.TEXT, hint=_l("Mỗi nơi một dòng; dòng cuối là dòng lưu."), required=True
)
KIND = PaperKind(
    code="council_minutes",
    name=_l("Biên bản họp Hội đồng"),
    source=Source.SESSION,
    part="council",
    symbol="BB",
    dated=False,
    template="told.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=faults_of,
    signed=False,
    fields=(
        Field(
            "chair", _l("Chủ tọa"), hint=_l("Họ tên, chức vụ; tên trước dấu phẩy đứng ở chỗ ký."), longest=200
        ),
        Field(
            "secretary",
            _l("Thư ký"),
            hint=_l("Họ tên, chức vụ; tên trước dấu phẩy đứng ở chỗ ký."),
            longest=200,
        ),
        Field(
            "guests", _l("Đại biểu mời dự"), Shape.TEXT, hint=_l("Mỗi người một dòng; để trống nếu không có.")
        ),
        Field(
            "conclusion",
            _l("Kết luận khác của chủ tọa"),
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
