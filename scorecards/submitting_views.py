"""The pages of handing in: what is wanting, the receipt, taking back, what changed, more time."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from assignments.scope import may_enter_for, require_sight
from foundation.access import requires
from foundation.clock import local, local_date, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from history.queries import list_entries_of
from history.reading import read_summed
from messages.mail_server import site_url
from movements.deadlines import deadline_of
from movements.models import MovementYear, StageCode
from movements.queries import find_year
from participants.models import Participant
from participants.queries import find_participant
from scorecards import submitting
from scorecards.claims import claim_of, entry_text
from scorecards.hearing import say_who_is_told
from scorecards.models import Scorecard, ScorecardStatus, Submission
from scorecards.queries import find_scorecard
from scorecards.receipt import grouped, receipt_of, render_receipt
from scorecards.scorers import scorer_of
from scorecards.submission_changes import Comparison, compare
from scorecards.submission_content import canonical, content_of, fingerprint_of, mark_of
from scorecards.submission_gaps import gaps_of
from scorecards.submission_lines import cited_text, lines_of
from scorecards.submission_queries import (
    find_last_submission,
    find_scorecard_by_id,
    find_submission,
    list_submissions,
)
from scorecards.submission_rules import (
    WITH_THE_UNIT,
    can_withdraw,
    closes_at,
    obstacle_to_submitting,
    obstacle_to_withdrawing,
)
from scorecards.submitting_forms import ExtensionForm, SubmitForm, WithdrawForm

RETURNED = "scorecard:returned"
FILE_NAMES = {"pdf": "bien-nhan-{card}-{number}.pdf", "json": "noi-dung-da-nop-{card}-{number}.json"}


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    card = "/phieu/<int:scorecard_id>"
    receipt_path = f"{card}/bien-nhan/<int:number>"
    blueprint.add_url_rule(f"{card}/nop", view_func=submit, methods=both)
    blueprint.add_url_rule(f"{card}/rut", view_func=withdraw, methods=both)
    blueprint.add_url_rule(receipt_path, view_func=receipt)
    blueprint.add_url_rule(f"{receipt_path}.pdf", view_func=receipt_paper)
    blueprint.add_url_rule(f"{receipt_path}.json", view_func=receipt_content)
    blueprint.add_url_rule(f"{card}/thay-doi", view_func=changes)
    blueprint.add_url_rule(f"{card}/gia-han", view_func=extend, methods=both)
    blueprint.add_url_rule(
        "/nam/<int:year_id>/gia-han/<int:participant_id>", view_func=extend_unit, methods=both
    )
    blueprint.add_url_rule(f"{card}/nhat-ky", view_func=scorecard_history)


@requires(Permission.SCORE_SELF)
def submit(scorecard_id: int) -> ResponseReturnValue:
    """What is still wanting, then handing in."""
    scorecard = load(scorecard_id)
    form = SubmitForm()
    if form.validate_on_submit() and (submission := _handed_in(scorecard, form)):
        flash(_("Đã nộp phiếu. Biên nhận ở dưới đây."), "info")
        return redirect(_receipt_url(submission))
    return _submit_page(scorecard, form), 422 if form.errors else 200


def _handed_in(scorecard: Scorecard, form: SubmitForm) -> Submission | None:
    try:
        with transaction():
            return submitting.submit(
                actor=current_user,
                scorecard=scorecard,
                with_gaps=form.with_gaps.data,
                seen=form.seen.data or None,
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return None


def _submit_page(scorecard: Scorecard, form: SubmitForm) -> str:
    claim, at = claim_of(scorecard), now()
    form.seen.data = mark_of(claim)
    last = find_last_submission(scorecard.id)
    return render_template(
        "scorecards/submit.html",
        card=scorecard,
        form=form,
        claim=claim,
        lines=list(lines_of(claim.scorer, content_of(claim, number=0, by="", now=at))),
        gaps=gaps_of(claim),
        obstacle=obstacle_to_submitting(scorecard, at),
        acts=may_enter_for(current_user, scorecard.participant),
        closes_at=closes_at(scorecard),
        previous=last if scorecard.status is ScorecardStatus.RETURNED else None,
        last=last,
    )


@requires(Permission.SCORE_SELF)
def withdraw(scorecard_id: int) -> ResponseReturnValue:
    """Take the scorecard back, to change it."""
    scorecard, form = load(scorecard_id), WithdrawForm()
    if form.validate_on_submit():
        with transaction():
            submitting.withdraw(actor=current_user, scorecard=scorecard, now=now())
        flash(_("Đã rút phiếu về nháp. Sửa xong thì nộp lại trước hạn."), "wait")
        return redirect(f"/phieu/{scorecard.id}")
    return render_template(
        "scorecards/withdraw.html",
        card=scorecard,
        form=form,
        obstacle=obstacle_to_withdrawing(scorecard, now()),
        acts=may_enter_for(current_user, scorecard.participant),
        closes_at=closes_at(scorecard),
    )


@requires(Permission.VIEW_SCORECARD)
def receipt(scorecard_id: int, number: int) -> ResponseReturnValue:
    """What was handed in, with its fingerprint computed anew from what is stored."""
    submission = _load_submission(scorecard_id, number)
    computed = fingerprint_of(submission.content)
    scorecard = submission.scorecard
    return render_template(
        "scorecards/receipt.html",
        card=scorecard,
        submission=submission,
        paper=receipt_of(submission),
        at=local(submission.submitted_at).strftime("%H:%M:%S %d/%m/%Y"),
        lines=list(lines_of(scorer_of(scorecard), submission.content)),
        computed=grouped(computed),
        intact=computed == submission.fingerprint,
        submissions=list_submissions(scorecard.id),
        withdrawable=can_withdraw(current_user, scorecard, now()),
        closes_at=closes_at(scorecard),
    )


@requires(Permission.VIEW_SCORECARD)
def receipt_paper(scorecard_id: int, number: int) -> ResponseReturnValue:
    """The receipt as a PDF."""
    submission = _load_submission(scorecard_id, number)
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.printing import make_pdf

    pdf = make_pdf(render_receipt(receipt_of(submission, site_url())))
    return _download(pdf, "application/pdf", "pdf", submission)


@requires(Permission.VIEW_SCORECARD)
def receipt_content(scorecard_id: int, number: int) -> ResponseReturnValue:
    """The content exactly as it was hashed, so that anybody can compute the fingerprint."""
    submission = _load_submission(scorecard_id, number)
    return _download(canonical(submission.content), "application/json", "json", submission)


def _download(body: bytes, media_type: str, kind: str, submission: Submission) -> ResponseReturnValue:
    name = FILE_NAMES[kind].format(card=submission.scorecard_id, number=submission.number)
    inline = kind == "pdf" and request.args.get("save") != "1"
    return send_file(BytesIO(body), media_type, as_attachment=not inline, download_name=name)


@requires(Permission.VIEW_SCORECARD)
def changes(scorecard_id: int) -> ResponseReturnValue:
    """What differs between the last submission and what stands now, or between the last two."""
    scorecard = load(scorecard_id)
    earlier, later, told = compare_with_last(scorecard, _reasons_of_return(scorecard))
    return render_template(
        "scorecards/changes.html", card=scorecard, earlier=earlier, later=later, told=told, say=cited_text
    )


def _reasons_of_return(scorecard: Scorecard) -> Mapping[str, str]:
    """Why the scorecard was last sent back, by criterion, as the record says: returns lie in a room above."""
    entries = list_entries_of("scorecard", str(scorecard.id))
    last = next((one for one in reversed(entries) if one.action == RETURNED), None)
    return (last.after or {}).get("reasons", {}) if last else {}


def compare_with_last(
    scorecard: Scorecard, reasons: Mapping[str, str] | None = None
) -> tuple[Submission | None, Submission | None, Comparison | None]:
    """The earlier submission, the later one (None for what stands now) and what differs; no comparison where
    nothing was handed in before. `reasons` say by criterion why the earlier one was sent back.
    """
    standing = scorecard.status in WITH_THE_UNIT
    later = None if standing else find_last_submission(scorecard.id)
    earlier = find_last_submission(scorecard.id, before=later.number if later else None)
    if earlier is None:
        return None, later, None
    claim = claim_of(scorecard)
    content = later.content if later else content_of(claim, number=0, by="", now=now())
    scorer = scorer_of(scorecard)
    names = {one.code: one.name for one in claim.own_criteria}
    told = compare(
        earlier.content, content, names, lambda code, raw: entry_text(scorer, code, raw), reasons or {}
    )
    return earlier, later, told


@requires(Permission.EXTEND_DEADLINE)
def extend(scorecard_id: int) -> ResponseReturnValue:
    """More time for a unit that has a scorecard."""
    scorecard = load(scorecard_id)
    return _extension(scorecard.movement_year, scorecard.participant, scorecard)


@requires(Permission.EXTEND_DEADLINE)
def extend_unit(year_id: int, participant_id: int) -> ResponseReturnValue:
    """More time for a unit that may not have begun."""
    year, unit = find_year(year_id), find_participant(participant_id)
    if year is None or unit is None:
        raise NotFound(_("Không có năm hoặc đơn vị này. Mở lại từ trang tiến độ."))
    require_sight(current_user, unit)
    return _extension(year, unit, find_scorecard(year.id, unit.id))


def _extension(year: MovementYear, unit: Participant, scorecard: Scorecard | None) -> ResponseReturnValue:
    form = ExtensionForm()
    form.until.example_year = local_date(now()).year
    form.until.description = _("Giờ Việt Nam, ví dụ %(example)s.", example=form.until.example)
    if form.validate_on_submit() and (given := _extended(form, year, unit)):
        flash(" ".join([_("Đã gia hạn cho %(name)s.", name=unit.name), say_who_is_told(unit)]), "info")
        return redirect(f"/phieu/{given.id}")
    common = deadline_of(year, StageCode.SELF_SCORING)
    page = render_template(
        "scorecards/extend.html", form=form, year=year, unit=unit, card=scorecard, common=common
    )
    return page, 422 if form.errors else 200


def _extended(form: ExtensionForm, year: MovementYear, unit: Participant) -> Scorecard | None:
    try:
        with transaction():
            return submitting.extend_for(
                actor=current_user,
                movement_year=year,
                participant=unit,
                until=cast(datetime, form.until.data),
                reason=form.reason.data or "",
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return None


@requires(Permission.VIEW_SCORECARD)
def scorecard_history(scorecard_id: int) -> ResponseReturnValue:
    """All that was done to one scorecard, the latest first."""
    scorecard = load(scorecard_id)
    lines = read_summed(list_entries_of("scorecard", str(scorecard.id)))
    return render_template("scorecards/scorecard_history.html", card=scorecard, lines=lines[::-1])


def load(scorecard_id: int) -> Scorecard:
    """The scorecard, if the reader may see it."""
    scorecard = find_scorecard_by_id(scorecard_id)
    if scorecard is None:
        raise NotFound(_("Không có phiếu này. Mở lại từ danh sách phiếu."))
    require_sight(current_user, scorecard.participant, ("scorecard", scorecard.id))
    return scorecard


def _load_submission(scorecard_id: int, number: int) -> Submission:
    submission = find_submission(load(scorecard_id).id, number)
    if submission is None:
        raise NotFound(_("Phiếu này không có lần nộp %(n)s.", n=number))
    return submission


def _receipt_url(submission: Submission) -> str:
    return url_for("scorecards.receipt", scorecard_id=submission.scorecard_id, number=submission.number)
