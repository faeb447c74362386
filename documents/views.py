"""The working list of a run that the council has not decided on: asked for on a page, answered as a file.
It has no number; the list that counts is made from the sealed session and entered in the register.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from awards.proposals import list_award_names, list_proposals
from awards.queries import RunLine, list_runs
from awards.run_facts import RunFacts, facts_of
from council.result_queries import list_sealed_of_run
from documents import certificate_views, paper_views, sheet_views, template_views
from documents.commendation_list import render_html
from documents.forms import CommendationListForm
from documents.list_from_run import count_listed, list_from_run
from documents.pending import pending_of
from documents.sending import send_list
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.errors import NotFound
from foundation.permissions import Permission
from movements.queries import find_year

blueprint = Blueprint("documents", __name__)
paper_views.register(blueprint)
certificate_views.register(blueprint)
sheet_views.register(blueprint)
template_views.register(blueprint)


@blueprint.get("/van-ban/danh-sach/<int:run_id>")
@requires(Permission.PRINT_LIST)
def commendation_list(run_id: int) -> ResponseReturnValue:
    """What will be printed, and what the clerk adds to it; once the council has decided, the dossier."""
    run = _run(run_id)
    if list_sealed_of_run(run_id):
        return redirect(url_for("documents.index", year=run.movement_year_id))
    facts = facts_of(run)
    form = CommendationListForm()
    form.offer(list_award_names(facts), local_date(now()))
    return _list_page(facts, form), 200


@blueprint.route("/van-ban/danh-sach/<int:run_id>/in", methods=["GET", "POST"])
@requires(Permission.PRINT_LIST)
def print_list(run_id: int) -> ResponseReturnValue:
    """The list as PDF or DOCX; back to its page where something is to be corrected."""
    run = _run(run_id)
    if list_sealed_of_run(run_id):
        return redirect(url_for("documents.index", year=run.movement_year_id))
    facts = facts_of(run)
    form = CommendationListForm(request.args)
    form.offer(list_award_names(facts), local_date(now()))
    if not form.validate():
        return _list_page(facts, form), 422
    year = find_year(run.movement_year_id)
    if year is None:
        raise NotFound(_("Không có năm thi đua này."))
    html = render_html(list_from_run(facts, year, form.particulars()))
    name = f"danh-sach-de-nghi-khen-thuong-{run.year}-lan-{run.number}"
    return send_list(html, name, run_id, form.particulars())


def _list_page(facts: RunFacts, form: CommendationListForm) -> str:
    proposals = list_proposals(facts)
    return render_template(
        "documents/commendation_list.html",
        run=facts.run,
        form=form,
        listed=count_listed(proposals),
        pending=pending_of(proposals),
    )


def _run(run_id: int) -> RunLine:
    run = next((run for run in list_runs() if run.id == run_id), None)
    if run is None:
        raise NotFound(_("Không có lần đánh giá này. Mở bảng xếp hạng mới nhất từ danh mục."))
    return run
