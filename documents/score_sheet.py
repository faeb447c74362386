"""Phiếu tự chấm điểm and phiếu thẩm định: the snapshot of both, from a scorecard that was read."""

from dataclasses import dataclass
from decimal import Decimal

from documents.kinds.base import Frame
from documents.paper import Header, Mark, Signature, Signer
from documents.score_cards import CardRead, CardRow
from foundation.clock import local

SIGNERS = {
    "commune": Signer(("TM. Ủy ban nhân dân",), "Chủ tịch"),
    "hamlet": Signer((), "Trưởng ấp"),
    "enterprise": Signer((), "Người đại diện theo pháp luật"),
}
"""Who signs for a unit of a type; else the head of the unit."""
HEAD_OF_UNIT = Signer((), "Thủ trưởng đơn vị")
OF_HOUSEHOLD, OF_PERSON = Signer((), "Người kê khai"), Signer((), "Người tự chấm")
COMMUNES = ("thị trấn ", "xã ", "phường ")
COMMUNE, HOUSEHOLD, INDIVIDUAL = "commune", "household", "individual"


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The snapshot. `facts` stand above the table, `notes` below it; `verifying`: the columns of those who
    checked are filled in, and the last one says what they changed and why.
    """

    name: str
    header: Header
    title: tuple[str, ...]
    unit: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[CardRow, ...]
    claimed: Decimal | None
    checked: Decimal | None
    verified: Decimal | None
    verifying: bool
    notes: tuple[str, ...]
    fingerprint: tuple[str, ...]
    signature: Signature
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


def self_score_sheet(read: CardRead, frame: Frame) -> ScoreSheet:
    """What the unit claims, signed by its own head; the columns of those who check stay open."""
    facts = [*_facts(read), ("Tổng điểm tự chấm", read.sums)]
    if read.missing:
        facts.append(("Chưa nhập", f"{len(read.missing)} tiêu chí: {', '.join(read.missing)}"))
    return ScoreSheet(
        name="PHIẾU TỰ CHẤM ĐIỂM",
        header=head_of_unit(read, frame),
        title=_title(read),
        unit=read.unit,
        facts=tuple(facts),
        rows=read.rows,
        claimed=read.claimed,
        checked=None,
        verified=None,
        verifying=False,
        notes=("Hai cột kiểm tra, thẩm định do cấp trên ghi; kết quả in ở phiếu thẩm định.", DASHES),
        fingerprint=read.fingerprint,
        signature=Signature(
            signer_of_unit(read),
            frame.signature.recipients,
            Signer((), "Người lập phiếu", read_by(read)),
        ),
        mark=frame.mark,
        draft=frame.draft,
        sample=read.is_sample,
    )


def assessment_sheet(read: CardRead, frame: Frame) -> ScoreSheet:
    """What every level found, side by side, with figures and reasons of what was changed; for the office."""
    facts = [
        *_facts(read),
        ("Cấp kiểm tra trước", read.checker or "Không qua xã, cụm, khối kiểm tra"),
        ("Tổng điểm tự chấm", read.sums),
        ("Tổng điểm thẩm định", read.verified_sums),
    ]
    if read.verified_at is not None:
        facts.insert(-2, ("Thẩm định xong", f"{local(read.verified_at):%H:%M ngày %d/%m/%Y}"))
    changed = sum(1 for row in read.rows if not row.is_section and _is_changed(row))
    told = f"Thẩm định thay đổi điểm của {changed:02d} tiêu chí." if changed else "Thẩm định giữ nguyên điểm."
    return ScoreSheet(
        name="PHIẾU THẨM ĐỊNH",
        header=frame.header,
        title=_title(read),
        unit=read.unit,
        facts=tuple(facts),
        rows=read.rows,
        claimed=read.claimed,
        checked=read.checked,
        verified=read.verified,
        verifying=True,
        notes=(told, DASHES),
        fingerprint=read.fingerprint,
        signature=frame.signature,
        mark=frame.mark,
        draft=frame.draft,
        sample=read.is_sample,
    )


DASHES = (
    "Dấu “–”: cấp đó không có điểm (chưa nhập, không áp dụng, hoặc do cấp khác nhập); 0,00 là đã chấm và "
    "không được điểm."
)


def head_of_unit(read: CardRead, frame: Frame) -> Header:
    """The head of a paper of the unit itself: its own name, the commune above a hamlet, no number."""
    superior, issuing = "", read.unit
    if read.category in (HOUSEHOLD, INDIVIDUAL) and read.parent:
        superior, issuing = _office_of(read.above_parent), _committee_of(read.parent)
    elif read.type_code == COMMUNE:
        issuing = _committee_of(read.unit)
    elif read.parent:
        superior = _office_of(read.parent)
    communes = [one for one in (read.unit, read.parent, read.above_parent) if _is_commune(one)]
    place = _place_of(communes[0]) if communes else read.district.removeprefix("huyện ")
    return Header(superior, issuing, "", place, frame.day.year, None, frame.header.signed_on)


def signer_of_unit(read: CardRead) -> Signer:
    """Who signs for the unit; the name is written by hand."""
    usual = {HOUSEHOLD: OF_HOUSEHOLD, INDIVIDUAL: OF_PERSON}.get(read.category, HEAD_OF_UNIT)
    return SIGNERS.get(read.type_code, usual)


def read_by(read: CardRead) -> str:
    """Who handed it in, as the one who drew it up; left open before that."""
    return read.submitted.rpartition("người nộp ")[2] if read.submitted else ""


def _committee_of(name: str) -> str:
    """Ủy ban nhân dân xã Phú Tâm in two lines, of a commune; another body by its own name."""
    return f"Ủy ban nhân dân\n{name}" if _is_commune(name) else name


def _is_commune(name: str) -> bool:
    return name.lower().startswith(COMMUNES)


def _office_of(name: str) -> str:
    """UBND xã Phú Tâm, of a commune; another body by its own name."""
    return f"UBND {name[:1].lower()}{name[1:]}" if _is_commune(name) else name


def _place_of(name: str) -> str:
    """Phú Tâm, of xã Phú Tâm."""
    lowered = name.lower()
    return next((name[len(one) :] for one in COMMUNES if lowered.startswith(one)), name)


def _title(read: CardRead) -> tuple[str, ...]:
    return (f"Phong trào thi đua “{read.movement}” năm {read.year}",)


def _facts(read: CardRead) -> list[tuple[str, str]]:
    group = f", {read.cluster}" if read.cluster else ""
    parent = f" ({read.parent})" if read.parent else ""
    facts = [
        ("Đơn vị, cá nhân", f"{read.unit}{parent}"),
        ("Loại, cụm khối", f"{read.type_name}{group}"),
        ("Bộ tiêu chí", read.criteria),
        ("Tình trạng phiếu", f"{read.state} (phiếu số {read.id})"),
    ]
    if read.submitted:
        facts.append(("Nộp lần cuối", read.submitted))
    return facts


def _is_changed(row: CardRow) -> bool:
    return row.claimed is not None and row.verified != row.claimed
