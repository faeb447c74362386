"""What ties an account to units, to clusters and to criteria."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import choice_type, json_type
from foundation.database import Base, UtcDateTime
from participants.models import Cluster, Participant


class ChargeKind(StrEnum):
    """A council member watches over a cluster; a head (trưởng cụm, khối) checks its members' scorecards."""

    COUNCIL = "council"
    HEAD = "head"


class UnitMember(Base):
    """An account that acts for a unit; one account may act for several, several for one."""

    __tablename__ = "unit_member"
    __table_args__ = (UniqueConstraint("user_id", "participant_id"), Index(None, "participant_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    participant: Mapped[Participant] = relationship()


class ClusterCharge(Base):
    """An account in charge of a cluster, as a council member or as the cluster's head."""

    __tablename__ = "cluster_charge"
    __table_args__ = (UniqueConstraint("user_id", "cluster_id", "kind"), Index(None, "cluster_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    kind: Mapped[ChargeKind] = mapped_column(choice_type(ChargeKind))
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    cluster: Mapped[Cluster] = relationship()


class VerifierDuty(Base):
    """What a verifier verifies: a type of participant, within one cluster or all of them (None), and the
    criteria (or whole sections) with these codes, or all of them (None).
    """

    __tablename__ = "verifier_duty"
    __table_args__ = (Index(None, "user_id"), Index(None, "type_code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    type_code: Mapped[str] = mapped_column(String(40))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    criteria: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(json_type()))
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
