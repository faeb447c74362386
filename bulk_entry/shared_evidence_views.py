"""One document for many households: choosing, then what will be cited, then the deed."""

from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from accounts.models import User
from assignments.keeping import require_keeping
from bulk_entry import shared_evidence
from bulk_entry.forms import HandInForm, ShareEvidenceForm
from bulk_entry.pending import content_of
from bulk_entry.state import State, load_state
from bulk_entry.tables import hamlet_of, table_of
from bulk_entry.years import year_of_work
from evidence.models import EvidenceFile
from evidence.queries import find_file, list_files
from evidence.rules import owner_of
from evidence.services import receive_file
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from foundation.uploads.kinds import ACCEPT
from scoring.reading import is_asked
from scoring.rubric import Criterion


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/ho/<int:hamlet_id>/minh-chung", "share_evidence", share_evidence, methods=both)
    confirming = "/ho/<int:hamlet_id>/minh-chung/<token>"
    blueprint.add_url_rule(confirming, "confirm_share_evidence", confirm_share_evidence, methods=both)


@requires(Permission.ENTER_HOUSEHOLDS)
def share_evidence(hamlet_id: int) -> ResponseReturnValue:
    """Choose a criterion, a document and households."""
    state = _state(hamlet_id, request.values.get("loai"))
    criteria = _criteria(state)
    criterion = _criterion(criteria, request.args.get("tieu-chi"))
    form = ShareEvidenceForm()
    holders = shared_evidence.holders_of(state, criterion.code)
    form.offer(list_files([owner_of(state.hamlet).id], state.year.id))
    form.households.choices = [(one.scorecard_id, one.name) for one in holders]
    if request.method == "GET":
        form.households.data = [one.scorecard_id for one in holders if not one.held]
    elif form.validate() and (token := _kept(state, criterion, form)):
        return redirect(url_for("bulk_entry.confirm_share_evidence", hamlet_id=hamlet_id, token=token))
    page = {"criteria": criteria, "criterion": criterion, "holders": holders, "accept": ACCEPT}
    status = 422 if form.errors else 200
    return render_template("bulk_entry/share_evidence.html", form=form, state=state, **page), status


@requires(Permission.ENTER_HOUSEHOLDS)
def confirm_share_evidence(hamlet_id: int, token: str) -> ResponseReturnValue:
    """By name the households and the documents; then cite them."""
    actor, hamlet = _actor(), hamlet_of(_actor(), hamlet_id)
    pending = shared_evidence.find_shared(actor, hamlet, token, now())
    state = _state(hamlet_id, content_of(pending)["type_code"])
    shared, form = shared_evidence.shared_in(state, pending), HandInForm()
    if form.validate_on_submit():
        try:
            with transaction():
                count = shared_evidence.cite_for_all(actor=actor, state=state, pending=pending, now=now())
        except (Conflict, DomainError) as error:
            flash(error.message, "wait")
            where: dict[str, Any] = {"tieu-chi": shared.criterion, "loai": shared.type_code}
            return redirect(url_for("bulk_entry.share_evidence", hamlet_id=hamlet_id, **where))
        flash(
            ngettext("Đã ghi minh chứng cho %(num)d hộ.", "Đã ghi minh chứng cho %(num)d hộ.", count), "info"
        )
        return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=shared.type_code))
    criterion = _criterion(_criteria(state), shared.criterion)
    page = {"shared": shared, "criterion": criterion, "form": form, "state": state}
    return render_template("bulk_entry/confirm_share_evidence.html", **page)


def _kept(state: State, criterion: Criterion, form: ShareEvidenceForm) -> str | None:
    """Take the files in and keep the choice; a fault stands beside its field, and nothing is taken in."""
    try:
        with transaction():
            about = {
                "number": form.number.data or None,
                "issued_on": form.issued_on.data,
                "page": form.page.data or None,
                "note": form.note.data or None,
            }
            pending = shared_evidence.keep_shared(
                actor=_actor(),
                state=state,
                criterion=criterion.code,
                files=_files(state, form),
                scorecard_ids=form.households.data or [],
                about=about,
                now=now(),
            )
            return pending.token
    except DomainError as error:
        show_beside_field(form, error)
        return None
    finally:
        for sent in request.files.values():
            sent.close()


def _files(state: State, form: ShareEvidenceForm) -> list[EvidenceFile]:
    sent = [one for one in form.file.data or [] if isinstance(one, FileStorage) and one.filename]
    if sent and not form.households.data:
        raise DomainError(_("Chọn ít nhất một hộ."), field="households")
    received = [
        receive_file(
            actor=_actor(),
            participant=state.hamlet,
            movement_year=state.year,
            stream=one.stream,
            name=one.filename or "",
            title=form.title.data,
            number=form.number.data,
            issued_on=form.issued_on.data,
            shrink=form.shrink.data,
            now=now(),
        ).file
        for one in sent
    ]
    known = find_file(int(form.known.data)) if form.known.data and not received else None
    return [*received, *([known] if known else [])]


def _state(hamlet_id: int, type_code: str | None) -> State:
    hamlet, year = hamlet_of(_actor(), hamlet_id), year_of_work()
    require_keeping(_actor(), hamlet)
    return load_state(table_of(_actor(), hamlet, year, type_code), hamlet, year)


def _criteria(state: State) -> list[Criterion]:
    """The criteria that households enter: first those that ask for evidence."""
    own = [one for one in state.table.kind.criteria() if one.entered_by == "unit" and is_asked(one)]
    return sorted(own, key=lambda one: not one.evidence.required)


def _criterion(criteria: list[Criterion], code: str | None) -> Criterion:
    found = next((one for one in criteria if one.code == code), None if code else criteria[0])
    if found is None:
        raise NotFound(_("Bộ tiêu chí không có tiêu chí này. Mở lại trang Hộ của ấp."))
    return found


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
