"""What is missing on a scorecard before it is handed in, criterion by criterion.

A figure that cannot be read stops the handing in: nobody could say what was claimed. A figure that is not
entered, or evidence that is wanting, is shown and must be confirmed; it is never counted as zero in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scorecards.claims import Claim
from scorecards.entering import unread_text
from scorecards.models import Citation
from scorecards.oddities import oddity_of
from scorecards.to_scoring import Unread
from scoring.rubric import Criterion

FIELD_NAMES = {
    "number": _l("số văn bản"),
    "date": _l("ngày văn bản"),
    "page": _l("số trang"),
    "file": _l("tệp đính kèm"),
}

Document = Mapping[str, Any]
"""What is known of a document: its number, date and page, its file; by the names of FIELD_NAMES."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something wanting at a criterion, in words."""

    code: str
    name: str
    text: str
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """All that is wanting, each in document order. `elsewhere` are the criteria that others enter, `odd` the
    figures that count and had better be looked at once more.
    """

    unreadable: tuple[Gap, ...]
    unscored: tuple[Gap, ...]
    evidence: tuple[Gap, ...]
    elsewhere: tuple[Gap, ...]
    odd: tuple[Gap, ...] = ()

    @property
    def to_confirm(self) -> int:
        """How many gaps must be confirmed before handing in."""
        return len(self.unscored) + len(self.evidence)


def gaps_of(claim: Claim) -> Gaps:
    """What is wanting in a claim."""
    unread = {one.subject: one for one in claim.unread}
    missing = set(claim.scored.missing) - unread.keys()
    own = list(claim.own_criteria)
    codes = {one.code for one in own}
    return Gaps(
        unreadable=tuple(_unreadable(one, unread[one.code]) for one in own if one.code in unread),
        unscored=tuple(
            Gap(one.code, one.name, _("Chưa nhập"), one.max) for one in own if one.code in missing
        ),
        evidence=tuple(_evidence_gaps(claim, own)),
        elsewhere=tuple(
            Gap(one.code, one.name, "", one.max)
            for one in claim.scorer.reader.kind.criteria()
            if one.code in missing and one.code not in codes
        ),
        odd=tuple(_odd(claim, own)),
    )


def _odd(claim: Claim, own: Sequence[Criterion]) -> Iterator[Gap]:
    for criterion in own:
        strange = oddity_of(criterion, claim.entries.get(criterion.code))
        if strange:
            yield Gap(criterion.code, criterion.name, strange)


def _unreadable(criterion: Criterion, unread: Unread) -> Gap:
    return Gap(criterion.code, criterion.name, unread_text(unread))


def _evidence_gaps(claim: Claim, own: Sequence[Criterion]) -> Iterator[Gap]:
    for criterion in own:
        cited = [_known(one) for one in claim.cited_for(criterion.code)]
        wanting = wanting_evidence(criterion, claim.scored.nodes[criterion.code].points, cited)
        if wanting is not None:
            yield Gap(criterion.code, criterion.name, wanting)


def wanting_evidence(criterion: Criterion, points: Decimal | None, cited: Sequence[Document]) -> str | None:
    """What required evidence lacks where the entry gives points (nothing proves a zero); None where one
    document has all that is asked for.
    """
    if not criterion.evidence.required or not points or points < 0:
        return None
    if not cited:
        return _("Chưa có minh chứng")
    lacking = min((_lacking(criterion, one) for one in cited), key=len)
    if not lacking:
        return None
    return _("Minh chứng còn thiếu: %(fields)s", fields=", ".join(str(FIELD_NAMES[one]) for one in lacking))


def _lacking(criterion: Criterion, cited: Document) -> list[str]:
    return [field for field in criterion.evidence.fields if not cited[field]]


def _known(citation: Citation) -> Document:
    file = citation.evidence_file
    return {
        "number": citation.number or (file and file.number),
        "date": citation.issued_on or (file and file.issued_on),
        "page": citation.page,
        "file": file,
    }
