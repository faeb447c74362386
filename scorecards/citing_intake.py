"""What becomes of a sent form of evidence: each file received and cited, and what was wrong with which."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from evidence.models import EvidenceFile
from evidence.queries import find_file
from evidence.services import Received, receive_file
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import Actor
from scorecards import citing
from scorecards.citing_forms import EvidenceForm
from scorecards.models import Scorecard


@dataclass
class Outcome:
    """What became of a form: which files came in, and what was wrong."""

    received: list[Received] = field(default_factory=list)
    faults: list[DomainError] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        """A sentence for each file that came in."""
        return [_told(one) for one in self.received]


def take_in(
    *,
    actor: Actor,
    card: Scorecard,
    code: str,
    form: EvidenceForm,
    announced: int | None,
    in_objection: bool,
    now: datetime,
) -> Outcome:
    """Cite what a form says, each file by itself in a transaction of its own, so that one that is refused
    does not take the others along. `announced` is how many bytes the sender said there are. Raises
    DomainError where the fault belongs to no field of the form.
    """
    outcome = Outcome()
    for sent in form.file.data or _chosen(form):
        try:
            citing.require_citing(actor, card, code, now, in_objection=in_objection)
            with transaction():
                received = (
                    _receive(actor, card, sent, form, announced, now)
                    if isinstance(sent, FileStorage)
                    else None
                )
                file = received.file if received else sent
                citing.cite(
                    actor=actor,
                    scorecard=card,
                    criterion=code,
                    file=file if isinstance(file, EvidenceFile) else None,
                    number=form.number.data,
                    issued_on=form.issued_on.data,
                    page=form.page.data,
                    note=form.note.data,
                    in_objection=in_objection,
                    now=now,
                )
        except DomainError as error:
            if error.field not in form:
                raise
            outcome.faults.append(_named(error, sent))
        else:
            outcome.received += [received] if received else []
    return outcome


def _chosen(form: EvidenceForm) -> list[EvidenceFile | None]:
    return [find_file(int(form.known.data)) if form.known.data else None]


def _receive(
    actor: Actor, card: Scorecard, sent: FileStorage, form: EvidenceForm, announced: int | None, now: datetime
) -> Received:
    return receive_file(
        actor=actor,
        participant=card.participant,
        movement_year=card.movement_year,
        stream=sent.stream,
        name=sent.filename or "",
        announced=announced,
        title=form.title.data,
        number=form.number.data,
        issued_on=form.issued_on.data,
        shrink=form.shrink.data,
        now=now,
    )


def _named(error: DomainError, sent: FileStorage | EvidenceFile | None) -> DomainError:
    """The same fault with the name of the file before it, where several were sent."""
    if isinstance(sent, FileStorage) and error.field == "file":
        error.message = f"{(sent.filename or '')[-80:]}: {error.message}"
    return error


def _told(received: Received) -> str:
    file = received.file
    if received.is_new:
        return _("Đã nhận %(name)s, biên nhận số %(number)s.", name=file.name, number=file.receipt)
    return _(
        "%(name)s đã gửi trước đây (biên nhận số %(number)s) nên dùng lại, không tính thêm chỗ.",
        name=file.name,
        number=file.receipt,
    )
