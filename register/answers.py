"""What anybody learns of a paper who has its code: whether it is genuine, what it is, whether it is in force.

No name of a household or a person is told: who holds the paper reads it there.
"""

from dataclasses import dataclass
from datetime import date, datetime

from register.models import Certificate, Paper, PaperState
from register.queries import find_by_code, find_certificate_by_code, find_successor


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one code. `kind` is the kind of paper or "certificate"; `name` and `award` are told of
    certificates of collectives only; `sha256` lets a browser hold a file against the one that was issued.
    """

    kind: str
    number: int | None
    symbol: str
    signed_on: date | None
    state: PaperState
    ended_at: datetime | None
    ended_reason: str
    award: str = ""
    sha256: str | None = None
    replaced_by: Paper | None = None
    is_sample: bool = False

    @property
    def in_force(self) -> bool:
        """Whether the paper stands."""
        return self.state is PaperState.ISSUED


def answer_for(code: str) -> Answer | None:
    """The answer for a code as it is kept; None where no issued paper has it."""
    paper = find_by_code(code)
    if paper is not None:
        return _of_paper(paper)
    certificate = find_certificate_by_code(code)
    return _of_certificate(certificate) if certificate else None


def _of_paper(paper: Paper) -> Answer | None:
    if paper.state is PaperState.NUMBERED:
        return None
    successor = find_successor(paper) if paper.state is PaperState.REPLACED else None
    return Answer(
        kind=paper.kind,
        number=paper.number,
        symbol=paper.symbol,
        signed_on=paper.signed_on,
        state=paper.state,
        ended_at=paper.ended_at,
        ended_reason=paper.ended_reason,
        sha256=paper.sha256,
        replaced_by=successor,
        is_sample=paper.is_sample,
    )


def _of_certificate(certificate: Certificate) -> Answer | None:
    decision = _of_paper(certificate.decision)
    if decision is None:
        return None
    gone = certificate.revoked_at is not None
    return Answer(
        kind="certificate",
        number=decision.number,
        symbol=decision.symbol,
        signed_on=decision.signed_on,
        state=PaperState.REVOKED if gone else decision.state,
        ended_at=certificate.revoked_at if gone else decision.ended_at,
        ended_reason=certificate.revoked_reason if gone else decision.ended_reason,
        award=certificate.award_name,
        replaced_by=decision.replaced_by,
        is_sample=decision.is_sample,
    )
