"""What may be chosen when an award of an earlier year is entered: forms of award, and types."""

from collections.abc import Sequence
from dataclasses import dataclass

from criteria.queries import find_published
from criteria.rubrics import rubric_of
from foundation.vietnamese import plain
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


def once(forms: Sequence[FormOfAward]) -> list[FormOfAward]:
    """The first form of each name: types have codes of their own for what people know by one name."""
    return list({plain(form.name): form for form in reversed(forms)}.values())[::-1]


def of_type(name: str, type_code: str, forms: Sequence[FormOfAward]) -> FormOfAward | None:
    """The form of this name for a participant's type, else the first of the name, if there is one."""
    same = [form for form in forms if plain(form.name) == plain(name)]
    own = [form for form in same if type_code in form.types]
    return next(iter([*own, *same]), None)


def type_names() -> dict[str, str]:
    """The participant types by code, as the latest published criteria name them; their codes otherwise."""
    names = {
        kind.code: kind.name
        for year in reversed(list_years())
        if (published := find_published(year.id)) is not None
        for kind in rubric_of(published).types
    }
    return {code: names.get(code, code) for code in count_by_type()}
