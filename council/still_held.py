"""Who still waits for the end of a verification: whose place earlier sessions kept, and who was put off for a
ground that was laid after the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awards.decided import Line
from verification.mark_queries import Standing, list_standing


@dataclass(frozen=True, slots=True)
class StillHeld:
    """One participant and award that wait, and every ground that keeps them back."""

    participant_id: int
    name: str
    award_name: str
    grounds: Sequence[Standing]


def still_held(
    movement_year_id: int, documents: Sequence[Mapping[str, Any]], lines: Sequence[Line]
) -> Iterator[StillHeld]:
    """Those of the places kept by sealed sessions, and of the lines left open, that bear a ground today."""
    waiting = {
        (one["participant"], one["award"]): (one["full_name"], one["award_name"])
        for document in documents
        for one in document["holds"]
    }
    waiting |= {(one.participant_id, one.award): (one.name, one.award_name) for one in lines}
    grounds: dict[int, list[Standing]] = {}
    for one in list_standing(movement_year_id, {participant for participant, _award in waiting}):
        grounds.setdefault(one.scorecard.participant_id, []).append(one)
    for (participant, _award), (name, award_name) in waiting.items():
        if participant in grounds:
            yield StillHeld(participant, name, award_name, grounds[participant])
