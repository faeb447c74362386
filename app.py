"""The application: settings, extensions, blueprints, errors, commands; nothing else."""

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import click
from flask import Flask, url_for
from flask_security import SQLAlchemyUserDatastore
from werkzeug.middleware.proxy_fix import ProxyFix

import foundation.error_pages
import foundation.formats
import foundation.headers
import foundation.limits
import foundation.preferences
from accounts.models import Role, User
from accounts.naming import find_people
from config import ROOT, Settings
from foundation.access import guard
from foundation.database import db
from foundation.extensions import babel, bootstrap, compress, csrf, migrate, security
from foundation.permissions import Permission, can
from foundation.preferences import language
from foundation.requests import CleanRequest, RowNumber

ROOMS = (
    "scheduling",
    "tasks",
    "history",
    "accounts",
    "messages",
    "participants",
    "criteria",
    "movements",
    "authorities",
    "register",
    "assignments",
    "evidence",
    "scorecards",
    "verification",
    "bulk_entry",
    "overview",
    "awards",
    "council",
    "documents",
    "home",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; until a page is asked for, it needs neither database nor secret."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, root_path=str(ROOT), instance_path=str(settings.instance))
    app.request_class = CleanRequest
    app.url_map.converters["int"] = RowNumber
    _configure(app, settings)
    _bind_extensions(app)
    for module in modules("views"):
        app.register_blueprint(module.blueprint)
    foundation.error_pages.init_app(app)
    for module in modules("cli"):
        _register_commands(app, module)
    app.extensions["record_names"] = {
        kind: namer for module in modules("naming") for kind, namer in module.NAMES.items()
    }
    app.extensions["record_readers"] = {
        kind: reader
        for module in modules("naming")
        for kind, reader in getattr(module, "READERS", {}).items()
    }
    app.extensions["record_people"] = find_people
    app.extensions["jobs"] = tuple(job for module in modules("jobs") for job in module.JOBS)
    app.extensions["tasks"] = {
        kind.name: kind for module in modules("tasks") for kind in getattr(module, "TASKS", ())
    }
    return app


def modules(part: str) -> list[ModuleType]:
    """The modules of this name in every room that has one; `models` gives the migrations all tables."""
    names = (f"{room}.{part}" for room in ROOMS)
    return [import_module(name) for name in names if find_spec(name)]


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key,
        TWO_FACTOR_ROLES=settings.two_factor_roles,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the method
        SECURITY_SEND_REGISTER_EMAIL=False,
        SESSION_COOKIE_NAME="chau_thanh",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BOOTSTRAP_SERVE_LOCAL=True,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"],
    )
    if settings.testing:
        cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
        app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = cheap
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=language)
    csrf.init_app(app)
    bootstrap.init_app(app)
    compress.init_app(app)
    security.init_app(app, SQLAlchemyUserDatastore(db, User, Role), register_blueprint=False)
    app.before_request(guard)
    for part in (foundation.formats, foundation.headers, foundation.limits, foundation.preferences):
        part.init_app(app)
    app.jinja_env.globals.update(can=can, Permission=Permission, url_for=url_for)


def _register_commands(app: Flask, module: ModuleType) -> None:
    commands = [value for value in vars(module).values() if isinstance(value, click.Command)]
    nested = {
        id(one) for group in commands if isinstance(group, click.Group) for one in group.commands.values()
    }
    for command in commands:
        if id(command) not in nested:
            app.cli.add_command(command)
