"""What this room has done in the background: evaluating and sealing a year too large for a page to wait."""

from flask_babel import gettext as _

from accounts.queries import find_user
from awards.preparation import prepare_seal, refusal_of_unverified, sealed_words
from awards.services import SEAL_TASK, seal_run
from foundation.clock import now
from foundation.errors import Conflict, NotFound
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


TASKS = (TaskKind(SEAL_TASK, _seal),)
