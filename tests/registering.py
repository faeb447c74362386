"""Papers for the register, without the content that `documents` would give them."""

from datetime import date, timedelta

from foundation.permissions import SYSTEM
from register.services import Frozen, Plan, Reward, finish, freeze, start_draft
from tests.factories import NOW

DAY = date(2024, 11, 5)
SERIES = "committee:QĐ-UBND"


def draft(year, **overrides):
    """A decision that waits for its number."""
    values = {
        "kind": "decision",
        "source": "session:1",
        "year": year,
        "subject": "Khen thưởng năm 2024",
        "particulars": {"signer": "Trần Văn Minh"},
        "series": SERIES,
        "symbol": "QĐ-UBND",
        "signed_on": DAY,
    }
    return start_draft(actor=SYSTEM, plan=Plan(**values | overrides), now=NOW)


def words(paper, rewards=()):
    """What a paper says: its number."""
    said = f"Số {paper.number}/{paper.symbol}"
    return Frozen(f'{{"number": {paper.number}}}', f"<p>{said}</p>", rewards)


def issue(paper, *, rewards=(), pdf=None, now=NOW):
    """Number and file, one after the other."""
    freeze(actor=SYSTEM, paper=paper, compose=lambda one: words(one, rewards), now=now)
    return finish(
        actor=SYSTEM,
        paper_id=paper.id,
        pdf=pdf or f"%PDF {paper.id}".encode(),
        now=now + timedelta(seconds=1),
    )


def reward(name, **overrides):
    """One line of a decision's list."""
    values = {
        "participant_id": None,
        "name": name,
        "address": "",
        "award": "GK",
        "award_name": "Giấy khen của Chủ tịch UBND huyện",
        "achievement": "Hạng 1/8",
    }
    return Reward(**values | overrides)
