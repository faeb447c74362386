"""The ranking of a year, why each one stands there, the door that seals, and the spreadsheet."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from markupsafe import Markup

from accounts.models import User
from assignments.queries import list_unit_ids
from awards import (
    adopting_views,
    blinding,
    claims_views,
    compare_views,
    criteria_view,
    firmness_views,
    freeze_views,
    over_years_views,
    scenario_views,
    services,
    why_views,
)
from awards.blinding import list_hidden, veil, without_order, words_on
from awards.board import Board, build_board
from awards.board_marks import run_before
from awards.charges import charges_of
from awards.council_word import SILENT, CouncilWord, word_for
from awards.distribution import Distribution, build_distribution
from awards.downloads import whole, write_workbook
from awards.forms import Asked, SealForm, read_asked
from awards.freezing import find_freeze
from awards.kept import Kept
from awards.preparation import SealPage, prepare_seal, refusal_of_unverified, sealed_words
from awards.queries import RunLine, Selection, count_rows, find_head, list_runs
from awards.rules import can_view_grounds, is_public
from awards.run_facts import RunFacts, facts_of
from awards.run_lines import run_line_of
from awards.why import build_why
from awards.why_tables import draw_tables
from awards.workbook_tasks import WORKBOOK_TASK, XLSX, params_of_workbook, workbook_name
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import say_beside
from foundation.formats import number
from foundation.permissions import Permission, can
from foundation.preferences import language
from movements.queries import find_current_year, find_year
from scorecards.queries import find_scorecard
from tasks.offering import offer, rows_at_once
from verification.mark_queries import Standing, list_standing
from verification.rules import can_lay_holds

blueprint = Blueprint("awards", __name__)
claims_views.register(blueprint)
compare_views.register(blueprint)
criteria_view.register(blueprint)
scenario_views.register(blueprint)
adopting_views.register(blueprint)
freeze_views.register(blueprint)
blinding.register(blueprint)
why_views.register(blueprint)
firmness_views.register(blueprint)
over_years_views.register(blueprint)
VIEWS = ("page", "projection")

_boards: Kept[Markup] = Kept(150)
_pictures: Kept[Distribution | None] = Kept(200)


@blueprint.get("/xep-hang")
@requires(Permission.VIEW_RANKING)
def index() -> ResponseReturnValue:
    """The ranking of the latest run of the current year, or the way to the first one."""
    year = find_current_year(now())
    runs = list_runs()
    run = next((run for run in runs if year is not None and run.movement_year_id == year.id), None)
    if run is None:
        return render_template("awards/empty.html", year=year, runs=runs)
    charge = next(iter(charges_of(facts_of(run), current_user)), None)
    if charge is not None and not request.args:
        own = url_for("awards.ranking", run_id=run.id, type=charge.type_code, group=charge.group_key)
        return redirect(own)
    return _ranking(run, runs)


@blueprint.get("/xep-hang/<int:run_id>")
@requires(Permission.VIEW_RANKING)
def ranking(run_id: int) -> ResponseReturnValue:
    """The ranking of one run."""
    return _ranking(run_line_of(run_id), list_runs())


@blueprint.get("/xep-hang/<int:run_id>/<int:participant_id>")
@requires(Permission.VIEW_RANKING)
def why(run_id: int, participant_id: int) -> ResponseReturnValue:
    """Why one participant stands where it stands."""
    run = run_line_of(run_id)
    result = find_head(run_id, participant_id)
    if result is None:
        raise NotFound(_("Không có ai mang số này trong lần đánh giá này. Tìm theo tên ở bảng xếp hạng."))
    facts = facts_of(run)
    page = build_why(facts, result, current_user)
    tables = draw_tables(run, page, facts.rubric.decimals) if page.whole else None
    return render_template(
        "awards/why.html",
        run=run,
        page=page,
        tables=tables,
        view=_view(),
        word=_word(run),
        grounds=_grounds(run, participant_id),
        card=find_scorecard(run.movement_year_id, participant_id) if can_lay_holds(current_user) else None,
    )


@blueprint.route("/xep-hang/<int:run_id>/bang-tinh", methods=["GET", "POST"])
@requires(Permission.EXPORT_SPREADSHEET)
def download(run_id: int) -> ResponseReturnValue:
    """The whole table of a type, or of one of its groups, as a spreadsheet; a large one in the background."""
    run = run_line_of(run_id)
    facts = facts_of(run)
    selection = read_asked(request.args, facts).selection
    rows = count_rows(run.id, whole(selection))
    if rows > rows_at_once():
        return _offer_workbook(facts, selection, rows)
    stream = BytesIO()
    write_workbook(stream, facts, selection)
    stream.seek(0)
    return send_file(stream, XLSX, as_attachment=True, download_name=workbook_name(facts, selection))


@blueprint.route("/xep-hang/danh-gia/<int:year_id>", methods=["GET", "POST"])
@requires(Permission.SEAL_RUN)
def seal(year_id: int) -> ResponseReturnValue:
    """Evaluate a year and seal the result: first what will happen, then the deed."""
    year = find_year(year_id)
    if year is None:
        raise NotFound(_("Không có năm thi đua này."))
    form = SealForm()
    page = prepare_seal(year)
    if form.validate_on_submit() and _is_known_what_is_unverified(form, page):
        actor = cast(User, current_user._get_current_object())  # noqa: SLF001
        known = {"actor": actor, "year": year, "now": now(), "last_seen": form.after.data}
        try:
            if page.total > current_app.config["SETTINGS"].scorecards_at_once:
                with transaction():
                    ticked = bool(form.with_unverified.data)
                    task_id = services.submit_seal(**known, with_unverified=ticked).id
                return redirect(url_for("tasks.task", task_id=task_id))
            with transaction():
                run = services.seal_run(**known)
        except DomainError as error:
            flash(error.message, "stop")
            return redirect(url_for("awards.seal", year_id=year_id))
        flash(sealed_words(run), "info")
        return redirect(url_for("awards.ranking", run_id=run.id))
    form.after.data = page.number - 1
    return render_template("awards/seal.html", form=form, page=page), 422 if form.errors else 200


def _offer_workbook(facts: RunFacts, selection: Selection, rows: int) -> ResponseReturnValue:
    kind = facts.type(selection.type_code).kind
    return offer(
        kind=WORKBOOK_TASK,
        title=_("Bảng tính xếp hạng %(year)s: %(type)s", year=facts.run.year, type=kind.name),
        params=params_of_workbook(facts, selection),
        said=_("Bảng này có %(n)s dòng, mỗi dòng đủ từng tiêu chí và lý do.", n=number(rows)),
        back=url_for("awards.ranking", run_id=facts.run.id, type=selection.type_code),
    )


def _is_known_what_is_unverified(form: SealForm, page: SealPage) -> bool:
    refusal = refusal_of_unverified(page)
    if not refusal or form.with_unverified.data:
        return True
    say_beside(form.with_unverified, refusal)
    return False


def _ranking(run: RunLine, runs: list[RunLine]) -> ResponseReturnValue:
    facts = facts_of(run)
    asked = read_asked(request.args, facts)
    view = _view()
    hidden = list_hidden(current_user, run.movement_year_id, now())
    word = _word(run)
    veiled = frozenset(one.id for one in hidden if one.type_code == asked.selection.type_code)
    if veiled:
        asked = without_order(asked)
    return render_template(
        "awards/ranking.html",
        run=run,
        runs=runs,
        asked=asked,
        board=_board(facts, asked, view, run_before(facts, runs), veiled, word),
        word=word,
        veiled=words_on(hidden) if hidden else "",
        charges=charges_of(facts, current_user),
        freeze=find_freeze(run.movement_year_id),
        view=view,
    )


def _board(
    facts: RunFacts,
    asked: Asked,
    view: str,
    before: RunLine | None,
    hidden: frozenset[int],
    word: CouncilWord,
) -> Markup:
    """The part of the page that follows from seals alone, of the run and of sessions of the council; kept,
    unless the reader searched. Of
    `hidden` participants the reader may not know yet how they scored.

    Where pages are open to some readers only, it is kept for each of them and the units they act for.
    """
    reader = _kind_of_reader(facts, asked)

    def draw() -> Markup:
        board = veil(build_board(facts, asked, actor=current_user, before=before), hidden)
        picture = _picture(facts, board) if board.pictured and not hidden else None
        # Straight from the environment: the layout's own facts are not for what is kept.
        template = current_app.jinja_env.get_template("awards/_board.html")
        values: dict[str, Any] = {"run": facts.run, "board": board, "picture": picture, "view": view}
        values |= {"word": word}
        return Markup(template.render(**values))  # noqa: S704 - a template, which escapes

    if asked.selection.words or hidden:
        return draw()
    compared = None if before is None else (before.id, before.result_sha256)
    said = (word.key, word.linked)
    return _boards.get((*_seal(facts), compared, asked, reader, said, language(), view), draw)


def _word(run: RunLine) -> CouncilWord:
    """What this reader may read of the council's decisions of the year."""
    year = find_year(run.movement_year_id)
    return word_for(current_user, year, now()) if year is not None else SILENT


def _grounds(run: RunLine, participant_id: int) -> list[Standing]:
    """What holds a participant back today, for readers of the grounds."""
    if not can(current_user, Permission.VIEW_SESSION):
        return []
    return list_standing(run.movement_year_id, [participant_id])


def _kind_of_reader(facts: RunFacts, asked: Asked) -> str:
    """Readers who see the same board share it."""
    if can_view_grounds(current_user):
        return "works on the awards"
    kind = facts.type(asked.selection.type_code).kind
    if is_public(kind.category):
        return "anybody"
    return f"{current_user.id} {list_unit_ids(current_user.id)}"


def _picture(facts: RunFacts, board: Board) -> Distribution | None:
    """The distribution: the same on every page and in every order of a selection."""
    selection = replace(board.asked.selection, sort="rank", descending=False)
    key = (*_seal(facts), selection, language())
    return _pictures.get(key, lambda: build_distribution(facts, board))


def _seal(facts: RunFacts) -> tuple[int, str, datetime]:
    """What tells one sealed run from every other."""
    return facts.run.id, facts.run.result_sha256, facts.run.sealed_at


def _view() -> str:
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]
