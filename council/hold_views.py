"""Holds and exclusions of a year: who is kept back or barred, on what ground; laying one and lifting it."""

from typing import cast
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice

from council.hold_effects import effects_on
from council.hold_forms import HoldForm, LiftForm
from council.hold_page import build_hold_page, build_list, choose_year
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import say_beside, show_beside_field
from foundation.headers import CONTENT_SECURITY_POLICY
from foundation.permissions import Permission
from movements.queries import list_years
from scorecards.models import Scorecard
from scorecards.queries import find_scorecard
from verification.mark_files import Sent, read_file
from verification.mark_queries import FOUND_AT_ONCE, find_card, find_mark, search_cards
from verification.marking import MarkLine, Paper, list_marks, set_mark
from verification.models import Mark

EXCLUSION = "exclusion"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/chua-xet", view_func=holds)
    blueprint.add_url_rule("/chua-xet/them", view_func=lay_hold, methods=both)
    blueprint.add_url_rule("/chua-xet/<int:mark_id>", view_func=hold)
    blueprint.add_url_rule("/chua-xet/<int:mark_id>/go", view_func=lift_hold, methods=both)
    blueprint.add_url_rule("/chua-xet/<int:mark_id>/tep/<int:number>", view_func=hold_file)


@requires(Permission.VIEW_SESSION)
def holds() -> ResponseReturnValue:
    """Everybody of a year who is kept back or barred, and whose ground was lifted."""
    year = choose_year(_number(request.args.get("nam", "")), now())
    page = build_list(year) if year is not None else None
    return render_template("council/holds.html", page=page, years=list_years())


@requires(Permission.LAY_HOLD)
def lay_hold() -> ResponseReturnValue:
    """Whom it is about; then on what ground, and what it does."""
    card_id = _number(request.args.get("phieu", "")) or _card_of_participant()
    if card_id is None:
        return _search()
    year = choose_year(None, now(), card_id=card_id)
    card = find_card(year.id, card_id) if year is not None else None
    if card is None:
        raise NotFound(_("Không có phiếu này. Tìm lại theo tên."))
    lines = sorted((one for one in list_marks(card) if not one.stands), key=_holds_first)
    form = HoldForm()
    form.code.choices = [SelectChoice(one.code, _described(one)) for one in lines]
    if form.validate_on_submit() and _is_sure(form, lines):
        mark = _set(form, card, form.code.data, stands=True)
        if mark is not None:
            flash(_("Đã ghi: %(name)s, %(ground)s.", name=card.participant.name, ground=mark.name), "info")
            return redirect(url_for("council.hold", mark_id=mark.id))
    page = render_template(
        "council/lay_hold.html", card=card, lines=lines, form=form, effects_now=effects_on(card, lays=True)
    )
    return page, 422 if form.errors else 200


@requires(Permission.VIEW_SESSION)
def hold(mark_id: int) -> ResponseReturnValue:
    """One ground: why, by which paper, who laid and who lifted it; what it does, and what follows."""
    mark = _mark(mark_id)
    return render_template("council/hold.html", page=build_hold_page(mark))


@requires(Permission.LAY_HOLD)
def lift_hold(mark_id: int) -> ResponseReturnValue:
    """What came of it, by which paper; then it stands no longer."""
    mark, form = _mark(mark_id), LiftForm()
    card = mark.scorecard
    if form.validate_on_submit() and _set(form, card, mark.code, stands=False) is not None:
        flash(_("Đã gỡ: %(name)s, %(ground)s.", name=card.participant.name, ground=mark.name), "info")
        return redirect(url_for("council.hold", mark_id=mark.id))
    page = render_template(
        "council/lift_hold.html",
        page=build_hold_page(mark),
        form=form,
        effects_now=effects_on(card, lays=False),
    )
    return page, 422 if form.errors else 200


@requires(Permission.VIEW_SESSION)
def hold_file(mark_id: int, number: int) -> ResponseReturnValue:
    """The file behind laying (1) or lifting (2) a ground; always a download."""
    mark = _mark(mark_id)
    deed = {1: mark.laid, 2: mark.lifted}.get(number)
    if deed is None:
        raise NotFound(_("Mục này không kèm tệp."))
    response = Response(read_file(deed), mimetype=deed.file_type)
    response.content_length = deed.file_size
    plain = deed.file_name.encode("ascii", "ignore").decode().strip(" .") or f"van-ban-{mark.id}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(deed.file_name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
    return response


def _card_of_participant() -> int | None:
    """The scorecard of the participant and year that the address names, as pages of a session do."""
    year, participant = _number(request.args.get("nam", "")), _number(request.args.get("ai", ""))
    if year is None or participant is None:
        return None
    card = find_scorecard(year, participant)
    if card is None:
        raise NotFound(_("Không có phiếu này. Tìm lại theo tên."))
    return card.id


def _search() -> str:
    words = request.args.get("tim", "").strip()[:100]
    year = choose_year(_number(request.args.get("nam", "")), now())
    found = search_cards(year.id, words) if words and year is not None else []
    return render_template(
        "council/find_hold.html",
        year=year,
        words=words,
        found=found[:FOUND_AT_ONCE],
        more=len(found) > FOUND_AT_ONCE,
    )


def _set(form: LiftForm, card: Scorecard, code: str, *, stands: bool) -> Mark | None:
    sent = cast(FileStorage | None, form.file.data)
    file = Sent(sent.stream, sent.filename or "") if sent is not None and sent.filename else None
    try:
        with transaction():
            return set_mark(
                actor=current_user,
                scorecard_id=card.id,
                code=code,
                stands=stands,
                ground=form.ground.data or "",
                paper=Paper(form.paper.data or "", form.paper_date.data, file),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if error.field is None:
            say_beside(form.ground, error.message)
        else:
            show_beside_field(form, error)
        return None


def _is_sure(form: HoldForm, lines: list[MarkLine]) -> bool:
    """Barring somebody takes a tick besides the ground: nobody bars by one click."""
    line = next((one for one in lines if one.code == form.code.data), None)
    if line is None or line.kind != EXCLUSION or form.sure.data:
        return True
    say_beside(form.sure, _("Đánh dấu xác nhận rồi ghi loại trừ."))
    return False


def _holds_first(line: MarkLine) -> bool:
    return line.kind == EXCLUSION


def _described(line: MarkLine) -> str:
    if line.kind == EXCLUSION:
        return _("Loại trừ: %(name)s", name=line.name)
    return _("Chưa xét: %(name)s", name=line.name)


def _mark(mark_id: int) -> Mark:
    mark = find_mark(mark_id)
    if mark is None:
        raise NotFound(_("Không có căn cứ này. Mở danh sách chưa xét, loại trừ."))
    return mark


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
