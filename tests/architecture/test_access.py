"""Every endpoint says who may enter, and reading changes nothing."""

import pytest

from foundation.access import MARK, PUBLIC, access_of
from foundation.permissions import GRANTS, Permission, RoleCode, can
from tests.write_guard import READING_METHODS

TESTS_ONLY = "tests."


def endpoints(app):
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(TESTS_ONLY)]


def test_every_endpoint_is_marked(app):
    unmarked = [rule.endpoint for rule in endpoints(app) if access_of(app, rule.endpoint) is None]
    assert not unmarked


def test_every_mark_is_a_permission_that_some_role_has(app):
    granted = frozenset().union(*GRANTS.values())
    marks = {access_of(app, rule.endpoint) for rule in endpoints(app)} - {PUBLIC}
    assert marks <= granted


def test_every_role_has_grants():
    assert set(GRANTS) == set(RoleCode)


def test_an_unmarked_endpoint_is_closed(app, client_as):
    view = app.view_functions["assignments.list_accounts"]
    mark = getattr(view, MARK)
    try:
        delattr(view, MARK)
        assert client_as(RoleCode.ADMIN).get("/tai-khoan").status_code == 403
    finally:
        setattr(view, MARK, mark)


def test_a_visitor_enters_only_public_pages(app, client):
    for rule in endpoints(app):
        if rule.arguments or access_of(app, rule.endpoint) == PUBLIC or "GET" not in rule.methods:
            continue
        answer = client.get(rule.rule)
        assert answer.status_code == 302, rule.rule
        assert answer.location.startswith("/dang-nhap?next="), rule.rule


@pytest.mark.parametrize("role", list(RoleCode))
def test_reading_changes_nothing_and_refuses_the_others(app, client_as, role):
    """The client's guard fails the test when a GET writes; here every page without arguments is read."""
    client = client_as(role)
    with app.app_context():
        granted = GRANTS[role]
    for rule in endpoints(app):
        if rule.arguments or not (rule.methods & READING_METHODS) or "GET" not in rule.methods:
            continue
        access = access_of(app, rule.endpoint)
        answer = client.get(rule.rule)
        if access != PUBLIC and access not in granted:
            assert answer.status_code == 403, rule.rule
        else:
            assert answer.status_code < 500, rule.rule
            assert answer.status_code != 403, rule.rule


def test_nobody_may_nothing():
    assert not any(can(None, permission) for permission in Permission)
