"""What concerns a member: found, declared by the member, or by the secretary for them."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from council import conflicts
from council.forms import ConflictForm, numbers_in
from council.loading import page_of, page_to_run
from council.models import SessionMember
from council.page import SessionPage
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotAllowed, NotFound
from foundation.form_errors import say_beside
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/phien-hop/<int:session_id>/lien-quan", ["GET", "POST"], ["POST"]
    blueprint.add_url_rule(one, view_func=interests)
    blueprint.add_url_rule(f"{one}/con-lai", view_func=declare_rest, methods=send)
    blueprint.add_url_rule(f"{one}/<int:member_id>", view_func=declare, methods=both)
    blueprint.add_url_rule(f"{one}/rut/<int:conflict_id>", view_func=withdraw_conflict, methods=send)


@requires(Permission.VIEW_SESSION)
def interests(session_id: int) -> ResponseReturnValue:
    """For whoever runs the session everybody's; for a member the way to their own."""
    page = page_of(current_user, session_id)
    if page.own is not None and not page.runs:
        return redirect(url_for("council.declare", session_id=session_id, member_id=page.own.id))
    return render_template("council/interests.html", page=page)


@requires(Permission.VIEW_SESSION)
def declare_rest(session_id: int) -> ResponseReturnValue:
    """Nobody else who takes part has anything to declare, as was asked in the room."""
    page_to_run(current_user, session_id)
    with transaction():
        done = conflicts.declare_rest(actor=current_user, session_id=session_id, now=now())
    flash(
        ngettext(
            "Đã ghi %(num)s thành viên không có liên quan khác.",
            "Đã ghi %(num)s thành viên không có liên quan khác.",
            done,
        ),
        "info",
    )
    return redirect(url_for("council.interests", session_id=session_id))


@requires(Permission.VIEW_SESSION)
def declare(session_id: int, member_id: int) -> ResponseReturnValue:
    """What concerns one member, and what else they have to declare."""
    page = page_of(current_user, session_id)
    member = _member(page, member_id)
    form, chosen = ConflictForm(), numbers_in(request.form.getlist("case"))
    whole = numbers_in(request.form.getlist("question"))
    if not form.validate_on_submit():
        return _declaring(page, member, form, chosen, whole), 422 if form.errors else 200
    if "none" in request.form:
        with transaction():
            conflicts.declare_none(actor=current_user, session_id=session_id, member_id=member_id, now=now())
        flash(_("Đã ghi: không có liên quan khác."), "info")
        return _back(page, session_id, member_id)
    try:
        with transaction():
            made = conflicts.declare_conflict(
                actor=current_user,
                session_id=session_id,
                member_id=member_id,
                reason=form.reason.data or "",
                candidate_ids=chosen,
                question_ids=whole,
                now=now(),
            )
            apart = sum(1 for one in made if len(one.candidates) == 1)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if error.field == "reason":
            say_beside(form.reason, error.message)
        else:
            flash(error.message, "stop")
        page = page_of(current_user, session_id)
        return _declaring(page, _member(page, member_id), form, chosen, whole), error.status
    flash(_done(apart), "info")
    return redirect(url_for("council.declare", session_id=session_id, member_id=member_id))


@requires(Permission.VIEW_SESSION)
def withdraw_conflict(session_id: int, conflict_id: int) -> ResponseReturnValue:
    """Take back what was declared by mistake."""
    page = page_of(current_user, session_id)
    known = {one.id: one.member_id for item in page.items for view in item.questions for one in view.recused}
    if conflict_id not in known:
        raise NotFound(_("Không có lời khai này, hoặc đã rút."))
    _member(page, known[conflict_id])
    try:
        with transaction():
            conflicts.withdraw_conflict(
                actor=current_user, session_id=session_id, conflict_id=conflict_id, now=now()
            )
    except DomainError as error:
        flash(error.message, "stop")
    else:
        flash(_("Đã rút lời khai."), "info")
    return redirect(url_for("council.declare", session_id=session_id, member_id=known[conflict_id]))


def _member(page: SessionPage, member_id: int) -> SessionMember:
    """The member whose page it is: for that member, and for whoever runs the session."""
    member = next((one for one in page.session.members if one.id == member_id), None)
    if member is None:
        raise NotFound(_("Không có thành viên này trong phiên họp."))
    if member is not page.own and not page.runs:
        raise NotAllowed(_("Mỗi thành viên khai phần của mình; thư ký khai thay được."))
    return member


def _declaring(
    page: SessionPage,
    member: SessionMember,
    form: ConflictForm,
    cases: Collection[int],
    whole: Collection[int],
) -> str:
    return render_template(
        "council/declare.html", page=page, member=member, form=form, cases=cases, whole=whole
    )


def _back(page: SessionPage, session_id: int, member_id: int) -> ResponseReturnValue:
    """A member goes on to the room; the secretary to the next member."""
    if page.own is not None and page.own.id == member_id:
        return redirect(url_for("council.session", session_id=session_id))
    return redirect(url_for("council.interests", session_id=session_id))


def _done(apart: int) -> str:
    if not apart:
        return _("Đã ghi. Người này không biểu quyết các nội dung đã chọn.")
    return _(
        "Đã ghi. Trường hợp có liên quan được tách thành câu hỏi riêng, "
        "nên phần còn lại của danh sách vẫn biểu quyết bình thường."
    )
