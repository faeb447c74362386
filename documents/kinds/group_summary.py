"""Bảng tổng hợp điểm of a group: its members by place, with the points of every section."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from documents.group_points import GroupPoints, MemberPoints, PointsColumn, read_points
from documents.kinds.base import Frame, PaperKind, Source
from documents.materials import Material
from documents.paper import EvaluationMark, Header, Mark, Signature
from documents.usual_copies import council, kept, usual_copies
from foundation.errors import NotFound
from foundation.papers.wording import two_digits

UPRIGHT = 2
"""With more columns of points than this the table lies across."""


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """The snapshot. `wide`: the table lies across the sheet."""

    header: Header
    title: tuple[str, ...]
    columns: tuple[PointsColumn, ...]
    members: tuple[MemberPoints, ...]
    wide: bool
    closing: str
    signature: Signature
    evaluation: EvaluationMark
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


def build(material: Material, frame: Frame) -> GroupSummary:
    """The summary of the group that the material's key names."""
    group = _points(material.key)
    year = material.year
    return GroupSummary(
        header=frame.header,
        title=(
            named(group),
            f"Phong trào thi đua “{year.movement.name}” năm {year.year}",
        ),
        columns=group.columns,
        members=group.members,
        wide=len(group.columns) > UPRIGHT,
        closing=f"Bảng này có {two_digits(len(group.members))} đơn vị, cá nhân./.",
        signature=frame.signature,
        evaluation=group.mark,
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def named(group: GroupPoints) -> str:
    """The group with its type, where its own name does not say it."""
    return f"{group.type_name} - {group.group}" if group.group else group.type_name


def _points(key: str) -> GroupPoints:
    _sort, run_id, type_code, group_key = key.split(":", 3)
    found = read_points(int(run_id), type_code, group_key)
    if found is None:
        raise NotFound(_("Lần đánh giá này không có nhóm đó. Mở lại từ bảng xếp hạng."))
    return found


def _subject(material: Material) -> str:
    return f"Bảng tổng hợp điểm năm {material.year.year}, {named(_points(material.key))}"


KIND = PaperKind(
    code="group_summary",
    name=_l("Bảng tổng hợp điểm"),
    source=Source.GROUP,
    part="standing",
    symbol="",
    template="group_summary.html",
    build=build,
    subject=_subject,
    usual=usual_copies(lambda bodies: (council(bodies), "Các đơn vị trong nhóm", kept(bodies))),
    facts_as="ranking",
)
