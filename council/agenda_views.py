"""The agenda as the office arranges it: items added, moved and left out, made anew, and nominations."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import agenda as making
from council import items, supplementary
from council.forms import ItemForm, numbers_in
from council.loading import item_in, page_of, version_sent
from council.models import SessionKind
from council.nominations import awards_of_type, nominate
from council.page import SessionPage
from council.pressing import press
from council.queries import FOUND_AT_ONCE, search_run
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import Permission

UP, DOWN, NOW = "len", "xuong", "ban-ngay"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one, both, send = "/phien-hop/<int:session_id>", ["GET", "POST"], ["POST"]
    item = f"{one}/noi-dung/<int:item_id>"
    blueprint.add_url_rule(f"{one}/chuong-trinh", view_func=agenda, methods=both)
    blueprint.add_url_rule(f"{one}/chuong-trinh/lap-lai", view_func=make_agenda, methods=send)
    blueprint.add_url_rule(f"{item}/thu-tu", view_func=move_item, methods=send)
    blueprint.add_url_rule(f"{item}/bo", view_func=drop_item, methods=send)
    blueprint.add_url_rule(f"{one}/de-nghi", view_func=nominations, methods=both)


@requires(Permission.MANAGE_SESSION)
def agenda(session_id: int) -> ResponseReturnValue:
    """All items with what may be done to each; a further one at the foot."""
    page_of(current_user, session_id)
    form = ItemForm()
    if form.validate_on_submit():
        try:
            with transaction():
                items.add_item(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    title=form.title.data or "",
                    motion=form.motion.data or "",
                    now=now(),
                )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            flash(error.message, "stop")
            return _agenda(session_id, form), error.status
        flash(_("Đã thêm nội dung."), "info")
        return redirect(url_for("council.agenda", session_id=session_id))
    return _agenda(session_id, form), 422 if form.errors else 200


@requires(Permission.MANAGE_SESSION)
def make_agenda(session_id: int) -> ResponseReturnValue:
    """Make the agenda anew: from the run, or from what earlier sessions left open."""
    if page_of(current_user, session_id).session.kind is SessionKind.SUPPLEMENTARY:
        done = _("Đã lập chương trình từ những việc các phiên trước để lại.")
        return _do(session_id, supplementary.fill_supplementary, done)
    done = _("Đã lập lại chương trình từ kết quả đánh giá. Nội dung tự thêm được giữ.")
    return _do(session_id, making.make_agenda, done)


@requires(Permission.MANAGE_SESSION)
def move_item(session_id: int, item_id: int) -> ResponseReturnValue:
    """One place up or down, or before everything that waits."""
    page = page_of(current_user, session_id)
    item_in(page, item_id)
    before_id = _before(page, item_id, request.form.get("huong", ""))
    return _do(session_id, items.move_item, "", item_id=item_id, before_id=before_id)


@requires(Permission.MANAGE_SESSION)
def drop_item(session_id: int, item_id: int) -> ResponseReturnValue:
    """Leave an item out."""
    item = item_in(page_of(current_user, session_id), item_id).item
    done = _("Đã bỏ nội dung: %(title)s.", title=item.title)
    return _do(session_id, items.drop_item, done, item_id=item_id)


@requires(Permission.MANAGE_SESSION)
def nominations(session_id: int) -> ResponseReturnValue:
    """Find somebody of the run by name, and put them on the agenda with an award."""
    page = page_of(current_user, session_id)
    words = request.args.get("tim", "").strip()
    if request.method == "POST":
        number = next(iter(numbers_in([request.form.get("participant", "")])), 0)
        try:
            with transaction():
                nominate(
                    actor=current_user,
                    session_id=session_id,
                    version=version_sent(),
                    participant_id=number,
                    award=request.form.get("award", ""),
                    now=now(),
                )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            flash(error.message, "stop")
            return _nominations(page_of(current_user, session_id), words), error.status
        flash(_("Đã đưa vào chương trình, thành câu hỏi riêng."), "info")
        return redirect(url_for("council.agenda", session_id=session_id))
    return _nominations(page, words)


def _agenda(session_id: int, form: ItemForm) -> str:
    return render_template("council/agenda.html", page=page_of(current_user, session_id), form=form)


def _nominations(page: SessionPage, words: str) -> str:
    found = search_run(page.session.run_id, words) if words else []
    kinds = {row.type_code for row in found}
    return render_template(
        "council/nominations.html",
        page=page,
        words=words,
        found=found[:FOUND_AT_ONCE],
        more=len(found) > FOUND_AT_ONCE,
        awards={kind: awards_of_type(page.session, kind) for kind in kinds},
    )


def _before(page: SessionPage, item_id: int, way: str) -> int | None:
    """The item before which this one comes to stand; None for the end."""
    numbers = [one.item.id for one in page.items]
    at = numbers.index(item_id)
    if way == NOW:
        waiting = [one.item.id for one in page.items if not one.is_done and one.item.id != item_id]
        return waiting[0] if waiting else None
    if way == UP:
        return numbers[max(at - 1, 0)] if at else numbers[1] if len(numbers) > 1 else None
    following = numbers[at + 2 :]
    return following[0] if following else None


def _do(session_id: int, service: Any, done: str, **known: Any) -> ResponseReturnValue:
    """One press of a button of the agenda, back to the page it stands on with what came of it."""
    page_of(current_user, session_id)
    press(session_id, service, done, **known)
    at = request.form.get("tro-ve", "")
    endpoint = "council.session" if at == "phien-hop" else "council.agenda"
    return redirect(url_for(endpoint, session_id=session_id))
