"""Who waits beside a commendation list: for the end of a verification, or for a ballot on which award."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from awards.proposals import Proposal
from foundation.papers.wording import joined, two_digits

NAMED = 12


@dataclass(frozen=True, slots=True)
class Ballot:
    """Those who tie for one award. `listed_for` is the lower award for which the list has them, if any."""

    award: str
    listed_for: str
    members: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What is open: each held participant once, the ballots in the order of the list."""

    held: tuple[Proposal, ...]
    ballots: tuple[Ballot, ...]

    @property
    def absent(self) -> int:
        """How many participants found a place or tie for one, and are nowhere in the list."""
        tied = {
            one.participant_id for ballot in self.ballots for one in ballot.members if not ballot.listed_for
        }
        return len(tied | {one.participant_id for one in self.held})

    def remarks(self) -> list[str]:
        """The sentences that close the list; of a verification it says no more than that it goes on."""
        sentences = []
        if self.held:
            sentences.append(f"Trường hợp của {_named(self.held)} chưa xét, chờ kết luận xác minh.")
        return sentences + [_on_ballot(ballot) for ballot in self.ballots]


def pending_of(proposals: Iterable[Proposal]) -> Pending:
    """What is open among the proposals of one list."""
    everybody = list(proposals)
    listed = {one.participant_id: one.award for one in everybody if one.status == "recommended"}
    held = {one.participant_id: one for one in everybody if one.status == "held"}
    ballots: dict[tuple[int, str, str], list[Proposal]] = {}
    for one in everybody:
        if one.status == "ballot":
            key = (one.precedence, one.award, listed.get(one.participant_id, ""))
            ballots.setdefault(key, []).append(one)
    return Pending(
        tuple(held.values()),
        tuple(
            Ballot(award, lower, tuple(ballots[place, award, lower]))
            for place, award, lower in sorted(ballots)
        ),
    )


def _on_ballot(ballot: Ballot) -> str:
    names = _named(ballot.members)
    why = f"Hội đồng bỏ phiếu về {ballot.award} do bằng nhau ở vạch chỉ tiêu"
    if not ballot.listed_for:
        return f"Chờ {why}: {names}."
    return (
        f"{names[:1].upper()}{names[1:]} có trong danh sách này để đề nghị tặng {ballot.listed_for}, "
        f"đồng thời chờ {why}."
    )


def _named(members: Sequence[Proposal]) -> str:
    """Names in a row, as in the middle of a sentence; beyond a dozen the rest is counted."""
    shown = [_inside(one.name) for one in members[:NAMED]]
    if len(members) > NAMED:
        shown.append(f"{two_digits(len(members) - NAMED)} trường hợp khác")
    if len(shown) > 1 and any("," in name for name in shown):
        return "; ".join(shown[:-1]) + f" và {shown[-1]}"
    return joined(shown)


def _inside(name: str) -> str:
    """A name in the middle of a sentence: units begin small, persons do not."""
    small = ("Xã ", "Thị trấn ", "Ấp ", "Hộ ")
    return name[:1].lower() + name[1:] if name.startswith(small) else name
