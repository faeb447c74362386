"""The council: sessions, ballots, scenarios of the rules, frozen standings, awards given over the years."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# The state of the session that a row belongs to, by table; {row} is NEW or OLD.
STATE = "(SELECT state FROM council_session WHERE id = {session})"
OF_QUESTION = (
    "(SELECT session_id FROM agenda_item JOIN question q ON q.item_id = agenda_item.id WHERE q.id = {id})"
)
SESSION_OF = {
    "session_member": "{row}.session_id",
    "agenda_item": "{row}.session_id",
    "ballot": "{row}.session_id",
    "ballot_roll": "(SELECT session_id FROM ballot WHERE id = {row}.ballot_id)",
    "question": "(SELECT session_id FROM agenda_item WHERE id = {row}.item_id)",
    **dict.fromkeys(
        ("candidate", "conflict_of_interest", "hand", "ballot_slip"),
        OF_QUESTION.format(id="{row}.question_id"),
    ),
}
SQLITE_SEALED = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {sealed}
BEGIN SELECT RAISE(ABORT, 'sessions of the council are sealed'); END
"""
POSTGRESQL_SEALED_FUNCTION = """
CREATE FUNCTION {table}_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN
    IF {sealed_new} THEN RAISE EXCEPTION 'sessions of the council are sealed'; END IF;
    RETURN NEW;
  END IF;
  IF {sealed_old} THEN RAISE EXCEPTION 'sessions of the council are sealed'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL_SEALED = """
CREATE TRIGGER {table}_sealed BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_is_sealed()
"""


def _sealed(table: str, row: str) -> str:
    """The condition that a row belongs to a sealed session."""
    if table == "council_session":
        # A session is entered before it is sealed; a new row has nothing to guard.
        return "FALSE" if row == "NEW" else "OLD.state = 'sealed'"
    return f"{STATE.format(session=SESSION_OF[table].format(row=row))} = 'sealed'"


def _guard() -> None:
    """What belongs to a sealed session stays as it is, whoever writes."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ("council_session", *SESSION_OF):
        new, old = _sealed(table, "NEW"), _sealed(table, "OLD")
        if on_postgresql:
            op.execute(POSTGRESQL_SEALED_FUNCTION.format(table=table, sealed_new=new, sealed_old=old))
            op.execute(POSTGRESQL_SEALED.format(table=table))
            continue
        for verb, sealed in (("insert", new), ("update", old), ("delete", old)):
            if sealed != "FALSE":
                op.execute(SQLITE_SEALED.format(table=table, verb=verb, sealed=sealed))


def upgrade() -> None:
    _create()
    _guard()


def _create() -> None:
    op.create_table(
        "given_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("award", sa.String(length=60), nullable=False),
        sa.Column("award_name", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=300), server_default="", nullable=False),
        sa.Column("achievement", sa.String(length=60), server_default="movement", nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "council",
                "imported",
                name="givensource_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("award_kind", sa.String(length=20), server_default="topical", nullable=False),
        sa.Column("reference", sa.String(length=300), server_default="", nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoke_reason", sa.String(length=500), server_default="", nullable=False),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(revoked_on IS NULL) = (revoke_reason = '')", name=op.f("ck_given_award_revoked_with_reason")
        ),
        sa.CheckConstraint("year BETWEEN 1900 AND 2999", name=op.f("ck_given_award_year_plausible")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_given_award_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_award")),
    )
    with op.batch_alter_table("given_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_award_year_award"), ["year", "award"], unique=False)
        batch_op.create_index(batch_op.f("ix_given_award_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(
            "uq_given_award_in_force",
            ["participant_id", "year", "award"],
            unique=True,
            sqlite_where=sa.text("revoked_on IS NULL"),
            postgresql_where=sa.text("revoked_on IS NULL"),
        )

    op.create_table(
        "council_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "regular",
                "supplementary",
                name="sessionkind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "open",
                "sealed",
                "cancelled",
                name="sessionstate_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", JSON_TYPE, nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_by_id", sa.Integer(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(seal IS NULL) = (sealed_at IS NULL)", name=op.f("ck_council_session_sealed_with_seal")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_council_session_number_from_one")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_council_session_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["movement_year_id"],
            ["movement_year.id"],
            name=op.f("fk_council_session_movement_year_id_movement_year"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["evaluation_run.id"], name=op.f("fk_council_session_run_id_evaluation_run")
        ),
        sa.ForeignKeyConstraint(
            ["sealed_by_id"], ["user.id"], name=op.f("fk_council_session_sealed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
        sa.UniqueConstraint(
            "movement_year_id", "number", name=op.f("uq_council_session_movement_year_id_number")
        ),
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("changes", JSON_TYPE, nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("adopted_set_id", sa.Integer(), nullable=True),
        sa.Column("adopted_run_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(adopted_at IS NULL) = (adopted_set_id IS NULL)", name=op.f("ck_scenario_adopted_with_criteria")
        ),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["user.id"], name=op.f("fk_scenario_adopted_by_id_user")),
        sa.ForeignKeyConstraint(
            ["adopted_run_id"], ["evaluation_run.id"], name=op.f("fk_scenario_adopted_run_id_evaluation_run")
        ),
        sa.ForeignKeyConstraint(
            ["adopted_set_id"], ["criteria_set.id"], name=op.f("fk_scenario_adopted_set_id_criteria_set")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_scenario_owner_id_user")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["evaluation_run.id"], name=op.f("fk_scenario_run_id_evaluation_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("run_id", "owner_id", "name", name=op.f("uq_scenario_run_id_owner_id_name")),
    )
    op.create_table(
        "standings_freeze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_year_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lift_reason", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lift_reason = '')", name=op.f("ck_standings_freeze_lifted_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["user.id"], name=op.f("fk_standings_freeze_frozen_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["user.id"], name=op.f("fk_standings_freeze_lifted_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["movement_year_id"],
            ["movement_year.id"],
            name=op.f("fk_standings_freeze_movement_year_id_movement_year"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["evaluation_run.id"], name=op.f("fk_standings_freeze_run_id_evaluation_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standings_freeze")),
    )
    with op.batch_alter_table("standings_freeze", schema=None) as batch_op:
        batch_op.create_index(
            "uq_standings_freeze_in_force",
            ["movement_year_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["council_session.id"],
            name=op.f("fk_agenda_item_session_id_council_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_agenda_item_session_id_number")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "open",
                "closed",
                "void",
                name="ballotstate_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), server_default="", nullable=False),
        sa.Column("urn", sa.LargeBinary(), nullable=True),
        sa.Column("urn_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["council_session.id"],
            name=op.f("fk_ballot_session_id_council_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_ballot_session_id_number")),
    )
    op.create_table(
        "session_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("order_no", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "seat",
            sa.Enum(
                "chair",
                "deputy",
                "member",
                "secretary",
                name="seat_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("votes", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum(
                "unknown",
                "present",
                "written",
                "absent",
                name="attendance_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("opinion_ref", sa.String(length=300), server_default="", nullable=False),
        sa.Column("conflicts_declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["council_session.id"],
            name=op.f("fk_session_member_session_id_council_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_session_member_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_member")),
        sa.UniqueConstraint("session_id", "order_no", name=op.f("uq_session_member_session_id_order_no")),
        sa.UniqueConstraint("session_id", "user_id", name=op.f("uq_session_member_session_id_user_id")),
    )
    with op.batch_alter_table("session_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "ballot_roll",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("voted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_roll_ballot_id_ballot"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["session_member.id"],
            name=op.f("fk_ballot_roll_member_id_session_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ballot_id", "member_id", name=op.f("pk_ballot_roll")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "approve",
                "choose",
                name="questionkind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.SmallInteger(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "hands", "secret", name="method_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("rules", JSON_TYPE, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "voting",
                "decided",
                "deferred",
                name="questionstate_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("ballot_id", sa.Integer(), nullable=True),
        sa.Column("round_of_id", sa.Integer(), nullable=True),
        sa.Column("tally", JSON_TYPE, nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=True),
        sa.Column("casting_vote", JSON_TYPE, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'choose') = (places IS NOT NULL)", name=op.f("ck_question_places_where_one_chooses")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_question_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_question_item_id_agenda_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_of_id"], ["question.id"], name=op.f("fk_question_round_of_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_question_item_id_number")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "ballot_slip",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("choice", JSON_TYPE, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_ballot_slip_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "mark", name=op.f("pk_ballot_slip")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("group_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("award", sa.String(length=60), nullable=False),
        sa.Column("award_name", sa.String(length=300), nullable=False),
        sa.Column("recommended", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_candidate_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_candidate_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint(
            "question_id",
            "participant_id",
            "award",
            name=op.f("uq_candidate_question_id_participant_id_award"),
        ),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["session_member.id"],
            name=op.f("fk_conflict_of_interest_member_id_session_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_conflict_of_interest_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint(
            "member_id", "question_id", name=op.f("uq_conflict_of_interest_member_id_question_id")
        ),
    )
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conflict_of_interest_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("choice", JSON_TYPE, nullable=False),
        sa.Column("written", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["session_member.id"],
            name=op.f("fk_hand_member_id_session_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_hand_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("question_id", "member_id", name=op.f("uq_hand_question_id_member_id")),
    )


def downgrade() -> None:
    op.drop_table("hand")
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_of_interest_question_id"))

    op.drop_table("conflict_of_interest")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_participant_id"))

    op.drop_table("candidate")
    op.drop_table("ballot_slip")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_ballot_id"))

    op.drop_table("question")
    op.drop_table("ballot_roll")
    with op.batch_alter_table("session_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_member_user_id"))

    op.drop_table("session_member")
    op.drop_table("ballot")
    op.drop_table("agenda_item")
    with op.batch_alter_table("standings_freeze", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_standings_freeze_in_force",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.drop_table("standings_freeze")
    op.drop_table("scenario")
    op.drop_table("council_session")
    op.drop_table("given_award")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("council_session", *SESSION_OF):
            op.execute(f"DROP FUNCTION {table}_is_sealed()")
