"""What an invitation is drawn from: a session that is prepared or sits, with its members and its agenda."""

from dataclasses import dataclass
from datetime import datetime

from awards.grade_keys import is_grade_key
from council.ballot_rules import rules_of
from council.models import AgendaItem, Candidate, CouncilSession, Seat
from council.rules import HELD

GRADES = "Xếp loại các trường hợp bằng điểm ở ranh giới"
WAITING = "Các trường hợp đang xác minh, giữ suất"


@dataclass(frozen=True, slots=True)
class Invited:
    """One member: name, position in the council, and whether it chairs or writes."""

    name: str
    position: str
    seat: Seat

    @property
    def told(self) -> str:
        """Name and position."""
        return ", ".join(part for part in (self.name, self.position) if part)


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """The session. `topics` is its agenda, one line for each award; `writes` says that absent members may
    give an opinion in writing.
    """

    number: int
    year: int
    title: str
    place: str
    meets_at: datetime
    members: tuple[Invited, ...]
    topics: tuple[str, ...]
    standing_body: str
    writes: bool


def read_planned(session: CouncilSession) -> PlannedMeeting:
    """The session as it is now."""
    year = session.movement_year
    return PlannedMeeting(
        number=session.number,
        year=year.year,
        title=session.title,
        place=session.place,
        meets_at=session.meets_at,
        members=tuple(Invited(one.name, one.position, one.seat) for one in session.members),
        topics=tuple(dict.fromkeys(_topic(one) for one in _told_items(session))),
        standing_body=year.movement.standing_body,
        writes=rules_of(session).written_opinion,
    )


def _told_items(session: CouncilSession) -> list[AgendaItem]:
    """The agenda without its last item, where that is the approval of the minutes."""
    items = list(session.items)
    return items[:-1] if len(items) > 1 and not _cases(items[-1]) else items


def _cases(item: AgendaItem) -> list[Candidate]:
    return [one for question in item.questions for one in question.candidates]


def _topic(item: AgendaItem) -> str:
    """An item in few words: many items on one award are one topic of an invitation."""
    cases = _cases(item)
    if not cases:
        return item.title
    if all(one.status == HELD for one in cases):
        return WAITING
    if any(is_grade_key(one.award) for one in cases):
        return GRADES
    return f"Xét, đề nghị tặng {cases[0].award_name}"
