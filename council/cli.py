"""Commands on sessions of the council: list them, prove that a sealed one still holds."""

import sys

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from council.models import CouncilSession, SessionState
from council.queries import SessionLine, list_sessions
from council.verifying import verify_session
from foundation.database import db

council = AppGroup("council", help="Sessions of the council: list, recompute.")


@council.command("list")
def list_all() -> None:
    """List every session, the latest first."""
    for line in list_sessions():
        click.echo(f"{line.year}/{line.number}  id:{line.id}  {line.state.value}  {line.title}")


@council.command("recompute")
@click.argument("session", metavar="SESSION", required=False)
def recompute(session: str | None) -> None:
    """Verify SESSION against its seal: YEAR/NUMBER, or every sealed session where none is given.

    Exit code 0: everything agrees.
    """
    found = _find(session)
    outcomes = [(line, verify_session(line.id)) for line in found]
    for line, outcome in outcomes:
        place = _("phiên họp thứ %(n)s năm %(year)s", n=line.number, year=line.year)
        if outcome.holds:
            seal = db.session.get_one(CouncilSession, line.id).seal
            click.echo(_("Khớp: %(place)s, mã chốt %(seal)s", place=place, seal=seal))
            continue
        click.echo(_("Không khớp: %(place)s", place=place))
        for sentence in outcome.sentences:
            click.echo(f"  {sentence}")
    sys.exit(0 if all(outcome.holds for _line, outcome in outcomes) else 1)


def _find(text: str | None) -> list[SessionLine]:
    sealed = [line for line in list_sessions() if line.state is SessionState.SEALED]
    if text is None:
        return sealed
    found = [line for line in sealed if f"{line.year}/{line.number}" == text]
    if not found:
        raise click.ClickException(
            _("Không có phiên họp đã chốt “%(text)s”. Ghi NĂM/SỐ, xem danh sách: council list.", text=text)
        )
    return found
