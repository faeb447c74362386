"""A session of the sample's own year, prepared and not yet open, so that a newcomer can walk through one."""

from datetime import datetime

from accounts.queries import find_user_by_name
from awards.queries import list_runs
from awards.services import seal_run
from council.membership import MemberLine, set_members
from council.models import CouncilSession, Seat
from council.sessions import Invitation, create_session
from foundation.clock import VIETNAM
from foundation.errors import NotFound
from foundation.permissions import Actor
from movements.models import MovementYear
from movements.queries import list_movements
from scorecards.sample import read_sample_facts

INVITATION = Invitation(
    "Phiên họp Hội đồng Thi đua - Khen thưởng huyện Châu Thành năm 2024",
    "Phòng họp số 1, UBND huyện",
    datetime(2024, 12, 10, 14, tzinfo=VIETNAM),
)
MEMBERS: tuple[tuple[str, str, str, Seat], ...] = (
    ("chutich", "Chủ tịch UBND huyện", "Chủ tịch Hội đồng", Seat.CHAIR),
    ("hoidong2", "Phó Chủ tịch UBND huyện", "Phó Chủ tịch thứ nhất Hội đồng", Seat.DEPUTY),
    ("hoidong3", "Trưởng phòng Nội vụ", "Phó Chủ tịch thường trực Hội đồng", Seat.DEPUTY),
    ("hoidong4", "Trưởng phòng LĐ-TB&XH", "Ủy viên", Seat.MEMBER),
    ("hoidong5", "Trưởng phòng Tài chính - Kế hoạch", "Ủy viên", Seat.MEMBER),
    ("hoidong6", "Chủ tịch UBMTTQ huyện", "Ủy viên", Seat.MEMBER),
    ("hoidong", "Chánh Văn phòng HĐND và UBND", "Ủy viên", Seat.MEMBER),
    ("hoidong7", "Chủ tịch Hội LHPN huyện", "Ủy viên", Seat.MEMBER),
    ("hoidong8", "Bí thư Huyện đoàn", "Ủy viên", Seat.MEMBER),
    ("noivu", "Chuyên viên Phòng Nội vụ", "Thư ký", Seat.SECRETARY),
)


def load_session(*, actor: Actor, now: datetime) -> CouncilSession | None:
    """Evaluate the sample's own year and prepare its session, with a council of nine.

    Returns None where that year was evaluated before. Raises NotFound without the sample.
    """
    year = _sample_year()
    if any(run.movement_year_id == year.id for run in list_runs()):
        return None
    run = seal_run(actor=actor, year=year, now=now)
    session = create_session(actor=actor, run_id=run.id, invitation=INVITATION, now=now)
    lines = [_line(*member) for member in MEMBERS]
    return set_members(actor=actor, session_id=session.id, version=None, lines=lines, now=now)


def _sample_year() -> MovementYear:
    movement = next((one for one in list_movements() if one.is_sample), None)
    own = read_sample_facts()["year"]
    year = next((one for one in movement.years if one.year == own), None) if movement else None
    if year is None:
        raise NotFound("the sample is not loaded")
    return year


def _line(username: str, name: str, position: str, seat: Seat) -> MemberLine:
    user = find_user_by_name(username)
    return MemberLine(name, position, seat, seat is not Seat.SECRETARY, user.id if user else None)
