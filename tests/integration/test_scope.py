"""Who may act for whom, check, verify and see: a table of cases on a small district."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from accounts.models import User
from assignments import scope
from assignments.models import ChargeKind
from assignments.queries import find_member_of
from assignments.services import assign_charge, assign_duty, assign_unit, remove_unit
from foundation.database import db
from foundation.errors import Trespass
from foundation.permissions import SYSTEM, RoleCode
from participants.models import Cluster, Participant
from participants.services import create_cluster, create_participant
from tests.factories import NOW, make_user

UNIT, COMMUNE, VERIFIER = RoleCode.UNIT, RoleCode.COMMUNE, RoleCode.VERIFIER


class District:
    """Two communes of two clusters, three agencies, what stands below them, and the accounts of all."""

    def __init__(self) -> None:
        self.clusters: dict[str, Cluster] = {}
        self.units: dict[str, Participant] = {}
        self.users = {}
        for code, kind in (("C1", "commune"), ("C2", "commune"), ("K1", "agency")):
            self.clusters[code] = create_cluster(
                actor=SYSTEM, code=code, name=f"Cụm {code}", type_code=kind, now=NOW
            )
        self.add("xa1", "commune", cluster="C1")
        self.add("xa2", "commune", cluster="C1")
        self.add("xa3", "commune", cluster="C2")
        self.add("ap1", "hamlet", "xa1")
        self.add("ap2", "hamlet", "xa1")
        self.add("ap3", "hamlet", "xa3")
        self.add("ho1", "household_poor", "ap1")
        self.add("ho2", "household_poor", "ap2")
        self.add("dn1", "enterprise", "xa1")
        self.add("cbx", "official", "xa1")
        self.add("ban1", "agency", cluster="K1")
        self.add("ban2", "agency", cluster="K1")
        self.add("cb1", "official", "ban1")
        self.add("cb2", "official", "ban2")
        for name in ("xa1", "xa2", "xa3"):
            self.person(name, COMMUNE, name)
        for name in ("ap1", "ban1", "ban2", "dn1", "ap3"):
            self.person(name, UNIT, name)
        for name in ("ban1",):
            self.head(name, "K1")
        self.head("xa1", "C1")
        self.person("office", RoleCode.OFFICE)
        self.person("council", RoleCode.COUNCIL)
        self.person("admin", RoleCode.ADMIN)
        self.person("all", VERIFIER)
        self.person("c1", VERIFIER)
        self.person("part", VERIFIER)
        self.person("idle", VERIFIER)
        self.duty("all", "commune")
        self.duty("c1", "hamlet", "C1")
        self.duty("part", "agency", None, ["A", "B.2"])
        db.session.flush()

    @classmethod
    def found(cls):
        """The same, read from a database in which it stands."""
        district = cls.__new__(cls)
        district.clusters = {one.code: one for one in db.session.scalars(select(Cluster))}
        district.units = {one.code: one for one in db.session.scalars(select(Participant))}
        accounts = db.session.scalars(select(User))
        district.users = {one.username.removeprefix("nguoi."): one for one in accounts}
        return district

    def add(self, code, kind, parent=None, cluster=None):
        self.units[code] = create_participant(
            actor=SYSTEM,
            code=code,
            name=f"Đơn vị {code}",
            type_code=kind,
            parent=self.units[parent] if parent else None,
            cluster=self.clusters[cluster] if cluster else None,
            now=NOW,
        )

    def person(self, name, role, *units):
        self.users[name] = make_user(username=f"nguoi.{name}", roles=[role])
        for unit in units:
            assign_unit(actor=SYSTEM, user=self.users[name], participant=self.units[unit], now=NOW)

    def duty(self, name, kind, cluster=None, criteria=None):
        assign_duty(
            actor=SYSTEM,
            user=self.users[name],
            type_code=kind,
            cluster=self.clusters[cluster] if cluster else None,
            criteria=criteria,
            now=NOW,
        )

    def head(self, name, cluster):
        assign_charge(
            actor=SYSTEM,
            user=self.users[name],
            cluster=self.clusters[cluster],
            kind=ChargeKind.HEAD,
            now=NOW,
        )

    def who(self, rule):
        """For each account the units for which the rule says yes."""
        found = {
            name: {code for code, unit in self.units.items() if rule(user, unit)}
            for name, user in self.users.items()
        }
        return {name: units for name, units in found.items() if units}


def made():
    District()


@pytest.fixture
def district(ready, context) -> District:
    ready(made)
    return District.found()


def test_who_enters_for_whom(district):
    assert district.who(scope.may_enter_for) == {
        # ap2 has no account, so the commune enters it and its households; the official and nobody else.
        "xa1": {"xa1", "ap2", "ho2", "cbx"},
        "xa2": {"xa2"},
        "xa3": {"xa3"},
        "ap1": {"ap1", "ho1"},
        "ap3": {"ap3"},
        "dn1": {"dn1"},
        "ban1": {"ban1", "cb1"},
        "ban2": {"ban2", "cb2"},
    }


def test_who_checks_whom(district):
    assert district.who(scope.may_check) == {
        # xa1 heads its cluster: it checks xa2, not itself, and below it what a commune checks.
        "xa1": {"xa2", "ap1", "ap2", "ho1", "ho2", "dn1", "cbx"},
        "xa3": {"ap3"},
        # ban1 heads its cluster: neither itself nor its own official.
        "ban1": {"ban2", "cb2"},
    }


def test_who_verifies_whom(district):
    everybody = set(district.units)
    assert district.who(scope.may_verify) == {
        "office": everybody,
        "all": {"xa1", "xa2", "xa3"},
        "c1": {"ap1", "ap2"},
        "part": {"ban1", "ban2"},
    }


def test_who_sees_whom_and_lists_agree(district):
    everybody = set(district.units)
    expected = {
        "office": everybody,
        "council": everybody,
        "all": {"xa1", "xa2", "xa3"},
        "c1": {"ap1", "ap2"},
        "part": {"ban1", "ban2"},
        "xa1": {"xa1", "xa2", "ap1", "ap2", "ho1", "ho2", "dn1", "cbx"},
        "xa2": {"xa2"},
        "xa3": {"xa3", "ap3"},
        "ap1": {"ap1", "ho1"},
        "ap3": {"ap3"},
        "dn1": {"dn1"},
        "ban1": {"ban1", "ban2", "cb1", "cb2"},
        "ban2": {"ban2", "cb2"},
    }
    assert district.who(scope.may_see) == expected
    for name, user in district.users.items():
        listed = set(db.session.scalars(select(Participant.code).where(scope.visible(user))))
        assert listed == expected.get(name, set()), name


@pytest.mark.parametrize(
    ("codes", "may"),
    [
        (None, True),
        ({"A"}, True),
        ({"A", "A.1"}, True),
        ({"B", "B.2", "B.2.1"}, True),
        ({"B", "B.1"}, False),
        (set(), False),
    ],
)
def test_a_duty_on_sections_covers_what_is_in_them(district, codes, may):
    assert scope.may_verify(district.users["part"], district.units["ban1"], codes) is may


def test_a_cluster_of_its_own_counts_before_that_of_the_unit_above(district):
    other = create_cluster(actor=SYSTEM, code="A1", name="Cụm ấp", type_code="hamlet", now=NOW)
    district.units["ap1"].cluster = other
    db.session.flush()
    user = district.users["c1"]
    assert not scope.may_verify(user, district.units["ap1"])
    assert set(db.session.scalars(select(Participant.code).where(scope.visible(user)))) == {"ap2"}


def test_a_closed_account_does_nothing_and_leaves_its_unit_to_the_one_above(district):
    user = district.users["ap1"]
    user.active = False
    db.session.flush()
    unit = district.units["ap1"]
    assert not scope.may_enter_for(user, unit)
    assert not scope.may_see(user, unit)
    assert scope.may_enter_for(district.users["xa1"], unit)
    assert scope.acting_unit(district.units["ho1"]).code == "xa1"


def test_an_account_without_the_role_acts_for_nobody(district):
    user = district.users["ap1"]
    user.roles = []
    db.session.flush()
    assert scope.acting_unit(district.units["ap1"]).code == "xa1"


def test_two_accounts_act_for_one_unit_and_one_for_two(district):
    assign_unit(actor=SYSTEM, user=district.users["ap1"], participant=district.units["ap2"], now=NOW)
    assign_unit(actor=SYSTEM, user=district.users["ap3"], participant=district.units["ap1"], now=NOW)
    assert scope.may_enter_for(district.users["ap1"], district.units["ho2"])
    assert scope.may_enter_for(district.users["ap3"], district.units["ap1"])
    assert scope.may_enter_for(district.users["ap1"], district.units["ap1"])


def test_a_unit_taken_away_is_seen_no_more(district):
    user, unit = district.users["ap1"], district.units["ap1"]
    remove_unit(actor=SYSTEM, member=find_member_of(user.id, unit.id), now=NOW)
    assert not scope.may_see(user, unit)


def test_the_system_reaches_everybody_and_the_administrator_nobody(district):
    for unit in district.units.values():
        assert scope.may_enter_for(SYSTEM, unit)
        assert scope.may_check(SYSTEM, unit)
        assert scope.may_verify(SYSTEM, unit)
        assert not scope.may_see(district.users["admin"], unit)


def test_a_trespass_names_what_was_asked_for(district):
    with pytest.raises(Trespass) as refused:
        scope.require_sight(district.users["ap1"], district.units["ap2"], ("scorecard", 7))
    assert refused.value.subject == ("scorecard", 7)
    assert refused.value.status == 404
    scope.require_sight(district.users["ap1"], district.units["ho1"])


@contextmanager
def counted():
    """How many statements are sent."""
    sent = []

    def see(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", see)


def test_acting_units_of_many_agree_with_each_and_ask_seldom(district):
    each = {unit.id: scope.acting_unit(unit) for unit in district.units.values()}
    expected = {number: unit.id if unit else None for number, unit in each.items()}
    db.session.expire_all()
    units = list(db.session.scalars(select(Participant)))
    with counted() as sent:
        assert scope.acting_unit_ids(units) == expected
    assert len(sent) <= 3


def test_a_reach_judges_many_rows_without_asking_again(district):
    db.session.expire_all()
    units = list(db.session.scalars(select(Participant)))
    user = district.users["xa1"]
    reach, above = scope.reach_of(user), scope.load_above(units)
    assert user.role_codes
    with counted() as sent:
        for unit in units:
            reach.may_see(unit), reach.may_check(unit), reach.may_verify(unit)
    assert not sent
    assert above
