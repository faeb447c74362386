"""What the sealed sessions of a year decided, for the pages of rankings, from the seals alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask.blueprints import BlueprintSetupState

from awards.council_word import RULINGS, CouncilWord, Ruled, Session
from awards.grade_keys import is_grade_key
from awards.kept import Kept
from council.result_document import iterate_cases
from council.result_queries import find_sealed, list_seals_of_year, read_sealed
from council.result_reading import SealedSession
from council.rules import HELD

_told: Kept[tuple[Ruled, ...]] = Kept(50)


def tell_rulings(movement_year_id: int) -> CouncilWord:
    """Every ruling of the year, the last one on each participant and award."""
    sessions = list_seals_of_year(movement_year_id)
    last = {
        (one.participant_id, one.award_name): one for row in sessions for one in _rulings(row.id, row.seal)
    }
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
    for case, outcome in _outcomes(read):
        yield Ruled(
            participant_id=case["participant"],
            award_name=case["award_name"],
            outcome=outcome,
            proposed=(case["participant"], case["award"]) in proposed,
            session_id=session.id,
            session_number=session.number,
        )


def _outcomes(read: SealedSession) -> Iterator[tuple[Mapping[str, Any], str]]:
    for question, case in iterate_cases(read.document["items"]):
        if is_grade_key(case["award"]):
            continue
        if case["status"] == HELD and question["carried"]:
            yield case, "held"
        elif case["ruling"] is not None:
            yield case, "granted" if case["ruling"] else "refused"
