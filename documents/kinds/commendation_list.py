"""Danh sách khen thưởng of a session: collective, household, individual (Decree 152/2025, Art. 29.5)."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from documents.awarding import named_by
from documents.bodies import Bodies
from documents.commendation_list import CommendationList
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.list_from_run import Particulars
from documents.list_from_session import award_names, list_from_session
from documents.materials import Material

YES = "yes"
WAITING = Field(
    "waiting",
    _l("Ghi tên trường hợp chưa xét, chờ kết luận"),
    Shape.TICK,
    hint=_l("Không chọn khi văn bản gửi nhiều nơi: việc đang xác minh chỉ người có trách nhiệm được biết."),
)


def build(material: Material, frame: Frame) -> CommendationList:
    """The list of those to whom the session granted one award, or all by precedence."""
    made = list_from_session(
        material.content,
        Particulars(
            symbol=frame.header.symbol,
            signer=frame.signature.signer,
            recipients=frame.signature.recipients,
            award=frame.text("award"),
        ),
        waiting=frame.text(WAITING.name) == YES,
    )
    return replace(
        made,
        header=frame.header,
        signature=frame.signature,
        parts=tuple(replace(one, award=named_by(one.award, frame.bodies)) for one in made.parts),
        accompanies=_accompanies(frame),
        mark=frame.mark,
        draft=frame.draft,
    )


def _accompanies(frame: Frame) -> str:
    request = frame.text("request")
    return f"Kèm theo {request}" if request else ""


def usual(_material: Material, bodies: Bodies) -> Usual:
    """To whom it goes, by the area that issues it."""
    copies = (
        f"Chủ tịch UBND {bodies.level}",
        f"Thành viên Hội đồng TĐKT {bodies.level}",
        bodies.below,
        f"Lưu: VT, {bodies.standing_symbol}",
    )
    return Usual({"award": "", "request": "", WAITING.name: ""}, copies)


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Danh sách đề nghị khen thưởng năm {session['year']}, phiên họp thứ {session['number']}"


def _awards(material: Material) -> Sequence[tuple[str, str]]:
    return [("", "Tất cả, theo thứ bậc"), *((name, name) for name in award_names(material.content))]


KIND = PaperKind(
    code="commendation_list",
    name=_l("Danh sách khen thưởng"),
    source=Source.SESSION,
    part="council",
    symbol="DS",
    template="commendation_list.html",
    build=build,
    subject=_subject,
    fields=(
        Field("award", _l("Hình thức khen thưởng"), Shape.CHOICE, choices=_awards),
        Field(
            "request",
            _l("Kèm theo"),
            hint=_l(
                "Ví dụ: Tờ trình số 46/TTr-HĐTĐKT ngày 12 tháng 12 năm 2024 của Hội đồng; để trống nếu không."
            ),
            longest=200,
        ),
        WAITING,
    ),
    usual=usual,
)
