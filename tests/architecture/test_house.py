"""The rules of the house that a machine can hold."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app import ROOMS, create_app, modules
from config import Settings
from foundation.database import db

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (*ROOMS, "foundation", "scoring")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def sources(*packages):
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def test_import_contracts_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_templates_compile(app):
    for name in app.jinja_env.list_templates(extensions=["html", "txt", "svg"]):
        if not name.startswith("print/"):  # papers have an environment of their own
            app.jinja_env.get_template(name)


def test_templates_carry_no_inline_style_or_script():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "print" in path.relative_to(ROOT).parts:
            continue
        page = path.read_text(encoding="utf-8")
        assert " style=" not in page, path
        assert "<script>" not in page, path
        assert " onclick=" not in page, path


def test_no_drawers():
    names = {path.stem for path in sources(*PACKAGES)} | {path.parent.name for path in sources(*PACKAGES)}
    assert not names & DRAWERS


def test_every_package_says_what_it_is():
    for package in PACKAGES:
        path = ROOT / package / "__init__.py"
        if path.exists():
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), package


@pytest.mark.parametrize("path", sources("scoring"), ids=lambda path: path.name)
def test_scoring_reads_no_clock_file_or_chance(path):
    forbidden = {"now", "today", "utcnow", "open", "read_text", "urandom", "getenv", "input", "print"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in forbidden, f"{path.name}:{node.lineno} calls {name}"


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_clock_reads_the_time_and_only_transactions_commit(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        caller, name = ast.unparse(node.func.value), node.func.attr
        where = f"{path.relative_to(ROOT)}:{node.lineno}"
        if path != ROOT / "foundation" / "clock.py":
            assert not (name in ("now", "today", "utcnow") and caller in ("datetime", "date")), where
        if path != ROOT / "foundation" / "database.py":
            assert not (name == "commit" and caller.endswith("session")), where


def test_migrations_agree_with_the_models(context):
    modules("models")
    with db.engine.connect() as connection:
        settings = {"compare_type": True, "target_metadata": db.metadata}
        assert compare_metadata(MigrationContext.configure(connection, opts=settings), db.metadata) == []


def test_migrations_go_down_and_up_again(context):
    before = set(inspect(db.engine).get_table_names())
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == before
    assert db.session.execute(text("SELECT count(*) FROM history_entry")).scalar() == 0


def test_the_application_needs_no_secret_and_no_database_to_start(tmp_path):
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    app = create_app(Settings(database_url=nowhere, instance=tmp_path, testing=True))
    result = app.test_cli_runner().invoke(args=["--help"])
    assert result.exit_code == 0
    assert not list(tmp_path.iterdir())


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def test_everything_imported_is_pinned():
    """A library that only the developers' list brings would be missing where the product runs."""
    own = {*PACKAGES, "app", "config", "council"}
    pinned = {
        line.partition("==")[0].partition("[")[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    owners = packages_distributions()
    for path in [*sources(*PACKAGES), ROOT / "app.py", ROOT / "config.py"]:
        for name in set(_imported(path)) - own - set(sys.stdlib_module_names):
            distributions = {owner.lower().replace("_", "-") for owner in owners.get(name, [])}
            assert distributions & pinned, f"{path.relative_to(ROOT)} imports {name}"


def test_every_requirement_is_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            requirement = line.partition("#")[0].strip()
            assert not requirement or requirement.startswith("-r ") or "==" in requirement, line
