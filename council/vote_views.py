"""Recording a show of hands, and what may follow a vote: the chair's word, another round, taking back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import rounds
from council.conflicts import DECLARATIONS
from council.counting import AGREE, Choice
from council.forms import ReasonForm, numbers_in
from council.hands import WORDS, HandFaults, Vote, count_hands, record_hands
from council.loading import page_to_run, question_in, version_sent
from council.models import Attendance, Question, SessionMember
from council.page import SessionPage
from council.pressing import press
from council.question_view import QuestionView
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Permission


@dataclass(frozen=True)
class HandsPage:
    """The form of a show of hands: who is asked, what was said, what is wrong."""

    page: SessionPage
    views: Sequence[QuestionView]
    asked: Sequence[SessionMember]
    left_out: Sequence[tuple[SessionMember, str]]
    choices: Mapping[int, Choice]
    faults: Mapping[int, str] = field(default_factory=dict)
    casting: bool = False
    reason: str = ""
    reason_fault: str = ""
    told: str = ""
    chosen: frozenset[int] | None = None

    def is_ticked(self, view: QuestionView) -> bool:
        """Whether a question is voted on with the others: as was sent, or else unless all whom it asks about
        were held back after the run.
        """
        if self.chosen is None:
            return not self.page.is_held_since(view)
        return view.question.id in self.chosen

    @property
    def has_written(self) -> bool:
        """Whether an opinion in writing is to be recorded."""
        return any(one.attendance is Attendance.WRITTEN for one in self.asked)

    @property
    def is_choice(self) -> bool:
        """Whether one chooses among equals."""
        return self.views[0].is_choice


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, send = "/phien-hop/<int:session_id>", ["POST"]
    question = f"{one}/cau-hoi/<int:question_id>"
    blueprint.add_url_rule(f"{one}/gio-tay", view_func=hands, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{question}/mo-lai", view_func=reopen_question, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{question}/ly-do", view_func=give_reason, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{question}/hoan", view_func=defer_question, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{question}/chu-toa", view_func=cast_for_equals, methods=send)
    blueprint.add_url_rule(f"{question}/luot-tiep", view_func=make_round, methods=send)


@requires(Permission.VIEW_SESSION)
def hands(session_id: int) -> ResponseReturnValue:
    """Who said what, on one question or on several motions at once. Whoever is present agrees until said
    otherwise; what an opinion in writing says is never taken for granted.
    """
    page = page_to_run(current_user, session_id)
    sent = request.method == "POST"
    numbers = numbers_in((request.form if sent else request.args).getlist("cau"))
    views = _asked(page, numbers or _offered())
    if not sent:
        return render_template("council/hands.html", hands=_hands_page(page, views))
    choices = _choices(page, views)
    casting = sorted(numbers_in(request.form.getlist("casting"))) or None
    if not numbers:
        return _refused(session_id, numbers, choices, DomainError(_("Chọn ít nhất một câu hỏi.")))
    try:
        with transaction():
            record_hands(
                actor=current_user,
                session_id=session_id,
                version=version_sent(),
                question_ids=[one.question.id for one in views],
                choices=choices,
                casting=casting,
                reason=request.form.get("reason", ""),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _refused(session_id, numbers, choices, error)
    flash(_result(session_id, [one.question.id for one in views]), "info")
    return redirect(url_for("council.session", session_id=session_id))


@requires(Permission.VIEW_SESSION)
def reopen_question(session_id: int, question_id: int) -> ResponseReturnValue:
    """Take a decision back, with a reason."""
    done = _("Đã mở lại câu hỏi. Kết quả cũ giữ trong nhật ký.")
    return _with_reason(session_id, question_id, rounds.reopen_question, "reopen_question", done)


@requires(Permission.VIEW_SESSION)
def give_reason(session_id: int, question_id: int) -> ResponseReturnValue:
    """Say why the council decided against the recommendation."""
    return _with_reason(session_id, question_id, rounds.give_reason, "give_reason", _("Đã lưu lý do."))


@requires(Permission.VIEW_SESSION)
def defer_question(session_id: int, question_id: int) -> ResponseReturnValue:
    """Put a question off to another session, with a reason; or take it up again, by one button."""
    if request.form.get("hoan") == "no":
        done = _("Đã đưa lại vào phiên này.")
        return _do(session_id, question_id, rounds.defer_question, done, later=False)
    put_off = partial(rounds.defer_question, later=True)
    return _with_reason(session_id, question_id, put_off, "defer_question", _("Đã hoãn sang phiên khác."))


@requires(Permission.VIEW_SESSION)
def cast_for_equals(session_id: int, question_id: int) -> ResponseReturnValue:
    """The chair's casting vote."""
    casting = sorted(numbers_in(request.form.getlist("casting")))
    reason = request.form.get("reason", "")
    done = _("Đã ghi quyết định của chủ tọa.")
    return _do(session_id, question_id, rounds.cast_for_equals, done, casting=casting, reason=reason)


@requires(Permission.VIEW_SESSION)
def make_round(session_id: int, question_id: int) -> ResponseReturnValue:
    """Another round for the places that are open."""
    done = _("Đã lập lượt biểu quyết tiếp cho số suất còn lại.")
    return _do(session_id, question_id, rounds.make_round, done)


def _result(session_id: int, numbers: Sequence[int]) -> str:
    """What was just decided, in one line."""
    views = _asked(page_to_run(current_user, session_id), set(numbers))
    if len(views) > 1:
        return _("Đã ghi biểu quyết %(n)s câu hỏi.", n=len(views))
    told = f"{views[0].result}: {views[0].rate}" if views[0].rate else views[0].result
    return _("Đã ghi: %(result)s. %(text)s.", result=told, text=views[0].question.text)


def _offered() -> set[int]:
    """The questions that the form offered, ticked or not: those that its address names."""
    return numbers_in(request.args.getlist("cau"))


def _asked(page: SessionPage, numbers: set[int]) -> list[QuestionView]:
    """The questions that the address or the form names, in the order of the agenda."""
    views = [one for item in page.items for one in item.questions if one.question.id in numbers]
    if not views:
        raise NotFound(_("Không có câu hỏi biểu quyết này trong phiên họp, hoặc vừa bị bỏ."))
    return views


def _hands_page(page: SessionPage, views: Sequence[QuestionView], **more: Any) -> HandsPage:
    votes = [count_hands(page.session, one.question, {}) for one in views]
    asked = [one for one in page.session.members if any(one.id in vote.voters for vote in votes)]
    left_out = [(one, _why(page, one, votes)) for one in page.voters if one not in asked]
    choices = more.pop("choices", None)
    if choices is None:
        usual: Choice = [] if views[0].is_choice else AGREE
        choices = {one.id: usual for one in asked if one.attendance is not Attendance.WRITTEN}
    return HandsPage(page, views, asked, left_out, choices, **more)


def _why(page: SessionPage, member: SessionMember, votes: Sequence[Vote]) -> str:
    """Why a member with a vote is not asked."""
    for vote in votes:
        for conflict in vote.question.conflicts:
            if conflict.member_id == member.id:
                return _("có liên quan: %(reason)s", reason=conflict.reason)
    return _("vắng") if page.has_roll else _("chưa điểm danh")


def _choices(page: SessionPage, views: Sequence[QuestionView]) -> dict[int, Choice]:
    """What the form says of each member who is asked."""
    asked = _hands_page(page, views).asked
    if views[0].is_choice:
        sent = {one.id: numbers_in(request.form.getlist(f"v-{one.id}")) for one in asked}
        return {
            one.id: _numbers(sent[one.id]) for one in asked if sent[one.id] or _may_be_empty(views[0], one)
        }
    said = {one.id: request.form.get(f"v-{one.id}", "") for one in asked}
    return {key: choice for key, choice in said.items() if choice in WORDS}


def _may_be_empty(view: QuestionView, member: SessionMember) -> bool:
    """Whether no mark beside a member says that they chose nobody: of those in the room, where several may be
    chosen.
    """
    return view.question.places != 1 and member.attendance is not Attendance.WRITTEN


def _numbers(sent: set[int]) -> list[int]:
    """The candidates chosen; 0 alone stands for nobody."""
    return [] if sent == {0} else sorted(sent)


def _refused(
    session_id: int, numbers: Collection[int], choices: Mapping[int, Choice], error: DomainError
) -> ResponseReturnValue:
    """The form with what was chosen, and what is wrong or still wanted. Missing declarations the page tells
    by itself, with the way to them.
    """
    page = page_to_run(current_user, session_id)
    shown = _hands_page(
        page,
        _asked(page, {*numbers, *_offered()}),
        chosen=frozenset(numbers),
        choices=choices,
        faults=error.faults if isinstance(error, HandFaults) else {},
        casting=error.field == "casting" or bool(request.form.getlist("casting")),
        reason=request.form.get("reason", ""),
        reason_fault=error.message if error.field == "reason" else "",
        told=error.message if error.field not in ("reason", DECLARATIONS) else "",
    )
    return render_template("council/hands.html", hands=shown), error.status


def _with_reason(
    session_id: int, question_id: int, service: Any, name: str, done: str
) -> ResponseReturnValue:
    """A page that asks for a reason, then does it."""
    page = page_to_run(current_user, session_id)
    item, view = question_in(page, question_id)
    form = ReasonForm(data={"reason": "" if name == "reopen_question" else view.question.reason})
    if form.validate_on_submit():
        try:
            with transaction():
                made: Question = service(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    question_id=question_id,
                    reason=form.reason.data or "",
                    now=now(),
                )
                item_id = made.item_id
        except Conflict as conflict:
            flash(conflict.message, "stop")
            return redirect(url_for("council.item", session_id=session_id, item_id=item.item.id))
        flash(done, "info")
        return redirect(url_for("council.item", session_id=session_id, item_id=item_id))
    body = render_template(f"council/{name}.html", page=page, item=item, view=view, form=form)
    return body, 422 if form.errors else 200


def _do(session_id: int, question_id: int, service: Any, done: str, **known: Any) -> ResponseReturnValue:
    """One press of a button on a question, back to its item with what came of it."""
    item_id = question_in(page_to_run(current_user, session_id), question_id)[0].item.id
    press(session_id, service, done, question_id=question_id, **known)
    return redirect(url_for("council.item", session_id=session_id, item_id=item_id))
