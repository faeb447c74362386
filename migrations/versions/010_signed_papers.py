"""Issued papers with a digital signature appended, each kept beside the file that was issued."""

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON signed_copy
BEGIN SELECT RAISE(ABORT, 'papers in the register stay as they are'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION signed_copy_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'papers in the register stay as they are';
END $$
"""
POSTGRESQL = """
CREATE TRIGGER signed_copy_stays BEFORE UPDATE OR DELETE ON signed_copy
FOR EACH ROW EXECUTE FUNCTION signed_copy_stays()
"""


def upgrade() -> None:
    op.create_table(
        "signed_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("signers", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_signed_copy_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_signed_copy_entered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_copy")),
        sa.UniqueConstraint("sha256", name=op.f("uq_signed_copy_sha256")),
    )
    with op.batch_alter_table("signed_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_copy_paper_id"), ["paper_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL)
    else:
        op.execute(SQLITE.format(name="signed_copy_stands", event="UPDATE"))
        op.execute(SQLITE.format(name="signed_copy_stays", event="DELETE"))


def downgrade() -> None:
    with op.batch_alter_table("signed_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_copy_paper_id"))
    op.drop_table("signed_copy")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS signed_copy_stays()")
