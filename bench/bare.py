"""The yardstick for pages: a bare Flask page that runs one SELECT of 50 rows."""

import sqlite3
from pathlib import Path

from flask import Flask, render_template_string

from config import Settings

PAGE = """<!doctype html><title>Bare</title><table>
{% for row in rows %}<tr><td>{{ row[0] }}<td>{{ row[1] }}<td>{{ row[2] }}</tr>{% endfor %}</table>"""
QUERY = (
    "select rank, name, total from run_result where type_code = 'household_poor' order by position limit 50"
)


def create_app() -> Flask:
    """One page and nothing else."""
    app = Flask(__name__)
    path = Path(Settings.from_environment().instance) / "chau_thanh.db"

    @app.get("/")
    def page() -> str:
        connection = sqlite3.connect(path)
        rows = connection.execute(QUERY).fetchall()
        connection.close()
        return render_template_string(PAGE, rows=rows)

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    return app
