"""What the form of a new session begins with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from awards.queries import RunLine
from council.forms import CreateSessionForm
from council.models import CouncilSession, SessionKind
from council.queries import list_sessions
from council.question_texts import inside
from council.result_queries import list_sealed_of_year
from foundation.clock import local, now
from movements.queries import find_year
from movements.typed_moments import write_moment

MEETING_HOUR = 14


def propose(runs: Sequence[RunLine], asked: Mapping[str, str]) -> CreateSessionForm:
    """What a new session begins with: its usual name with the year, the place of the last one, an afternoon
    next week. Where a session of the year was sealed already, it is a supplementary one.
    """
    last = next(iter(list_sessions()), None)
    run = next((one for one in runs if str(one.movement_year_id) == asked.get("nam")), None)
    run = run or next(iter(runs), None)
    wants = asked.get("loai") == SessionKind.SUPPLEMENTARY.value
    again = wants or (run is not None and bool(list_sealed_of_year(run.movement_year_id)))
    kind = SessionKind.SUPPLEMENTARY if again else SessionKind.REGULAR
    return CreateSessionForm(
        formdata=None,
        data={
            "title": _usual_title(run, kind) if run is not None else "",
            "place": last.place if last else "",
            "meets_at": write_moment(_next_week(now())),
            "run_id": run.id if run is not None else None,
            "kind": kind.value,
        },
    )


def _usual_title(run: RunLine, kind: SessionKind) -> str:
    year = find_year(run.movement_year_id)
    district = inside(year.movement.district_name) if year is not None else ""
    values = {"district": district, "year": run.year}
    if kind is SessionKind.SUPPLEMENTARY:
        title = _("Phiên họp bổ sung Hội đồng Thi đua - Khen thưởng %(district)s năm %(year)s", **values)
    else:
        title = _("Phiên họp Hội đồng Thi đua - Khen thưởng %(district)s năm %(year)s", **values)
    return " ".join(title.split())


def find_sealed_before(runs: Sequence[RunLine], run_id: int | None) -> CouncilSession | None:
    """The last sealed session of the year of the run that is chosen."""
    run = next((one for one in runs if one.id == run_id), None)
    sealed = list_sealed_of_year(run.movement_year_id) if run is not None else ()
    return sealed[-1] if sealed else None


def _next_week(at: datetime) -> datetime:
    return (local(at) + timedelta(days=7)).replace(hour=MEETING_HOUR, minute=0, second=0, microsecond=0)
