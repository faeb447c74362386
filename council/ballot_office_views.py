"""The pages of whoever runs a secret ballot: making a paper, opening, counting, what is printed of it."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council.ballot_board import FaultyBoardError
from council.ballot_closing import close_ballot as close
from council.ballot_closing import void_ballot as void
from council.ballot_electorate import questions_of, voters_of
from council.ballot_forms import BoardForm, PrepareBallotForm, VoidForm, read_board, typed_totals
from council.ballot_pages import build_count, totals_asked
from council.ballot_preparing import drop_ballot as drop
from council.ballot_preparing import list_open_to_ballot
from council.ballot_preparing import open_ballot as open_
from council.ballot_preparing import prepare_ballot as prepare
from council.ballot_queries import list_not_voted, load_ballot
from council.ballot_scrubbing import erase_traces
from council.ballot_sheets import sheets_html
from council.forms import DeedForm
from council.loading import load
from council.models import Ballot, BallotState
from council.rules import can_run
from council.tasks import SHEETS_TASK, params_of_sheets
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.form_errors import show_beside_field
from foundation.formats import number as formatted
from foundation.papers.sending import send_paper
from foundation.permissions import Permission
from tasks.offering import offer, rows_at_once
from tasks.printing import DOCX, PDF

MOST_COPIES = 60
ROWS_OF_SHEET = 5
"""A sheet takes as long to print as so many rows of a list."""


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    all_, both, send = "/phien-hop/<int:session_id>/phieu", ["GET", "POST"], ["POST"]
    one = f"{all_}/<int:number>"
    blueprint.add_url_rule(f"{all_}/moi", view_func=prepare_ballot, methods=both)
    blueprint.add_url_rule(f"{one}/kiem", view_func=ballot_count)
    blueprint.add_url_rule(f"{one}/mo", view_func=open_ballot, methods=send)
    blueprint.add_url_rule(f"{one}/bo", view_func=drop_ballot, methods=send)
    blueprint.add_url_rule(f"{one}/dong", view_func=close_ballot, methods=both)
    blueprint.add_url_rule(f"{one}/huy", view_func=void_ballot, methods=both)
    blueprint.add_url_rule(f"{one}/giay", view_func=ballot_sheets, methods=both)
    blueprint.add_url_rule(f"{one}/bien-ban", view_func=ballot_minutes)


@requires(Permission.VIEW_SESSION)
def prepare_ballot(session_id: int) -> ResponseReturnValue:
    """Choose the questions that stand together on a new paper."""
    session = load(session_id)
    if not can_run(current_user, session):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng, chủ tọa và thư ký phiên họp lập phiếu bầu."))
    form, free = PrepareBallotForm(), list_open_to_ballot(session)
    chosen = {int(key) for key in request.values.getlist("cau") if key.isascii() and key.isdigit()}
    fault = ""
    if form.validate_on_submit():
        try:
            with transaction():
                made = prepare(
                    actor=current_user,
                    session_id=session_id,
                    question_ids=chosen,
                    title=form.title.data or "",
                    now=now(),
                )
        except DomainError as error:
            fault = _say(form, error)
        else:
            return redirect(url_for("council.ballot_count", session_id=session_id, number=made.number))
    page = render_template(
        "council/prepare_ballot.html",
        session=session,
        form=form,
        free=free,
        chosen=chosen if form.is_submitted() else chosen or {one.id for one in free},
        fault=fault,
    )
    return page, 422 if fault or form.errors else 200


@requires(Permission.VIEW_SESSION)
def ballot_count(session_id: int, number: int) -> ResponseReturnValue:
    """A ballot from its preparation to its result; the same for the screen on the wall; or only how many
    papers came in, for a page that keeps itself fresh.
    """
    page = build_count(current_user, load_ballot(session_id, number))
    if request.args.get("part") == "received":
        part = render_template("council/_ballot_received.html", page=page, ballot=page.ballot)
        return Response(part, mimetype="text/plain")  # a piece of a page is none
    view = "projection" if request.args.get("view") == "projection" else "page"
    return render_template(
        "council/ballot_count.html", page=page, ballot=page.ballot, form=DeedForm(), view=view
    )


@requires(Permission.VIEW_SESSION)
def open_ballot(session_id: int, number: int) -> ResponseReturnValue:
    """Let members vote."""
    return _do(session_id, number, open_, _("Đã mở bỏ phiếu. Thành viên mở phiếu trên trang phiên họp."))


@requires(Permission.VIEW_SESSION)
def drop_ballot(session_id: int, number: int) -> ResponseReturnValue:
    """Take a prepared paper back."""
    _do(session_id, number, drop, _("Đã thôi dùng phiếu này; các câu trở lại danh sách chờ."))
    return redirect(url_for("council.session", session_id=session_id))


@requires(Permission.VIEW_SESSION)
def close_ballot(session_id: int, number: int) -> ResponseReturnValue:
    """End the voting: enter what came on paper, then count. Nothing is opened while it does not add up."""
    ballot = _load_to_run(session_id, number)
    form = BoardForm()
    if ballot.state is not BallotState.OPEN:
        return redirect(url_for("council.ballot_count", session_id=session_id, number=number))
    if not form.validate_on_submit():
        return _board(ballot, form, {})
    paper = read_board(questions_of(ballot), request.form, known=form.known.data)
    try:
        with transaction():
            close(actor=current_user, session_id=session_id, number=number, paper=paper, now=now())
    except FaultyBoardError as error:
        return _board(ballot, form, error.faults), 422
    except Conflict as error:
        return _board(ballot, form, {}, error.message), 409
    erase_traces()
    return redirect(url_for("council.ballot_count", session_id=session_id, number=number))


@requires(Permission.VIEW_SESSION)
def void_ballot(session_id: int, number: int) -> ResponseReturnValue:
    """Break a ballot off, uncounted, with the reason."""
    ballot = _load_to_run(session_id, number)
    form = VoidForm()
    if form.validate_on_submit():
        try:
            with transaction():
                void(
                    actor=current_user,
                    session_id=session_id,
                    number=number,
                    reason=form.reason.data or "",
                    now=now(),
                )
        except DomainError as error:
            show_beside_field(form, error)
        else:
            erase_traces()
            return redirect(url_for("council.ballot_count", session_id=session_id, number=number))
    page = render_template("council/void_ballot.html", ballot=ballot, form=form)
    return page, 422 if form.errors else 200


@requires(Permission.VIEW_SESSION)
def ballot_sheets(session_id: int, number: int) -> ResponseReturnValue:
    """Blank papers to print, or to edit as DOCX: for each question as many as members may vote on it; many
    of them in the background.
    """
    ballot = _load_to_run(session_id, number)
    asked = request.args.get("ban", "")
    copies = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    wanted = {one.id: min(copies or len(voters_of(one)), MOST_COPIES) for one in questions_of(ballot)}
    sheets = sum(wanted.values())
    if sheets * ROWS_OF_SHEET > rows_at_once():
        form = DOCX if request.args.get("docx") == "1" else PDF
        return offer(
            kind=SHEETS_TASK,
            title=_("In phiếu bầu: %(title)s", title=ballot.title),
            params=params_of_sheets(ballot, wanted, form),
            said=_("Có %(n)s tờ phiếu.", n=formatted(sheets)),
            back=url_for("council.ballot_count", session_id=session_id, number=number),
        )
    return send_paper(sheets_html(ballot, wanted), f"phieu-bau-{number}")


@requires(Permission.VIEW_SESSION)
def ballot_minutes(session_id: int, number: int) -> ResponseReturnValue:
    """The facts of the count, laid out to be printed and signed on the spot."""
    ballot = load_ballot(session_id, number)
    if ballot.state is not BallotState.CLOSED:
        return redirect(url_for("council.ballot_count", session_id=session_id, number=number))
    return render_template(
        "council/ballot_minutes.html", page=build_count(current_user, ballot), ballot=ballot
    )


def _load_to_run(session_id: int, number: int) -> Ballot:
    ballot = load_ballot(session_id, number)
    if not can_run(current_user, ballot.session):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng, chủ tọa và thư ký phiên họp làm việc này."))
    return ballot


def _do(session_id: int, number: int, deed: Callable[..., object], done: str) -> ResponseReturnValue:
    """One deed that answers only with a sentence, good or bad, on the page it came from."""
    _load_to_run(session_id, number)
    try:
        with transaction():
            deed(actor=current_user, session_id=session_id, number=number, now=now())
    except Conflict as error:
        flash(error.message, "stop")
    else:
        flash(done, "info")
    return redirect(url_for("council.ballot_count", session_id=session_id, number=number))


def _board(ballot: Ballot, form: BoardForm, faults: Mapping[int, str], told: str = "") -> str:
    questions = questions_of(ballot)
    return render_template(
        "council/close_ballot.html",
        ballot=ballot,
        form=form,
        page=build_count(current_user, ballot),
        waiting=list_not_voted(ballot.id),
        totals={one.id: totals_asked(one) for one in questions},
        typed=typed_totals(questions, request.form),
        ticked=set(request.form.getlist("giay")),
        faults=faults,
        told=told,
    )


def _say(form: PrepareBallotForm, error: DomainError) -> str:
    """Beside its field where the form has it; else a sentence for the head of the page."""
    if error.field in form._fields:
        show_beside_field(form, error)
    return error.message
