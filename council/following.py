"""Making the agenda follow the decisions: what `council.after_decisions` tells, done in one step."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _

from awards.decided import Line
from awards.run_facts import RunFacts, facts_of
from council.after_decisions import Addition, Changes, Removal, changes_of
from council.agenda import drop_items, new_question, put_items
from council.agenda_from_run import (
    CandidateDraft,
    ItemDraft,
    QuestionDraft,
    approvals,
    cases_of_lines,
    tie_item,
    tie_of,
)
from council.ballot_rules import rules_of
from council.cases import drop_question, renumber
from council.conflicts import refresh_conflicts
from council.holding import hold_to_run, require_open, touch
from council.items import closes
from council.models import AgendaItem, CouncilSession, Method
from council.queries import find_run_line
from council.question_texts import text_of_holds, title_of_awards, title_of_holds
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import Actor
from history.services import record


def follow_decisions(*, actor: Actor, session_id: int, version: int | None, now: datetime) -> Changes:
    """Take off the agenda whom the decisions so far leave out, and put on it whom they bring in.

    Raises Conflict where nothing follows, or where something stands on a ballot paper that is to be taken
    back first.
    """
    session = hold_to_run(actor, session_id, version)
    require_open(session)
    changes = changes_of(session)
    if not changes:
        raise Conflict(_("Chương trình đã đúng theo các kết luận, không có gì để cập nhật."))
    if changes.stuck:
        names = ", ".join(one.case.name for one in changes.stuck)
        raise Conflict(_("%(names)s đang ở trên phiếu bầu chưa mở. Bỏ phiếu đó rồi cập nhật.", names=names))
    told = _told(changes)
    _remove(session, changes.removed)
    _add(session, drafts_of(facts_of(find_run_line(session.run_id)), changes))
    refresh_conflicts(session, now)
    record(
        actor=actor,
        action="session:agenda-followed",
        subject=("council_session", session.id),
        after=told,
        now=now,
    )
    touch(session)
    return changes


def drafts_of(facts: RunFacts, changes: Changes) -> list[ItemDraft]:
    """The items that changes bring in: equals, recommendations, then those on hold."""
    lines = [one.line for one in (*changes.approvals, *changes.holds)]
    lines += [line for tie, _reason in changes.ties for line in tie.members]
    cases = cases_of_lines(facts, lines)
    items = [tie_item(tie_of(tie, cases)) for tie, _reason in changes.ties]
    grouped: dict[tuple[str, str], list[CandidateDraft]] = {}
    for one in changes.approvals:
        grouped.setdefault((one.line.award_name, one.line.type_code), []).append(cases[_key(one.line)])
    for (award, type_code), ones in grouped.items():
        title = title_of_awards(award, facts.types[type_code].kind.name)
        items.append(ItemDraft(title, list(approvals(ones))))
    if changes.holds:
        held = [cases[_key(one.line)] for one in changes.holds]
        title = title_of_holds(list(dict.fromkeys(one.name for one in held)))
        items.append(ItemDraft(title, [QuestionDraft(text_of_holds(), held)]))
    return items


def _remove(session: CouncilSession, removed: Iterable[Removal]) -> None:
    for one in removed:
        question, item = one.case.question, one.case.question.item
        db.session.delete(one.case)
        db.session.flush()
        db.session.expire(question, ["candidates"])
        if question.candidates:
            continue
        drop_question(question)
        if not item.questions and not item.notes.strip():
            drop_items(session, [item])


def _add(session: CouncilSession, drafts: Sequence[ItemDraft]) -> None:
    """Questions go to the item of their award where there is one; other items stand before the last."""
    standing = {one.title: one for one in session.items}
    method = Method.SECRET if rules_of(session).secret else Method.HANDS
    for draft in drafts:
        if draft.title in standing:
            _append(standing[draft.title], draft, method)
    made = put_items(session, [draft for draft in drafts if draft.title not in standing])
    rest = [one for one in session.items if one not in made]
    at = len(rest) - 1 if rest and closes(rest[-1]) else len(rest)
    renumber([*rest[:at], *made, *rest[at:]])
    db.session.expire(session, ["items"])


def _append(item: AgendaItem, draft: ItemDraft, method: Method) -> None:
    last = max((one.number for one in item.questions), default=0)
    for number, question in enumerate(draft.questions, start=last + 1):
        item.questions.append(new_question(question, number, method))


def _told(changes: Changes) -> dict[str, list[str]]:
    added: list[Addition] = [*changes.approvals, *changes.holds]
    names = [_said(one.line.name, one.line.award_name) for one in added]
    names += [_said(line.name, line.award_name) for tie, _reason in changes.ties for line in tie.members]
    return {
        "added": names,
        "removed": [_said(one.case.name, one.case.award_name) for one in changes.removed],
    }


def _said(name: str, award: str) -> str:
    return f"{name}: {award}"


def _key(line: Line) -> tuple[int, str]:
    return line.participant_id, line.award
