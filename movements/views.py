"""The years of the movement: which there are, and starting a new one."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from criteria.queries import find_published
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.formats import day
from foundation.permissions import Permission
from movements import given_views, queries, services, year_pages
from movements.calendars import calendar_of, shifted
from movements.forms import MovementForm, YearForm
from movements.models import Movement, MovementYear
from movements.rules import is_year_within
from movements.wording import STAGE_NAMES

blueprint = Blueprint("movements", __name__)
year_pages.register(blueprint)
given_views.register(blueprint)


@blueprint.get("/nam")
@requires(Permission.MANAGE_MOVEMENT)
def list_years() -> ResponseReturnValue:
    """Every year, the latest first."""
    at = now()
    lines = [
        (year, queries.list_open_stages(year.id, at), find_published(year.id))
        for year in queries.list_years()
    ]
    return render_template(
        "movements/list_years.html", lines=lines, movements=queries.list_movements(), names=STAGE_NAMES
    )


@blueprint.route("/phong-trao/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_MOVEMENT)
def create_movement() -> ResponseReturnValue:
    """Set up a movement; its years come next."""
    form = MovementForm()
    if form.validate_on_submit() and _is_movement_made(form):
        flash(_("Đã lập phong trào. Mở năm thi đua đầu tiên."), "info")
        return redirect(url_for("movements.start_year"))
    return render_template("movements/create_movement.html", form=form), 422 if form.errors else 200


@blueprint.route("/phong-trao/<int:movement_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MOVEMENT)
def change_movement(movement_id: int) -> ResponseReturnValue:
    """What the movement is called and how long it lasts."""
    movement = next((one for one in queries.list_movements() if one.id == movement_id), None)
    if movement is None:
        raise NotFound(_("Không có phong trào này."))
    form = MovementForm(obj=movement)
    if form.validate_on_submit() and _is_movement_kept(form, movement):
        flash(
            _(
                "Đã lưu phong trào, từ %(first)s đến %(last)s.",
                first=day(movement.period_from),
                last=day(movement.period_to),
            ),
            "info",
        )
        return redirect(url_for("movements.list_years"))
    page = render_template("movements/change_movement.html", form=form, movement=movement)
    return page, 422 if form.errors else 200


def _is_movement_made(form: MovementForm) -> bool:
    return _did(form, services.create_movement)


def _is_movement_kept(form: MovementForm, movement: Movement) -> bool:
    return _did(form, partial(services.change_movement, movement=movement))


def _did(form: MovementForm, act: Callable[..., object]) -> bool:
    values = {name: form[name].data for name in ("name", "district_name", "province_name", "standing_body")}
    try:
        with transaction():
            act(
                actor=current_user,
                slogan=form.slogan.data or None,
                period_from=form.period_from.data,
                period_to=form.period_to.data,
                now=now(),
                **{name: value.strip() for name, value in values.items()},
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True


@blueprint.route("/nam/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_MOVEMENT)
def start_year() -> ResponseReturnValue:
    """Start a year: its number, and the calendar of an earlier one moved to it."""
    movements = queries.list_movements()
    if not movements:
        return redirect(url_for("movements.create_movement"))
    years = movements[0].years
    next_year = max((year.year for year in years), default=local_date(now()).year - 1) + 1
    within = is_year_within(movements[0], next_year)
    form = YearForm(data={"year": next_year, "copy_from": years[-1].id if years else 0})
    form.copy_from.choices = [
        *(
            SelectChoice(year.id, _("Như năm %(year)s, dời sang năm mới", year=year.year))
            for year in reversed(years)
        ),
        SelectChoice(0, _("Đặt từng ngày ở bước sau")),
    ]
    made = _make_year(form) if form.validate_on_submit() else None
    if made is not None:
        flash(_("Đã mở năm %(year)s. Xem lại lịch rồi chọn bộ tiêu chí.", year=made.year), "info")
        if made.stages and all(stage.closes_at <= now() for stage in made.stages):
            flash(_("Mọi giai đoạn trong lịch năm %(year)s đã đóng.", year=made.year), "wait")
        return redirect(url_for("movements.calendar", year_id=made.id))
    return render_template(
        "movements/start_year.html", form=form, movement=movements[0], next_year=next_year, within=within
    ), 422 if form.errors else 200


def _make_year(form: YearForm) -> MovementYear | None:
    number = form.year.data or 0
    source = queries.find_year(form.copy_from.data) if form.copy_from.data else None
    dates = shifted(calendar_of(source), number - source.year) if source and 1900 <= number <= 2999 else {}
    try:
        with transaction():
            return services.start_year(
                actor=current_user,
                movement=queries.list_movements()[0],
                year=number,
                calendar=dates,
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return None
