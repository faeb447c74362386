"""Equals for whom there are fewer places than they are, of an award or of a grade."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.decided import Line
from council.rules import BALLOT


@dataclass(frozen=True, slots=True)
class Equals:
    """A set of equals for `places` places, as it is after the decisions."""

    award: str
    members: tuple[Line, ...]
    places: int

    @property
    def signature(self) -> tuple[str, frozenset[int], int]:
        """What makes two such choices the same."""
        return self.award, frozenset(line.participant_id for line in self.members), self.places


def equals_among(lines: Iterable[Line]) -> list[Equals]:
    """The sets of equals that wait for a ballot, in the order of the lines."""
    found: dict[tuple[str, str, int, int], list[Line]] = {}
    for line in lines:
        if line.status == BALLOT:
            found.setdefault((line.award, line.type_code, line.group, line.start), []).append(line)
    return [Equals(key[0], tuple(members), members[0].left) for key, members in found.items()]
