"""What this room has done in the background: evaluating and sealing a year too large for a page to wait,
adopting other rules for it, and its spreadsheets.
"""

from flask_babel import gettext as _

from accounts.queries import find_user
from awards.adopting import ADOPT_TASK, adopt_scenario
from awards.preparation import prepare_seal, refusal_of_unverified, sealed_words
from awards.scenario_queries import find_scenario
from awards.services import SEAL_TASK, seal_run
from awards.workbook_tasks import WORKBOOK
from foundation.clock import now
from foundation.errors import Conflict, NotFound
from foundation.permissions import Permission
from foundation.redirects import path_to
from movements.queries import find_year
from tasks.handlers import Result, TaskKind, Work


def _seal(work: Work) -> Result:
    """Seal as the page would, for who pressed the button and with what stands there now."""
    owner, year = find_user(work.owner_id), find_year(int(work.params["year"]))
    if owner is None or year is None:
        raise NotFound(_("Không có năm thi đua này."))
    refusal = refusal_of_unverified(prepare_seal(year))
    if refusal and not work.params["with_unverified"]:
        raise Conflict(refusal)
    run = seal_run(actor=owner, year=year, now=now(), last_seen=work.params["last_seen"], tell=work.tell)
    return Result(sealed_words(run), path_to("awards.ranking", run_id=run.id))


def _adopt(work: Work) -> Result:
    """Adopt a scenario as the page would, for who pressed the button and with what stands there now."""
    owner, asked = find_user(work.owner_id), work.params
    if owner is None:
        raise NotFound(_("Tài khoản giao việc này không còn."))
    scenario = find_scenario(int(asked["run"]), int(asked["scenario"]), owner)
    refusal = refusal_of_unverified(prepare_seal(scenario.run.movement_year))
    if refusal and not asked["with_unverified"]:
        raise Conflict(refusal)
    run = adopt_scenario(
        actor=owner,
        scenario=scenario,
        version=int(asked["version"]),
        reason=str(asked["reason"]),
        now=now(),
        tell=work.tell,
    )
    leads_to = path_to("awards.compare_runs", run_id=run.id, earlier_id=int(asked["run"]))
    return Result(_("Đã áp dụng phương án và chốt lần đánh giá %(n)s.", n=run.number), leads_to)


TASKS = (
    TaskKind(SEAL_TASK, _seal, Permission.SEAL_RUN),
    TaskKind(ADOPT_TASK, _adopt, Permission.ADOPT_SCENARIO),
    WORKBOOK,
)
