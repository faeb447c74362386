"""Trying other rules on a sealed run, keeping what was tried, and comparing it."""

from collections.abc import Iterable
from typing import Any, cast

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from accounts.models import User
from awards import scenarios
from awards.comparing_scenarios import MOST, build_comparison
from awards.models import Scenario
from awards.queries import RunLine
from awards.rules import can_adopt_scenario, can_change_scenario
from awards.run_columns import columns_of_run
from awards.run_lines import run_line_of
from awards.run_queries import find_run
from awards.scenario_forms import (
    LONGEST_ADDRESS,
    ScenarioForm,
    VersionForm,
    address_arguments,
    asked_changes,
    sent_changes,
)
from awards.scenario_page import TryPage, build_try_page, panels_for, state_of, type_of
from awards.scenario_queries import find_scenario, list_scenarios
from awards.trying import FaultyChangesError
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.json_errors import wants_json
from foundation.permissions import Permission
from scoring.scenario import Change, read_changes

BASE = "/xep-hang/<int:run_id>/phuong-an"
ONE = f"{BASE}/<int:scenario_id>"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule(BASE, view_func=try_rules, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{BASE}/luu", view_func=save_scenario, methods=["POST"])
    blueprint.add_url_rule(f"{BASE}/da-luu", view_func=saved_scenarios)
    blueprint.add_url_rule(f"{BASE}/so-sanh", view_func=compare_scenarios)
    blueprint.add_url_rule(ONE, view_func=scenario, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{ONE}/luu", view_func=change_scenario, methods=["POST"])
    blueprint.add_url_rule(f"{ONE}/chia-se", view_func=share_scenario, methods=["POST"])
    blueprint.add_url_rule(f"{ONE}/xoa", view_func=remove_scenario, methods=["POST"])


@requires(Permission.TRY_RULES)
def try_rules(run_id: int) -> ResponseReturnValue:
    """Try other rules: the page, and what a change of its form comes to."""
    run = run_line_of(run_id)
    if request.method == "POST":
        return _tried(run, None)
    return _page(run, None, asked_changes(request.args))


@requires(Permission.TRY_RULES)
def scenario(run_id: int, scenario_id: int) -> ResponseReturnValue:
    """A kept scenario, on which one may go on trying; it stays as it is until it is saved."""
    run, kept = run_line_of(run_id), find_scenario(run_id, scenario_id, _actor())
    if request.method == "POST":
        return _tried(run, kept)
    changes = asked_changes(request.args) if "thu" in request.args else kept_changes(kept)
    return _page(run, kept, changes)


@requires(Permission.TRY_RULES)
def save_scenario(run_id: int) -> ResponseReturnValue:
    """Keep what is tried under a name."""
    run, form = run_line_of(run_id), ScenarioForm()
    changes = _sent(run)
    stored = find_run(run_id)
    if stored is None:
        raise NotFound(_("Không có lần đánh giá này."))
    if form.validate():
        try:
            with transaction():
                made = scenarios.create_scenario(
                    actor=_actor(),
                    run=stored,
                    name=form.name.data or "",
                    note=form.note.data or "",
                    shared=form.shared.data,
                    changes=changes,
                    now=now(),
                )
        except FaultyChangesError:
            pass  # the page says beside each field what is wrong
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã lưu phương án “%(name)s”.", name=made.name), "info")
            return redirect(url_for("awards.scenario", run_id=run_id, scenario_id=made.id, type=_type()))
    return _page(run, None, changes, form), 422


@requires(Permission.TRY_RULES)
def change_scenario(run_id: int, scenario_id: int) -> ResponseReturnValue:
    """Replace one's own scenario by what is tried."""
    run, kept = run_line_of(run_id), find_scenario(run_id, scenario_id, _actor())
    form, changes = ScenarioForm(), _sent(run)
    if form.validate():
        try:
            with transaction():
                scenarios.change_scenario(
                    actor=_actor(),
                    scenario=kept,
                    version=form.version.data or 0,
                    name=form.name.data or "",
                    note=form.note.data or "",
                    shared=form.shared.data,
                    changes=changes,
                    now=now(),
                )
        except FaultyChangesError:
            pass
        except Conflict as error:
            flash(error.message, "wait")
            return _page(run, _still(run_id, scenario_id), changes, form), error.status
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã lưu phương án “%(name)s”.", name=form.name.data), "info")
            return redirect(url_for("awards.scenario", run_id=run_id, scenario_id=scenario_id, type=_type()))
    return _page(run, kept, changes, form), 422


@requires(Permission.TRY_RULES)
def share_scenario(run_id: int, scenario_id: int) -> ResponseReturnValue:
    """Show one's own scenario to the council, or to nobody else any more."""
    kept, form = find_scenario(run_id, scenario_id, _actor()), VersionForm()
    wanted = request.form.get("shared") == "1"
    if form.validate():
        try:
            with transaction():
                scenarios.share_scenario(
                    actor=_actor(), scenario=kept, version=form.version.data or 0, shared=wanted, now=now()
                )
        except Conflict as error:
            flash(error.message, "wait")
        else:
            told = (
                _("Hội đồng đã xem được phương án này.") if wanted else _("Chỉ bạn còn thấy phương án này.")
            )
            flash(told, "info")
    return redirect(url_for("awards.saved_scenarios", run_id=run_id))


@requires(Permission.TRY_RULES)
def remove_scenario(run_id: int, scenario_id: int) -> ResponseReturnValue:
    """Remove one's own scenario."""
    kept, form = find_scenario(run_id, scenario_id, _actor()), VersionForm()
    name = kept.name
    if form.validate():
        try:
            with transaction():
                scenarios.remove_scenario(
                    actor=_actor(), scenario=kept, version=form.version.data or 0, now=now()
                )
        except Conflict as error:
            flash(error.message, "wait")
        else:
            flash(_("Đã xóa phương án “%(name)s”.", name=name), "info")
    return redirect(url_for("awards.saved_scenarios", run_id=run_id))


@requires(Permission.TRY_RULES)
def saved_scenarios(run_id: int) -> ResponseReturnValue:
    """The scenarios of a run that the reader may see."""
    run = run_line_of(run_id)
    return render_template(
        "awards/scenarios.html",
        run=run,
        scenarios=list_scenarios(run_id, _actor()),
        form=VersionForm(formdata=None),
        most=MOST,
        may_change=can_change_scenario,
    )


@requires(Permission.TRY_RULES)
def compare_scenarios(run_id: int) -> ResponseReturnValue:
    """Two or three scenarios side by side."""
    run = run_line_of(run_id)
    asked = list(
        dict.fromkeys(text for text in request.args.getlist("a") if text.isdecimal() and len(text) < 10)
    )
    if not 2 <= len(asked) <= MOST:
        flash(_("Đánh dấu hai hoặc ba phương án rồi bấm So sánh."), "wait")
        return redirect(url_for("awards.saved_scenarios", run_id=run_id))
    kept = [find_scenario(run_id, int(text), _actor()) for text in asked]
    page = build_comparison(run, [(one, kept_changes(one)) for one in kept], request.args.get("type"))
    return render_template("awards/compare_scenarios.html", run=run, page=page, asked=asked)


def _still(run_id: int, scenario_id: int) -> Scenario | None:
    """A scenario that another window may have removed meanwhile."""
    try:
        return find_scenario(run_id, scenario_id, _actor())
    except NotFound:
        return None


def kept_changes(kept: Scenario) -> list[Change]:
    """The changes that a scenario keeps."""
    return read_changes(list(kept.changes))


def _tried(run: RunLine, kept: Scenario | None) -> ResponseReturnValue:
    """What the form comes to: for a script the parts of the page that change, else the page itself."""
    changes = _sent(run)
    address = _address(run, kept, changes)
    if not wants_json():
        return redirect(address) if len(address) <= LONGEST_ADDRESS else _page(run, kept, changes)
    page = build_try_page(run, _type(), changes)
    draw: Any = current_app.jinja_env.get_template("macros/trying.html").module
    parts = {
        "effect": draw.try_effect(page),
        "tabs": draw.try_tabs(page, _links(page, kept)),
        "bar": draw.try_bar(page),
        "count": draw.try_count(page),
    }
    fields = {
        one.id: {
            "was": _("đã chốt %(value)s", value=one.was) if one.was else "",
            "hint": one.hint,
            "errors": one.errors,
        }
        for one in page.fields
    }
    return jsonify(parts=parts, fields=fields, address=address if len(address) <= LONGEST_ADDRESS else None)


def _page(
    run: RunLine, kept: Scenario | None, changes: Iterable[Change], form: ScenarioForm | None = None
) -> str:
    page = build_try_page(run, _type(), changes)
    own = kept is not None and can_change_scenario(_actor(), kept) and kept.adopted_at is None
    if form is None:
        form = ScenarioForm(formdata=None, obj=kept if own else None)
    elif kept is not None and own:
        form.version.data = form.version.data or kept.version
    return render_template(
        "awards/try_rules.html",
        page=page,
        run=run,
        kept=kept,
        links=_links(page, kept),
        form=form,
        own=own,
        may_adopt=kept is not None and kept.adopted_at is None and can_adopt_scenario(_actor()),
    )


def _links(page: TryPage, kept: Scenario | None) -> dict[str, str]:
    """Where each type of the run is tried under the same changes."""
    return {tab.code: _address(page.run, kept, page.changes, tab.code) for tab in page.tabs}


def _address(
    run: RunLine, kept: Scenario | None, changes: Iterable[Change], type_code: str | None = None
) -> str:
    asked: dict[str, Any] = {"type": type_code or _type(), **address_arguments(changes)}
    if kept is None:
        return url_for("awards.try_rules", run_id=run.id, **asked)
    return url_for("awards.scenario", run_id=run.id, scenario_id=kept.id, thu=1, **asked)


def _sent(run: RunLine) -> list[Change]:
    """The changes that the form sends for the type it shows."""
    columns = columns_of_run(run)
    kind = type_of(columns, _type())
    return sent_changes(request.form, panels_for(run, kind), state_of(columns, []))


def _type() -> str | None:
    return request.values.get("type") or None


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
