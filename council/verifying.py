"""Proving a sealed session: its document against its hash, rows, run, record, slips and given awards."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from council.ballot_closing import list_choices
from council.ballot_rules import rules_for
from council.counting import Electorate, Tally, count_approval, count_choice
from council.models import CouncilSession, Question, QuestionKind
from council.queries import load_session
from council.result_differences import differences
from council.result_document import council_part, grades_part, place_of
from council.sealing import SEALED
from foundation.database import db
from foundation.errors import Conflict
from history.models import HistoryEntry
from history.queries import list_entries_of
from movements.given_queries import list_given_by


@dataclass(slots=True)
class Verification:
    """What came of verifying a sealed session: faults of the whole, and rows that differ from the seal."""

    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything agrees."""
        return not self.faults and not self.differences

    @property
    def sentences(self) -> list[str]:
        """All that does not agree, as a person reads it."""
        return [*self.faults, *self.differences]


def is_intact(session: CouncilSession) -> bool:
    """Whether the document is the one that was sealed."""
    text = session.document or ""
    return hashlib.sha256(text.encode()).hexdigest() == session.seal


def verify_session(session_id: int) -> Verification:
    """Compare a sealed session with all that it rests on."""
    outcome = Verification()
    session = load_session(session_id)
    if session is None or session.document is None:
        outcome.faults.append(_("Phiên họp này chưa chốt."))
        return outcome
    intact = is_intact(session)
    if not intact:
        outcome.faults.append(_("Bản chốt không còn đúng với mã chốt: nội dung đã bị sửa."))
    document = _parsed(session.document)
    if document is None:
        outcome.faults.append(_("Bản chốt không còn đọc được."))
        return outcome
    if intact:
        outcome.differences = differences(document, council_part(session))
    outcome.faults += _faults_of_run(session, document)
    outcome.faults += _faults_of_record(session, document)
    outcome.faults += _faults_of_slips(session)
    outcome.faults += _faults_of_awards(session, document)
    outcome.faults += _faults_of_grades(session, document)
    return outcome


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "items" in document else None


def _faults_of_run(session: CouncilSession, document: Mapping[str, Any]) -> Iterator[str]:
    if document["run"]["seal"] != session.run.result_sha256:
        yield _("Lần đánh giá của phiên họp không còn là lần đã chốt cùng phiên họp.")


def _faults_of_record(session: CouncilSession, document: Mapping[str, Any]) -> Iterator[str]:
    entries = list_entries_of("council_session", str(session.id))
    seals = [entry.after["seal"] for entry in entries if entry.action == SEALED and entry.after]
    if seals != [session.seal]:
        yield _("Mã chốt không đúng với mã ghi trong nhật ký khi chốt.")
    record = document["sealed"]["record"]
    if record["entries"]:
        entry = db.session.get(HistoryEntry, record["entries"])
        if entry is None or entry.hash != record["head"]:
            yield _("Nhật ký trước lúc chốt không còn như đã ghi trong bản chốt.")


def _faults_of_slips(session: CouncilSession) -> Iterator[str]:
    """The slips of a secret ballot, counted once more."""
    for item in session.items:
        for question in item.questions:
            if question.ballot_id is None or question.tally is None:
                continue
            if _votes(_counted_again(question)) != _votes(question.tally):
                yield _("Câu %(place)s: số phiếu đếm lại khác số đã ghi.", place=place_of(question))


def _counted_again(question: Question) -> Tally:
    """The slips as they lie there, counted as if all who handed one in were there and nobody else."""
    choices = list_choices(question)
    everybody = frozenset(range(len(choices)))
    electorate, rules = Electorate(everybody, present=everybody), rules_for(question)
    if question.kind is QuestionKind.APPROVE:
        return count_approval(rules, electorate, choices)
    numbers = [one.number for one in question.candidates]
    return count_choice(rules, electorate, question.places or 0, numbers, choices)


def _votes(tally: Mapping[str, Any]) -> list[Any]:
    """What was marked, apart from who might have marked it."""
    if tally["kind"] == "approve":
        return [tally[name] for name in ("agree", "disagree", "blank", "invalid")]
    votes = [(line["number"], line["votes"]) for line in tally["votes"]]
    return [votes, tally["blank"], tally["invalid"]]


def _faults_of_awards(session: CouncilSession, document: Mapping[str, Any]) -> Iterator[str]:
    sealed = {(one["participant"], one["award"]): one for one in document["awards"]}
    kept = {(one.participant_id, one.award) for one in list_given_by(session.id)}
    missing = [one["name"] for key, one in sealed.items() if key not in kept]
    if missing:
        yield _("Danh sách khen thưởng các năm thiếu: %(names)s.", names=", ".join(missing[:20]))
    if len(kept - sealed.keys()):
        yield _("Danh sách khen thưởng các năm có người không có trong bản chốt.")


def _faults_of_grades(session: CouncilSession, document: Mapping[str, Any]) -> Iterator[str]:
    """The grades that follow from the run and the decisions, worked out once more."""
    sealed = document.get("grades") or []
    if not sealed:
        return
    try:
        now = {one["participant"]: one for one in grades_part(session, document["items"])}
    except Conflict as conflict:
        yield conflict.message
        return
    differing = [one["name"] for one in sealed if now.get(one["participant"]) != one]
    if differing or len(now) != len(sealed):
        yield _("Xếp loại tính lại khác bản chốt: %(names)s.", names=", ".join(differing[:20]))
