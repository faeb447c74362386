"""Bảng kê tiền thưởng of a decision: coefficient × base salary of its day, line by line, and the sum.

Decree 152/2025, Articles 49–54; all factors are multiplied first, then rounded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from authorities.amounts_in_words import in_words
from documents.awarding import GENERAL, Sum, bonus_field, bonuses
from documents.bodies import Bodies
from documents.commendation_list import Entry, Recipient, Row, arrange
from documents.decision_lines import ReadDecision
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.paper import Header, Mark, Signature, Signer
from foundation.errors import DomainError
from foundation.formats import plain_number
from foundation.papers.wording import two_digits


@dataclass(frozen=True, slots=True)
class PaidGroup:
    """Everybody of one kind for one award, who all get the same."""

    award: str
    recipient: Recipient
    names: tuple[str, ...]
    rate: Decimal
    amount: int
    first: int

    @property
    def total(self) -> int:
        """What the group gets together, in đồng."""
        return self.amount * len(self.names)

    @property
    def rate_told(self) -> str:
        """How many base salaries: 0,6."""
        return plain_number(self.rate)

    @property
    def figures(self) -> str:
        """What each gets: 1.410.000."""
        return plain_number(self.amount)

    @property
    def total_told(self) -> str:
        """What they get together."""
        return plain_number(self.total)


@dataclass(frozen=True, slots=True)
class BonusTable:
    """The snapshot of a bonus table. `workings` say how each amount was made."""

    header: Header
    title: tuple[str, ...]
    accompanies: str
    groups: tuple[PaidGroup, ...]
    workings: tuple[str, ...]
    total: int
    signature: Signature
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False

    @property
    def several_awards(self) -> bool:
        """Whether the groups are of more than one award."""
        return len({one.award for one in self.groups}) > 1

    @property
    def total_told(self) -> str:
        """The sum in figures."""
        return plain_number(self.total)

    @property
    def total_words(self) -> str:
        """The sum in words."""
        return in_words(self.total)

    @property
    def summary(self) -> str:
        """How many recipients of which kinds the sum is for."""
        parts = [f"{two_digits(len(one.names))} {one.recipient.value}" for one in self.groups]
        return ", ".join(parts)


def build(material: Material, frame: Frame) -> BonusTable:
    """The table of a decision, by the day on which it was decided. Raises DomainError, with every amount that
    is not known.
    """
    read: ReadDecision = material.content
    entries = [
        Entry(one.recipient, "", Row(one.name, ""), one.award, _place(read, one.award)) for one in read.lines
    ]
    parts = arrange(entries)
    sums, faults = bonuses(parts, read.day, frame.text("bonus"))
    if faults:
        raise DomainError(" ".join(faults))
    groups = _groups(read, sums)
    maker = Signer((), "Người lập bảng", frame.text("maker"))
    return BonusTable(
        header=frame.header,
        title=(f"{read.deed.removeprefix('Đã có thành tích trong ')}",),
        accompanies=f"Kèm theo {read.told}",
        groups=groups,
        workings=tuple(_working(one) for one in sums),
        total=sum(one.total for one in groups),
        signature=Signature(frame.signature.signer, frame.signature.recipients, maker),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _place(read: ReadDecision, award: str) -> int:
    """The awards in the order of the decision."""
    return list(dict.fromkeys(one.award for one in read.lines)).index(award)


def _groups(read: ReadDecision, sums: Sequence[Sum]) -> tuple[PaidGroup, ...]:
    groups, first = [], 1
    for one in sums:
        names = tuple(
            line.name for line in read.lines if (line.award, line.recipient) == (one.award, one.recipient)
        )
        groups.append(PaidGroup(one.award, one.recipient, names, one.rate, one.amount, first))
        first += len(names)
    return tuple(groups)


def _working(one: Sum) -> str:
    kind = one.recipient.value
    rounded = f", làm tròn {one.figures} đồng" if one.exact != one.amount else " đồng"
    return f"{kind[:1].upper()}{kind[1:]}: {one.working}{rounded}"


def usual(material: Material, _bodies: Bodies) -> Usual:
    """Counted as the decision was."""
    chosen = material.content.rate
    return Usual({"bonus": "" if chosen == GENERAL else chosen, "maker": ""}, ())


def _subject(material: Material) -> str:
    return f"Bảng kê tiền thưởng kèm theo {material.content.told}"


KIND = PaperKind(
    code="bonus_table",
    name=_l("Bảng kê tiền thưởng"),
    source=Source.DECISION,
    part="committee",
    symbol="",
    template="bonus_table.html",
    build=build,
    subject=_subject,
    usual=usual,
    fields=(
        bonus_field(general=False),
        Field(
            "maker",
            _l("Người lập bảng"),
            Shape.LINE,
            hint=_l("Ghi họ tên; để trống thì ký tay."),
            longest=100,
        ),
    ),
)
