"""Who sits in a session, and who came."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council.attendance import AttendanceFaults, Mark, mark_attendance
from council.loading import page_of, page_to_run, version_sent
from council.member_forms import (
    MemberRow,
    lines_of,
    read_marks,
    read_rows,
    rows_of,
    rows_of_lines,
    with_spare,
)
from council.membership import FieldAt, MemberFaults, set_members, suggest_lines
from council.models import Attendance
from council.queries import list_accounts_of_the_council
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both = "/phien-hop/<int:session_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{one}/thanh-vien", view_func=members, methods=both)
    blueprint.add_url_rule(f"{one}/diem-danh", view_func=attendance, methods=both)


@requires(Permission.MANAGE_SESSION)
def members(session_id: int) -> ResponseReturnValue:
    """The members, line by line; all of them are saved at once."""
    page = page_of(current_user, session_id)
    if request.method == "GET":
        copied = "phien-truoc" in request.args
        rows = rows_of_lines(suggest_lines(page.session)) if copied else rows_of(page.session)
        return _members(session_id, rows)
    rows = read_rows(request.form)
    try:
        with transaction():
            set_members(
                actor=current_user,
                session_id=session_id,
                version=version_sent(),
                lines=lines_of(rows),
                now=now(),
            )
    except MemberFaults as error:
        return _members(session_id, with_spare(rows), error.faults), 422
    except Conflict as conflict:
        flash(conflict.message, "stop")
        return _members(session_id, with_spare(rows)), 409
    flash(_("Đã lưu danh sách thành viên."), "info")
    return redirect(url_for("council.session", session_id=session_id))


@requires(Permission.VIEW_SESSION)
def attendance(session_id: int) -> ResponseReturnValue:
    """Who is here, who sent an opinion in writing, who is absent."""
    page = page_to_run(current_user, session_id)
    if request.method == "GET":
        return _attendance(session_id, {})
    marks = read_marks(page.session, request.form)
    try:
        with transaction():
            mark_attendance(actor=current_user, session_id=session_id, marks=marks, now=now())
    except AttendanceFaults as error:
        return _attendance(session_id, marks, error.faults), 422
    except Conflict as conflict:
        flash(conflict.message, "stop")
        return _attendance(session_id, marks), 409
    flash(_("Đã lưu điểm danh."), "info")
    return redirect(url_for("council.session", session_id=session_id))


def _members(session_id: int, rows: Sequence[MemberRow], faults: Mapping[FieldAt, str] | None = None) -> str:
    return render_template(
        "council/members.html",
        page=page_of(current_user, session_id),
        rows=rows,
        faults=faults or {},
        accounts=list_accounts_of_the_council(),
    )


def _attendance(session_id: int, marks: Mapping[int, Mark], faults: Mapping[int, str] | None = None) -> str:
    page = page_to_run(current_user, session_id)
    stored = {one.id: Mark(one.attendance, one.opinion_ref) for one in page.session.members}
    return render_template(
        "council/attendance.html",
        page=page,
        shown={**stored, **marks},
        faults=faults or {},
        choices=[one for one in Attendance if one is not Attendance.UNKNOWN],
    )
