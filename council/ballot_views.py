"""A member's pages of a secret ballot: the paper, and finding one's own marks among those counted.

What a member chose is never in an address, a cookie or a log; nor does the size of an answer tell it.
"""

import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from council import ballot_office_views
from council.ballot_electorate import questions_of
from council.ballot_forms import FindForm, PaperForm, read_paper
from council.ballot_pages import build_paper, codes_of, list_lines
from council.ballot_papers import FaultyPaperError
from council.ballot_queries import load_ballot
from council.ballot_receipts import new_receipt, read_receipt
from council.ballot_scrubbing import erase_traces
from council.casting import AlreadyVotedError, BallotClosedError, cast_paper, has_voted, paper_for, voter_of
from council.counting import Choice
from council.models import Ballot, BallotState, Question
from foundation.access import requires
from foundation.database import transaction
from foundation.permissions import Permission

NOISE = 16_384
"""Bytes, at most, by which an answer to a paper is longer than its page."""

ENDPOINTS = ("council.ballot_paper", "council.ballot_find")


def register(blueprint: Blueprint) -> None:
    """Add these pages, and those of whoever runs the ballot, to the room's blueprint."""
    one, both = "/phien-hop/<int:session_id>/phieu/<int:number>", ["GET", "POST"]
    blueprint.add_url_rule(one, view_func=ballot_paper, methods=both)
    blueprint.add_url_rule(f"{one}/tra-cuu", view_func=ballot_find, methods=both)
    blueprint.after_request(_keep_to_oneself)
    ballot_office_views.register(blueprint)


@requires(Permission.VOTE)
def ballot_paper(session_id: int, number: int) -> ResponseReturnValue:
    """The paper of whoever asks; and, once it is in the urn, the receipt, which is shown this once."""
    ballot = load_ballot(session_id, number)
    member = voter_of(current_user, ballot)
    if ballot.state in (BallotState.CLOSED, BallotState.VOID) and request.method == "GET":
        return redirect(url_for("council.ballot_count", session_id=session_id, number=number))
    if request.method == "POST":
        return _cast(ballot)
    if ballot.state is BallotState.PREPARED:
        return render_template("council/ballot_wait.html", ballot=ballot)
    if has_voted(ballot, member):
        return render_template("council/ballot_cast.html", ballot=ballot, receipt=None, codes=[])
    return _paper(ballot, paper_for(ballot, member), new_receipt(), {}, {})


@requires(Permission.VIEW_SESSION)
def ballot_find(session_id: int, number: int) -> ResponseReturnValue:
    """The slips that were counted, and which of them a receipt belongs to. A script finds them without
    sending the receipt; without a script it is sent, and kept by nobody.
    """
    ballot = load_ballot(session_id, number)
    if ballot.state is not BallotState.CLOSED:
        return redirect(url_for("council.ballot_count", session_id=session_id, number=number))
    form = FindForm()
    asked = form.validate_on_submit()
    receipt = read_receipt(form.receipt.data or "") if asked else None
    lists = [(one, list_lines(ballot, one, receipt)) for one in questions_of(ballot)]
    found = any(line.own for _question, lines in lists for line in lines)
    page = render_template(
        "council/ballot_find.html", ballot=ballot, form=form, lists=lists, asked=asked, found=found
    )
    return page, 422 if asked and not found else 200


def _cast(ballot: Ballot) -> ResponseReturnValue:
    form = PaperForm()
    valid = form.validate()
    member = voter_of(current_user, ballot)
    receipt = read_receipt(form.receipt.data or "") or new_receipt()
    said = read_paper(questions_of(ballot), request.form)
    if ballot.state is BallotState.OPEN and not has_voted(ballot, member) and not form.reviewed.data:
        told = _("Xem lại phiếu trước khi bỏ: bấm “Xem lại phiếu”, rồi bấm “Bỏ phiếu”.")
        return _paper(ballot, paper_for(ballot, member), receipt, said, {}, told), 422
    if not valid:
        return _paper(ballot, paper_for(ballot, member), receipt, said, {}), 422
    try:
        with transaction():
            questions = cast_paper(actor=current_user, ballot_id=ballot.id, receipt=receipt, choices=said)
            codes = codes_of(receipt, ballot, questions)
    except FaultyPaperError as error:
        return _paper(ballot, paper_for(ballot, member), receipt, said, error.faults), 422
    except AlreadyVotedError as error:
        return _answer_again(ballot, receipt, error)
    except BallotClosedError as error:
        return render_template("council/ballot_late.html", ballot=ballot, told=error.message), 409
    erase_traces()
    return render_template("council/ballot_cast.html", ballot=ballot, receipt=receipt, codes=codes)


def _answer_again(ballot: Ballot, receipt: str, error: AlreadyVotedError) -> ResponseReturnValue:
    """Sent twice, as a slow connection does: well where it is the same paper, refused where it is another."""
    if not error.counted:
        return render_template("council/ballot_late.html", ballot=ballot, told=error.message), 409
    codes = codes_of(receipt, ballot, paper_for(ballot, voter_of(current_user, ballot)))
    return render_template("council/ballot_cast.html", ballot=ballot, receipt=receipt, codes=codes)


def _paper(
    ballot: Ballot,
    questions: list[Question],
    receipt: str,
    said: dict[int, Choice],
    faults: dict[int, str],
    told: str = "",
) -> str:
    form = PaperForm(formdata=None, data={"receipt": receipt})
    paper = build_paper(questions, said, faults)
    return render_template(
        "council/ballot_paper.html",
        ballot=ballot,
        form=form,
        paper=paper,
        receipt=receipt,
        told=told,
        codes=codes_of(receipt, ballot, questions),
    )


def _keep_to_oneself(response: Response) -> Response:
    """No copy of a paper stays in a browser or on the way; and an answer to a paper, whatever it says, is of
    a random length, so that the log of the server, which notes lengths, tells no choice.
    """
    if request.endpoint not in ENDPOINTS:
        return response
    response.headers["Cache-Control"] = "private, no-store"
    if request.method == "POST" and response.mimetype == "text/html" and not response.is_streamed:
        noise = secrets.token_urlsafe(secrets.randbelow(NOISE) + 1)
        response.set_data(response.get_data() + f"\n<!-- {noise} -->\n".encode())
    return response
