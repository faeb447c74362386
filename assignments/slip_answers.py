"""The answer that carries slips: a PDF that no cache keeps."""

from collections.abc import Sequence

from flask import make_response, request
from flask.typing import ResponseReturnValue

from assignments.people import Person
from assignments.slips import make_slips
from foundation.clock import now


def slips_answer(people: Sequence[tuple[Person, str]]) -> ResponseReturnValue:
    """The slips of these people as a file to save and print."""
    answer = make_response(make_slips(people, site=request.host_url.rstrip("/"), now=now()))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="phieu-tai-khoan.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
