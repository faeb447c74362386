"""What may be chosen when an award of an earlier year is entered: forms of award, and types."""

from dataclasses import dataclass

from criteria.queries import find_published
from criteria.rubrics import rubric_of
from movements.given import MOVEMENT
from movements.given_queries import list_given_choices
from movements.queries import list_years
from participants.queries import count_by_type


@dataclass(frozen=True, slots=True)
class FormOfAward:
    """One form of award, as a criteria document has it or as it was entered before."""

    code: str
    name: str
    issuer: str = ""
    achievement: str = MOVEMENT
    award_kind: str = "topical"
    types: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, with the code that tells it from others of the same name."""
        return f"{self.name} ({self.code})"


def list_forms() -> list[FormOfAward]:
    """The forms of all published criteria, the latest year's first, then those that were only entered."""
    found: dict[str, FormOfAward] = {}
    for year in list_years():
        published = find_published(year.id)
        for rule in rubric_of(published).awards if published is not None else ():
            form = FormOfAward(
                rule.code, rule.name, rule.issuer, rule.achievement, rule.award_kind, tuple(rule.types)
            )
            found.setdefault(rule.code, form)
    for code, name in list_given_choices()["awards"]:
        found.setdefault(code, FormOfAward(code, name))
    return list(found.values())


def type_names() -> dict[str, str]:
    """The participant types by code, as the latest published criteria name them; their codes otherwise."""
    names = {
        kind.code: kind.name
        for year in reversed(list_years())
        if (published := find_published(year.id)) is not None
        for kind in rubric_of(published).types
    }
    return {code: names.get(code, code) for code in count_by_type()}
