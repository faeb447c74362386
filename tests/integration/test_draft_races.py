"""Clerks who press at the same moment: one is served, the others are told; no fault of the database is."""

from foundation.database import transaction
from foundation.errors import Conflict, NotFound
from foundation.permissions import SYSTEM
from register.models import PaperState
from register.queries import find_paper
from register.rules import version_of
from register.services import Plan, change_draft, discard_draft, finish, freeze, revoke, start_draft
from tests.at_once import at_once
from tests.district import make_year
from tests.factories import NOW
from tests.registering import DAY, SERIES, draft, issue, words


def plan(year, told="Bản đúng", replaces=None):
    return Plan("decision", "session:1", year, told, {"why": "Sai"}, SERIES, "QĐ-UBND", DAY, replaces)


def test_of_two_who_begin_to_replace_one_paper_one_does(app):
    with app.app_context(), transaction():
        old = issue(draft(make_year())).id

    def begin():
        paper = find_paper(old)
        start_draft(actor=SYSTEM, plan=plan(paper.movement_year, replaces=paper), now=NOW)

    assert sorted(at_once(app, [begin] * 3)) == ["Conflict", "Conflict", "done"]


def test_of_two_who_save_what_they_saw_one_does(app):
    with app.app_context(), transaction():
        paper = draft(make_year())
        number, seen = paper.id, version_of(paper)

    def save(told):
        def deed():
            paper = find_paper(number)
            change = plan(paper.movement_year, told)
            change_draft(actor=SYSTEM, paper=paper, plan=change, now=NOW, seen=seen)

        return deed

    assert sorted(at_once(app, [save("Một"), save("Hai"), save("Ba")])) == ["Stale", "Stale", "done"]


def test_a_draft_that_one_discards_while_others_issue_it_ends_one_way(app):
    with app.app_context(), transaction():
        number = draft(make_year()).id

    told = []

    def once(deed):
        def do():
            try:
                deed(find_paper(number))
            except (Conflict, NotFound) as error:
                told.append(type(error).__name__)
                raise Conflict(error.message) from error

        return do

    def throw(paper):
        discard_draft(actor=SYSTEM, paper=paper, now=NOW)

    def number_it(paper):
        freeze(actor=SYSTEM, paper=paper, compose=words, now=NOW)

    ends = at_once(app, [once(throw), once(number_it), once(throw)])
    assert sorted(ends) == ["Conflict", "Conflict", "done"]
    with app.app_context():
        assert told == (["NotFound"] if find_paper(number) is None else ["Conflict"]) * 2


def test_revoking_and_issuing_what_replaces_it_never_wait_for_each_other(app):
    with app.app_context(), transaction():
        old = issue(draft(make_year()))
        new = start_draft(actor=SYSTEM, plan=plan(old.movement_year, replaces=old), now=NOW)
        freeze(actor=SYSTEM, paper=new, compose=words, now=NOW)
        first, second = old.id, new.id

    def take_back():
        revoke(actor=SYSTEM, paper=find_paper(first), reason="Sai thẩm quyền", now=NOW)

    def enter():
        finish(actor=SYSTEM, paper_id=second, pdf=b"%PDF new", now=NOW)

    ends = at_once(app, [take_back, enter])
    assert ends[1] == "done"
    assert ends[0] in ("done", "Conflict")
    with app.app_context():
        assert find_paper(second).state is PaperState.ISSUED
        expected = PaperState.REVOKED if ends[0] == "done" else PaperState.REPLACED
        assert find_paper(first).state is expected
