"""The year that people work on, as every page of this room asks for it."""

from flask_babel import gettext as _

from foundation.clock import now
from foundation.errors import DomainError
from movements.models import MovementYear
from movements.queries import find_current_year


def year_of_work() -> MovementYear:
    """The current year; DomainError where the office has not begun one."""
    year = find_current_year(now())
    if year is None:
        raise DomainError(_("Chưa có năm thi đua nào. Thường trực Hội đồng mở năm trước khi các ấp nhập hộ."))
    return year
