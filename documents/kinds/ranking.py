"""Bảng xếp hạng of a run: by type and group, with quota lines, ties, and what the council decided."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from awards.run_facts import RunFacts
from documents.cited_law import citing_on
from documents.group_points import mark_of
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source
from documents.kinds.commendation_list import WAITING, YES
from documents.materials import Material
from documents.ranking_table import RankingTable
from documents.run_tables import (
    COLLECTIVES,
    EVERYBODY,
    has_decided,
    ranked_groups,
    seconds_of_ranking,
    tie_notes,
)
from documents.usual_copies import council, kept, usual_copies


def build(material: Material, frame: Frame) -> RankingTable:
    """The ranking of the chosen types."""
    facts: RunFacts = material.content
    chosen, decided = frame.text("types"), has_decided(material.content)
    return RankingTable(
        title=(f"Phong trào thi đua “{material.year.movement.name}” năm {material.year.year}",),
        groups=ranked_groups(facts, chosen, waiting=frame.text(WAITING.name) == YES),
        header=frame.header,
        signature=frame.signature,
        evaluation=mark_of(facts),
        sample=material.is_sample,
        decided=decided,
        notes=(*map(citing_on(frame.day), tie_notes(facts, chosen)), EQUALS) if not decided else (EQUALS,),
        mark=frame.mark,
        draft=frame.draft,
    )


EQUALS = "Dấu “–”: không xếp hạng hoặc không có điểm."


def _subject(material: Material) -> str:
    run = material.content.run
    return f"Bảng xếp hạng năm {run.year}, lần đánh giá {run.number}"


def _types(material: Material) -> Sequence[tuple[str, str]]:
    facts: RunFacts = material.content
    return [
        (COLLECTIVES, "Các loại tập thể"),
        *((code, one.kind.name) for code, one in facts.types.items()),
        (EVERYBODY, "Tất cả"),
    ]


def _seconds(material: Material, texts: Mapping[str, str]) -> float:
    return seconds_of_ranking(material.content, texts.get("types", ""))


KIND = PaperKind(
    code="ranking",
    name=_l("Bảng xếp hạng"),
    source=Source.RUN,
    part="council",
    symbol="",
    template="ranking_table.html",
    build=build,
    words_take=_seconds,
    subject=_subject,
    fields=(Field("types", _l("Loại đối tượng"), Shape.CHOICE, choices=_types), WAITING),
    usual=usual_copies(lambda bodies: (council(bodies), "Các đơn vị tham gia", kept(bodies))),
)
