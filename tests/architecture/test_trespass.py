"""Every endpoint, with every role, with ids of objects that belong to another unit.

An endpoint with arguments needs a builder for each of them: the name of an argument is looked up in BUILDERS,
and an endpoint whose argument is not there fails the first test until its author adds one, and says by OWNED
whether such an object belongs to a unit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, func, select

from accounts.queries import find_user_by_name
from assignments.models import UnitMember, VerifierDuty
from assignments.services import assign_duty
from awards.models import EvaluationRun
from council.models import Conflict
from council.sample import load_session
from criteria.models import CriteriaSet
from evidence.services import receive_file
from foundation.access import PUBLIC, access_of
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import GRANTS, SYSTEM, RoleCode
from history.models import HistoryEntry
from history.wording_pages import PAGES
from messages.models import MessageKind
from messages.services import tell
from movements.models import GivenAward, GivenSource
from movements.queries import find_current_year
from participants.models import Participant
from scorecards.models import Citation, Scorecard
from scorecards.sample import load_sample
from tasks.services import submit
from tests.architecture.test_access import endpoints
from verification.models import Mark, MarkKind, Objection, SecondCheck
from verification.sample import load_current_year

# The role's account acts for its own unit alone, or verifies another type: everything below is another's.
BOUND_ROLES = (RoleCode.UNIT, RoleCode.COMMUNE, RoleCode.VERIFIER)
METHODS = ("GET", "POST")
# Who has the message and the task of this world.
READER = RoleCode.CLERK


@dataclass
class World:
    """Objects of an agency and of a hamlet far away, to which none of the bound roles is tied."""

    agency: int
    hamlet: int
    household: int
    scorecard: int
    file: int
    citation: int
    message: int
    letter: int
    year: int
    user: int
    tie: int
    run: int
    criteria_set: int
    given: int
    mark: int
    objection: int
    check: int
    criterion: str
    task: int
    session: dict[str, int]


Builder = Callable[[World], Any]

# By the name of the argument; where two rooms mean different things by it, by "room.argument".
BUILDERS: dict[str, Builder] = {
    "scorecard_id": lambda world: world.scorecard,
    "participant_id": lambda world: world.agency,
    "hamlet_id": lambda world: world.hamlet,
    "household_id": lambda world: world.household,
    "file_id": lambda world: world.file,
    "citation_id": lambda world: world.citation,
    "objection_id": lambda world: world.objection,
    "check_id": lambda world: world.check,
    "message_id": lambda world: world.message,
    "letter_id": lambda world: world.letter,
    "movement_id": lambda _world: 1,
    "year_id": lambda world: world.year,
    "user_id": lambda world: world.user,
    "tie_id": lambda world: world.tie,
    "run_id": lambda world: world.run,
    "given_id": lambda world: world.given,
    "mark_id": lambda world: world.mark,
    "earlier_id": lambda world: world.run,
    "session_id": lambda world: world.session["session"],
    "item_id": lambda world: world.session["item"],
    "question_id": lambda world: world.session["question"],
    "member_id": lambda world: world.session["member"],
    "conflict_id": lambda world: world.session["conflict"],
    "scenario_id": lambda _world: 1,
    "set_id": lambda world: world.criteria_set,
    "number": lambda _world: 1,
    "page": lambda _world: 1,
    "code": lambda world: world.criterion,
    "criterion": lambda world: world.criterion,
    "type_code": lambda _world: "agency",
    "task_id": lambda world: world.task,
    "paper_id": lambda _world: 1,
    "certificate_id": lambda _world: 1,
    "paper_kind": lambda _world: "decision",
    "template_id": lambda _world: 1,
    "token": lambda _world: "0" * 32,
    "authorities.section": lambda _world: "luong-co-so",
    "authorities.entry_id": lambda _world: 1,
}

# Arguments that name what belongs to one unit, or to one person.
OWNED = frozenset(
    {
        "scorecard_id",
        "participant_id",
        "hamlet_id",
        "household_id",
        "file_id",
        "citation_id",
        "objection_id",
        "check_id",
        "message_id",
        "task_id",
    }
)

# Pages that show what belongs to another on purpose, and why.
OPEN_ON_PURPOSE = {
    "awards.why": "a sealed ranking is read by every participant, with the reasons of each place",
    "awards.smallest": "the same, with what would alter the place",
    "awards.firmness_of_one": "the same for who works on the awards, with how firm the place is",
}


def builder_of(endpoint: str, argument: str) -> Builder | None:
    room = endpoint.rpartition(".")[0]
    return BUILDERS.get(f"{room}.{argument}") or BUILDERS.get(argument)


def with_arguments(app):
    return [rule for rule in endpoints(app) if rule.arguments and access_of(app, rule.endpoint) != PUBLIC]


def test_every_argument_has_a_builder(app):
    missing = {
        f"{rule.endpoint}: {argument}"
        for rule in with_arguments(app)
        for argument in rule.arguments
        if builder_of(rule.endpoint, argument) is None
    }
    assert not missing, f"add a builder to BUILDERS, and to OWNED where it belongs to a unit: {missing}"


def test_the_record_names_every_page_that_may_be_refused(app):
    owned = {rule.endpoint for rule in with_arguments(app) if OWNED & rule.arguments}
    missing = owned - set(OPEN_ON_PURPOSE) - set(PAGES)
    assert not missing, f"say in history/wording_pages.py what these pages are called: {missing}"


def test_every_exception_is_still_an_endpoint(app):
    assert set(OPEN_ON_PURPOSE) <= {rule.endpoint for rule in endpoints(app)}


def sample():
    load_sample(actor=SYSTEM, now=now(), households=40)
    load_current_year(actor=SYSTEM, now=now())


@pytest.fixture
def world(ready, app) -> World:
    ready(sample)
    with app.app_context(), transaction():
        return _world(now())


def _world(moment) -> World:
    session = _session(moment)
    year = find_current_year(moment)
    agency, card = db.session.execute(
        select(Participant, Scorecard)
        .join(Scorecard, Scorecard.participant_id == Participant.id)
        .where(Participant.code == "P-TCKH", Scorecard.movement_year_id == year.id)
    ).one()
    hamlet = db.session.scalars(select(Participant).where(Participant.code == "31569-01")).one()
    household = db.session.scalars(select(Participant).where(Participant.parent_id == hamlet.id)).first()
    verifier, office = find_user_by_name("thamdinh"), find_user_by_name("vanthu")
    db.session.execute(delete(VerifierDuty).where(VerifierDuty.user_id == verifier.id))
    assign_duty(actor=SYSTEM, user=verifier, type_code="enterprise", now=moment)
    criterion = next(iter(card.assessments[0].entries))
    office.email = "vanthu@example.vn"
    db.session.flush()
    (message,) = tell(actor=SYSTEM, users=[office], kind=MessageKind.NOTICE, title="Tin", now=moment)
    return World(
        agency=agency.id,
        hamlet=hamlet.id,
        household=household.id,
        scorecard=card.id,
        file=_add_file(agency, year, moment),
        citation=_add(
            Citation(scorecard_id=card.id, criterion=criterion, number="12/KH-UBND", cited_at=moment)
        ),
        message=message.id,
        letter=message.letter.id if message.letter else 0,
        year=year.id,
        user=find_user_by_name("vanthu").id,
        tie=db.session.scalars(select(UnitMember.id).order_by(UnitMember.id)).first(),
        run=db.session.scalars(select(EvaluationRun.id)).first() or 0,
        criteria_set=db.session.scalars(select(CriteriaSet.id).order_by(CriteriaSet.id.desc())).first(),
        given=_add(
            GivenAward(
                participant_id=agency.id,
                name=agency.name,
                year=2023,
                award="GK",
                award_name="Giấy khen",
                source=GivenSource.IMPORTED,
                given_at=moment,
            )
        ),
        mark=_add(
            Mark(scorecard_id=card.id, kind=MarkKind.HOLD, code="CX-TT", name="Thanh tra", laid_at=moment)
        ),
        objection=_add(
            Objection(scorecard_id=card.id, criterion=criterion, text="Đề nghị xem lại", raised_at=moment)
        ),
        check=_add(SecondCheck(scorecard_id=card.id, criterion=criterion, drawn_at=moment)),
        criterion=criterion,
        task=submit(kind="none", title="Việc", params={}, owner=office, now=moment).id,
        session=session,
    )


def _session(moment) -> dict[str, int]:
    """The sample's session of the council: its first item, question and member, and a conflict found."""
    session = load_session(actor=SYSTEM, now=moment)
    item = session.items[0]
    return {
        "session": session.id,
        "item": item.id,
        "question": item.questions[0].id,
        "member": session.members[0].id,
        "conflict": db.session.scalars(select(Conflict.id)).first() or 0,
    }


def _add(row) -> int:
    db.session.add(row)
    db.session.flush()
    return row.id


def _add_file(agency, year, moment) -> int:
    picture = BytesIO()
    Image.new("RGB", (30, 20), "white").save(picture, "PNG")
    picture.seek(0)
    received = receive_file(
        actor=SYSTEM, participant=agency, movement_year=year, stream=picture, name="anh.png", now=moment
    )
    return received.file.id


def is_personal(rule) -> bool:
    """A message or a task belongs to one person, whatever the roles of the others."""
    return not {"message_id", "task_id"}.isdisjoint(rule.arguments)


def path_of(app, rule, world, **said) -> str:
    values = {name: builder_of(rule.endpoint, name)(world) for name in rule.arguments} | said
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def ask(client, method: str, path: str) -> int:
    """The status of the answer; a door for scripts is asked as a script asks."""
    if method == "GET":
        return client.get(path).status_code
    status = client.post(path).status_code
    if status != 415:
        return status
    token = {"X-CSRFToken": client._token()}
    return client.open(path, method="POST", json={}, headers=token).status_code


def refusals(app) -> int:
    with app.app_context():
        counted = select(func.count(HistoryEntry.id)).where(HistoryEntry.action == "access:refused")
        return db.session.scalar(counted)


@pytest.mark.slow
@pytest.mark.parametrize("role", RoleCode)
def test_what_belongs_to_another_unit_is_not_there(app, world, client_as, role):
    """For who lacks the permission 403; for who has it but not the unit 404, and an entry in the record.

    Each role walks through a world of its own: those who may see everybody change what others must not find.
    """
    wrong = list(_walk(app, world, client_as(role), role))
    assert not wrong, "\n".join(wrong)


def _walk(app, world, client, role):
    """Every endpoint with arguments, in each of its methods."""
    for rule in with_arguments(app):
        may = access_of(app, rule.endpoint) in GRANTS[role]
        owned = OWNED & rule.arguments and rule.endpoint not in OPEN_ON_PURPOSE
        foreign = bool(owned) and (role in BOUND_ROLES or (is_personal(rule) and role is not READER))
        path = path_of(app, rule, world)
        for method in sorted(rule.methods & set(METHODS)):
            before = refusals(app)
            status = ask(client, method, path)
            problem = _problem(status, may=may, foreign=foreign, recorded=refusals(app) > before)
            if problem:
                yield f"{role} {method} {rule.endpoint} {path}: {status}, {problem}"


def _problem(status: int, *, may: bool, foreign: bool, recorded: bool) -> str | None:
    if not may:
        return None if status == 403 else "the role lacks the permission, 403 is due"
    if foreign:
        if status != 404:
            return "it belongs to another, 404 is due"
        return None if recorded else "the record does not know of it"
    return None if status < 500 else "a fault"


@pytest.mark.slow
@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.OFFICE, RoleCode.ADMIN])
def test_ids_that_nobody_has_are_not_there_either(app, world, client_as, role):
    """No wrong id is a fault, and no page opens for it."""
    wrong, client = [], client_as(role)
    for rule in with_arguments(app):
        named = [name for name in rule.arguments if name.endswith("_id")]
        if not named or access_of(app, rule.endpoint) not in GRANTS[role]:
            continue
        path = path_of(app, rule, world, **dict.fromkeys(named, 987_654))
        for method in sorted(rule.methods & set(METHODS)):
            status = ask(client, method, path)
            if status != 404 and (method, status) != ("POST", 302):
                wrong.append(f"{role} {method} {path}: {status}")
    assert not wrong, "\n".join(wrong)
