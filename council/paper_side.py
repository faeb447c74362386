"""Who issues the papers of a session: one answer for its letters, its ballots and its minutes."""

from datetime import date

from authorities.former import naming_former
from authorities.heads import PaperHead, head_on
from council.models import CouncilSession
from foundation.clock import local
from register.queries import list_papers_of


def areas_chosen(session_id: int) -> list[str]:
    """The areas for which papers of a session were drafted or issued, the one chosen last first."""
    papers = [one for sort in ("planned", "session") for one in list_papers_of(f"{sort}:{session_id}")]
    ordered = sorted(papers, key=lambda one: (one.changed_at, one.id), reverse=True)
    return [area for one in ordered if (area := str(one.particulars.get("area", "")))]


def day_of_session(session: CouncilSession) -> date:
    """The day on which it meets: its papers go by it as long as they have no day of their own."""
    return local(session.meets_at).date()


def head_of_session(session: CouncilSession) -> PaperHead:
    """The head of what is printed for a session without a draft."""
    own = session.movement_year.movement.district_name
    return head_on("council", day_of_session(session), own, chosen=areas_chosen(session.id))


def outdated_members(session: CouncilSession) -> list[str]:
    """The members, each as it is told, whose name or position is one of a body that is no more on the day of
    the session.
    """
    told = [", ".join(filter(None, (one.name, one.position))) for one in session.members]
    return naming_former(told, day_of_session(session))
