"""Commands on evaluation runs: seal one, list them, prove that one still holds."""

import sys

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from awards import run_queries, services
from awards.models import EvaluationRun
from awards.recomputing import Difference, Recomputation, compare_with_present, recompute_run
from foundation.clock import local, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.permissions import SYSTEM
from movements.models import MovementYear
from movements.queries import find_current_year, list_years

LISTED_AT_MOST = 200

runs = AppGroup("runs", help="Evaluation runs: seal, list, recompute.")


@runs.command("seal")
@click.option("--year", type=int, help="The year; the current one if not given.")
def seal(year: int | None) -> None:
    """Evaluate a year and seal the result."""
    try:
        with transaction():
            run = services.seal_run(actor=SYSTEM, year=_year(year), now=now())
            click.echo(_line(run))
    except DomainError as error:
        raise click.ClickException(error.message) from error


@runs.command("list")
def list_runs() -> None:
    """List every run, the latest first."""
    for run in run_queries.list_runs():
        click.echo(_line(run))


@runs.command("recompute")
@click.argument("run", metavar="RUN")
@click.option("--live", is_flag=True, help="Also fail where today's scorecards differ from what was sealed.")
def recompute(run: str, live: bool) -> None:
    """Compute RUN again from what it sealed, and compare.

    RUN is a number within the current year, YEAR/NUMBER, or id:NUMBER. Exit code 0: everything agrees.
    """
    try:
        found = _find(run)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    outcome = recompute_run(found)
    _tell(found, outcome)
    changes = compare_with_present(found)
    if changes:
        click.echo(_("Số liệu hiện nay khác số liệu đã chốt:"))
        _list(changes)
    sys.exit(0 if outcome.holds and not (live and changes) else 1)


def _tell(run: EvaluationRun, outcome: Recomputation) -> None:
    if outcome.holds:
        click.echo(
            _(
                "Khớp: đợt %(number)s năm %(year)s, %(count)s kết quả, mã chốt %(seal)s",
                number=run.number,
                year=run.movement_year.year,
                count=outcome.participants,
                seal=run.result_sha256,
            )
        )
        return
    click.echo(_("Không khớp: đợt %(number)s năm %(year)s", number=run.number, year=run.movement_year.year))
    for fault in outcome.faults:
        click.echo(f"  {fault}")
    _list(outcome.differences)


def _list(differences: list[Difference]) -> None:
    for difference in differences[:LISTED_AT_MOST]:
        click.echo(f"  {difference.sentence()}")
    if len(differences) > LISTED_AT_MOST:
        click.echo(_("  và %(count)s chỗ khác nữa", count=len(differences) - LISTED_AT_MOST))


def _line(run: EvaluationRun) -> str:
    return _(
        "%(year)s/%(number)s  id:%(id)s  %(at)s  %(count)s kết quả  mã chốt %(seal)s",
        year=run.movement_year.year,
        number=run.number,
        id=run.id,
        at=local(run.sealed_at).strftime("%d/%m/%Y %H:%M"),
        count=run.counts["participants"],
        seal=run.result_sha256,
    )


def _year(number: int | None) -> MovementYear:
    year = (
        find_current_year(now())
        if number is None
        else next((year for year in list_years() if year.year == number), None)
    )
    if year is None:
        raise NotFound(_("Không có năm này. Mở năm trước, hoặc ghi đúng số năm."))
    return year


def _find(text: str) -> EvaluationRun:
    run = None
    year, _slash, number = text.rpartition("/")
    if text.startswith("id:") and text[3:].isdecimal():
        run = run_queries.find_run(int(text[3:]))
    elif number.isdecimal() and (not year or year.isdecimal()):
        run = run_queries.find_run_of(_year(int(year) if year else None).id, int(number))
    if run is None:
        raise NotFound(_("Không có đợt đánh giá “%(text)s”. Xem danh sách: runs list.", text=text))
    return run
