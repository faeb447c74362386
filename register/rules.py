"""What may become of a paper, and when."""

import hashlib
import json
from datetime import date

from flask_babel import gettext as _

from foundation.errors import Conflict, DomainError
from register.models import Paper, PaperState

FIRST_YEAR = 2024


def check_draft(paper: Paper) -> None:
    """Raises Conflict where the paper is no draft any more."""
    if paper.state is not PaperState.DRAFT:
        raise Conflict(_("Văn bản đã lấy số nên không sửa được nữa. Lập văn bản thay thế hoặc thu hồi."))


class Stale(Conflict):
    """Somebody else changed the draft since it was shown."""


def version_of(paper: Paper) -> str:
    """The version of a draft: the same as long as its words would be the same."""
    said = [paper.subject, paper.particulars, paper.series, paper.symbol, str(paper.signed_on)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def check_seen(paper: Paper, seen: str | None) -> None:
    """Raises Stale where the draft is not as it was seen; None asks for nothing."""
    if seen is not None and seen != version_of(paper):
        raise Stale(
            _("Người khác vừa sửa bản nháp này sau khi bạn mở, nên chưa làm gì. Xem lại rồi bấm lần nữa.")
        )


def check_waits(paper: Paper) -> None:
    """Raises Conflict where the paper does not wait for its file."""
    check_not_void(paper)
    if paper.state is PaperState.DRAFT:
        raise Conflict(_("Văn bản chưa lấy số nên không có số để hủy; bỏ bản nháp là đủ."))
    if paper.state is not PaperState.NUMBERED:
        raise Conflict(_("Văn bản đã phát hành nên không hủy số được. Thu hồi hoặc lập văn bản thay thế."))


def check_not_void(paper: Paper) -> None:
    """Raises Conflict where the number of the paper was given up."""
    if paper.is_void:
        raise Conflict(_("Số này đã hủy nên văn bản không phát hành nữa. Lập văn bản mới để lấy số khác."))


def check_day(signed_on: date | None, today: date, last: date | None) -> date:
    """The day on which a paper is signed. `last` is the day of the latest paper in its series.

    Raises DomainError where it is missing, lies ahead, or before a number that was given already.
    """
    if signed_on is None:
        raise DomainError(_("Ghi ngày ký trước khi lấy số."), field="signed_on")
    if signed_on > today:
        raise DomainError(
            _("Ngày ký chưa tới. Giữ bản nháp và lấy số vào ngày ký, hoặc sửa ngày."), field="signed_on"
        )
    if last is not None and signed_on < last:
        raise DomainError(
            _(
                "Số liền trước đã ký ngày %(day)s; số sau không ghi ngày sớm hơn. Sửa ngày ký.",
                day=f"{last:%d/%m/%Y}",
            ),
            field="signed_on",
        )
    return signed_on


def check_in_force(paper: Paper) -> None:
    """Raises Conflict where the paper is not issued and in force."""
    if paper.state is PaperState.ISSUED:
        return
    words = {
        PaperState.DRAFT: _("Văn bản còn là bản nháp: sửa hoặc bỏ bản nháp là đủ."),
        PaperState.NUMBERED: _("Văn bản đã lấy số nhưng chưa phát hành xong. Hoàn tất phát hành trước."),
        PaperState.REPLACED: _("Văn bản này đã được thay thế."),
        PaperState.REVOKED: _("Văn bản này đã thu hồi."),
    }
    raise Conflict(words[paper.state])


def check_reason(reason: str) -> str:
    """A reason in one line. Raises DomainError where there is none."""
    said = " ".join(reason.split())
    if not said:
        raise DomainError(_("Ghi lý do, ví dụ: sai tên một hộ ở số 12 của danh sách."), field="reason")
    return said
