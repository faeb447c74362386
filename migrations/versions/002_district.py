"""The district and its year: participants, movement, criteria, scorecards, evaluation runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


SEALED = ("evaluation_run", "run_result")
SQLITE_SEALED = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'evaluation runs are sealed'); END
"""
POSTGRESQL_SEALED_FUNCTION = """
CREATE FUNCTION evaluation_run_is_sealed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'evaluation runs are sealed'; END $$
"""
POSTGRESQL_SEALED = """
CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION evaluation_run_is_sealed()
"""
FINAL_ONCE_PUBLISHED = ("document", "sha256", "version", "movement_year_id")
SQLITE_PUBLISHED = """
CREATE TRIGGER criteria_set_published_no_{verb} BEFORE {event} ON criteria_set WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'published criteria are final'); END
"""
POSTGRESQL_PUBLISHED_FUNCTION = """
CREATE FUNCTION criteria_set_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'published criteria are final'; END $$
"""
POSTGRESQL_PUBLISHED = """
CREATE TRIGGER criteria_set_published_no_{verb} BEFORE {event} ON criteria_set
FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION criteria_set_is_final()
"""


def _one_of(table: str, column: str, name: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    _create_participants()
    _create_movements()
    _create_criteria()
    _create_scorecards()
    _create_runs()
    _guard()


def _guard() -> None:
    """What is published or sealed stays as it is, whoever writes."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    events = {"update": f"UPDATE OF {', '.join(FINAL_ONCE_PUBLISHED)}", "delete": "DELETE"}
    if postgresql:
        op.execute(POSTGRESQL_SEALED_FUNCTION)
        op.execute(POSTGRESQL_PUBLISHED_FUNCTION)
    for table in SEALED:
        if postgresql:
            op.execute(POSTGRESQL_SEALED.format(table=table))
            continue
        for verb in ("update", "delete"):
            op.execute(SQLITE_SEALED.format(table=table, verb=verb))
    for verb, event in events.items():
        op.execute((POSTGRESQL_PUBLISHED if postgresql else SQLITE_PUBLISHED).format(verb=verb, event=event))


def _create_participants() -> None:
    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_key", sa.String(600), nullable=False),
        sa.Column("type_code", sa.String(40), nullable=False),
        sa.Column("supervisor_note", sa.String(200), nullable=True),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cluster"),
        sa.UniqueConstraint("type_code", "code", name="uq_cluster_type_code_code"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_key", sa.String(600), nullable=False),
        sa.Column("precedence", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("type_code", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("attributes", JSON_TYPE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name=op.f("ck_participant_not_own_parent")
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
            name=op.f("ck_participant_valid_period_ordered"),
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name="fk_participant_cluster_id_cluster"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["participant.id"], name="fk_participant_parent_id_participant"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
    )
    op.create_index(
        "ix_participant_cluster_id_precedence_sort_key",
        "participant",
        ["cluster_id", "precedence", "sort_key"],
        sqlite_where=sa.text("cluster_id IS NOT NULL"),
        postgresql_where=sa.text("cluster_id IS NOT NULL"),
    )
    op.create_index(
        "ix_participant_parent_id_type_code_precedence_sort_key",
        "participant",
        ["parent_id", "type_code", "precedence", "sort_key"],
    )
    op.create_index(
        "ix_participant_type_code_precedence_sort_key", "participant", ["type_code", "precedence", "sort_key"]
    )
    op.create_index(
        "uq_participant_code_in_force",
        "participant",
        ["type_code", "code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def _create_movements() -> None:
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("slogan", sa.String(300), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("district_name", sa.String(100), nullable=False),
        sa.Column("province_name", sa.String(100), nullable=False),
        sa.Column("standing_body", sa.String(200), nullable=False),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_movement_period_ordered")),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
    )
    op.create_table(
        "movement_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1900 AND 2999", name=op.f("ck_movement_year_year_plausible")),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name="fk_movement_year_movement_id_movement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_movement_year"),
        sa.UniqueConstraint("movement_id", "year", name="uq_movement_year_movement_id_year"),
    )
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_stage_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["movement_year_id"], ["movement_year.id"], name="fk_stage_movement_year_id_movement_year"
        ),
        _one_of(
            "stage",
            "code",
            "stagecode_known",
            "registration self_scoring verification objection council decision archive",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stage"),
        sa.UniqueConstraint("movement_year_id", "code", name="uq_stage_movement_year_id_code"),
    )


def _create_criteria() -> None:
    op.create_table(
        "criteria_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'draft') = (published_at IS NULL)",
            name=op.f("ck_criteria_set_published_at_unless_draft"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_criteria_set_sha256_is_hexadecimal")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_criteria_set_version_from_one")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name="fk_criteria_set_created_by_id_user"),
        sa.ForeignKeyConstraint(
            ["movement_year_id"], ["movement_year.id"], name="fk_criteria_set_movement_year_id_movement_year"
        ),
        _one_of("criteria_set", "status", "criteriasetstatus_known", "draft published retired"),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_set"),
        sa.UniqueConstraint("movement_year_id", "version", name="uq_criteria_set_movement_year_id_version"),
    )
    op.create_index(
        "uq_criteria_set_published",
        "criteria_set",
        ["movement_year_id"],
        unique=True,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )


def _create_scorecards() -> None:
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("exclusions", JSON_TYPE, nullable=False),
        sa.Column("holds", JSON_TYPE, nullable=False),
        sa.Column("past_awards", JSON_TYPE, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"], ["criteria_set.id"], name="fk_scorecard_criteria_set_id_criteria_set"
        ),
        sa.ForeignKeyConstraint(
            ["movement_year_id"], ["movement_year.id"], name="fk_scorecard_movement_year_id_movement_year"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="fk_scorecard_participant_id_participant"
        ),
        _one_of(
            "scorecard",
            "status",
            "scorecardstatus_known",
            "draft submitted returned verified objection sealed",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scorecard"),
        sa.UniqueConstraint(
            "movement_year_id", "participant_id", name="uq_scorecard_movement_year_id_participant_id"
        ),
    )
    op.create_index("ix_scorecard_movement_year_id_status", "scorecard", ["movement_year_id", "status"])
    op.create_index("ix_scorecard_participant_id", "scorecard", ["participant_id"])
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("entries", JSON_TYPE, nullable=False),
        sa.Column("reasons", JSON_TYPE, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("complete", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "NOT complete OR total IS NOT NULL", name=op.f("ck_assessment_complete_has_total")
        ),
        sa.ForeignKeyConstraint(["assessed_by_id"], ["user.id"], name="fk_assessment_assessed_by_id_user"),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name="fk_assessment_scorecard_id_scorecard",
            ondelete="CASCADE",
        ),
        _one_of("assessment", "level", "assessmentlevel_known", "self group office council"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.UniqueConstraint("scorecard_id", "level", name="uq_assessment_scorecard_id_level"),
    )


def _create_runs() -> None:
    op.create_table(
        "evaluation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.String(64), nullable=False),
        sa.Column("result_sha256", sa.String(64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=True),
        sa.Column("engine_version", sa.String(20), nullable=False),
        sa.Column("counts", JSON_TYPE, nullable=False),
        sa.Column("warnings", JSON_TYPE, nullable=False),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "length(document_sha256) = 64", name=op.f("ck_evaluation_run_document_sha256_is_hexadecimal")
        ),
        sa.CheckConstraint(
            "length(result_sha256) = 64", name=op.f("ck_evaluation_run_result_sha256_is_hexadecimal")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_evaluation_run_number_from_one")),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"], ["criteria_set.id"], name="fk_evaluation_run_criteria_set_id_criteria_set"
        ),
        sa.ForeignKeyConstraint(
            ["movement_year_id"],
            ["movement_year.id"],
            name="fk_evaluation_run_movement_year_id_movement_year",
        ),
        sa.ForeignKeyConstraint(["sealed_by_id"], ["user.id"], name="fk_evaluation_run_sealed_by_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_run"),
        sa.UniqueConstraint("movement_year_id", "number", name="uq_evaluation_run_movement_year_id_number"),
    )
    op.create_table(
        "run_result",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("type_code", sa.String(40), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("group_key", sa.String(200), nullable=False),
        sa.Column("group_name", sa.String(200), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("cluster_name", sa.String(200), nullable=True),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("commune_name", sa.String(200), nullable=True),
        sa.Column("self_total", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("tied", sa.Integer(), server_default="1", nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(60), nullable=True),
        sa.Column("award", sa.String(60), nullable=True),
        sa.Column("award_status", sa.String(20), nullable=False),
        sa.Column("inputs_sha256", sa.String(64), nullable=False),
        sa.Column("result_sha256", sa.String(64), nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(inputs_sha256) = 64", name=op.f("ck_run_result_inputs_sha256_is_hexadecimal")
        ),
        sa.CheckConstraint(
            "length(result_sha256) = 64", name=op.f("ck_run_result_result_sha256_is_hexadecimal")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_run_result_position_from_one")),
        sa.CheckConstraint("rank IS NULL OR rank >= 1", name=op.f("ck_run_result_rank_from_one")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name="fk_run_result_cluster_id_cluster"),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["participant.id"], name="fk_run_result_commune_id_participant"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="fk_run_result_participant_id_participant"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["evaluation_run.id"], name="fk_run_result_run_id_evaluation_run"
        ),
        _one_of("run_result", "category", "category_known", "collective household individual"),
        _one_of(
            "run_result",
            "award_status",
            "awardstatus_known",
            "recommended ballot held outside too_soon below barred incomplete none",
        ),
        sa.PrimaryKeyConstraint("run_id", "participant_id", name="pk_run_result"),
    )
    op.create_index("ix_run_result_participant_id", "run_result", ["participant_id"])
    op.create_index(
        "ix_run_result_run_id_type_code_award_status", "run_result", ["run_id", "type_code", "award_status"]
    )
    op.create_index(
        "ix_run_result_run_id_type_code_cluster_id_position",
        "run_result",
        ["run_id", "type_code", "cluster_id", "position"],
    )
    op.create_index(
        "ix_run_result_run_id_type_code_commune_id_position",
        "run_result",
        ["run_id", "type_code", "commune_id", "position"],
    )
    op.create_index(
        "ix_run_result_run_id_type_code_group_key_position",
        "run_result",
        ["run_id", "type_code", "group_key", "position"],
    )
    op.create_index(
        "ix_run_result_run_id_type_code_position",
        "run_result",
        ["run_id", "type_code", "position"],
        unique=True,
    )


def downgrade() -> None:
    for table in (
        "run_result",
        "evaluation_run",
        "assessment",
        "scorecard",
        "criteria_set",
        "stage",
        "movement_year",
        "movement",
        "participant",
        "cluster",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION evaluation_run_is_sealed()")
        op.execute("DROP FUNCTION criteria_set_is_final()")
