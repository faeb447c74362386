"""Forms taken as spreadsheets and handed in again: download, upload, what a scorecard's form changes."""

import re
import unicodedata
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import User
from assignments.scope import require_sight
from bulk_entry import household_form, scorecard_entry, scorecard_form
from bulk_entry.form_reading import FILE, MOST_BYTES, ReadForm, broken_cells, household_rows, read_form
from bulk_entry.forms import ClashForm, TakeForm, UploadForm
from bulk_entry.grid_page import page_of_typed
from bulk_entry.judging import JudgedRow
from bulk_entry.pending import find_pending
from bulk_entry.scorecard_entry import JudgedForm
from bulk_entry.services import preview
from bulk_entry.state import load_state
from bulk_entry.tables import hamlet_of, kinds_of, table_of
from bulk_entry.to_scoring import Fault
from bulk_entry.words import unmarked
from bulk_entry.years import year_of_work
from foundation.access import requires
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from scorecards.models import Scorecard

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
    both = ["GET", "POST"]
    households, card = "/bieu-mau/ho/<int:hamlet_id>.xlsx", "/bieu-mau/phieu/<int:scorecard_id>.xlsx"
    blueprint.add_url_rule(households, "download_households", download_households)
    blueprint.add_url_rule(card, "download_scorecard", download_scorecard)
    blueprint.add_url_rule("/bieu-mau/nhan", "upload", upload, methods=both)
    blueprint.add_url_rule("/bieu-mau/nhan/<token>", "take_form", take_form, methods=both)


@requires(Permission.VIEW_SCORECARD)
def download_households(hamlet_id: int) -> ResponseReturnValue:
    """The households of a hamlet as a form."""
    hamlet = hamlet_of(_actor(), hamlet_id)
    table = table_of(_actor(), hamlet, year_of_work(), request.args.get("loai"))
    state = load_state(table, hamlet, year_of_work())
    name = f"{_slug(table.kind.name)}-{_slug(hamlet.name)}-{state.year.year}.xlsx"
    made = household_form.make_household_form(state)
    return send_file(made, XLSX, as_attachment=True, download_name=name)


@requires(Permission.VIEW_SCORECARD)
def download_scorecard(scorecard_id: int) -> ResponseReturnValue:
    """A scorecard as a form."""
    scorecard = _scorecard(scorecard_id)
    name = f"phieu-{_slug(scorecard.participant.name)}-{scorecard.movement_year.year}.xlsx"
    made = scorecard_form.make_scorecard_form(scorecard)
    return send_file(made, XLSX, as_attachment=True, download_name=name)


@requires(Permission.SCORE_SELF)
def upload() -> ResponseReturnValue:
    """A form that was filled in, of whichever kind."""
    form, faults = UploadForm(), []
    if form.validate_on_submit():
        try:
            data = form.file.data.stream.read(MOST_BYTES + 1)
            read = read_form(data, form.file.data.filename or "")
            if read.marker.kind == household_form.KIND:
                return _take_households(read)
            judged = _take_scorecard(read)
            if judged.pending is not None:
                return redirect(url_for("bulk_entry.take_form", token=judged.pending.token))
            faults = list(judged.faults)
        except DomainError as error:
            show_beside_field(form, error)
    status = 422 if form.errors or faults else 200
    return render_template("bulk_entry/upload.html", form=form, faults=faults), status


@requires(Permission.SCORE_SELF)
def take_form(token: str) -> ResponseReturnValue:
    """What a scorecard's form will change; then the deed."""
    try:
        pending = find_pending(_actor(), token, scorecard_form.KIND, now())
    except NotFound:
        if request.method == "GET":
            raise
        # The second of two taps: the first has written the form.
        flash(_("Mẫu này đã ghi, hoặc đã bỏ. Mở phiếu để xem số đang lưu."), "info")
        return redirect(url_for("scorecards.my_scorecards"))
    scorecard = _scorecard(pending.subject_id)
    changes, clashes = scorecard_entry.changes_in(scorecard, pending)
    form = ClashForm() if clashes else TakeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                count = scorecard_entry.apply_form(
                    actor=_actor(),
                    token=token,
                    scorecard=scorecard,
                    seen=form.seen.data or "",
                    take_mine=bool(clashes) and form.take.data == "mine",
                    now=now(),
                )
        except Conflict as error:
            flash(error.message, "wait")
            return redirect(url_for("bulk_entry.take_form", token=token))
        flash(ngettext("Đã ghi %(num)d tiêu chí.", "Đã ghi %(num)d tiêu chí.", count), "info")
        return redirect(f"/phieu/{scorecard.id}")
    form.seen.data = scorecard_entry.state_mark(scorecard)
    page = {"form": form, "scorecard": scorecard, "changes": changes, "clashes": clashes}
    return render_template("bulk_entry/take_form.html", **page), 422 if form.errors else 200


def _take_households(read: ReadForm) -> ResponseReturnValue:
    marker, year = read.marker, year_of_work()
    hamlet = hamlet_of(_actor(), marker.subject_id)
    if marker.year_id != year.id:
        raise DomainError(_("Mẫu này của năm khác. Tải mẫu của năm nay rồi điền lại."), field=FILE)
    table = table_of(_actor(), hamlet, year, marker.type_code)
    _require_criteria(marker.criteria, table.criteria_set.sha256)
    with transaction():
        found = preview(
            actor=_actor(),
            hamlet=hamlet,
            year=year,
            type_code=marker.type_code,
            rows=household_rows(read),
            source="form",
            now=now(),
        )
        broken = _mark_broken(read, found.judgement.rows)
        if broken:
            db.session.rollback()
        elif found.pending is not None:
            url = url_for("bulk_entry.take", hamlet_id=hamlet.id, token=found.pending.token)
            return redirect(url)
    if not found.judgement.rows:
        raise DomainError(_("Mẫu chưa ghi hộ nào. Mỗi hộ ghi một dòng."), field=FILE)
    page = page_of_typed(found.state, found.judgement, found.obstacles)
    return render_template("bulk_entry/grid.html", page=page, kinds=kinds_of(year)), 422


def _mark_broken(read: ReadForm, rows: object) -> int:
    """Put beside their rows the cells that the file itself could not give."""
    by_number = {row.typed.number: row for row in cast(list[JudgedRow], rows)}
    count = 0
    for number, key, text in broken_cells(read):
        if number in by_number and key:
            row = by_number[number]
            row.faults = [Fault(key, text), *(fault for fault in row.faults if fault.key != key)]
            count += 1
    return count


def _take_scorecard(read: ReadForm) -> JudgedForm:
    scorecard = _scorecard(read.marker.subject_id)
    if read.marker.year_id != scorecard.movement_year_id:
        raise DomainError(_("Mẫu này của năm khác. Tải mẫu của năm nay rồi điền lại."), field=FILE)
    _require_criteria(read.marker.criteria, scorecard.criteria_set.sha256)
    with transaction():
        return scorecard_entry.preview_form(actor=_actor(), scorecard=scorecard, form=read, now=now())


def _require_criteria(of_form: str, now_valid: str) -> None:
    if of_form != now_valid:
        raise DomainError(
            _(
                "Bộ tiêu chí đã được ban hành lại sau khi tải mẫu này. Tải mẫu mới, chép số liệu sang rồi "
                "nộp."
            ),
            field=FILE,
        )


def _scorecard(scorecard_id: int) -> Scorecard:
    scorecard = db.session.get(Scorecard, scorecard_id)
    if scorecard is None:
        raise NotFound(_("Không có phiếu này, hoặc phiếu thuộc về đơn vị khác."))
    require_sight(_actor(), scorecard.participant, ("scorecard", scorecard.id))
    return scorecard


def _slug(name: str) -> str:
    bare = unicodedata.normalize("NFKD", unmarked(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "don-vi"


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
