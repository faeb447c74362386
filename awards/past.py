"""The awards of one participant through the years: what the run sealed, and what the list says today."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from movements.given_queries import list_given_to
from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Past:
    """An award. `where` says where it was decided; one that was revoked has the day and the reason.
    `standing` is granted, proposed or declined by the higher level, and `answer` its paper.
    """

    year: int
    award: str
    name: str
    where: str = ""
    revoked_on: date | None = None
    revoke_reason: str = ""
    standing: str = "granted"
    answer: str = ""


def sealed_past(rubric: Rubric, inputs: str) -> tuple[Past, ...]:
    """What the sealed inputs of a participant tell, the latest first."""
    names = {rule.code: rule.name for rule in rubric.awards}
    return tuple(
        Past(past["year"], past["award"], past.get("name") or names.get(past["award"], past["award"]))
        for past in reversed(json.loads(inputs)["past_awards"])
    )


def list_past(participant_id: int, sealed: Sequence[Past]) -> tuple[Past, ...]:
    """The same with what is on the list of given awards today, which knows more; the latest year first."""
    kept = [
        Past(
            one.year,
            one.award,
            one.award_name,
            one.reference,
            one.revoked_on,
            one.revoke_reason,
            one.standing.value,
            one.settled_reference,
        )
        for one in list_given_to(participant_id)
    ]
    known = {(one.year, one.award) for one in kept}
    others = [one for one in sealed if (one.year, one.award) not in known]
    return tuple(sorted([*kept, *others], key=lambda one: -one.year))
