"""Biên bản kiểm phiếu: one ballot paper as it was counted, from the sealed session; signed by the counting
board, whose names the clerk enters.
"""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from council.result_reading import Data, ReadQuestion, SealedSession
from documents.blocks import Block, body, heading, part, table
from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.kinds.council_minutes import COPIES
from documents.materials import CountedBallot, Material
from documents.paper import Signature, Signer, session_mark
from documents.person_names import name_in
from documents.session_words import asides
from documents.told import OPEN, ToldPaper, faults_of, hour_and_day, nameless, signer_of
from foundation.papers.wording import two_digits

COUNTS = (("Nội dung", "", ""), ("Số phiếu", "num", "n"), ("Tỷ lệ", "money", "n"), ("Kết quả", "outcome", ""))
PAPERS = (
    ("Câu", "n", "n"),
    ("Phát ra", "", "n"),
    ("Thu về", "", "n"),
    ("Hợp lệ", "", "n"),
    ("Không hợp lệ", "", "n"),
)


def build(material: Material, frame: Frame) -> ToldPaper:
    """The minutes of the count of one ballot."""
    counted: CountedBallot = material.content
    read, ballot, bodies = counted.read, counted.ballot, frame.bodies
    board = frame.lines("board")
    head, *others = board or (OPEN,)
    return ToldPaper(
        header=frame.header,
        kind="Biên bản kiểm phiếu",
        subject=(str(ballot["title"]), f"Phiên họp thứ {read.session['number']} của {bodies.council}"),
        bases=(),
        blocks=(*_when(read, ballot), *_board(board), *_received(counted), *_results(counted), _end()),
        signature=Signature(
            Signer(("TM. Ban kiểm phiếu",), "Trưởng ban", name_in(head)),
            frame.lines("copies"),
            signer_of(others[0], "Thành viên") if others else None,
        ),
        others=tuple(signer_of(line, "Thành viên") for line in others[1:]),
        source=session_mark(read).line,
        faults=tuple(_faults(board)),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _faults(board: tuple[str, ...]) -> Iterator[str]:
    if not board:
        yield "Chưa ghi Ban kiểm phiếu; ghi ở mục Ban kiểm phiếu."
    yield from nameless(*(("thành viên Ban kiểm phiếu", line) for line in board))


def _when(read: SealedSession, ballot: Data) -> Iterator[Block]:
    opened, closed = read.at(ballot["opened_at"]), read.at(ballot["closed_at"])
    yield Block(f"Địa điểm: {read.session['place'].rstrip('.')}.")
    if opened is not None:
        yield Block(f"Bắt đầu bỏ phiếu: {hour_and_day(opened)}.")
    if closed is not None:
        yield Block(f"Kết thúc bỏ phiếu, kiểm phiếu: {hour_and_day(closed)}.")


def _board(board: tuple[str, ...]) -> Iterator[Block]:
    yield part("I. BAN KIỂM PHIẾU")
    roles = ["Trưởng ban", *["thành viên"] * (len(board) - 1)]
    named = enumerate(zip(board, roles, strict=False), start=1)
    told = [f"{place}. {line.rstrip('.;')}: {role}." for place, (line, role) in named]
    yield from body(told or [f"1. {OPEN}: Trưởng ban."])


def _received(counted: CountedBallot) -> Iterator[Block]:
    """How many might vote, were given papers and gave them back; question by question."""
    ballot = counted.ballot
    yield part("II. SỐ PHIẾU")
    wrote = f", trong đó {two_digits(ballot['written'])} thành viên vắng được phát phiếu"
    yield Block(
        f"Thành viên được bỏ phiếu: {two_digits(ballot['members'])}; đã bỏ phiếu: "
        f"{two_digits(ballot['received'])}{wrote if ballot['written'] else ''}."
    )
    words = ("issued", "returned", "valid", "invalid")
    rows = [
        (str(place), *(str(tally[word]) for word in words))
        for place, one in enumerate(counted.questions, start=1)
        if (tally := one.tally) is not None
    ]
    yield table(PAPERS, rows)


def _results(counted: CountedBallot) -> Iterator[Block]:
    yield part("III. KẾT QUẢ KIỂM PHIẾU")
    for place, one in enumerate(counted.questions, start=1):
        yield heading(f"Câu {place}. {one.data['text']}")
        tally = one.tally
        if tally is None:
            continue
        yield from body([" ".join(one.sentences)])
        yield table(COUNTS, _choice(one, tally) if one.lines else _approval(one, tally))
        yield from body([f"Kết quả: {one.result.lower()}.", *asides(one)])


def _choice(one: ReadQuestion, tally: Data) -> Iterator[tuple[str, ...]]:
    for line in one.lines:
        name = f"{line.name} ({line.group})" if line.group else line.name
        yield (name, str(line.votes), line.rate, "Được chọn" if line.ruling else "Không được chọn")
    yield ("Không chọn ai (phiếu trắng)", str(tally["blank"]), "", "")


def _approval(one: ReadQuestion, tally: Data) -> Iterator[tuple[str, ...]]:
    yield ("Đồng ý", str(tally["agree"]), one.rate, one.result)
    yield ("Không đồng ý", str(tally["disagree"]), "", "")
    yield ("Không có ý kiến (phiếu trắng)", str(tally["blank"]), "", "")


def _end() -> Block:
    return Block("Ban kiểm phiếu thống nhất kết quả trên và báo cáo Hội đồng./.", "closing")


def usual(_material: Material, bodies: Bodies) -> Usual:
    """Nobody is on the board until the clerk says who."""
    copies = f"Chủ tọa phiên họp\nLưu: VT, {bodies.standing_symbol}"
    return Usual({"board": "", "copies": copies}, ())


def _subject(material: Material) -> str:
    counted: CountedBallot = material.content
    session, number = counted.read.session, counted.ballot["number"]
    return f"Biên bản kiểm phiếu số {number}, phiên họp thứ {session['number']} năm {session['year']}"


KIND = PaperKind(
    code="count_minutes",
    name=_l("Biên bản kiểm phiếu"),
    source=Source.BALLOT,
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
            "board",
            _l("Ban kiểm phiếu"),
            Shape.TEXT,
            hint=_l("Mỗi người một dòng: họ tên, chức vụ; dòng đầu là trưởng ban."),
        ),
        COPIES,
    ),
)
