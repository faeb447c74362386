"""Adopting a scenario, and what two runs of a year say differently."""

from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from accounts.models import User
from awards import adopting
from awards.models import Scenario
from awards.preparation import SealPage, prepare_seal
from awards.run_difference import difference_of
from awards.run_lines import run_line_of
from awards.scenario_forms import AdoptForm
from awards.scenario_page import build_try_page
from awards.scenario_queries import find_scenario
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import say_beside, show_beside_field
from foundation.formats import number
from foundation.permissions import Permission
from scoring.scenario import read_changes


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one = "/xep-hang/<int:run_id>/phuong-an/<int:scenario_id>"
    blueprint.add_url_rule(f"{one}/ap-dung", view_func=adopt_scenario, methods=["GET", "POST"])
    blueprint.add_url_rule("/xep-hang/<int:run_id>/so-voi/<int:earlier_id>", view_func=compare_runs)


@requires(Permission.ADOPT_SCENARIO)
def adopt_scenario(run_id: int, scenario_id: int) -> ResponseReturnValue:
    """Make a scenario the rules of its year: first what will be published, then the deed."""
    kept = find_scenario(run_id, scenario_id, _actor())
    form = AdoptForm()
    page = prepare_seal(kept.run.movement_year)
    if form.validate_on_submit() and _knows_what_is_unverified(form, page):
        known: dict[str, Any] = {
            "actor": _actor(),
            "scenario": kept,
            "version": form.version.data or 0,
            "reason": form.reason.data or "",
            "now": now(),
        }
        try:
            if page.total > current_app.config["SETTINGS"].scorecards_at_once:
                with transaction():
                    ticked = bool(form.with_unverified.data)
                    task_id = adopting.submit_adoption(**known, with_unverified=ticked).id
                return redirect(url_for("tasks.task", task_id=task_id))
            with transaction():
                made = adopting.adopt_scenario(**known)
        except Conflict as error:
            flash(error.message, "stop")
            return redirect(url_for("awards.adopt_scenario", run_id=run_id, scenario_id=scenario_id))
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã áp dụng phương án và chốt lần đánh giá %(n)s.", n=made.number), "info")
            return redirect(url_for("awards.compare_runs", run_id=made.id, earlier_id=run_id))
    return _page(kept, form, page), 422 if form.errors else 200


@requires(Permission.VIEW_REASON)
def compare_runs(run_id: int, earlier_id: int) -> ResponseReturnValue:
    """What a run says differently from an earlier one of the same year."""
    run, earlier = run_line_of(run_id), run_line_of(earlier_id)
    if run.movement_year_id != earlier.movement_year_id:
        raise NotFound(_("Hai lần đánh giá này không cùng một năm."))
    return render_template(
        "awards/compare_runs.html", run=run, earlier=earlier, types=difference_of(run, earlier)
    )


def _page(kept: Scenario, form: AdoptForm, seal: SealPage) -> str:
    """The page; where adopting is refused it says why, and offers no button."""
    run = run_line_of(kept.run_id)
    refusal, draft = "", None
    try:
        adopting.refuse_outdated(kept)
        draft = adopting.draft_of(kept, form.reason.data or _("(lý do sẽ ghi)"), now())
    except DomainError as error:
        refusal = error.message
    form.version.data = kept.version
    return render_template(
        "awards/adopt_scenario.html",
        form=form,
        kept=kept,
        run=run,
        seal=seal,
        draft=draft,
        refusal=refusal,
        page=build_try_page(run, None, read_changes(list(kept.changes))),
    )


def _knows_what_is_unverified(form: AdoptForm, page: SealPage) -> bool:
    if page.total == page.ready or form.with_unverified.data:
        return True
    say_beside(
        form.with_unverified,
        _("Còn %(n)s phiếu chưa thẩm định: đánh dấu ô này nếu vẫn chốt.", n=number(page.total - page.ready)),
    )
    return False


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
