"""What a decision gives: one line of its list, for which a certificate is entered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reward:
    """One line of a decision's list for which a certificate is given."""

    participant_id: int | None
    name: str
    address: str
    award: str
    award_name: str
    achievement: str
