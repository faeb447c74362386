"""The table of households that a person may work on: of which hamlet, type and year, with which columns."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assignments.scope import may_check, may_enter_for, require_sight
from bulk_entry.to_scoring import TypeTable, household_types
from criteria.models import CriteriaSet
from criteria.queries import find_published
from criteria.rubrics import rubric_of
from foundation.errors import DomainError, NotFound
from foundation.permissions import Actor, RoleCode
from movements.models import MovementYear
from participants.models import Participant
from participants.queries import find_participant

HAMLET = "hamlet"
OFFICIALS = frozenset({RoleCode.OFFICE, RoleCode.VERIFIER})


@dataclass(frozen=True, slots=True)
class KindOfHousehold:
    """A household type of the year's criteria."""

    code: str
    name: str


def hamlet_of(actor: Actor, hamlet_id: int) -> Participant:
    """The hamlet with this id; NotFound where there is none, Trespass where the actor may not see it."""
    hamlet = find_participant(hamlet_id)
    if hamlet is None or hamlet.type_code != HAMLET:
        raise NotFound(_("Không có ấp này. Mở danh sách ấp từ danh mục."))
    require_sight(actor, hamlet)
    return hamlet


def criteria_of(year: MovementYear) -> CriteriaSet:
    """The published criteria of a year; DomainError where there are none."""
    criteria_set = find_published(year.id)
    if criteria_set is None:
        raise DomainError(
            _(
                "Năm %(year)s chưa có bộ tiêu chí được ban hành nên chưa nhập hộ được. Hỏi Thường trực Hội "
                "đồng.",
                year=year.year,
            )
        )
    return criteria_set


def kinds_of(year: MovementYear) -> list[KindOfHousehold]:
    """The household types of a year, in the order of its criteria; none where no criteria are published."""
    criteria_set = find_published(year.id)
    if criteria_set is None:
        return []
    return [KindOfHousehold(one.code, one.name) for one in household_types(rubric_of(criteria_set))]


def table_of(actor: Actor, hamlet: Participant, year: MovementYear, type_code: str | None) -> TypeTable:
    """The table of one household type (the first where none is named), with the columns that the actor may
    see. NotFound for a type that is none.
    """
    criteria_set = criteria_of(year)
    kinds = household_types(rubric_of(criteria_set))
    if not kinds:
        raise DomainError(_("Bộ tiêu chí năm %(year)s không có loại hộ gia đình nào.", year=year.year))
    kind = next((one for one in kinds if one.code == type_code), None if type_code else kinds[0])
    if kind is None:
        raise NotFound(_("Bộ tiêu chí không có loại hộ này. Mở lại trang Hộ của ấp."))
    sensitive = may_see_sensitive(actor, hamlet)
    return TypeTable(criteria_set, rubric_of(criteria_set), kind, sensitive=sensitive)


def may_see_sensitive(actor: Actor, hamlet: Participant) -> bool:
    """Whether the actor may read what a household need not tell everybody: those who enter it, check it or
    verify it.
    """
    return may_enter_for(actor, hamlet) or may_check(actor, hamlet) or bool(OFFICIALS & actor.role_codes)
