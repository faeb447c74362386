"""What a sealed session says, as plain data: everything that list, minutes' facts and exports are drawn from.

The layout only ever grows. Instants are UTC as ISO text, points are exact text; receipts of secret ballots,
and who voted how in one, are nowhere. `council_part` is what the rows of the council say; it is built again
when a seal is verified. The rest follows from the run and the rulings, or is written once when it is sealed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from awards.decided import grades_with
from awards.grade_keys import is_grade_key
from awards.queries import AnyRow
from awards.recipients import Recipient, list_recipients
from awards.results import fact
from awards.run_facts import RunFacts, facts_of
from awards.sealing import canonical
from council.attendance import quorum_of
from council.ballot_rules import rules_for, rules_of, to_data
from council.decisions import decisions_of, ruling_on
from council.models import (
    AgendaItem,
    Ballot,
    Candidate,
    CouncilSession,
    Question,
    QuestionState,
    Slip,
)
from council.queries import find_run_line, find_run_rows
from council.rounds import find_next_round
from council.rules import HELD, goes_against
from foundation.database import db

FORMAT = 1
Document = dict[str, Any]


def seal_of(document: Mapping[str, Any]) -> tuple[str, str]:
    """The one text of a document, and the SHA-256 of its UTF-8 in hexadecimal."""
    text = canonical(document)
    return text, hashlib.sha256(text.encode()).hexdigest()


def build_document(
    session: CouncilSession, *, sealed: Mapping[str, Any], left_out: Mapping[str, Any]
) -> Document:
    """The document of a session that was loaded with all that belongs to it.

    `sealed` says when, by whom, and how the record of what was done ended before; `left_out` whom the run
    recommends after the decisions and the council did not ask about, and why.
    """
    facts = facts_of(find_run_line(session.run_id))
    part = council_part(session)
    grades = grades_part(session, part["items"])
    return {
        "format": FORMAT,
        "sealed": dict(sealed),
        **part,
        "run": _run(facts),
        "awards": _awards(facts, part["items"], grades),
        "grades": grades,
        "holds": _holds(facts, part["items"]),
        "left_out": dict(left_out),
    }


def council_part(session: CouncilSession) -> Document:
    """What the rows of the council say of a session."""
    year = session.movement_year
    numbers = {one.id: one.order_no for one in session.members}
    return {
        "session": {
            "id": session.id,
            "year": year.year,
            "movement": year.movement.name,
            "district": year.movement.district_name,
            "standing_body": year.movement.standing_body,
            "number": session.number,
            "kind": session.kind.value,
            "title": session.title,
            "place": session.place,
            "meets_at": _instant(session.meets_at),
            "opened_at": _instant(session.opened_at),
            "run_id": session.run_id,
            "is_sample": session.is_sample,
        },
        "rules": to_data(rules_of(session)),
        "quorum": quorum_of(session),
        "members": [
            {
                "number": one.order_no,
                "name": one.name,
                "position": one.position,
                "seat": one.seat.value,
                "votes": one.votes,
                "attendance": one.attendance.value,
                "opinion": one.opinion_ref,
            }
            for one in session.members
        ],
        "items": [_item(one, numbers) for one in session.items],
        "ballots": [_ballot(one) for one in session.ballots],
    }


def place_of(question: Question) -> str:
    """How one question is named within a session: the number of its item and its own."""
    return f"{question.item.number}.{question.number}"


def iterate_cases(
    items: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every question of these items with each of its cases."""
    for item in items:
        for question in item["questions"]:
            for case in question["candidates"]:
                yield question, case


def is_superseded(question: Question) -> bool:
    """Whether another question repeats this one, which itself decided nothing."""
    if question.state is not QuestionState.DECIDED or question.carried is not None:
        return False
    rulings = [ruling_on(question, one) for one in question.candidates]
    return find_next_round(question) is not None and not any(one is not None for one in rulings)


def _item(item: AgendaItem, numbers: Mapping[int, int]) -> Document:
    return {
        "number": item.number,
        "title": item.title,
        "notes": item.notes,
        "questions": [_question(one, numbers) for one in item.questions],
    }


def _question(question: Question, numbers: Mapping[int, int]) -> Document:
    before = db.session.get(Question, question.round_of_id) if question.round_of_id is not None else None
    conflicts = sorted(question.conflicts, key=lambda one: numbers[one.member_id])
    hands = sorted(question.hands, key=lambda one: numbers[one.member_id])
    return {
        "place": place_of(question),
        "round_of": place_of(before) if before is not None else None,
        "kind": question.kind.value,
        "places": question.places,
        "text": question.text,
        "method": question.method.value,
        "rules": to_data(rules_for(question)),
        "own_rules": question.rules is not None,
        "state": question.state.value,
        "ballot": question.ballot.number if question.ballot is not None else None,
        "tally": dict(question.tally) if question.tally is not None else None,
        "carried": question.carried,
        "casting_vote": list(question.casting_vote) if question.casting_vote is not None else None,
        "reason": question.reason,
        "against": question.state is QuestionState.DECIDED and goes_against(question),
        "superseded": is_superseded(question),
        "decided_at": _instant(question.decided_at),
        "conflicts": [
            {"member": numbers[one.member_id], "reason": one.reason, "found": one.found} for one in conflicts
        ],
        "hands": [
            {"member": numbers[one.member_id], "choice": one.choice, "written": one.written} for one in hands
        ],
        "candidates": [_case(question, one) for one in question.candidates],
    }


def _case(question: Question, case: Candidate) -> Document:
    return {
        "number": case.number,
        "participant": case.participant_id,
        "name": case.name,
        "type": case.type_code,
        "group": case.group_name,
        "award": case.award,
        "award_name": case.award_name,
        "recommended": case.recommended,
        "status": case.status,
        "granted": case.granted,
        "ruling": ruling_on(question, case),
    }


def _ballot(ballot: Ballot) -> Document:
    """A ballot paper as its count minutes need it: how many might vote and did, and what holds the slips."""
    voted = [one for one in ballot.roll if one.voted]
    questions = sorted(ballot.questions, key=lambda one: (one.item.number, one.number))
    return {
        "number": ballot.number,
        "title": ballot.title,
        "state": ballot.state.value,
        "opened_at": _instant(ballot.opened_at),
        "closed_at": _instant(ballot.closed_at),
        "void_reason": ballot.void_reason,
        "members": len(ballot.roll),
        "received": len(voted),
        "written": sum(1 for one in voted if one.written),
        "slips": {place_of(one): _digest_of_slips(one) for one in questions},
    }


def _digest_of_slips(question: Question) -> str:
    """The hash over the slips of a question, by their marks, so that none can be exchanged afterwards."""
    statement = select(Slip.mark, Slip.choice).where(Slip.question_id == question.id).order_by(Slip.mark)
    rows = [list(row) for row in db.session.execute(statement)]
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def _run(facts: RunFacts) -> Document:
    run = facts.run
    return {
        "number": run.number,
        "seal": run.result_sha256,
        "sealed_at": _instant(run.sealed_at),
        "participants": sum(one.size for one in facts.types.values()),
        "types": [
            {"code": code, "name": one.kind.name, "category": one.kind.category, "size": one.size}
            for code, one in facts.types.items()
        ],
    }


def grades_part(session: CouncilSession, items: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Whose grade was decided on in these items of a session, in the order of the agenda, then whose changes
    by it: the grade in the run (`before`) and the one after all decisions, by name; empty for none.
    """
    ruled = {
        case["participant"]: (question, case)
        for question, case in iterate_cases(items)
        if case["ruling"] is not None and is_grade_key(case["award"])
    }
    if not ruled:
        return []
    changed = grades_with(session.run, decisions_of(session))
    rows = find_run_rows(session.run_id, ruled.keys() | changed.keys())
    facts = facts_of(find_run_line(session.run_id))
    return [
        {
            "participant": participant,
            "name": rows[participant].name,
            "type": rows[participant].type_code,
            "type_name": facts.types[rows[participant].type_code].kind.name,
            "before": changed.get(participant, (named, named))[0],
            "grade": changed.get(participant, (named, named))[1],
            "question": ruled[participant][0]["place"] if participant in ruled else None,
        }
        for participant in [*ruled, *sorted(changed.keys() - ruled.keys())]
        for named in [_grade_of(facts, rows[participant])]
    ]


def _grade_of(facts: RunFacts, row: AnyRow) -> str:
    """The name of the grade in the run."""
    grading = facts.types[row.type_code].kind.grading
    return next((one.name for one in grading.grades if one.code == row.grade), "") if grading else ""


def _awards(
    facts: RunFacts, items: Sequence[Mapping[str, Any]], grades: Sequence[Mapping[str, Any]]
) -> list[Document]:
    graded = {one["participant"]: {"grade": one["grade"]} for one in grades}
    places = {
        (case["participant"], case["award"]): question
        for question, case in iterate_cases(items)
        if case["ruling"] is True and not is_grade_key(case["award"])
    }
    return [
        _told(one)
        | graded.get(one.participant_id, {})
        | {
            "question": places[one.participant_id, one.award]["place"],
            "against": places[one.participant_id, one.award]["against"],
        }
        for one in list_recipients(facts, places.keys())
    ]


def _holds(facts: RunFacts, items: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Whose place is kept until a verification ends; of what is verified nothing is said."""
    kept = {
        (case["participant"], case["award"]): question["place"]
        for question, case in iterate_cases(items)
        if case["status"] == HELD and question["carried"]
    }
    return [
        _told(one)
        | {"question": kept[one.participant_id, one.award], "words": "Chưa xét, chờ kết luận xác minh."}
        for one in list_recipients(facts, kept.keys())
    ]


def _told(one: Recipient) -> Document:
    return {
        "participant": one.participant_id,
        "name": one.name,
        "full_name": one.full_name,
        "category": one.category.value,
        "type": one.type_code,
        "type_name": one.type_name,
        "group": one.group_name,
        "group_size": one.group_size,
        "award": one.award,
        "award_name": one.award_name,
        "issuer": one.issuer,
        "precedence": one.precedence,
        "achievement": one.achievement,
        "award_kind": one.award_kind,
        "proposed": one.proposed,
        "total": fact(one.total),
        "rank": one.rank,
        "grade": one.grade,
        "achieved": one.achieved,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def pairs_of(cases: Iterable[Mapping[str, Any]]) -> set[tuple[int, str]]:
    """Participants with awards."""
    return {(case["participant"], case["award"]) for case in cases}
