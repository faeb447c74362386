"""Phụ lục lý do of a run: why each one stands where it stands, in sentences that can be read aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from awards.board import full_group_name
from awards.run_facts import RunFacts
from documents.cited_law import citing_on
from documents.group_points import mark_of
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source
from documents.materials import Material
from documents.paper import EvaluationMark, Header, Mark, Signature
from documents.ranking_table import AnnexEntry
from documents.run_tables import ALL_OF, DECIDED, PROPOSED, reasons_of, seconds_of_reasons
from documents.usual_copies import council, kept, usual_copies
from foundation.papers.wording import two_digits

DECISIVE, FULL = "", "full"


@dataclass(frozen=True, slots=True)
class Reasons:
    """The snapshot: one entry for each participant."""

    header: Header
    title: tuple[str, ...]
    accompanies: str
    entries: tuple[AnnexEntry, ...]
    closing: str
    signature: Signature
    evaluation: EvaluationMark
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


def build(material: Material, frame: Frame) -> Reasons:
    """The reasons of those who were chosen."""
    facts: RunFacts = material.content
    cite = citing_on(frame.day)
    entries = tuple(
        replace(one, sentences=tuple(map(cite, one.sentences)))
        for one in reasons_of(facts, frame.text("whom"), full=frame.text("form") == FULL)
    )
    request = frame.text("request")
    return Reasons(
        header=frame.header,
        title=(
            "Lý do của từng kết quả",
            f"Phong trào thi đua “{material.year.movement.name}” năm {material.year.year}",
        ),
        accompanies=f"Kèm theo {request}" if request else "",
        entries=entries,
        closing=f"Phụ lục này có {two_digits(len(entries))} trường hợp./.",
        signature=frame.signature,
        evaluation=mark_of(facts),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _subject(material: Material) -> str:
    run = material.content.run
    return f"Phụ lục lý do năm {run.year}, lần đánh giá {run.number}"


def _seconds(material: Material, texts: Mapping[str, str]) -> float:
    return seconds_of_reasons(material.content, texts.get("whom", ""))


def _forms(_material: Material) -> Sequence[tuple[str, str]]:
    return [
        (DECISIVE, "Rút gọn: lý do quyết định thứ hạng, xếp loại, khen thưởng"),
        (FULL, "Đầy đủ: cả từng tiêu chí"),
    ]


def _whom(material: Material) -> Sequence[tuple[str, str]]:
    facts: RunFacts = material.content
    groups = [
        (f"{ALL_OF}{code}:{key}", ", ".join(filter(None, (kind.kind.name, full_group_name(group, kind)))))
        for code, kind in facts.types.items()
        for key, group in kind.groups.items()
    ]
    return [
        (PROPOSED, "Những trường hợp được đề xuất hoặc đang chờ"),
        (DECIDED, "Những trường hợp Hội đồng đã quyết định"),
        *groups,
    ]


KIND = PaperKind(
    code="reasons",
    name=_l("Phụ lục lý do"),
    source=Source.RUN,
    part="council",
    symbol="",
    template="reasons.html",
    build=build,
    words_take=_seconds,
    subject=_subject,
    fields=(
        Field("whom", _l("Lý do của"), Shape.CHOICE, choices=_whom),
        Field("form", _l("Bản in"), Shape.CHOICE, choices=_forms),
        Field(
            "request",
            _l("Kèm theo"),
            hint=_l("Ví dụ: Biên bản số 12/BB-HĐTĐKT ngày 10 tháng 12 năm 2024; để trống nếu không."),
            longest=200,
        ),
    ),
    usual=usual_copies(lambda bodies: (council(bodies), kept(bodies))),
)
