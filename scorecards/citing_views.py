"""The pages of evidence: citing for a criterion with or without sending files, changing and withdrawing."""

from typing import Any, TypeVar

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from assignments.scope import may_enter_for, require_sight
from evidence.queries import list_files
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.json_errors import wants_json
from foundation.permissions import Permission
from foundation.redirects import inside
from foundation.uploads.bodies import let_large_files_through
from foundation.uploads.kinds import ACCEPT
from foundation.uploads.spooling import FileTooLarge
from scorecards import citing
from scorecards.carrying import is_opening, list_carried
from scorecards.citing_forms import AskForm, CitationForm, EvidenceForm
from scorecards.citing_intake import Outcome, take_in
from scorecards.citing_queries import find_citation
from scorecards.models import Citation, Scorecard
from scorecards.objection_time import is_verified
from scorecards.scorers import scorer_of
from scorecards.submission_queries import find_scorecard_by_id, list_standing_citations
from scoring.rubric import Criterion

F = TypeVar("F", bound=CitationForm)


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    card = "/phieu/<int:scorecard_id>/minh-chung"
    blueprint.url_value_preprocessor(_let_files_through)
    blueprint.add_url_rule(card, view_func=cite, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{card}/<int:citation_id>", view_func=change_citation, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{card}/<int:citation_id>/bo", view_func=withdraw_citation, methods=["POST"])


def _let_files_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Whoever is signed in is told of a file that is too large on the page itself, no word lost."""
    if endpoint == "scorecards.cite" and request.method == "POST" and current_user.is_authenticated:
        let_large_files_through(request)


@requires(Permission.VIEW_SCORECARD)
def cite(scorecard_id: int) -> ResponseReturnValue:
    """Cite a document for a criterion: send files, choose one that was sent, or only name it."""
    card, form = _card(scorecard_id), _form(EvidenceForm)
    form.offer(list_files(citing.usable_owner_ids(card), card.movement_year_id))
    criterion = _criterion(card, request.args.get("tieu-chi") or form.criterion.data or "")
    if request.method == "GET" or is_opening():
        form.criterion.data = criterion.code
        return _cite_page(card, criterion, form, Outcome())
    try:
        outcome = Outcome()
        if form.validate():
            outcome = take_in(
                actor=current_user,
                card=card,
                code=criterion.code,
                form=form,
                announced=request.form.get("size", type=int),
                in_objection=_is_objecting(card),
                now=now(),
            )
    finally:
        for sent in request.files.values():
            sent.close()
    for fault in outcome.faults:
        show_beside_field(form, fault)
    if form.errors:
        status = 413 if any(isinstance(one, FileTooLarge) for one in outcome.faults) else 422
        return _refused(form, status, outcome) or (_cite_page(card, criterion, form, outcome), status)
    return _done(card, criterion.code, outcome.said or [_("Đã ghi minh chứng.")])


@requires(Permission.VIEW_SCORECARD)
def change_citation(scorecard_id: int, citation_id: int) -> ResponseReturnValue:
    """Say anew which document it is and where to look."""
    card = _card(scorecard_id)
    citation = _citation(card, citation_id)
    form = _form(CitationForm, obj=citation)
    sent = request.method == "POST" and not is_opening()
    if sent and form.validate() and _is_changed(citation, form):
        return _done(card, citation.criterion, [_("Đã ghi minh chứng.")])
    if sent and (answer := _refused(form, 422, Outcome())):
        return answer
    page = {
        "card": card,
        "criterion": _criterion(card, citation.criterion),
        "citation": citation,
        "form": form,
        "ask": AskForm(),
        "carried": list_carried(),
        "back": _back(card, citation.criterion),
        "obstacle": _obstacle(card, citation.criterion),
    }
    return _page_or_piece("change_citation", page), 422 if form.errors else 200


@requires(Permission.VIEW_SCORECARD)
def withdraw_citation(scorecard_id: int, citation_id: int) -> ResponseReturnValue:
    """Cite it no more."""
    card = _card(scorecard_id)
    citation = _citation(card, citation_id)
    code = citation.criterion
    with transaction():
        citing.withdraw_citation(
            actor=current_user, citation=citation, in_objection=_is_objecting(card), now=now()
        )
    return _done(
        card, code, [_("Đã bỏ minh chứng khỏi tiêu chí %(code)s. Tệp vẫn còn ở mục Minh chứng.", code=code)]
    )


def _form(kind: type[F], **values: Any) -> F:
    """The form as it was sent; as new where another form only opens the page."""
    return kind(formdata=None, **values) if is_opening() else kind(**values)


def _cite_page(card: Scorecard, criterion: Criterion, form: EvidenceForm, outcome: Outcome) -> Response | str:
    citations = list_standing_citations(card.id)
    page = {
        "card": card,
        "criterion": criterion,
        "form": form,
        "citations": citations,
        "said": outcome.said,
        "carried": list_carried(),
        "accept": ACCEPT,
        "back": _back(card, criterion.code),
        "obstacle": _obstacle(card, criterion.code),
    }
    return _page_or_piece("cite", page)


def _page_or_piece(name: str, page: dict[str, Any]) -> Response | str:
    """The whole page, or for the script of a scorecard's page the form alone."""
    if wants_json():
        return jsonify(html=render_template(f"scorecards/_{name}.html", **page))
    return render_template(f"scorecards/{name}.html", **page)


def _refused(form: Any, status: int, outcome: Outcome) -> ResponseReturnValue | None:
    """For a script: every fault by its field; None for a browser, which is shown the page."""
    if not wants_json():
        return None
    faults = {name: str(errors[0]) for name, errors in form.errors.items() if name}
    return jsonify(message=next(iter(faults.values()), ""), faults=faults, said=outcome.said), status


def _done(card: Scorecard, code: str, said: list[str]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(said=said, code=code, panel=_panel(card, code))
    if carried := list_carried():
        page = {"card": card, "code": code, "said": said, "carried": carried, "back": _back(card, code)}
        return render_template("scorecards/carried_back.html", **page)
    for sentence in said:
        flash(sentence, "info")
    return redirect(_back(card, code))


def _panel(card: Scorecard, code: str) -> str:
    citations = list_standing_citations(card.id)
    if _is_objecting(card):
        citations = [one for one in citations if not citing.is_judged_already(card, one)]
    return render_template(
        "scorecards/_evidence_panel.html",
        card=card,
        code=code,
        rule=_criterion(card, code).evidence,
        citations=citations,
        can_edit=_obstacle(card, code) is None,
        back=request.values.get("next"),
        saves="" if _is_objecting(card) else "phieu",
    )


def _back(card: Scorecard, code: str) -> str:
    """The page one came from, at the criterion; else the page of this criterion's evidence."""
    which: dict[str, Any] = {"tieu-chi": code}
    here = url_for("scorecards.cite", scorecard_id=card.id, **which)
    target = inside(request.values.get("next"), "").partition("#")[0]
    return f"{target}#tc-{code}" if target else here


def _obstacle(card: Scorecard, code: str) -> str | None:
    return citing.obstacle_to_citing(current_user, card, code, now(), in_objection=_is_objecting(card))


def _is_objecting(card: Scorecard) -> bool:
    """Whether whoever cites now adds to an objection: the unit, of a scorecard that is verified."""
    return is_verified(card) and may_enter_for(current_user, card.participant)


def _is_changed(citation: Citation, form: CitationForm) -> bool:
    try:
        with transaction():
            citing.change_citation(
                actor=current_user,
                citation=citation,
                number=form.number.data,
                issued_on=form.issued_on.data,
                page=form.page.data,
                note=form.note.data,
                in_objection=_is_objecting(citation.scorecard),
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True


def _card(scorecard_id: int) -> Scorecard:
    card = find_scorecard_by_id(scorecard_id)
    if card is None:
        raise NotFound(_("Không có phiếu này, hoặc phiếu thuộc về đơn vị khác."))
    require_sight(current_user, card.participant, ("scorecard", card.id))
    return card


def _citation(card: Scorecard, citation_id: int) -> Citation:
    citation = find_citation(card.id, citation_id)
    if citation is None:
        raise NotFound(_("Minh chứng này đã được bỏ khỏi phiếu."))
    return citation


def _criterion(card: Scorecard, code: str) -> Criterion:
    for criterion in scorer_of(card).reader.kind.criteria():
        if criterion.code == code:
            return criterion
    raise NotFound(_("Bộ tiêu chí không có tiêu chí này. Mở lại phiếu rồi chọn tiêu chí."))
