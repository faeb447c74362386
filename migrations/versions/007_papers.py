"""The register of papers, certificates, and what a district sets for its papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# What stands for good once a paper has its number, and once it is issued.
FROZEN = ("kind", "source", "series", "year", "number", "symbol", "signed_on", "snapshot", "html", "code")
ISSUED = ("sha256", "size", "issued_at", "issued_by_id")
SQLITE = """
CREATE TRIGGER {name} BEFORE {event} WHEN {condition}
BEGIN SELECT RAISE(ABORT, 'papers in the register stay as they are'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {condition} THEN RAISE EXCEPTION 'papers in the register stay as they are'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _guards() -> list[tuple[str, str, str]]:
    """Name, event and the condition under which it is refused."""
    frozen = " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in FROZEN)
    issued = " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in ISSUED)
    back = "NEW.state IN ('draft', 'numbered')"
    return [
        (
            "paper_words_stand",
            "UPDATE ON paper",
            f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {frozen})",
        ),
        (
            "paper_file_stands",
            "UPDATE ON paper",
            f"OLD.state NOT IN ('draft', 'numbered') AND ({back} OR {issued})",
        ),
        ("paper_stays", "DELETE ON paper", "OLD.state <> 'draft'"),
        (
            "certificate_stands",
            "UPDATE ON certificate",
            " OR ".join(
                f"NEW.{one} IS DISTINCT FROM OLD.{one}"
                for one in (
                    "decision_id",
                    "place",
                    "roll",
                    "roll_year",
                    "name",
                    "award",
                    "achievement",
                    "code",
                )
            ),
        ),
        ("certificate_stays", "DELETE ON certificate", "TRUE"),
    ]


def _guard() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, event, condition in _guards():
        if on_postgresql:
            op.execute(POSTGRESQL_FUNCTION.format(name=name, condition=condition))
            op.execute(POSTGRESQL.format(name=name, event=event))
        else:
            told = condition.replace("IS DISTINCT FROM", "IS NOT")
            op.execute(SQLITE.format(name=name, event=event, condition=told))


def upgrade() -> None:
    _create()
    _guard()


def _create() -> None:
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "certificate_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award", sa.String(length=60), nullable=False),
        sa.Column("layout", JSON_TYPE, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_certificate_layout_changed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_layout")),
        sa.UniqueConstraint("award", name=op.f("uq_certificate_layout_award")),
    )
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("in_use", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_paper_template_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_template_kind"), ["kind"], unique=False)
        batch_op.create_index(
            "uq_paper_template_in_use",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("in_use"),
            postgresql_where=sa.text("in_use"),
        )

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "numbered",
                "issued",
                "replaced",
                "revoked",
                name="paperstate_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("particulars", JSON_TYPE, nullable=False),
        sa.Column("series", sa.String(length=120), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=60), server_default="", nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("html", sa.LargeBinary(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('replaced', 'revoked')) = (ended_at IS NOT NULL)", name=op.f("ck_paper_ended")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (html IS NOT NULL AND code IS NOT NULL)", name=op.f("ck_paper_frozen")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'numbered') OR sha256 IS NOT NULL", name=op.f("ck_paper_issued_with_file")
        ),
        sa.CheckConstraint("number IS NULL OR number >= 1", name=op.f("ck_paper_number_from_one")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_paper_created_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_paper_ended_by_id_user")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_paper_issued_by_id_user")),
        sa.ForeignKeyConstraint(
            ["movement_year_id"], ["movement_year.id"], name=op.f("fk_paper_movement_year_id_movement_year")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["paper.id"], name=op.f("fk_paper_replaces_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_code")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_paper_replaces_id")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_paper_series_year_number")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_movement_year_id"), ["movement_year_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_paper_source", ["source"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=False),
        sa.Column("roll_year", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("address", sa.String(length=250), server_default="", nullable=False),
        sa.Column("award", sa.String(length=60), nullable=False),
        sa.Column("award_name", sa.String(length=200), nullable=False),
        sa.Column("achievement", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')", name=op.f("ck_certificate_revoked_with_reason")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["paper.id"], name=op.f("fk_certificate_decision_id_paper")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_certificate_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["user.id"], name=op.f("fk_certificate_revoked_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_certificate_decision_id_place")),
        sa.UniqueConstraint("roll_year", "roll", name=op.f("uq_certificate_roll_year_roll")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_participant_id"), ["participant_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_participant_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_source")
        batch_op.drop_index(batch_op.f("ix_paper_sha256"))
        batch_op.drop_index(batch_op.f("ix_paper_movement_year_id"))

    op.drop_table("paper")
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paper_template_in_use", sqlite_where=sa.text("in_use"), postgresql_where=sa.text("in_use")
        )
        batch_op.drop_index(batch_op.f("ix_paper_template_kind"))

    op.drop_table("paper_template")
    op.drop_table("certificate_layout")
    op.drop_table("number_series")
    if op.get_bind().dialect.name == "postgresql":
        for name, _event, _condition in _guards():
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
