"""What became of the places that a sealed session kept; grounds laid since on those it gave an award."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.decisions import rulings_of_document
from council.models import CouncilSession
from council.result_queries import list_sealed_of_year, read_sealed
from council.result_reading import SealedSession
from verification.mark_queries import Standing, list_standing


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place that was kept: what the seal says, what stands on the participant today, and the later session
    that ruled on it, if one did.
    """

    data: Mapping[str, Any]
    grounds: Sequence[Standing]
    ruled_in: CouncilSession | None

    @property
    def is_released(self) -> bool:
        """Whether it may be asked about again."""
        return not self.grounds and self.ruled_in is None


def list_kept_places(session: CouncilSession, read: SealedSession) -> list[KeptPlace]:
    """The places of a sealed session's holds, as they stand today."""
    if not read.holds:
        return []
    grounds = _grounds(session, {one["participant"] for one in read.holds})
    ruled = _ruled_since(session)
    return [
        KeptPlace(one, grounds.get(one["participant"], ()), ruled.get((one["participant"], one["award"])))
        for one in read.holds
    ]


def list_grounds_since(session: CouncilSession, read: SealedSession) -> list[Standing]:
    """What stands today on those to whom the session gave an award: the seal knows nothing of it."""
    granted = {one["participant"] for one in read.awards}
    return list_standing(session.movement_year_id, granted) if granted else []


def _grounds(session: CouncilSession, participants: Collection[int]) -> Mapping[int, list[Standing]]:
    found: dict[int, list[Standing]] = {}
    for one in list_standing(session.movement_year_id, participants):
        found.setdefault(one.scorecard.participant_id, []).append(one)
    return found


def _ruled_since(session: CouncilSession) -> dict[tuple[int, str], CouncilSession]:
    """By participant and award, the later sealed session of the year that ruled on it."""
    ruled: dict[tuple[int, str], CouncilSession] = {}
    for later in list_sealed_of_year(session.movement_year_id):
        read = read_sealed(later) if later.number > session.number else None
        for award, participant, _granted in rulings_of_document(read.document) if read is not None else ():
            ruled[participant, award] = later
    return ruled
