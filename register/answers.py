"""What anybody learns of a paper who has its code: whether it is genuine, what it is, whether it is in force.

No name of a household or a person is told: who holds the paper reads it there. Nor is the reason for which
a paper was ended: it is the clerk's free text and may name people, so it stays in the register.
"""

from dataclasses import dataclass
from datetime import date, datetime

from register.basis import ENDED, basis_of
from register.models import Certificate, Paper, PaperState
from register.queries import find_by_code, find_certificate_by_code, find_successor

CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Print:
    """The SHA-256 of a file of the paper, in hexadecimal; `signed` of one with digital signatures."""

    sha256: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one code. `kind` is the kind of paper or "certificate"; `award` is told of certificates;
    by `prints` a browser holds a file against those that were issued; `basis` is the decision with which a
    bonus table or a list goes; `is_void`: its number was given up, no such paper was ever issued.
    """

    kind: str
    number: int | None
    symbol: str
    signed_on: date | None
    state: PaperState
    ended_at: datetime | None
    award: str = ""
    prints: tuple[Print, ...] = ()
    replaced_by: Paper | None = None
    is_sample: bool = False
    is_void: bool = False
    basis: Paper | None = None

    @property
    def in_force(self) -> bool:
        """Whether the paper stands, and the decision with which it goes."""
        return self.state is PaperState.ISSUED and not self.basis_ended

    @property
    def basis_ended(self) -> bool:
        """Whether the decision with which it goes was replaced or revoked."""
        return self.basis is not None and self.basis.state in ENDED


def answer_for(code: str) -> Answer | None:
    """The answer for a code as it is kept; None where no issued paper has it.

    Whatever has the form of a code is looked for in the same two places, so that no answer but a genuine
    one tells how near a guess came.
    """
    paper, certificate = find_by_code(code), find_certificate_by_code(code)
    if paper is not None:
        return _of_paper(paper)
    return _of_certificate(certificate) if certificate else None


def _of_paper(paper: Paper) -> Answer | None:
    if paper.state in (PaperState.DRAFT, PaperState.NUMBERED):
        return None
    issued = [Print(paper.sha256, signed=False)] if paper.sha256 else []
    copies = [Print(copy.sha256, signed=True) for copy in paper.signed_copies]
    return Answer(
        kind=paper.kind,
        number=paper.number,
        symbol=paper.symbol,
        signed_on=paper.signed_on,
        state=paper.state,
        ended_at=paper.ended_at,
        prints=(*issued, *copies),
        replaced_by=_successor(paper),
        is_sample=paper.is_sample,
        is_void=paper.is_void,
        basis=basis_of(paper.source),
    )


def _of_certificate(certificate: Certificate) -> Answer | None:
    """A certificate falls alone or with its decision; whichever came first stands."""
    decision = _of_paper(certificate.decision)
    if decision is None:
        return None
    gone = certificate.revoked_at is not None
    return Answer(
        kind=CERTIFICATE,
        number=decision.number,
        symbol=decision.symbol,
        signed_on=decision.signed_on,
        state=PaperState.REVOKED if gone else decision.state,
        ended_at=certificate.revoked_at if gone else decision.ended_at,
        award=certificate.award_name,
        replaced_by=None if gone else decision.replaced_by,
        is_sample=decision.is_sample,
        is_void=decision.is_void,
    )


def _successor(paper: Paper) -> Paper | None:
    return find_successor(paper) if paper.state is PaperState.REPLACED else None
