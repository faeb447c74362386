"""Who is concerned by a question: members with a vote, those left out, those in the room, those heard in
writing. What is counted of them is said in `council.counting`.
"""

from council.counting import Electorate
from council.models import Attendance, CouncilSession, Question


def electorate_of(session: CouncilSession, question: Question | None = None) -> Electorate:
    """The electorate of a question as attendance and conflicts stand now; without one, of the session."""
    voting = [one for one in session.members if one.votes]
    return Electorate(
        members=frozenset(one.id for one in voting),
        recused=frozenset(one.member_id for one in question.conflicts) if question else frozenset(),
        present=frozenset(one.id for one in voting if one.attendance is Attendance.PRESENT),
        written=frozenset(one.id for one in voting if one.attendance is Attendance.WRITTEN),
    )
