"""What the record calls scorecards."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import Scorecard
from scorecards.record_words import readers_of


def name_scorecards(ids: Collection[str]) -> Mapping[str, str]:
    """The scorecards by their number: whose, and of which year."""
    rows = db.session.execute(
        select(Scorecard.id, Participant.name, MovementYear.year)
        .join(Scorecard.participant)
        .join(Scorecard.movement_year)
        .where(Scorecard.id.in_(map(int, ids)))
    )
    return {str(number): _("%(name)s, năm %(year)s", name=name, year=year) for number, name, year in rows}


NAMES = {"scorecard": name_scorecards}
READERS = {"scorecard": readers_of}
