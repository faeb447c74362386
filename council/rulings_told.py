"""What the sealed sessions of a year decided, for the pages of rankings, from the seals alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask.blueprints import BlueprintSetupState

from awards.council_word import RULINGS, CouncilWord, Ruled, Session
from awards.grade_keys import is_grade_key
from awards.kept import Kept
from council.models import QuestionState
from council.result_document import iterate_cases
from council.result_queries import find_sealed, list_seals_of_year, read_sealed
from council.result_reading import SealedSession
from council.rules import HELD

_told: Kept[tuple[Ruled, ...]] = Kept(50)


def tell_rulings(movement_year_id: int) -> CouncilWord:
    """Every ruling of the year, the last one on each participant and award."""
    sessions = list_seals_of_year(movement_year_id)
    last = {_about(one): one for row in sessions for one in _rulings(row.id, row.seal)}
    found: dict[int, list[Ruled]] = {}
    for one in last.values():
        found.setdefault(one.participant_id, []).append(one)
    listed = [Session(row.id, row.number, row.sealed_at) for row in sessions]
    return CouncilWord(listed, found, tuple(row.seal for row in sessions))


def tell_to_awards(state: BlueprintSetupState) -> None:
    """Let the room of awards ask."""
    state.app.extensions[RULINGS] = tell_rulings


def _rulings(session_id: int, seal: str) -> tuple[Ruled, ...]:
    return _told.get((session_id, seal), lambda: tuple(_read(session_id)))


def _read(session_id: int) -> Iterator[Ruled]:
    session = find_sealed(session_id)
    read = read_sealed(session) if session is not None else None
    if session is None or read is None:
        return
    proposed = {(one["participant"], one["award"]) for one in read.awards if one["proposed"]}
    at = session.id, session.number
    for question, case in _put_off(read):
        named, reason = case["award_name"], question["reason"] or ""
        yield Ruled(case["participant"], named, "deferred", False, *at, reason, is_grade_key(case["award"]))
    for case, outcome in _outcomes(read):
        is_proposed = (case["participant"], case["award"]) in proposed
        yield Ruled(case["participant"], case["award_name"], outcome, is_proposed, *at)
    for one in read.grades:
        if one["grade"]:
            yield Ruled(one["participant"], one["grade"], "graded", False, *at, is_grade=True)


def _about(ruled: Ruled) -> tuple[int, str]:
    """On whom and what a ruling is: of two on the same the later stands; a participant has one grade."""
    return ruled.participant_id, "" if ruled.is_grade else ruled.award_name


def _put_off(read: SealedSession) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The questions that were put off with their cases; what the session decided on these stands after."""
    for question, case in iterate_cases(read.document["items"]):
        if question["state"] == QuestionState.DEFERRED:
            yield question, case


def _outcomes(read: SealedSession) -> Iterator[tuple[Mapping[str, Any], str]]:
    for question, case in iterate_cases(read.document["items"]):
        if is_grade_key(case["award"]):
            continue
        if case["status"] == HELD and question["carried"]:
            yield case, "held"
        elif case["ruling"] is not None:
            yield case, "granted" if case["ruling"] else "refused"
