"""What judging begins with: a year under verification, one cluster, one submitted commune, the office."""

import pytest

from tests.district import make_commune
from tests.verifying import make_cluster, make_office, submit, verifying_year


@pytest.fixture
def year(context):
    return verifying_year()


@pytest.fixture
def cluster(year):
    return make_cluster()


@pytest.fixture
def card(year, cluster):
    return submit(year, make_commune(cluster=cluster))


@pytest.fixture
def office(context):
    return make_office()
