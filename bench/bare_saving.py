"""The yardstick for saving: a bare Flask route that writes one row."""

import sqlite3
from pathlib import Path

from flask import Flask, Response, jsonify, request

from config import Settings


def create_app() -> Flask:
    """One route and nothing else; SQLite is set as the product sets it."""
    app = Flask(__name__)
    path = Path(Settings.from_environment().instance) / "bare.db"
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE IF NOT EXISTS entry (unit INTEGER, text TEXT)")

    @app.post("/")
    def save() -> Response:
        sent = request.get_json()
        connection = sqlite3.connect(path, timeout=10)
        connection.execute("PRAGMA synchronous=NORMAL")
        with connection:
            connection.execute("INSERT INTO entry VALUES (?, ?)", (sent["unit"], sent["text"]))
        connection.close()
        return jsonify(saved=True)

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    return app
