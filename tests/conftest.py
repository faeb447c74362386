"""What every test may ask for: an application on a fresh database, and clients that judge each page.

The database is migrated once per worker and copied for each test that asks for `app`, so a test may
commit as the product does and leaves nothing behind. TEST_DATABASE_URL puts the whole suite on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from accounts.sample import ensure_sample_accounts
from app import create_app
from config import Settings, database_url
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from tests.databases import FreshDatabase, fresh_database
from tests.page_client import PageClient, bind_page_client
from tests.write_guard import WriteGuard


@pytest.fixture(scope="session")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FreshDatabase]:
    with fresh_database(tmp_path_factory.mktemp("database")) as database:
        yield database


@pytest.fixture(scope="session")
def _application(_database: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url(_database.url, tmp_path_factory.getbasetemp()),
        instance=tmp_path_factory.mktemp("instance"),
        secret_key="a secret of the tests alone",
        password_salt="a salt of the tests alone",
        testing=True,
    )
    app = create_app(settings)
    bind_page_client(app)
    _database.prepare(app)
    yield app
    _database.release(app)


@pytest.fixture
def app(_application: Flask, _database: FreshDatabase) -> Iterator[Flask]:
    """The application on a database of its own, migrated and empty."""
    _database.renew(_application)
    yield _application
    with _application.app_context():
        db.session.remove()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The same, with an application context open: for services and queries, not for clients."""
    with app.app_context():
        yield app


@pytest.fixture
def accounts(app: Flask) -> Flask:
    """The application with one sample account for each role."""
    with app.app_context(), transaction():
        ensure_sample_accounts(actor=SYSTEM, now=now())
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[PageClient]:
    """A visitor who has not signed in."""
    with WriteGuard(app):
        yield app.test_client()


@pytest.fixture
def client_as(accounts: Flask) -> Iterator[Callable[[str], PageClient]]:
    """`client_as(RoleCode.OFFICE)`: a client signed in with the sample account of that role."""

    def sign_in(role: str) -> PageClient:
        client: PageClient = accounts.test_client()
        client.become(RoleCode(role))
        return client

    with WriteGuard(accounts):
        yield sign_in


@pytest.fixture
def project() -> Path:
    """The root of the project."""
    return Path(__file__).resolve().parent.parent
