"""The pages of one year: its calendar, what the office chooses, its criteria."""

from enum import Enum, auto

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from criteria import queries as criteria_queries
from criteria.document import Reading, read_document
from criteria.other_years import list_other_years
from criteria.presets import preset_files, preset_title
from criteria.services import FaultyDocumentError
from criteria.wording import fault_text
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from movements import queries, services
from movements.calendars import CalendarError, calendar_of, change_calendar, fingerprint
from movements.criteria_choice import document_from, keep_draft
from movements.forms import CalendarForm, CriteriaForm, SettingsForm
from movements.models import MovementYear, StageCode
from movements.settings import settings_of
from movements.wording import STAGE_NAMES


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/nam/<int:year_id>/lich", view_func=calendar, methods=both)
    blueprint.add_url_rule("/nam/<int:year_id>/thiet-lap", view_func=settings, methods=both)
    blueprint.add_url_rule("/nam/<int:year_id>/tieu-chi", view_func=criteria, methods=both)


@requires(Permission.MANAGE_MOVEMENT)
def calendar(year_id: int) -> ResponseReturnValue:
    """When each stage opens and closes."""
    year = _load(year_id)
    form = _calendar_form(year)
    onward = request.form.get("next") == "criteria"
    if form.validate_on_submit() and (kept := _keep_calendar(form, year, quiet=onward)):
        there = "movements.criteria" if onward and kept is Kept.AS_TYPED else "movements.calendar"
        return redirect(url_for(there, year_id=year.id))
    page = render_template(
        "movements/calendar.html",
        form=form,
        year=year,
        stages=[(code, STAGE_NAMES[code], *form.ends(code)) for code in StageCode],
        current=calendar_of(year),
        now=now(),
        opening=criteria_queries.find_published(year.id) is None,
    )
    return page, 422 if form.errors else 200


def _calendar_form(year: MovementYear) -> CalendarForm:
    dates = calendar_of(year)
    data: dict[str, object] = {"seen": fingerprint(dates)}
    for code, (opens, closes) in dates.items():
        data |= {f"opens_{code.value}": opens, f"closes_{code.value}": closes}
    form = CalendarForm(data=data)
    for code in StageCode:
        for field in form.ends(code):
            field.example_year = year.year
    return form


class Kept(Enum):
    """What became of a calendar that was sent: kept as typed, or somebody else's stands."""

    AS_TYPED = auto()
    OTHER_STANDS = auto()


def _keep_calendar(form: CalendarForm, year: MovementYear, *, quiet: bool) -> Kept | None:
    """None where its dates cannot stand; `quiet` says nothing where nothing changed."""
    try:
        with transaction():
            changes = change_calendar(
                actor=current_user, year=year, calendar=form.calendar(), seen=form.seen.data, now=now()
            )
    except CalendarError as error:
        for name, sentence in error.faults:
            form[name].errors = [*form[name].errors, sentence]
        return None
    except Conflict as error:
        flash(error.message, "wait")
        return Kept.OTHER_STANDS
    if changes:
        names = ", ".join(str(STAGE_NAMES[one.stage]) for one in changes)
        flash(_("Đã đổi lịch: %(stages)s. Các tài khoản liên quan đã được báo.", stages=names), "info")
    elif not quiet:
        flash(_("Lịch không có gì thay đổi."), "info")
    return Kept.AS_TYPED


@requires(Permission.MANAGE_MOVEMENT)
def settings(year_id: int) -> ResponseReturnValue:
    """Reminders, room for files, second checks, objections."""
    year = _load(year_id)
    form = SettingsForm(obj=settings_of(year))
    if form.validate_on_submit() and _are_settings_kept(form, year):
        flash(_("Đã lưu thiết lập năm %(year)s.", year=year.year), "info")
        return redirect(url_for("movements.settings", year_id=year.id))
    return render_template("movements/settings.html", form=form, year=year), 422 if form.errors else 200


def _are_settings_kept(form: SettingsForm, year: MovementYear) -> bool:
    try:
        with transaction():
            services.change_settings(actor=current_user, year=year, settings=form.settings(), now=now())
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True


@requires(Permission.MANAGE_MOVEMENT)
def criteria(year_id: int) -> ResponseReturnValue:
    """The criteria of a year: what is published, the draft with what its check says, and another source."""
    year = _load(year_id)
    form = _criteria_form(year)
    faulty: Reading | None = None
    if form.validate_on_submit():
        try:
            with transaction():
                keep_draft(actor=current_user, year=year, document=document_from(form, year), now=now())
        except FaultyDocumentError as error:
            faulty = error.reading
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.source
            field.errors = [*field.errors, error.message]
        else:
            flash(_("Đã lưu bản nháp. Xem lại nội dung rồi ban hành."), "info")
            return redirect(url_for("movements.criteria", year_id=year.id))
    return _criteria_page(year, form, faulty), 422 if form.errors or faulty else 200


def _criteria_form(year: MovementYear) -> CriteriaForm:
    form = CriteriaForm()
    years = [
        one for one in queries.list_years() if one.id != year.id and criteria_queries.find_published(one.id)
    ]
    form.from_year.choices = [SelectChoice(one.id, _("Năm %(year)s", year=one.year)) for one in years]
    form.preset.choices = [SelectChoice(file.stem, preset_title(file)) for file in preset_files()]
    if not years:
        form.source.choices = form.source.choices[1:]
    if request.method == "GET":
        form.source.data = form.source.choices[0].value
    return form


def _criteria_page(year: MovementYear, form: CriteriaForm, faulty: Reading | None) -> str:
    versions = criteria_queries.list_criteria_sets(year.id)
    draft = next((one for one in versions if one.published_at is None), None)
    reading = read_document(draft.document.encode()) if draft else None
    return render_template(
        "movements/criteria.html",
        form=form,
        year=year,
        versions=versions,
        draft=draft,
        rubric=reading.rubric if reading else None,
        findings=reading.findings if reading else [],
        elsewhen=list_other_years(draft.document, year.year) if draft else [],
        faulty=faulty.findings if faulty else [],
        fault_text=fault_text,
    )


def _load(year_id: int) -> MovementYear:
    year = queries.find_year(year_id)
    if year is None:
        raise NotFound(_("Không có năm thi đua này."))
    return year
