"""A sealed year with hamlets, and how the pages of its ranking are read."""

from sqlalchemy import select

from awards.models import RunResult
from foundation.database import db
from tests.sealed_year import Card, seal_year

HAMLET_PAGE = "/xep-hang?type=hamlet"
HAMLETS = (
    Card("Ấp Phước Hòa", "38", "55"),
    Card("Ấp Hòa Long", "37", "54"),
    Card("Ấp Xây Đá", None, "50"),
)


def sealed():
    """A sealed run with the hamlets of two communes; its id."""
    return seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}).id


def participant(app, name):
    """The id of the participant of this name."""
    with app.app_context():
        return db.session.scalar(select(RunResult.participant_id).where(RunResult.name == name))


def text_of(page):
    return " ".join(page.text.split())


def rows_of(page):
    return page.text.count('<td class="rank">')
