"""The scorecard that an address of this room names."""

from flask_babel import gettext as _

from foundation.database import db
from foundation.errors import NotFound
from scorecards.models import Scorecard


def load(scorecard_id: int) -> Scorecard:
    """The scorecard with this number; NotFound where there is none."""
    card = db.session.get(Scorecard, scorecard_id)
    if card is None:
        raise NotFound(_("Không có phiếu này."))
    return card
