"""What is in force from one day to another: issuers, signers, legal bases, base salaries, bonus rates.

Both ends count: an entry holds on `valid_from` and still on `valid_to`; an open end is None.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, SmallInteger, String, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.bonus import Rounding
from foundation.columns import choice_type, json_type
from foundation.database import Base, Points, UtcDateTime


class Certainty(StrEnum):
    """How an entry is known: read in the official text, in the district's own plan, in part (portal, press),
    by second hand, or believed; or held against the text by the office.
    """

    READ = "read"
    PLAN = "plan"
    PARTIAL = "partial"
    SECONDARY = "secondary"
    BELIEVED = "believed"
    CONFIRMED = "confirmed"


SURE = frozenset({Certainty.READ, Certainty.PLAN, Certainty.CONFIRMED})


class Tier(StrEnum):
    """Of which level of local government an issuer is; the district ended on 30 June 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Dated:
    """What every entry has. `fact` is the key of a fact that the product brought along, so that loading it
    again finds it; `dropped_at` says that it was entered by mistake, and nothing sees it any more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    certainty: Mapped[Certainty] = mapped_column(choice_type(Certainty), default=Certainty.CONFIRMED)
    note: Mapped[str] = mapped_column(String(500), default="", server_default="")
    fact: Mapped[str | None] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to hold it against the official text any more."""
        return self.certainty in SURE

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _in_order() -> CheckConstraint:
    return CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins")


class Issuer(Dated, Base):
    """A body in whose name papers go out. `code` is its part (committee, council, standing), `area` the place
    it is of; several areas may have the same part, then the one of least `order_no` comes first. A line
    break in `superior` and `name` is one on the paper; `symbol` ends "Số …/QĐ-".
    """

    __tablename__ = "issuer"
    __table_args__ = (_in_order(),)

    code: Mapped[str] = mapped_column(String(40), index=True)
    area: Mapped[str] = mapped_column(String(100))
    order_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    tier: Mapped[Tier] = mapped_column(choice_type(Tier))
    superior: Mapped[str] = mapped_column(String(200), default="", server_default="")
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(100))
    symbol: Mapped[str] = mapped_column(String(40))

    @property
    def line(self) -> str:
        """Its name in one line."""
        return " ".join(self.name.split())

    @property
    def told(self) -> str:
        """Its name with the place it is of."""
        return self.line if self.area in self.line else f"{self.line} ({self.area})"


class Signer(Dated, Base):
    """Who signs for an issuer. `authority` are the lines above the title (TM., KT., TL., TUQ.), one a line;
    an empty `name` is not known yet; no `paper_kinds` means all kinds.
    """

    __tablename__ = "signer"
    __table_args__ = (_in_order(),)

    issuer_id: Mapped[int] = mapped_column(ForeignKey("issuer.id"), index=True)
    order_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    authority: Mapped[str] = mapped_column(String(300), default="", server_default="")
    title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    paper_kinds: Mapped[list[str]] = mapped_column(MutableList.as_mutable(json_type()), default=list)

    issuer: Mapped[Issuer] = relationship()

    @property
    def authority_lines(self) -> tuple[str, ...]:
        """The lines above the title."""
        return tuple(line.strip() for line in self.authority.splitlines() if line.strip())

    @property
    def told(self) -> str:
        """The lines of authority and the title, in one line."""
        return ", ".join([*self.authority_lines, self.title])


class LegalBasis(Dated, Base):
    """One line "Căn cứ …" of the papers of these kinds, without the mark that ends it."""

    __tablename__ = "legal_basis"
    __table_args__ = (_in_order(),)

    order_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    paper_kinds: Mapped[list[str]] = mapped_column(MutableList.as_mutable(json_type()), default=list)
    text: Mapped[str] = mapped_column(Text)


class BaseSalary(Dated, Base):
    """The base salary (mức lương cơ sở): đồng a month."""

    __tablename__ = "base_salary"
    __table_args__ = (_in_order(), CheckConstraint("amount > 0", name="positive"))

    amount: Mapped[int] = mapped_column(Integer)


class BonusRate(Dated, Base):
    """How many base salaries come with an award: `coefficient` times the factor of who gets it. A factor that
    is None says that such a recipient does not get this award.
    """

    __tablename__ = "bonus_rate"
    __table_args__ = (_in_order(), CheckConstraint("coefficient > 0", name="positive"))

    award: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(200))
    order_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    coefficient: Mapped[Decimal] = mapped_column(Points)
    individual: Mapped[Decimal | None] = mapped_column(Points)
    household: Mapped[Decimal | None] = mapped_column(Points)
    collective: Mapped[Decimal | None] = mapped_column(Points)


class RoundingRule(Dated, Base):
    """How bonus money is rounded, once, to a multiple of `unit` đồng."""

    __tablename__ = "rounding_rule"
    __table_args__ = (_in_order(), CheckConstraint("unit > 0", name="positive"))

    rounding: Mapped[Rounding] = mapped_column(choice_type(Rounding))
    unit: Mapped[int] = mapped_column(Integer, default=10_000)
