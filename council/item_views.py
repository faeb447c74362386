"""One item of the agenda: what is said about it, its title, further motions; and its single questions."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import cases, items, questions
from council.ballot_rules import PRESETS, presets_on, to_data
from council.discussing import NotesConflict, write_notes
from council.forms import MotionForm, QuestionForm, TitleForm, numbers_in
from council.loading import item_in, page_of, page_to_run, question_in, version_sent
from council.models import Method
from council.page import ItemView, SessionPage
from council.pressing import press
from council.question_view import QuestionView
from foundation.access import requires
from foundation.clock import local, local_date, now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.json_errors import tell
from foundation.permissions import Permission

OF_SESSION = ""


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/phien-hop/<int:session_id>", ["GET", "POST"], ["POST"]
    at_item, at_question = f"{one}/noi-dung/<int:item_id>", f"{one}/cau-hoi/<int:question_id>"
    blueprint.add_url_rule(at_item, view_func=item)
    blueprint.add_url_rule(f"{at_item}/ten", view_func=rename_item, methods=send)
    blueprint.add_url_rule(f"{at_item}/ghi-chep", view_func=notes, methods=send)
    blueprint.add_url_rule(f"{at_item}/cau-hoi", view_func=add_motion, methods=send)
    blueprint.add_url_rule(at_question, view_func=question, methods=both)
    blueprint.add_url_rule(f"{at_question}/tach", view_func=take_out, methods=send)
    blueprint.add_url_rule(f"{at_question}/nhap-lai", view_func=put_back, methods=send)
    blueprint.add_url_rule(f"{at_question}/thu-tu", view_func=move_question, methods=send)
    blueprint.add_url_rule(f"{at_question}/bo", view_func=remove_question, methods=send)


@requires(Permission.VIEW_SESSION)
def item(session_id: int, item_id: int) -> ResponseReturnValue:
    """One item with everything that belongs to it."""
    page = page_of(current_user, session_id)
    return _item(page, item_in(page, item_id))


@requires(Permission.MANAGE_SESSION)
def rename_item(session_id: int, item_id: int) -> ResponseReturnValue:
    """Another title."""
    form = TitleForm()
    return _do(session_id, item_id, items.rename_item, _("Đã đổi tên nội dung."), title=form.title.data or "")


@requires(Permission.VIEW_SESSION)
def notes(session_id: int, item_id: int) -> ResponseReturnValue:
    """What is said, saved while it is typed; without a script, by a button."""
    page = page_to_run(current_user, session_id)
    view = item_in(page, item_id)
    sent: Any = request.get_json() if request.is_json else request.form
    text, base = str(sent.get("notes") or ""), str(sent.get("base") or "")
    try:
        with transaction():
            kept = write_notes(
                actor=current_user,
                session_id=session_id,
                item_id=view.item.id,
                text=text,
                base=base,
                now=now(),
            ).notes
    except NotesConflict as conflict:
        return _differing(session_id, item_id, text, conflict)
    except DomainError as error:
        if request.is_json:
            return tell(error.message, error.status)
        flash(error.message, "stop")
        return _item(page_of(current_user, session_id), view, typed=text, base=base), error.status
    if request.is_json:
        return jsonify(notes=kept, saved=_("Đã lưu %(time)s", time=local(now()).strftime("%H:%M")))
    flash(_("Đã lưu ghi chép."), "info")
    return redirect(url_for("council.item", session_id=session_id, item_id=item_id))


@requires(Permission.MANAGE_SESSION)
def add_motion(session_id: int, item_id: int) -> ResponseReturnValue:
    """A further question without cases."""
    form = MotionForm()
    return _do(session_id, item_id, questions.add_motion, _("Đã thêm câu hỏi."), text=form.text.data or "")


@requires(Permission.MANAGE_SESSION)
def question(session_id: int, question_id: int) -> ResponseReturnValue:
    """One question: its words, how it is voted on, its rules; its cases, some of which may be taken out."""
    page = page_of(current_user, session_id)
    view = question_in(page, question_id)[1]
    form = _question_form(page, view)
    if form.validate_on_submit():
        preset = PRESETS.get(form.own_rules.data)
        try:
            with transaction():
                questions.change_question(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    question_id=question_id,
                    text=form.text.data or "",
                    method=Method(form.method.data),
                    rules=to_data(preset.rules) if preset is not None else None,
                    now=now(),
                )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            flash(error.message, "stop")
            return _question(session_id, question_id, form), error.status
        flash(_("Đã lưu câu hỏi."), "info")
        return redirect(url_for("council.item", session_id=session_id, item_id=view.question.item_id))
    return _question(session_id, question_id, form), 422 if form.errors else 200


@requires(Permission.VIEW_SESSION)
def take_out(session_id: int, question_id: int) -> ResponseReturnValue:
    """Let some cases be voted on apart."""
    chosen = numbers_in(request.form.getlist("case"))
    done = _("Đã tách thành câu hỏi riêng, ngay sau danh sách.")
    return _do_to_question(session_id, question_id, cases.take_out, done, candidate_ids=chosen)


@requires(Permission.VIEW_SESSION)
def put_back(session_id: int, question_id: int) -> ResponseReturnValue:
    """Put the cases of a question back into a list."""
    into = next(iter(numbers_in([request.form.get("into", "")])), 0)
    done = _("Đã đưa trở lại danh sách.")
    return _do_to_question(session_id, question_id, cases.put_back, done, into_id=into)


@requires(Permission.MANAGE_SESSION)
def move_question(session_id: int, question_id: int) -> ResponseReturnValue:
    """One place up or down within its item."""
    view = question_in(page_of(current_user, session_id), question_id)[0]
    numbers = [one.question.id for one in view.questions]
    at = numbers.index(question_id)
    following = numbers[at + 2 :] if request.form.get("huong") == "xuong" else numbers[max(at - 1, 0) :]
    before = next((one for one in following if one != question_id), None)
    return _do_to_question(session_id, question_id, questions.move_question, "", before_id=before)


@requires(Permission.MANAGE_SESSION)
def remove_question(session_id: int, question_id: int) -> ResponseReturnValue:
    """Leave a question out."""
    return _do_to_question(session_id, question_id, questions.remove_question, _("Đã bỏ câu hỏi."))


def _item(page: SessionPage, view: ItemView, **more: Any) -> str:
    return render_template(
        "council/item.html",
        page=page,
        view=view,
        title_form=TitleForm(formdata=None, data={"title": view.item.title}),
        motion_form=MotionForm(formdata=None),
        **more,
    )


def _differing(session_id: int, item_id: int, text: str, conflict: NotesConflict) -> ResponseReturnValue:
    """Both versions side by side; neither is written over."""
    if request.is_json:
        return jsonify(error="conflict", theirs=conflict.theirs, message=conflict.message), 409
    page = page_of(current_user, session_id)
    view = item_in(page, item_id)
    return _item(page, view, typed=text, base=conflict.theirs, theirs=conflict), 409


def _question_form(page: SessionPage, view: QuestionView) -> QuestionForm:
    one = view.question
    own = str((one.rules or {}).get("preset", "")) if one.rules else OF_SESSION
    data = {"text": one.text, "method": one.method.value, "own_rules": own}
    form = QuestionForm(data=data) if request.method == "POST" else QuestionForm(formdata=None, data=data)
    presets = presets_on(local_date(page.session.meets_at))
    form.own_rules.choices = [
        (OF_SESSION, _("Theo quy tắc của phiên họp")),
        *((preset.code, str(preset.name)) for preset in presets),
    ]
    return form


def _question(session_id: int, question_id: int, form: QuestionForm) -> str:
    page = page_of(current_user, session_id)
    view, found = question_in(page, question_id)
    return render_template(
        "council/question.html",
        page=page,
        view=view,
        one=found,
        form=form,
        homes=cases.homes_of(found.question),
    )


def _do(session_id: int, item_id: int, service: Any, done: str, **known: Any) -> ResponseReturnValue:
    """One press of a button on an item, back to the item with what came of it."""
    item_in(page_of(current_user, session_id), item_id)
    press(session_id, service, done, item_id=item_id, **known)
    return redirect(url_for("council.item", session_id=session_id, item_id=item_id))


def _do_to_question(
    session_id: int, question_id: int, service: Any, done: str, **known: Any
) -> ResponseReturnValue:
    """One press of a button on a question, back to its item with what came of it."""
    item_id = question_in(page_of(current_user, session_id), question_id)[0].item.id
    press(session_id, service, done, question_id=question_id, **known)
    return redirect(url_for("council.item", session_id=session_id, item_id=item_id))
