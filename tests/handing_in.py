"""Builders for evidence: two communes, their accounts, and files as they are handed in."""

from datetime import timedelta
from io import BytesIO

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from evidence.services import receive_file
from foundation.clock import now
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from participants.models import Cluster
from scorecards.services import open_scorecard
from tests import hostile_files as made
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import publish


def bind(user, unit, since=NOW):
    """Let an account act for a unit."""
    db.session.add(UnitMember(user_id=user.id, participant_id=unit.id, since=since))
    db.session.flush()


def district():
    """Two communes with their scorecards, self-scoring open at the builders' NOW."""
    year = make_year()
    publish(year)
    cluster = Cluster(code="CUM-1", name="Cụm 1", sort_key="cum 1", type_code="commune")
    db.session.add(cluster)
    db.session.flush()
    units = [make_commune(code, name, cluster=cluster) for code, name in (("X1", "Xã Một"), ("X2", "Xã Hai"))]
    cards = [open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW) for unit in units]
    return year, units, cards


def send(actor, unit, year, content=None, name="bao-cao.pdf", **options):
    """Hand in a file."""
    content = made.pdf() if content is None else content
    given = {"stream": BytesIO(content), "name": name, "now": NOW} | options
    return receive_file(actor=actor, participant=unit, movement_year=year, **given)


def commune_account(unit, **overrides):
    """An account that acts for the commune."""
    user = make_user(roles=[RoleCode.COMMUNE], **overrides)
    bind(user, unit)
    return user


def a_desk():
    year, units, cards = district()
    # The pages read the clock of the machine, so self-scoring runs around the present.
    for stage in year.stages:
        stage.opens_at, stage.closes_at = now() - timedelta(days=5), now() + timedelta(days=5)
    bind(find_user_by_name("xa"), units[0])
    return {
        "year": year.id,
        "units": [unit.id for unit in units],
        "cards": [card.id for card in cards],
    }


def post_file(client, card, content, name="bao-cao.pdf", headers=None, **fields):
    """Send the form as a browser does."""
    data = {"criterion": "A", "file": (BytesIO(content), name), "known": "", **fields}
    path = f"/phieu/{card}/minh-chung?tieu-chi=A"
    return client.post(path, data=data, content_type="multipart/form-data", headers=headers or {})
