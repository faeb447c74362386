"""Who has an account, with roles, units and what else is assigned: the list and one person's page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import User
from accounts.queries import list_users
from assignments.models import ClusterCharge, UnitMember, VerifierDuty
from foundation.database import db
from foundation.vietnamese import plain
from participants.models import Cluster, Participant

PAGE = 50
STATES = ("waiting", "closed", "loose")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts to list: words of name, account name or unit; a role; a state of STATES."""

    words: str = ""
    role: str = ""
    state: str = ""
    page: int = 1

    def arguments(self, **other: object) -> dict[str, object]:
        """As the address of the page carries them, without what is not chosen."""
        chosen = {"q": self.words, "role": self.role, "state": self.state, "page": self.page} | other
        return {name: value for name, value in chosen.items() if value and (name, value) != ("page", 1)}


@dataclass(frozen=True, slots=True)
class Person:
    """One account with the names of its units and clusters, and how many duties it has."""

    user: User
    units: Sequence[str]
    clusters: Sequence[str]
    duties: int

    @property
    def waits(self) -> bool:
        """Whether the one-time password was not replaced yet."""
        return self.user.active and self.user.must_change_password

    @property
    def loose(self) -> bool:
        """Whether a role that needs a unit or a duty has none."""
        roles = {role.name for role in self.user.roles}
        no_unit = bool(roles & {"unit", "commune"}) and not self.units
        return no_unit or ("verifier" in roles and not self.duties)


@dataclass(frozen=True, slots=True)
class People:
    """A page of the list, how many there are in all and how many fit what was asked."""

    lines: Sequence[Person]
    found: int
    total: int
    page: int
    pages: int


def list_people(wanted: Wanted) -> People:
    """A page of the accounts that fit, by account name, in four reads however many they are."""
    everybody = _describe(list_users())
    fitting = [one for one in everybody if _fits(one, wanted)]
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(wanted.page, 1), pages)
    return People(fitting[(page - 1) * PAGE : page * PAGE], len(fitting), len(everybody), page, pages)


def list_waiting(user_ids: Collection[int] | None = None) -> list[Person]:
    """The open accounts whose one-time password was not replaced yet, of these or of all."""
    chosen = (one for one in _describe(list_users()) if one.waits)
    return [one for one in chosen if user_ids is None or one.user.id in user_ids]


def describe_people(users: Iterable[User]) -> list[Person]:
    """These accounts with what is assigned to them."""
    return _describe(list(users))


def _describe(users: Sequence[User]) -> list[Person]:
    units, clusters, duties = _units(), _clusters(), _duties()
    return [
        Person(user, units.get(user.id, ()), clusters.get(user.id, ()), duties.get(user.id, 0))
        for user in users
    ]


def _units() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(UnitMember.user_id, Participant.name)
        .join(Participant, Participant.id == UnitMember.participant_id)
        .order_by(Participant.precedence, Participant.sort_key, Participant.id)
    )
    for user_id, name in db.session.execute(statement):
        found[user_id].append(name)
    return found


def _clusters() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(ClusterCharge.user_id, Cluster.name)
        .join(Cluster, Cluster.id == ClusterCharge.cluster_id)
        .order_by(Cluster.sort_key, ClusterCharge.id)
    )
    for user_id, name in db.session.execute(statement):
        found[user_id].append(name)
    return found


def _duties() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for user_id in db.session.scalars(select(VerifierDuty.user_id)):
        found[user_id] += 1
    return found


def _fits(person: Person, wanted: Wanted) -> bool:
    user = person.user
    if wanted.role and wanted.role not in {role.name for role in user.roles}:
        return False
    if wanted.state and not _is_in_state(person, wanted.state):
        return False
    text = plain(" ".join((user.username, user.full_name, user.email or "", *person.units)))
    return all(word in text for word in plain(wanted.words).split())


def _is_in_state(person: Person, state: str) -> bool:
    by_state = {"waiting": person.waits, "closed": not person.user.active, "loose": person.loose}
    return by_state.get(state, True)
