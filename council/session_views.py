"""The pages of a session as a whole: making it, when and how it meets, opening it, calling it off."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from awards.queries import RunLine, list_runs
from council import sessions
from council.ballot_rules import PRESETS, FaultyRulesError, from_data, presets_on
from council.forms import CreateSessionForm, InvitationForm, ReasonForm, RulesForm
from council.loading import page_of, version_sent
from council.models import CouncilSession, SessionKind
from council.page import SessionPage
from council.pressing import press
from council.rule_examples import explain_rules
from council.session_proposing import find_sealed_before, propose
from council.sessions import Invitation
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError
from foundation.form_errors import say_beside, show_beside_field
from foundation.formats import grouped_code, moment
from foundation.permissions import Permission
from movements.typed_moments import read_moment, write_moment


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/phien-hop/<int:session_id>", ["GET", "POST"], ["POST"]
    blueprint.add_url_rule("/phien-hop/moi", view_func=create_session, methods=both)
    blueprint.add_url_rule(f"{one}/sua", view_func=change_session, methods=both)
    blueprint.add_url_rule(f"{one}/quy-tac", view_func=change_rules, methods=both)
    blueprint.add_url_rule(f"{one}/doi-ket-qua", view_func=move_to_latest_run, methods=send)
    blueprint.add_url_rule(f"{one}/mo", view_func=open_session, methods=send)
    blueprint.add_url_rule(f"{one}/chuan-bi-lai", view_func=return_to_preparing, methods=send)
    blueprint.add_url_rule(f"{one}/huy", view_func=cancel_session, methods=both)


@requires(Permission.MANAGE_SESSION)
def create_session() -> ResponseReturnValue:
    """A new session on the latest run of a year: the members of the last one, an agenda made from the run."""
    runs = _latest_runs()
    form = CreateSessionForm() if request.method == "POST" else propose(runs, request.args)
    form.run_id.choices = [(run.id, _described(run)) for run in runs]
    before = find_sealed_before(runs, form.run_id.data)
    if form.validate_on_submit() and (invitation := _invitation(form)) and _is_meant(form, before):
        try:
            with transaction():
                made = sessions.create_session(
                    actor=current_user,
                    run_id=form.run_id.data,
                    invitation=invitation,
                    kind=SessionKind(form.kind.data),
                    now=now(),
                )
        except Conflict as conflict:
            say_beside(form.run_id, conflict.message)
        else:
            flash(_("Đã lập phiên họp. Xem thành viên, quy tắc, chương trình rồi mở phiên họp."), "info")
            return redirect(url_for("council.session", session_id=made.id))
    page = render_template("council/create_session.html", form=form, runs=runs, before=before)
    return page, 422 if form.errors else 200


@requires(Permission.MANAGE_SESSION)
def change_session(session_id: int) -> ResponseReturnValue:
    """Another title, time or place."""
    page = page_of(current_user, session_id)
    sent = request.method == "POST"
    form = InvitationForm() if sent else InvitationForm(formdata=None, data=_shown(page))
    if form.validate_on_submit() and (invitation := _invitation(form)):
        try:
            with transaction():
                sessions.change_session(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    invitation=invitation,
                    now=now(),
                )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            flash(error.message, "stop")
            return _changing(session_id, form), error.status
        flash(_("Đã lưu."), "info")
        return redirect(url_for("council.session", session_id=session_id))
    return _changing(session_id, form), 422 if form.errors else 200


@requires(Permission.MANAGE_SESSION)
def change_rules(session_id: int) -> ResponseReturnValue:
    """The rules of voting, each number with what it means for this session."""
    page = page_of(current_user, session_id)
    form = RulesForm() if request.method == "POST" else RulesForm.showing(_asked_rules(page))
    if form.validate_on_submit():
        try:
            with transaction():
                sessions.change_rules(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    rules=_with_preset(form),
                    now=now(),
                )
        except FaultyRulesError as error:
            form.show_faults(error.faults)
        except Conflict as conflict:
            flash(conflict.message, "stop")
            return _rules_page(session_id, form), 409
        else:
            flash(_("Đã lưu quy tắc biểu quyết."), "info")
            return redirect(url_for("council.session", session_id=session_id))
    return _rules_page(session_id, form), 422 if form.errors else 200


@requires(Permission.MANAGE_SESSION)
def move_to_latest_run(session_id: int) -> ResponseReturnValue:
    """Base a session on the latest run, and make its agenda anew."""
    return _do(
        session_id, sessions.move_to_latest_run, _("Đã chuyển sang kết quả mới nhất, lập lại chương trình.")
    )


@requires(Permission.VIEW_SESSION)
def open_session(session_id: int) -> ResponseReturnValue:
    """The council sits."""
    return _do(session_id, sessions.open_session, _("Đã mở phiên họp. Thành viên có tài khoản đã được báo."))


@requires(Permission.VIEW_SESSION)
def return_to_preparing(session_id: int) -> ResponseReturnValue:
    """Opened by mistake."""
    return _do(session_id, sessions.return_to_preparing, _("Phiên họp trở về bước chuẩn bị."))


@requires(Permission.MANAGE_SESSION)
def cancel_session(session_id: int) -> ResponseReturnValue:
    """Call a session off, with a reason."""
    page, form = page_of(current_user, session_id), ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                sessions.cancel_session(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    reason=form.reason.data or "",
                    now=now(),
                )
        except Conflict as conflict:
            flash(conflict.message, "stop")
            return redirect(url_for("council.session", session_id=session_id))
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã hủy phiên họp."), "info")
            return redirect(url_for("council.index"))
    body = render_template("council/cancel_session.html", page=page, form=form)
    return body, 422 if form.errors else 200


def _do(session_id: int, service: Any, done: str) -> ResponseReturnValue:
    """One press of a button on the page of a session, back to that page with what came of it."""
    page_of(current_user, session_id)
    press(session_id, service, done)
    return redirect(url_for("council.session", session_id=session_id))


def _changing(session_id: int, form: InvitationForm) -> str:
    return render_template("council/change_session.html", page=page_of(current_user, session_id), form=form)


def _rules_page(session_id: int, form: RulesForm) -> str:
    page = page_of(current_user, session_id)
    return render_template(
        "council/change_rules.html",
        page=page,
        form=form,
        presets=presets_on(local_date(page.session.meets_at)),
        explained=explain_rules(page.rules, len(page.voters)),
    )


def _asked_rules(page: SessionPage) -> Any:
    """The rules of the preset that the address names, to be looked at before saving; or those that hold."""
    preset = PRESETS.get(request.args.get("mau", ""))
    return preset.rules if preset is not None else page.rules


def _with_preset(form: RulesForm) -> dict[str, Any]:
    """What was typed, with the name of the preset it is still the same as."""
    data = form.rules_data()
    try:
        typed = from_data(data)
    except FaultyRulesError:
        return data
    same = (code for code, one in PRESETS.items() if from_data({**data, "preset": code}) == one.rules)
    return {**data, "preset": next(same, typed.preset)}


def _invitation(form: InvitationForm) -> Invitation | None:
    meets_at = read_moment(form.meets_at.data or "")
    if meets_at is None:
        example = write_moment(now().replace(minute=0) + timedelta(days=7))
        say_beside(form.meets_at, _("Ghi giờ và ngày có trong lịch, ví dụ %(time)s.", time=example))
        return None
    return Invitation(form.title.data or "", form.place.data or "", meets_at)


def _shown(page: SessionPage) -> dict[str, Any]:
    session = page.session
    return {"title": session.title, "place": session.place, "meets_at": write_moment(session.meets_at)}


def _latest_runs() -> list[RunLine]:
    """The latest run of each year, the latest year first."""
    latest: dict[int, RunLine] = {}
    for run in list_runs():
        latest.setdefault(run.movement_year_id, run)
    return list(latest.values())


def _described(run: RunLine) -> str:
    return _(
        "Năm %(year)s: lần %(n)s, chốt %(at)s, mã %(code)s",
        year=run.year,
        n=run.number,
        at=moment(run.sealed_at),
        code=grouped_code(run.result_sha256),
    )


def _is_meant(form: CreateSessionForm, before: CouncilSession | None) -> bool:
    """Asking once more about what was decided takes a tick besides: nobody does so by not looking."""
    if before is None or form.again.data or form.kind.data == SessionKind.SUPPLEMENTARY.value:
        return True
    say_beside(
        form.kind,
        _(
            "Năm này đã có phiên họp thứ %(n)s chốt rồi. Chọn phiên bổ sung, hoặc đánh dấu ô dưới nếu vẫn "
            "hỏi lại toàn bộ.",
            n=before.number,
        ),
    )
    return False
