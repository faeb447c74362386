"""The pages of entering: my scorecards, one scorecard, one criterion at a time, targets of one's own.

What page and script agree on stands in `views`.
"""

import re
from datetime import datetime
from typing import Any, cast

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from accounts.models import User
from assignments.scope import may_enter_for, require_sight
from foundation.access import requires
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import DomainError, NotFound
from foundation.json_errors import ask_for_fresh_token
from foundation.permissions import Permission
from movements.queries import find_current_year
from participants.queries import find_participant
from scorecards import answers, services, sheet_words
from scorecards.card_page import CardPage, card_page
from scorecards.entering import EntryConflict, EntryFault, EntryFaults
from scorecards.entry_form import EntryForm, make_criterion_form, make_form, name_of, read_base, write_base
from scorecards.lines import Line
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.my_cards import SHOWN, list_my_cards
from scorecards.rules import obstacle_to_entering
from scorecards.scorers import scorer_of
from scorecards.sheet_building import build_sheet
from scorecards.submission_queries import find_scorecard_by_id
from scorecards.target_form import TargetForm, target_form
from scorecards.to_scoring import TypeScorer
from scorecards.typed import how_understood, to_stored, typing_convention
from scoring.reading import Raw
from scoring.rubric import Criterion

SELF = AssessmentLevel.SELF


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    card, both = "/phieu/<int:scorecard_id>", ["GET", "POST"]
    blueprint.add_url_rule("/cham-diem", view_func=my_scorecards)
    blueprint.add_url_rule("/cham-diem/<int:participant_id>", view_func=open_card, methods=["POST"])
    blueprint.add_url_rule(card, view_func=scorecard, methods=both)
    blueprint.add_url_rule(f"{card}/muc", view_func=save_criterion, methods=["POST"])
    blueprint.add_url_rule(f"{card}/so-lieu", view_func=figures)
    blueprint.add_url_rule(f"{card}/chi-tieu", view_func=targets, methods=both)


@requires(Permission.SCORE_SELF)
def my_scorecards() -> ResponseReturnValue:
    """The scorecards of the current year that the reader enters; where there is one, straight into it."""
    year = find_current_year(now())
    groups = list_my_cards(cast(User, current_user).id, year) if year is not None else []
    cards = [card for group in groups for card in group.cards]
    if len(cards) == 1 and cards[0].scorecard is not None:
        return redirect(url_for("scorecards.scorecard", scorecard_id=cards[0].scorecard.id))
    return render_template("scorecards/my_scorecards.html", year=year, groups=groups, shown=SHOWN)


@requires(Permission.SCORE_SELF)
def open_card(participant_id: int) -> ResponseReturnValue:
    """Open the scorecard of a participant, or go to the one it has."""
    year, participant = find_current_year(now()), find_participant(participant_id)
    if year is None or participant is None:
        raise NotFound(_("Không có đơn vị này, hoặc chưa có năm thi đua."))
    with transaction():
        card = services.ensure_scorecard(
            actor=cast(User, current_user), movement_year=year, participant=participant, now=now()
        )
        target = url_for("scorecards.scorecard", scorecard_id=card.id)
    return redirect(target)


@requires(Permission.VIEW_SCORECARD)
def scorecard(scorecard_id: int) -> ResponseReturnValue:
    """One scorecard: to enter for who acts for it, to read for who may see it."""
    card, at = _card(scorecard_id), now()
    if request.method == "POST":
        return _take_whole(card, at)
    return _page(card_page(actor=current_user, scorecard=card, now=at))


def _take_whole(card: Scorecard, at: datetime) -> ResponseReturnValue:
    """The whole form without a script: what stands is saved, what does not stays on the page as typed."""
    form = make_form(build_sheet(card, SELF))
    faults: dict[str, EntryFault] = {}
    form.validate_on_submit()
    if "csrf_token" not in form.errors:
        faults = _form_faults(form, card)
    try:
        with transaction():
            outcome = services.save_entries(
                actor=current_user,
                scorecard_id=card.id,
                level=SELF,
                typed=[one for one in _typed(form, card) if one.code not in faults],
                convention=typing_convention(),
                now=at,
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        flash(error.message, "stop")
        return _page(card_page(actor=current_user, scorecard=card, now=at, form=form), error.status)
    faults |= outcome.faults
    if outcome.saved:
        flash(ngettext("Đã lưu %(num)s tiêu chí.", "Đã lưu %(num)s tiêu chí.", len(outcome.saved)), "info")
    if not faults and not outcome.conflicts:
        if onward := _onward(card, request.form.get("then", "")):
            return redirect(onward)
        if not outcome.saved:
            flash(_("Không có gì thay đổi so với lần lưu trước."), "info")
        return redirect(url_for("scorecards.scorecard", scorecard_id=card.id))
    for code in outcome.saved:
        _rebase(form, code, card)
    for code, conflict in outcome.conflicts.items():
        _accept_base(form, code, conflict)
    page = card_page(
        actor=current_user, scorecard=card, now=at, form=form, faults=faults, conflicts=outcome.conflicts
    )
    return _page(page, 409 if outcome.conflicts else 422)


def _onward(card: Scorecard, then: str) -> str | None:
    """Where the button that was pressed leads once the page is saved: to the review, or to evidence."""
    kind, _mark, which = then.partition(":")
    if kind == "nop":
        return url_for("scorecards.submit", scorecard_id=card.id)
    home = url_for("scorecards.scorecard", scorecard_id=card.id)
    if kind == "minh-chung":
        more = {"tieu-chi": which, "next": home}
        return url_for("scorecards.cite", scorecard_id=card.id, **cast(Any, more))
    if kind == "sua-minh-chung" and which.isdecimal():
        return url_for("scorecards.change_citation", scorecard_id=card.id, citation_id=int(which), next=home)
    return None


def _typed(form: EntryForm, card: Scorecard) -> list[services.Typed]:
    return [
        services.Typed(
            line.code,
            form.raw_of(line.criterion),
            form.base_of(line.code),
            form.note_of(line.code),
            form.note_base_of(line.code),
        )
        for line in build_sheet(card, SELF).lines
        if line.owned and form.was_sent(line.code)
    ]


def _form_faults(form: EntryForm, card: Scorecard) -> dict[str, EntryFault]:
    """Texts too long to be taken at all."""
    faults = {}
    for line in build_sheet(card, SELF).lines:
        names = [name_of("e", line.code)] + [name_of("e", line.code, part) for part in line.parts]
        message = next((form.errors[name][0] for name in names if form.errors.get(name)), "")
        if message:
            faults[line.code] = EntryFault(line.code, message)
    return faults


def _rebase(form: EntryForm, code: str, card: Scorecard) -> None:
    """What was saved is what the page now believes to be stored."""
    own = next(one for one in card.assessments if one.level is SELF)
    _set(form, "b", code, write_base(own.entries.get(code)))
    _set(form, "nb", code, own.notes.get(code, ""))


def _accept_base(form: EntryForm, code: str, conflict: EntryConflict) -> None:
    """Sent again, the page knows what the other one wrote, and means to replace it."""
    if conflict.about == "entry":
        _set(form, "b", code, write_base(conflict.theirs))
    else:
        _set(form, "nb", code, conflict.theirs)


def _set(form: EntryForm, prefix: str, code: str, text: str) -> None:
    field = form.field(prefix, code)
    if field is not None:
        field.data = text


@requires(Permission.VIEW_SCORECARD)
def save_criterion(scorecard_id: int) -> ResponseReturnValue:
    """One criterion from the page's script: saved, or only computed."""
    at, card = now(), _card(scorecard_id)
    asked = _asked()
    if asked.get("user") not in (None, current_user.id):
        return ask_for_fresh_token()  # typed under another account of this browser: never saved as this one's
    code, saving = str(asked.get("code", "")), bool(asked.get("save", True))
    scorer = scorer_of(card)
    criterion = _criterion(scorer, code)
    fields = _multi(asked["fields"])
    form = make_criterion_form(scorer, card.criteria_set.sha256, criterion, fields)
    raw, convention = form.raw_of(criterion), typing_convention()
    if saving:
        # What was just written need not be read again to answer.
        db.session().expire_on_commit = False
        try:
            with transaction():
                services.save_entry(
                    actor=current_user,
                    scorecard_id=card.id,
                    level=SELF,
                    code=code,
                    raw=raw,
                    base=_raw(asked.get("base")),
                    note=form.note_of(code) if name_of("n", code) in fields else None,
                    note_base=str(asked.get("note_base") or ""),
                    convention=convention,
                    sent=_sent(asked),
                    now=at,
                )
        except EntryConflict as conflict:
            return jsonify(answers.conflict(conflict, criterion)), 409
    trial = None if saving else {code: to_stored(criterion, raw, convention)}
    sheet = build_sheet(card, SELF, levels=[SELF], trial=trial)
    now_line = cast(Line, sheet.line(code))
    understood = how_understood(criterion, raw, convention)
    return jsonify(answers.answer(sheet, now_line, understood, at if saving else None))


def _criterion(scorer: TypeScorer, code: str) -> Criterion:
    """A criterion that the unit enters."""
    criterion = scorer.reader.criteria.get(code)
    if criterion is None or scorer.reader.fault(SELF, code, "") is not None:
        raise EntryFaults([EntryFault(code, _("Cấp này không nhập tiêu chí này."))])
    return criterion


def _multi(fields: dict[str, Any]) -> MultiDict[str, str]:
    """The controls as a form sends them."""
    return MultiDict({str(name): str(text) for name, text in fields.items() if isinstance(text, str)})


@requires(Permission.VIEW_SCORECARD)
def figures(scorecard_id: int) -> ResponseReturnValue:
    """What now stands stored, for a script that was away."""
    card = _card(scorecard_id)
    closed = obstacle_to_entering(current_user, card, SELF, now()) or ""
    if not may_enter_for(current_user, card.participant):
        closed = closed or _("Chỉ tài khoản của đơn vị nhập phiếu của đơn vị.")
    return jsonify(answers.state_of(build_sheet(card, SELF, levels=[SELF]), closed, generate_csrf()))


@requires(Permission.VERIFY_SCORECARD)
def targets(scorecard_id: int) -> ResponseReturnValue:
    """The targets that the office gives one participant."""
    card = _card(scorecard_id)
    form: TargetForm = target_form(card)
    if form.validate_on_submit():
        try:
            with transaction():
                services.set_targets(
                    actor=current_user, scorecard=card, targets=form.targets(typing_convention()), now=now()
                )
        except EntryFaults as error:
            form.show(error)
        else:
            flash(_("Đã lưu chỉ tiêu riêng của %(name)s.", name=card.participant.name), "info")
            return redirect(url_for("scorecards.scorecard", scorecard_id=card.id))
    return render_template("scorecards/targets.html", card=card, form=form), 422 if form.errors else 200


def _page(page: CardPage, status: int = 200) -> ResponseReturnValue:
    conflicts = {
        code: answers.conflict_words(one, cast(Line, page.sheet.line(code)).criterion)
        for code, one in page.conflicts.items()
    }
    # What rooms above have to say of a scorecard: they put functions there, this room asks them.
    notices = [say(page.scorecard) for say in current_app.extensions.get("scorecard_notices", ())]
    values = {
        "page": page,
        "sheet": page.sheet,
        "words": sheet_words,
        "conflicts": conflicts,
        "notices": notices,
    }
    return render_template("scorecards/scorecard.html", **values), status


def _found(scorecard_id: int) -> Scorecard:
    card = find_scorecard_by_id(scorecard_id)
    if card is None:
        raise NotFound(_("Không có phiếu này."))
    return card


def _card(scorecard_id: int) -> Scorecard:
    """The scorecard, for who may see its participant."""
    card = _found(scorecard_id)
    require_sight(current_user, card.participant, ("scorecard", card.id))
    return card


def _asked() -> dict[str, Any]:
    """What the script sent, for the unit's own level alone: those above it judge on pages of their own, where
    their turn is asked for.
    """
    asked = request.get_json()
    if not isinstance(asked, dict) or not isinstance(asked.get("fields"), dict):
        raise DomainError(_("Không hiểu yêu cầu này. Tải lại trang rồi nhập."))
    if asked.get("level", SELF) != SELF:
        raise DomainError(_("Ở trang này chỉ nhập số tự chấm. Cấp trên chấm ở mục Thẩm định."))
    return asked


def _sent(asked: dict[str, Any]) -> str:
    """The number that the page gave to its message."""
    number = asked.get("sent")
    return number if isinstance(number, str) and re.fullmatch(r"[0-9a-f]{32}", number) else ""


def _raw(base: Any) -> Raw | None:
    return read_base(write_base(base)) if isinstance(base, str | dict) else None
