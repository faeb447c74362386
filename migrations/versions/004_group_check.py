"""Checks of scorecards done by a commune or by the head of a cluster."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("of_submission", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("waived", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_group_check_done_by_id_user")),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name=op.f("fk_group_check_scorecard_id_scorecard"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_check")),
        sa.UniqueConstraint(
            "scorecard_id", "of_submission", name=op.f("uq_group_check_scorecard_id_of_submission")
        ),
    )


def downgrade() -> None:
    op.drop_table("group_check")
