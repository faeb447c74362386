"""Reads of claims beside what was verified, always in a total order."""

from collections.abc import Sequence

from sqlalchemy import select

from awards.models import RunResult
from awards.queries import AnyRow
from foundation.database import db
from participants.models import Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard


def list_claimed(run_id: int, type_code: str) -> Sequence[AnyRow]:
    """Everybody of a type who claimed something, with the sealed result, in the order of the ranking."""
    statement = (
        select(
            RunResult.participant_id,
            RunResult.name,
            RunResult.commune_name,
            RunResult.self_total,
            RunResult.total,
            RunResult.complete,
            RunResult.award_status,
            RunResult.result,
        )
        .where(
            RunResult.run_id == run_id,
            RunResult.type_code == type_code,
            RunResult.self_total.is_not(None),
        )
        .order_by(RunResult.position)
    )
    return db.session.execute(statement).all()


def list_judges(movement_year_id: int, type_code: str) -> dict[int, dict[str, str]]:
    """Who verified each criterion of each participant of a type, as the scorecards say now."""
    statement = (
        select(Scorecard.participant_id, Assessment.marks)
        .join(Assessment, Assessment.scorecard_id == Scorecard.id)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(
            Scorecard.movement_year_id == movement_year_id,
            Participant.type_code == type_code,
            Assessment.level == AssessmentLevel.OFFICE,
        )
        .order_by(Scorecard.participant_id)
    )
    return {
        participant_id: {code: mark["by"] for code, mark in marks.items() if mark.get("by")}
        for participant_id, marks in db.session.execute(statement)
    }
