"""Holds and exclusions with their papers and history; whether a proposed award was granted."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("lifted_at IS NULL")
COUNTED = sa.text("revoked_on IS NULL AND standing <> 'declined'")
NOT_REVOKED = sa.text("revoked_on IS NULL")
PROPOSED = "(đề nghị cấp trên tặng)"
UNIQUE = ["participant_id", "year", "award"]


def upgrade() -> None:
    _create_marks()
    _keep_marks_that_stand()
    _let_proposals_be_answered()


def _create_marks() -> None:
    op.create_table(
        "scorecard_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("markkind_known", "exclusion", "hold"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name=op.f("fk_scorecard_mark_scorecard_id_scorecard"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_mark")),
    )
    op.create_index(op.f("ix_scorecard_mark_scorecard_id"), "scorecard_mark", ["scorecard_id"])
    op.create_index(
        "uq_scorecard_mark_in_force",
        "scorecard_mark",
        ["scorecard_id", "code"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_table(
        "scorecard_mark_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("lays", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.String(length=500), server_default="", nullable=False),
        sa.Column("paper", sa.String(length=120), server_default="", nullable=False),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=255), server_default="", nullable=False),
        sa.Column("file_type", sa.String(length=100), server_default="", nullable=False),
        sa.Column("file_size", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["mark_id"],
            ["scorecard_mark.id"],
            name=op.f("fk_scorecard_mark_deed_mark_id_scorecard_mark"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["user.id"], name=op.f("fk_scorecard_mark_deed_done_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_mark_deed")),
        sa.UniqueConstraint("mark_id", "lays", name=op.f("uq_scorecard_mark_deed_mark_id_lays")),
    )


def _keep_marks_that_stand() -> None:
    """Every hold and exclusion that a scorecard bears gets its row; what is known of it is in the record."""
    bind = op.get_bind()
    card = sa.table(
        "scorecard",
        sa.column("id", sa.Integer),
        sa.column("exclusions", sa.JSON),
        sa.column("holds", sa.JSON),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    mark = sa.table(
        "scorecard_mark",
        *(sa.column(name) for name in ("scorecard_id", "kind", "code", "name")),
        sa.column("laid_at", sa.DateTime(timezone=True)),
    )
    rows = []
    for row in bind.execute(sa.select(card).order_by(card.c.id)):
        for kind, codes in (("exclusion", row.exclusions), ("hold", row.holds)):
            rows += [
                {
                    "scorecard_id": row.id,
                    "kind": kind,
                    "code": code,
                    "name": code,
                    "laid_at": row.updated_at,
                }
                for code in dict.fromkeys(codes or ())
            ]
    if rows:
        bind.execute(sa.insert(mark), rows)


def _let_proposals_be_answered() -> None:
    op.drop_index("uq_given_award_in_force", table_name="given_award")
    with op.batch_alter_table("given_award", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "standing",
                _choice("givenstanding_known", "granted", "proposed", "declined"),
                server_default="granted",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("settled_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("settled_reference", sa.String(length=300), server_default="", nullable=False)
        )
    _index(COUNTED)
    given = sa.table("given_award", sa.column("standing"), sa.column("reference"), sa.column("source"))
    op.execute(
        sa.update(given)
        .where(given.c.source == "council", given.c.reference.like(f"%{PROPOSED}"))
        .values(standing="proposed")
    )


def downgrade() -> None:
    op.drop_index("uq_given_award_in_force", table_name="given_award")
    with op.batch_alter_table("given_award", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_given_award_givenstanding_known"), type_="check")
        batch_op.drop_column("settled_reference")
        batch_op.drop_column("settled_on")
        batch_op.drop_column("standing")
    _index(NOT_REVOKED)
    op.drop_table("scorecard_mark_deed")
    op.drop_table("scorecard_mark")


def _index(condition: sa.TextClause) -> None:
    op.create_index(
        "uq_given_award_in_force",
        "given_award",
        UNIQUE,
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
