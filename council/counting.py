"""Counting votes: choices in, a tally out, with every number that its rate was computed from.

Pure: no database, no clock, no rounding. A rate is the exact fraction of votes over those it is counted of,
unreduced and as text ("7/8"), so that the minutes show both numbers.

Who is counted (`Electorate`, sets of members' ids):

- *members*: everybody with a vote in the session, wherever they are; a secretary without one is nobody here;
- *recused*: those with a conflict of interest in this very question. They are out of the numerator and of
  every denominator, in all three kinds. They do count for the quorum, because they sit in the session;
- *present*: those in the room (or connected), recused or not;
- *written*: those absent whose opinion in writing came in time; they count where the rules allow it.

The denominator (`domain.md` 1.4; NĐ 152/2025/NĐ-CP, Điều 33 khoản 5 and Điều 45 khoản 4):

- `members`: members less recused. Whoever is absent, or present and does not vote, weighs like a no;
- `present`: present less recused, and the written opinions. Whoever is present and does not vote weighs like
  a no;
- `valid`: ballots returned less invalid ones. A blank ballot is valid: it agrees to nothing and is counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from council.ballot_rules import Rules, Share

AGREE: Final = "agree"
DISAGREE: Final = "disagree"
BLANK: Final = "blank"
INVALID: Final = "invalid"
"""A paper that is void (torn, marked twice); only a board that counts paper enters it."""

Choice = str | list[int]
Tally = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who is concerned by one question, as sets of ids. Ids outside `members` count for nothing."""

    members: frozenset[int]
    recused: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()
    written: frozenset[int] = frozenset()

    @property
    def eligible(self) -> frozenset[int]:
        """Members who are not recused."""
        return self.members - self.recused

    def voters(self, rules: Rules) -> frozenset[int]:
        """Those who may vote on the question: present, or heard in writing where the rules allow it."""
        return self.eligible & (self.present | self.heard(rules))

    def heard(self, rules: Rules) -> frozenset[int]:
        """Those absent, not recused, whose opinion in writing is counted."""
        return (self.written - self.present) & self.eligible if rules.written_opinion else frozenset()


def electorate_of_tally(tally: Tally) -> Electorate:
    """An electorate as large in every part as the one that was counted; its ids are made up. A count made
    again with it, for the chair's casting vote, has the denominators of the vote, whoever came or left since.
    """
    recused, present, written = tally["recused"], tally["present"], tally["written"]
    sitting = tally["quorum"]["present"] - present
    return Electorate(
        members=frozenset(range(tally["members"])),
        recused=frozenset(range(recused)),
        present=frozenset([*range(sitting), *range(recused, recused + present)]),
        written=frozenset(range(recused + present, recused + present + written)),
    )


def count_quorum(rules: Rules, electorate: Electorate) -> dict[str, Any]:
    """Whether the session may decide: `{present, members, needed, met}`. A written opinion is no presence."""
    present, members = len(electorate.present & electorate.members), len(electorate.members)
    return {
        "present": present,
        "members": members,
        "needed": rules.quorum.least(members),
        "met": rules.quorum.met(present, members),
    }


def count_approval(
    rules: Rules,
    electorate: Electorate,
    choices: Sequence[Choice],
    *,
    issued: int | None = None,
    casting: str | None = None,
) -> Tally:
    """Count agree, disagree, blank; everything else is invalid.

    `issued`: papers given out (to everybody who may vote, if not said). `casting`: the chair's agree or
    disagree, heard only on equal votes that miss the threshold, where the rules know a casting vote and ask
    for no more than one half. It weighs one vote more; where votes lack beyond it nothing is decided and
    another round is held (`chair_decides`).

    `result`: `carried`, `rejected`, `tied` (equal, and the chair has not spoken or cannot decide) or
    `no_quorum`; `carried` is true, false, or None where nothing is decided. More choices than voters is a
    ValueError.
    """
    counts = Counter(
        choice if choice in (AGREE, DISAGREE, BLANK) else INVALID for choice in map(_word, choices)
    )
    tally = _frame("approve", rules, electorate, len(choices), counts[INVALID], issued)
    agree, disagree, whole = counts[AGREE], counts[DISAGREE], tally["whole"]
    equal = agree == disagree and agree > 0 and not rules.threshold.met(agree, whole)
    stays_open = equal and rules.casting_vote and rules.threshold.allows_casting_vote
    decides = stays_open and rules.threshold.met(agree + 1, whole)
    heard = casting if decides and casting in (AGREE, DISAGREE) else None
    carried = rules.threshold.met(agree + (heard == AGREE), whole)
    result = "tied" if stays_open and heard is None else "carried" if carried else "rejected"
    if not tally["quorum"]["met"]:
        result = "no_quorum"
    return tally | {
        "agree": agree,
        "disagree": disagree,
        "blank": counts[BLANK],
        "rate": _rate(agree, whole),
        "equal": equal,
        "casting": heard,
        "result": result,
        "carried": {"carried": True, "rejected": False}.get(result),
    }


def count_choice(
    rules: Rules,
    electorate: Electorate,
    places: int,
    candidates: Sequence[int],
    choices: Sequence[Choice],
    *,
    issued: int | None = None,
    casting: Sequence[int] | None = None,
) -> Tally:
    """Count a choice of at most `places` of the `candidates`, by their numbers.

    A choice is a list of numbers. An empty one is blank; one with too many, an unknown or a repeated number
    is invalid. Places go by votes, most first, to whoever meets the threshold. Equals who straddle the last
    places are `tied` for `open_places`: nobody of them is chosen, unless the chair's casting vote (`casting`:
    as many of the tied as there are places) may decide; it weighs one vote more for each. Where that is not
    enough for the threshold either, the chair is not heard (`chair_decides`).

    `result`: `chosen` (every place is filled), `tied`, `unfilled` (places are open because the threshold is
    missed) or `no_quorum`; `next_round` lists who would stand in another round for the open places.
    """
    read = [_marks(choice, places, candidates) for choice in choices]
    tally = _frame("choose", rules, electorate, len(choices), read.count(None), issued)
    votes = Counter(number for marks in read for number in marks or ())
    whole = tally["whole"]
    chosen, tied = _fill(rules, whole, places, sorted(candidates), votes)
    heard = _heard(rules, tied, places - len(chosen), casting)
    if not all(rules.threshold.met(votes[one] + 1, whole) for one in heard):
        heard = []
    if heard:
        chosen, tied = chosen + heard, []
    if not tally["quorum"]["met"]:
        chosen, tied, heard = [], [], []
    open_places = places - len(chosen)
    left = [one for one in sorted(candidates) if one not in chosen]
    return tally | {
        "places": places,
        "votes": [
            {"number": one, "votes": votes[one], "rate": _rate(votes[one], whole), "chosen": one in chosen}
            for one in sorted(candidates)
        ],
        "blank": read.count([]),
        "casting": heard or None,
        "chosen": sorted(chosen),
        "tied": tied,
        "open_places": open_places,
        "next_round": (tied or left) if open_places else [],
        "result": _outcome(tally, tied, open_places),
    }


def chair_decides(rules: Rules, tally: Tally) -> bool:
    """Whether votes are equal and the chair's one vote more can decide: not where votes lack beyond it."""
    if tally["result"] != "tied" or not (rules.casting_vote and rules.threshold.allows_casting_vote):
        return False
    return one_more_is_enough(tally)


def one_more_is_enough(tally: Mapping[str, Any]) -> bool:
    """Whether one vote more for those who are equal would reach the threshold they were counted by."""
    part, whole, how = tally["threshold"]
    if tally["kind"] == "approve":
        votes = tally["agree"]
    else:
        votes = max((line["votes"] for line in tally["votes"] if line["number"] in tally["tied"]), default=0)
    return Share(part, whole, how == "more").met(votes + 1, tally["whole"])


def _frame(
    kind: str, rules: Rules, electorate: Electorate, returned: int, invalid: int, issued: int | None
) -> Tally:
    """The numbers that every tally has."""
    voters = electorate.voters(rules)
    issued = len(voters) if issued is None else issued
    if returned > issued or issued > len(voters):
        raise ValueError(f"{returned} of {issued} ballots by {len(voters)} voters")
    heard = electorate.heard(rules)
    wholes = {
        "members": len(electorate.eligible),
        "present": len(voters),
        "valid": returned - invalid,
    }
    whole = wholes[rules.denominator]
    threshold = rules.threshold
    return {
        "kind": kind,
        "members": len(electorate.members),
        "recused": len(electorate.recused & electorate.members),
        "eligible": len(electorate.eligible),
        "present": len(voters) - len(heard),
        "written": len(heard),
        "quorum": count_quorum(rules, electorate),
        "issued": issued,
        "returned": returned,
        "valid": returned - invalid,
        "invalid": invalid,
        "denominator": rules.denominator,
        "whole": whole,
        "threshold": [threshold.numerator, threshold.denominator, "more" if threshold.strict else "least"],
        "needed": threshold.least(whole),
    }


def _fill(
    rules: Rules, whole: int, places: int, candidates: Sequence[int], votes: Counter[int]
) -> tuple[list[int], list[int]]:
    """Who is chosen, and who is equal for the places that remain."""
    chosen: list[int] = []
    ordered = sorted(candidates, key=lambda one: (-votes[one], one))
    for count, group in groupby(ordered, key=lambda one: votes[one]):
        equals = list(group)
        if count == 0 or len(chosen) == places:
            break
        if len(equals) > places - len(chosen):
            return chosen, equals
        if not rules.threshold.met(count, whole):
            break
        chosen += equals
    return chosen, []


def _heard(rules: Rules, tied: Sequence[int], places: int, casting: Sequence[int] | None) -> list[int]:
    """The chair's casting vote, where it may decide."""
    named = sorted(set(casting or ()))
    may = rules.casting_vote and rules.threshold.allows_casting_vote
    return named if may and len(named) == places and set(named) <= set(tied) else []


def _outcome(tally: Tally, tied: Sequence[int], open_places: int) -> str:
    if not tally["quorum"]["met"]:
        return "no_quorum"
    if tied:
        return "tied"
    return "unfilled" if open_places else "chosen"


def _marks(choice: Choice, places: int, candidates: Sequence[int]) -> list[int] | None:
    """The numbers marked, or None for an invalid paper."""
    if choice == BLANK:
        return []
    if isinstance(choice, str) or len(choice) > places or len(set(choice)) < len(choice):
        return None
    return list(choice) if set(choice) <= set(candidates) else None


def _word(choice: Choice) -> str:
    return choice if isinstance(choice, str) else INVALID


def _rate(part: int, whole: int) -> str | None:
    return f"{part}/{whole}" if whole else None
