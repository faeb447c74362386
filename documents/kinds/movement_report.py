"""Báo cáo kết quả phong trào of a year: participants, results, poverty rates, awards, and the year before."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from awards.pictures import axis_over, draw_dots
from documents.awarding import named_by
from documents.blocks import Block, body, heading, part, table
from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.paper import Signature
from documents.pictures import bars, grey_dots
from documents.told import ToldPaper
from documents.year_reading import Awarded, Falls, MovementResult, TypeResult, YearResult
from foundation.formats import number, printed_difference
from foundation.papers.wording import joined, points, two_digits

WIDE = 640
CATEGORIES = (("collective", "tập thể"), ("household", "hộ gia đình"), ("individual", "cá nhân"))
TYPES = (
    ("Đối tượng thi đua", "", ""),
    ("Tham gia", "num", "n"),
    ("Chưa chấm xong", "num", "n"),
    ("Đủ điều kiện", "num", "n"),
    ("Điểm bình quân", "num", "num"),
    ("Xếp loại", "outcome", ""),
)
GROUPS = (
    ("Cụm, khối, địa bàn", "", ""),
    ("Số đơn vị", "num", "n"),
    ("Điểm bình quân", "num", "num"),
    ("Dẫn đầu", "", ""),
    ("Điểm", "num", "num"),
)
RATES = (
    ("Đơn vị", "", ""),
    ("Đầu năm (%)", "sum", "num"),
    ("Cuối năm (%)", "sum", "num"),
    ("Giảm (điểm %)", "sum", "num"),
)
AWARDS = (
    ("Hình thức khen thưởng", "", ""),
    ("Tập thể", "num", "n"),
    ("Hộ gia đình", "num", "n"),
    ("Cá nhân", "num", "n"),
    ("Đã quyết định", "num", "n"),
    ("Đề nghị cấp trên", "num", "n"),
)
KEYS = (("solid", "được đề xuất khen thưởng"), ("off", "các đơn vị còn lại"))
RULED_KEYS = (
    ("solid", "Hội đồng thông qua khen thưởng hoặc đề nghị cấp trên khen thưởng"),
    ("off", "các đơn vị còn lại"),
)
RANKS = (
    "Số trong vòng tròn là hạng trong cụm, khối; dấu “–” là không xếp hạng. Đơn vị bằng hoặc sát điểm nhau "
    "xếp chồng, tên ghi từ dưới lên."
)
NAMED = 12
"""So many whose grade the council decided otherwise are named."""


def build(material: Material, frame: Frame) -> ToldPaper:
    """The report of a year."""
    result: MovementResult = material.content
    year = result.now.year
    return ToldPaper(
        header=frame.header,
        kind="Báo cáo",
        subject=(f"Kết quả Phong trào thi đua “{result.movement}” năm {year}",),
        bases=(),
        blocks=(
            *_text("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", frame.lines("leading")),
            part("II. KẾT QUẢ THỰC HIỆN"),
            *_results(result, frame.bodies),
            *_text("III. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN", frame.lines("difficulties")),
            *_text("IV. NHIỆM VỤ THỜI GIAN TỚI", frame.lines("tasks")),
            Block(
                f"Trên đây là báo cáo kết quả phong trào thi đua năm {year} của {frame.bodies.committee}./.",
                "closing",
            ),
        ),
        signature=Signature(frame.signature.signer, frame.signature.recipients),
        source=result.mark.line,
        faults=tuple(fault for name, fault in NEEDED.items() if not frame.text(name)),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


NEEDED = {
    "leading": "Chưa ghi công tác lãnh đạo, chỉ đạo.",
    "difficulties": "Chưa ghi khó khăn, hạn chế và nguyên nhân.",
    "tasks": "Chưa ghi nhiệm vụ thời gian tới.",
}


def _text(title: str, lines: Sequence[str]) -> Iterator[Block]:
    yield part(title)
    yield from body(lines or ["……"])


def _results(result: MovementResult, bodies: Bodies) -> Iterator[Block]:
    """The numbered parts of what was reached; one of which nothing is known is left out."""
    parts = [
        list(one)
        for one in (
            _participants(result.now),
            _groups(result),
            _rates(result.falls),
            _awards(result.now, bodies),
            _compared(result, bodies),
        )
    ]
    for place, blocks in enumerate([one for one in parts if one], start=1):
        yield heading(f"{place}. {blocks[0].text}")
        yield from blocks[1:]


def _participants(year: YearResult) -> Iterator[Block]:
    yield heading("Đối tượng tham gia và kết quả chấm điểm")
    counts = {name: sum(one.size for one in year.types if one.category == code) for code, name in CATEGORIES}
    told = joined([f"{two_digits(count)} {name}" for name, count in counts.items() if count])
    yield Block(f"Năm {year.year} có {told} tham gia, được chấm điểm theo bộ tiêu chí của phong trào.")
    yield table(TYPES, [_type(one) for one in year.types])
    if year.ruled:
        yield Block(_decided_grades(year))


def _decided_grades(year: YearResult) -> str:
    """That the grades are those of the council, and where they differ from the evaluation."""
    changed = [one for kind in year.types for one in kind.changed]
    told = [
        f"{name} (theo điểm: {was or 'không xếp loại'}; Hội đồng: {now})"
        for name, was, now in changed[:NAMED]
    ]
    if len(changed) > NAMED:
        told.append(f"{two_digits(len(changed) - NAMED)} trường hợp khác ghi tại biên bản họp Hội đồng")
    differs = f" Khác với xếp loại theo điểm: {'; '.join(told)}." if told else ""
    return f"Xếp loại ghi theo quyết định của Hội đồng.{differs}"


def _type(one: TypeResult) -> tuple[str, ...]:
    grades = "\n".join(f"{name}: {count}" for name, count in one.grades if count)
    counts = (str(one.size), str(one.incomplete), str(one.eligible))
    return (one.name, *counts, points(one.average), grades)


def _groups(result: MovementResult) -> Iterator[Block]:
    yield heading("Kết quả theo cụm, khối, địa bàn")
    rows: list[tuple[str, ...]] = []
    last = ""
    for one in result.groups:
        if one.type_name != last:
            last = one.type_name
            rows.append((last,))
        rows.append(
            (one.name or "Tất cả đơn vị", str(one.size), points(one.average), one.first, points(one.points))
        )
    yield table(GROUPS, rows)
    for name, units, top in result.dots:
        axis = axis_over([one.points for one in units], top=top, left=16, right=WIDE)
        drawn = draw_dots(units, (), axis, named=len(units) <= 10)
        keys = RULED_KEYS if result.now.ruled else KEYS
        yield Block(dots=grey_dots(f"Điểm của từng đơn vị: {name}", drawn, units, keys, RANKS))


def _rates(falls: Sequence[Falls]) -> Iterator[Block]:
    """Rates at the beginning and the end of the year, and the difference in percentage points."""
    if not falls:
        return
    yield heading("Kết quả giảm nghèo")
    for one in falls:
        low, high = (pick(one.lines, key=lambda line: line.points) for pick in (min, max))
        missing = f" {two_digits(one.without)} đơn vị không có số liệu." if one.without else ""
        yield Block(
            f"{one.name}: mức giảm cao nhất {_percent(high.points)} điểm phần trăm ({high.name}), thấp nhất "
            f"{_percent(low.points)} điểm phần trăm ({low.name}).{missing} Tỷ lệ do đơn vị báo "
            "cáo, đã thẩm định."
        )
        yield table(
            RATES,
            [
                (two.name, _percent(two.before), _percent(two.after), _percent(two.points))
                for two in one.lines
            ],
        )
        lines = [(two.name, (two.before, two.after)) for two in one.lines]
        yield Block(picture=bars(f"{one.name} (%)", ("Đầu năm", "Cuối năm"), lines, 2))


def _percent(value: Decimal) -> str:
    return number(value, 2)


def _awards(year: YearResult, bodies: Bodies) -> Iterator[Block]:
    yield heading("Khen thưởng")
    if not year.awards:
        yield Block(f"Chưa có khen thưởng của năm {year.year} trong sổ khen thưởng.")
        return
    yield Block(_awards_told(year.awards))
    yield table(AWARDS, [_awarded(one, bodies) for one in year.awards])


def _awards_told(awards: Sequence[Awarded]) -> str:
    """How many were decided on, and how many only proposed to the higher level: two different things."""
    told = []
    undecided = sum(one.undecided for one in awards)
    decided = sum(one.decided for one in awards) - undecided
    waiting = sum(one.proposed for one in awards)
    if decided:
        told.append(f"đã quyết định khen thưởng {two_digits(decided)} trường hợp")
    if undecided:
        told.append(
            f"Hội đồng đã thông qua {two_digits(undecided)} trường hợp, chưa ban hành quyết định khen thưởng"
        )
    if waiting:
        told.append(f"đề nghị cấp trên khen thưởng {two_digits(waiting)} trường hợp, chưa có quyết định")
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _awarded(one: Awarded, bodies: Bodies) -> tuple[str, ...]:
    counts = dict(one.counts)
    return (
        named_by(one.name, bodies),
        *(str(counts.get(code, 0)) for code, _name in CATEGORIES),
        str(one.decided),
        str(one.proposed),
    )


def _compared(result: MovementResult, bodies: Bodies) -> Iterator[Block]:
    """The year before beside this one."""
    now, before = result.now, result.before
    yield heading("So với năm trước")
    if before is None:
        yield Block(f"Năm {now.year - 1} chưa có kết quả chốt trên hệ thống nên không so sánh.")
        return
    known = {one.code: one for one in before.types}
    columns = (
        ("Chỉ tiêu", "", ""),
        (f"Năm {before.year}", "sum", "num"),
        (f"Năm {now.year}", "sum", "num"),
        ("Tăng, giảm", "sum", "num"),
    )
    rows: list[tuple[str, ...]] = [("Số đối tượng tham gia",)]
    rows += [change_row(one.name, _size(known.get(one.code)), Decimal(one.size), 0) for one in now.types]
    rows.append(("Điểm bình quân",))
    rows += [change_row(one.name, _mean(known.get(one.code)), one.average, 2) for one in now.types]
    rows.append(("Khen thưởng",))
    given, own = _by_form(before, bodies), _by_form(now, bodies)
    names = dict.fromkeys([*own, *given])
    rows += [change_row(name, _given(given, name), _given(own, name), 0) for name in names]
    yield table(columns, rows)
    lines = [
        (one.name, (_mean(known.get(one.code)), one.average)) for one in now.types if known.get(one.code)
    ]
    if lines:
        years = (f"Năm {before.year}", f"Năm {now.year}")
        yield Block(picture=bars("Điểm bình quân theo loại đối tượng", years, lines, 2))


def _by_form(year: YearResult, bodies: Bodies) -> dict[str, int]:
    """How many were decided on and how many proposed, by form; what is only proposed says so."""
    named = [(named_by(one.name, bodies), one) for one in year.awards]
    decided = {name: one.decided for name, one in named if one.decided}
    proposed = {f"{name} (đề nghị cấp trên)": one.proposed for name, one in named if one.proposed}
    return decided | proposed


def _given(counts: Mapping[str, int], name: str) -> Decimal | None:
    """How many; None for a year of which no award was entered, of which nothing can be said."""
    return Decimal(counts.get(name, 0)) if counts else None


def _size(one: TypeResult | None) -> Decimal | None:
    return Decimal(one.size) if one else None


def _mean(one: TypeResult | None) -> Decimal | None:
    return one.average if one else None


def change_row(name: str, before: Decimal | None, now: Decimal | None, decimals: int) -> tuple[str, ...]:
    """Two figures with the difference that a reader finds between them as they are printed."""
    told = [number(value, decimals) if value is not None else "–" for value in (before, now)]
    if before is None or now is None:
        return (name, *told, "–")
    change = printed_difference(now, before, decimals)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return (name, *told, f"{sign}{number(abs(change), decimals)}")


def usual(_material: Material, bodies: Bodies) -> Usual:
    """What only people know is left open."""
    copies = f"Thường trực {bodies.party}, HĐND {bodies.level}"
    recipients = (
        copies,
        f"Thành viên Hội đồng TĐKT {bodies.level}",
        bodies.below,
        f"Lưu: VT, {bodies.standing_symbol}",
    )
    return Usual(dict.fromkeys(NEEDED, ""), recipients)


def remarks(_material: Material, snapshot: ToldPaper) -> Sequence[str]:
    """What is still open."""
    return snapshot.faults


def _subject(material: Material) -> str:
    return f"Báo cáo kết quả phong trào thi đua năm {material.content.now.year}"


PARAGRAPHS = _l("Mỗi đoạn một dòng.")
KIND = PaperKind(
    code="movement_report",
    name=_l("Báo cáo kết quả phong trào"),
    source=Source.YEAR,
    part="committee",
    symbol="BC",
    template="told.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=remarks,
    fields=(
        Field("leading", _l("Công tác lãnh đạo, chỉ đạo"), Shape.TEXT, hint=PARAGRAPHS, longest=8_000),
        Field(
            "difficulties", _l("Khó khăn, hạn chế, nguyên nhân"), Shape.TEXT, hint=PARAGRAPHS, longest=8_000
        ),
        Field("tasks", _l("Nhiệm vụ thời gian tới"), Shape.TEXT, hint=PARAGRAPHS, longest=8_000),
    ),
)
