"""What a district sets for its papers: its own wording of a kind, and where certificates print."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import CompressedText, json_type
from foundation.database import Base, UtcDateTime


class PaperTemplate(Base):
    """The district's own template of one kind of paper. The one in use stands in place of ours; earlier
    uploads stay, so that any of them can be taken up again.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        Index(
            "uq_paper_template_in_use",
            "kind",
            unique=True,
            sqlite_where=text("in_use"),
            postgresql_where=text("in_use"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[str] = mapped_column(CompressedText)
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    in_use: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    made_by: Mapped[User | None] = relationship()


class CertificateLayout(Base):
    """Where the certificate of one award prints its lines, in millimetres; award "" serves all others.

    `layout` is what `documents.certificates` reads: size of the sheet, full print or overlay, and for each
    field its place, width and size.
    """

    __tablename__ = "certificate_layout"

    id: Mapped[int] = mapped_column(primary_key=True)
    award: Mapped[str] = mapped_column(String(60), unique=True)
    layout: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(json_type()))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    changed_by: Mapped[User | None] = relationship()
