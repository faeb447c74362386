"""What the office of the sample district noted when it laid the holds and exclusions of its scorecards."""

from foundation.clock import local_date
from foundation.database import db
from movements.queries import list_years
from verification.mark_queries import Standing, list_standing
from verification.models import Mark, MarkDeed

HELD = "Đơn phản ánh về bình xét hộ nghèo, UBND huyện đang xác minh"
BARRED = "Theo kết luận kiểm tra của huyện"


def note_marks() -> int:
    """Give every ground that stands on a scorecard of the sample its row; returns how many."""
    standing = [one for year in list_years() if year.is_sample for one in list_standing(year.id)]
    bare = [one for one in standing if one.mark is None]
    db.session.add_all(_mark(one, number) for number, one in enumerate(bare, start=1))
    db.session.flush()
    return len(bare)


def _mark(one: Standing, number: int) -> Mark:
    card = one.scorecard
    deed = MarkDeed(
        lays=True,
        ground=HELD if one.is_hold else BARRED,
        paper=f"{40 + number}/TB-UBND",
        paper_date=local_date(card.updated_at),
        done_at=card.updated_at,
    )
    return Mark(
        scorecard_id=card.id,
        kind=one.kind,
        code=one.code,
        name=one.name,
        laid_at=card.updated_at,
        deeds=[deed],
    )
