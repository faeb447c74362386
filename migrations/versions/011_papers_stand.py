"""Papers, certificates and counters stand as they are; a number that was taken may be given up unissued."""

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

FROZEN = ("subject", "particulars", "movement_year_id", "is_sample", "created_at")
ENDED = ("ended_at", "ended_by_id", "ended_reason")
GIVEN = ("award_name", "address", "participant_id")
REVOKED = ("revoked_at", "revoked_by_id", "revoked_reason")
STEPS = """
NEW.state = OLD.state OR (OLD.state = 'draft' AND NEW.state = 'numbered')
OR (OLD.state = 'numbered' AND NEW.state IN ('issued', 'revoked'))
OR (OLD.state = 'issued' AND NEW.state IN ('replaced', 'revoked'))
"""
GIVEN_UP = "(OLD.state = 'numbered' AND NEW.state = 'revoked' AND NEW.replaces_id IS NULL)"
STATE_OF = "(SELECT state FROM paper WHERE id = NEW.{column})"
FILED = "state IN ('draft', 'numbered') OR sha256 IS NOT NULL"
FILED_OR_GIVEN_UP = "state IN ('draft', 'numbered', 'revoked') OR sha256 IS NOT NULL"
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
    of_decision, of_paper = STATE_OF.format(column="decision_id"), STATE_OF.format(column="paper_id")
    return [
        ("paper_begins_as_draft", "INSERT ON paper", "NEW.state <> 'draft'"),
        ("paper_goes_its_way", "UPDATE ON paper", f"NOT ({STEPS})"),
        ("paper_matter_stands", "UPDATE ON paper", f"OLD.state <> 'draft' AND ({_any_of(FROZEN)})"),
        (
            "paper_replaces_the_same",
            "UPDATE ON paper",
            f"OLD.state <> 'draft' AND {_any_of(('replaces_id',))} AND NOT {GIVEN_UP}",
        ),
        ("paper_ends_once", "UPDATE ON paper", f"OLD.ended_at IS NOT NULL AND ({_any_of(ENDED)})"),
        (
            "certificate_comes_with_number",
            "INSERT ON certificate",
            f"{of_decision} NOT IN ('draft', 'numbered') OR NEW.revoked_at IS NOT NULL",
        ),
        ("certificate_words_stand", "UPDATE ON certificate", _any_of(GIVEN)),
        (
            "certificate_falls_once",
            "UPDATE ON certificate",
            f"OLD.revoked_at IS NOT NULL AND ({_any_of(REVOKED)})",
        ),
        ("signed_copy_of_issued", "INSERT ON signed_copy", f"{of_paper} <> 'issued'"),
        (
            "number_series_only_grows",
            "UPDATE ON number_series",
            "NEW.last < OLD.last OR NEW.series <> OLD.series OR NEW.year <> OLD.year",
        ),
        ("number_series_stays", "DELETE ON number_series", "OLD.last > 0"),
    ]


def _any_of(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in columns)


def upgrade() -> None:
    _change_filed(FILED, FILED_OR_GIVEN_UP)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, event, condition in _guards():
        if on_postgresql:
            op.execute(POSTGRESQL_FUNCTION.format(name=name, condition=condition))
            op.execute(POSTGRESQL.format(name=name, event=event))
        else:
            told = condition.replace("IS DISTINCT FROM", "IS NOT")
            op.execute(SQLITE.format(name=name, event=event, condition=told))


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, _event, _condition in _guards():
        op.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )
    _change_filed(FILED_OR_GIVEN_UP, FILED)


def _change_filed(before: str, after: str) -> None:
    """A paper may have no file for good where its number was given up.

    SQLite cannot change a constraint; making the table anew would drop its guards and what refers to it.
    Its manual offers this way for constraints, which changes no row: https://sqlite.org/lang_altertable.html,
    section 7.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_paper_issued_with_file"), "paper", type_="check")
        op.create_check_constraint(op.f("ck_paper_issued_with_file"), "paper", after)
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'paper'"
        ),
        {"before": before, "after": after},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
