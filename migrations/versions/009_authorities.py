"""Who may issue and sign, on what law, and how much money comes with an award: with dates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def _dated(table: str) -> list[sa.schema.SchemaItem]:
    """What every entry has."""
    certainty = _choice("certainty", "read", "plan", "partial", "secondary", "believed", "confirmed")
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), server_default="", nullable=False),
        sa.Column("certainty", certainty, nullable=False),
        sa.Column("note", sa.String(length=500), server_default="", nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f(f"ck_{table}_ends_after_it_begins")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("fact", name=op.f(f"uq_{table}_fact")),
    ]


def upgrade() -> None:
    op.create_table(
        "issuer",
        *_dated("issuer"),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("order_no", sa.SmallInteger(), nullable=False),
        sa.Column("tier", _choice("tier", "province", "district", "commune"), nullable=False),
        sa.Column("superior", sa.String(length=200), server_default="", nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
    )
    op.create_index(op.f("ix_issuer_code"), "issuer", ["code"])
    op.create_table(
        "signer",
        *_dated("signer"),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.SmallInteger(), nullable=False),
        sa.Column("authority", sa.String(length=300), server_default="", nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("paper_kinds", JSON_TYPE, nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuer.id"], name=op.f("fk_signer_issuer_id_issuer")),
    )
    op.create_index(op.f("ix_signer_issuer_id"), "signer", ["issuer_id"])
    op.create_table(
        "legal_basis",
        *_dated("legal_basis"),
        sa.Column("order_no", sa.SmallInteger(), nullable=False),
        sa.Column("paper_kinds", JSON_TYPE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "base_salary",
        *_dated("base_salary"),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_base_salary_positive")),
    )
    op.create_table(
        "bonus_rate",
        *_dated("bonus_rate"),
        sa.Column("award", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("order_no", sa.SmallInteger(), nullable=False),
        sa.Column("coefficient", sa.BigInteger(), nullable=False),
        sa.Column("individual", sa.BigInteger(), nullable=True),
        sa.Column("household", sa.BigInteger(), nullable=True),
        sa.Column("collective", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("coefficient > 0", name=op.f("ck_bonus_rate_positive")),
    )
    op.create_index(op.f("ix_bonus_rate_award"), "bonus_rate", ["award"])
    op.create_table(
        "rounding_rule",
        *_dated("rounding_rule"),
        sa.Column("rounding", _choice("rounding", "up", "half_up"), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.CheckConstraint("unit > 0", name=op.f("ck_rounding_rule_positive")),
    )


def downgrade() -> None:
    for table in ("rounding_rule", "bonus_rate", "base_salary", "legal_basis", "signer", "issuer"):
        op.drop_table(table)
