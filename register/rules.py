"""What may become of a paper, and when."""

from datetime import date

from flask_babel import gettext as _

from foundation.errors import Conflict, DomainError
from register.models import Paper, PaperState

FIRST_YEAR = 2024


def check_draft(paper: Paper) -> None:
    """Raises Conflict where the paper is no draft any more."""
    if paper.state is not PaperState.DRAFT:
        raise Conflict(_("Văn bản đã lấy số nên không sửa được nữa. Lập văn bản thay thế hoặc thu hồi."))


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
