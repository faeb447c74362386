"""Reads of given awards, always in a total order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.vietnamese import search_patterns
from movements.models import GivenAward, GivenStanding
from participants.models import Participant

ORDER = (
    GivenAward.year.desc(),
    GivenAward.award_name,
    Participant.type_code,
    Participant.precedence,
    Participant.sort_key,
    GivenAward.id,
)
STANDS = (GivenAward.revoked_on.is_(None), GivenAward.standing != GivenStanding.DECLINED)
"""Neither revoked nor declined by a higher level."""

PROPOSED_MARK = "(đề nghị cấp trên tặng)"
AT_ONCE = 500
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class GivenFilter:
    """Which given awards are wanted; empty parts ask for all. `award` is a name, or the code of one form."""

    year: int | None = None
    award: str = ""
    type_code: str = ""
    words: str = ""
    standing: GivenStanding | None = None


def find_given(given_id: int) -> GivenAward | None:
    """The given award with this id."""
    return db.session.get(GivenAward, given_id)


def find_in_force(participant_id: int, year: int, award: str) -> GivenAward | None:
    """The award of this code that a participant has for a year, unless it was revoked or declined."""
    return db.session.scalars(
        select(GivenAward).where(
            GivenAward.participant_id == participant_id,
            GivenAward.year == year,
            GivenAward.award == award,
            *STANDS,
        )
    ).one_or_none()


def list_given_to(participant_id: int) -> Sequence[GivenAward]:
    """Every award of one participant, the latest year first; revoked ones among them."""
    return db.session.scalars(
        select(GivenAward)
        .where(GivenAward.participant_id == participant_id)
        .order_by(GivenAward.year.desc(), GivenAward.award_name, GivenAward.id)
    ).all()


def list_kept_keys() -> set[tuple[int, int, str]]:
    """Participant, year and award of everything on the list that was neither revoked nor declined."""
    rows = db.session.execute(
        select(GivenAward.participant_id, GivenAward.year, GivenAward.award).where(*STANDS)
    )
    return {(row.participant_id, row.year, row.award) for row in rows}


def list_given_by(session_id: int) -> Sequence[GivenAward]:
    """The awards that a session of the council granted; revoked ones among them."""
    return db.session.scalars(
        select(GivenAward).where(GivenAward.session_id == session_id).order_by(GivenAward.id)
    ).all()


def list_waiting_with(given: GivenAward) -> Sequence[GivenAward]:
    """The other proposals of a form of this name for the same year that wait, as they are listed."""
    statement = (
        select(GivenAward)
        .join(Participant, Participant.id == GivenAward.participant_id)
        .where(
            GivenAward.id != given.id,
            GivenAward.year == given.year,
            GivenAward.award_name == given.award_name,
            GivenAward.standing == GivenStanding.PROPOSED,
            GivenAward.revoked_on.is_(None),
        )
        .options(joinedload(GivenAward.participant))
    )
    return db.session.scalars(statement.order_by(*ORDER)).all()


def list_given(wanted: GivenFilter, *, offset: int = 0, limit: int | None = None) -> Sequence[GivenAward]:
    """Given awards that fit, with their participants: by year from the latest, award, type and name."""
    statement = _narrowed(select(GivenAward), wanted).options(
        joinedload(GivenAward.participant).joinedload(Participant.parent)
    )
    return db.session.scalars(statement.order_by(*ORDER).offset(offset).limit(limit)).all()


def count_given(wanted: GivenFilter) -> int:
    """How many fit."""
    return db.session.scalar(_narrowed(select(func.count()).select_from(GivenAward), wanted)) or 0


def list_given_choices() -> Mapping[str, list[Any]]:
    """What the list may be narrowed to: years, awards by code and name, names of awards, types."""
    years = select(GivenAward.year).distinct().order_by(GivenAward.year.desc())
    awards = (
        select(GivenAward.award, func.max(GivenAward.award_name))
        .group_by(GivenAward.award)
        .order_by(func.max(GivenAward.award_name), GivenAward.award)
    )
    names = select(GivenAward.award_name).distinct().order_by(GivenAward.award_name)
    types = select(Participant.type_code).join(GivenAward).distinct().order_by(Participant.type_code)
    return {
        "years": list(db.session.scalars(years)),
        "awards": [tuple(row) for row in db.session.execute(awards)],
        "names": list(db.session.scalars(names)),
        "types": list(db.session.scalars(types)),
    }


def past_awards_until(year: int) -> dict[int, list[Mapping[str, Any]]]:
    """By participant every award given for this year or an earlier one, as an evaluation reads it; those that
    count for nothing are marked: revoked, declined by the higher level, or, in an earlier year, proposed and
    not granted yet. What was proposed in this very year keeps its place and bars a second form.
    """
    statement = (
        select(
            GivenAward.participant_id,
            GivenAward.award,
            GivenAward.year,
            GivenAward.achievement,
            GivenAward.award_name,
            GivenAward.revoked_on,
            GivenAward.standing,
        )
        .where(GivenAward.year <= year)
        .order_by(GivenAward.id)
    )
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in db.session.execute(statement):
        waits = row.standing is GivenStanding.PROPOSED
        found.setdefault(row.participant_id, []).append(
            {
                "award": row.award,
                "year": row.year,
                "achievement": row.achievement,
                "name": f"{row.award_name} {PROPOSED_MARK}" if waits else row.award_name,
                "void": row.revoked_on is not None
                or row.standing is GivenStanding.DECLINED
                or (waits and row.year < year),
            }
        )
    return found


def find_participants(ids: Sequence[int]) -> dict[int, Participant]:
    """The participants with these ids, some hundreds a read."""
    found: dict[int, Participant] = {}
    for start in range(0, len(ids), AT_ONCE):
        statement = select(Participant).where(Participant.id.in_(ids[start : start + AT_ONCE]))
        found |= {one.id: one for one in db.session.scalars(statement)}
    return found


def list_in_force(participant_ids: Collection[int], year: int) -> Sequence[GivenAward]:
    """The awards that these participants have for a year, by participant."""
    statement = select(GivenAward).where(GivenAward.year == year, *STANDS)
    rows = db.session.scalars(statement.order_by(GivenAward.participant_id, GivenAward.id))
    wanted = set(participant_ids)
    return [one for one in rows if one.participant_id in wanted]


def _narrowed(statement: AnySelect, wanted: GivenFilter) -> AnySelect:
    statement = statement.join(Participant, Participant.id == GivenAward.participant_id)
    patterns = search_patterns(wanted.words)
    conditions: list[ColumnElement[bool]] = [Participant.sort_key.like(pattern) for pattern in patterns]
    if wanted.words and not patterns:
        conditions.append(false())  # only signs, which no name is found by
    if wanted.year is not None:
        conditions.append(GivenAward.year == wanted.year)
    if wanted.award:
        conditions.append(or_(GivenAward.award == wanted.award, GivenAward.award_name == wanted.award))
    if wanted.standing is not None:
        conditions.append(GivenAward.standing == wanted.standing)
    if wanted.type_code:
        conditions.append(Participant.type_code == wanted.type_code)
    return statement.where(*conditions)
