"""What every test may ask for: an application on a fresh database, and clients that judge each page.

The database is migrated once per worker and copied for each test that asks for `app`, so a test may
commit as the product does and leaves nothing behind; so are the sample accounts, and what `ready` is asked
for. TEST_DATABASE_URL puts all that on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from accounts.sample import ensure_sample_accounts
from app import create_app
from config import Settings, database_url
from foundation.clock import now
from foundation.database import db, transaction
from foundation.extensions import security
from foundation.permissions import SYSTEM, RoleCode
from tests.databases import EMPTY, FreshDatabase, fresh_database
from tests.page_client import PageClient, bind_page_client
from tests.write_guard import WriteGuard

# How long a busy machine takes says nothing of the code; speed stands in bin/bench.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
ACCOUNTS = "accounts"
SIGNED_IN = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for the database: it alone runs on PostgreSQL as well."""
    for item in items:
        if "_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


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
        site_url="https://thidua.chauthanh.vn",
        testing=True,
    )
    app = create_app(settings)
    bind_page_client(app)
    _database.prepare(app)
    yield app
    _database.release(app)


@pytest.fixture
def app(_application: Flask, _database: FreshDatabase, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a database of its own, migrated and empty, or with the sample accounts."""
    _begin(_application, _database, request)
    yield _application
    with _application.app_context():
        db.session.remove()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The same, with an application context open: for services and queries, not for clients."""
    with app.app_context():
        yield app


def _begin(app: Flask, database: FreshDatabase, request: pytest.FixtureRequest) -> str:
    """The state in which this test begins, laid under the application; its name."""
    hashing = security.pwd_context.handler("argon2")
    assert hashing.memory_cost < 1024, "another application was made without testing=True: slow passwords"
    if "accounts" not in request.fixturenames:
        database.renew(app)
        return EMPTY
    if ACCOUNTS in database.kept:
        database.renew(app, ACCOUNTS)
    else:
        database.renew(app)
        with app.app_context(), transaction():
            ensure_sample_accounts(actor=SYSTEM, now=now())
        database.keep(app, ACCOUNTS)
    return ACCOUNTS


@pytest.fixture
def accounts(app: Flask) -> Flask:
    """The application with one sample account for each role; `app` has seen to them."""
    return app


@pytest.fixture(scope="session")
def _given() -> dict[str, Any]:
    """What the builders of kept states gave back."""
    return {}


@pytest.fixture
def ready(
    app: Flask, _database: FreshDatabase, _given: dict[str, Any], request: pytest.FixtureRequest
) -> Callable[[Callable[[], Any]], Any]:
    """`ready(build)`: what `build` writes into the new database, done once by this worker and copied for each
    later test; gives back what `build` gave, ids and the like.

    It is asked for before anything else is written and before anybody signs in.
    """

    def stand(build: Callable[[], Any]) -> Any:
        assert not request.node.stash.get(SIGNED_IN, False), "name this fixture before the one that signs in"
        base = ACCOUNTS if "accounts" in request.fixturenames else EMPTY
        state = f"{base}_{build.__module__}_{build.__qualname__}".replace(".", "_").lower()
        if state in _database.kept:
            _database.renew(app, state)
        else:
            _begin(app, _database, request)
            with app.app_context(), transaction():
                _given[state] = build()
            _database.keep(app, state)
        return _given[state]

    return stand


@pytest.fixture
def client(app: Flask) -> Iterator[PageClient]:
    """A visitor who has not signed in."""
    with WriteGuard(app):
        yield app.test_client()


@pytest.fixture
def client_as(accounts: Flask, request: pytest.FixtureRequest) -> Iterator[Callable[[str], PageClient]]:
    """`client_as(RoleCode.OFFICE)`: a client signed in with the sample account of that role."""

    def sign_in(role: str) -> PageClient:
        client: PageClient = accounts.test_client()
        request.node.stash[SIGNED_IN] = True
        client.become(RoleCode(role))
        return client

    with WriteGuard(accounts):
        yield sign_in


@pytest.fixture
def project() -> Path:
    """The root of the project."""
    return Path(__file__).resolve().parent.parent
